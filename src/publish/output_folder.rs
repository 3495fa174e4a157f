//! Whether a folder is one that a site may be published into.

use std::path::{Path, PathBuf};

use super::faults::foreign;
use crate::base::{Code, Diagnostic};
use crate::cache::OWN_FOLDER;
use crate::disk::{are_same, resolve};
use crate::source::{INPUT_FOLDERS, Reach};

/// A folder that a site is to be published into.
#[derive(Clone, Copy, Debug)]
pub struct OutputFolder<'a> {
    /// The folder.
    pub folder: &'a Path,
    /// Whether the command line names it.
    pub is_named: bool,
}

impl OutputFolder<'_> {
    /// Sees to it that a site may be published there, which lies in the folder `root`: neither
    /// over what is somebody else's, nor among its own inputs.
    ///
    /// # Errors
    ///
    /// Why not.
    pub fn check(&self, root: &Path, follow: &[PathBuf], home: Option<&Path>) -> Result<(), Box<Diagnostic>> {
        if !self.is_named && self.folder.is_symlink() {
            let fault = foreign(self.folder, "a symbolic link");
            return Err(Box::new(fault.help(format!(
                "remove the link, or name it with `--output {}` to publish to where it leads",
                self.folder.display()
            ))));
        }
        match obstacle(&resolve(self.folder), root, follow, home) {
            None => Ok(()),
            Some(obstacle) => Err(Box::new(
                Diagnostic::general(
                    Code::Unwritable,
                    format!(
                        "the site cannot be published into `{}`, which {obstacle}",
                        self.folder.display()
                    ),
                )
                .help("publish into a folder that is there for nothing else, such as `--output public`"),
            )),
        }
    }
}

/// What speaks against publishing into a folder, which passes no link.
fn obstacle(folder: &Path, root: &Path, follow: &[PathBuf], home: Option<&Path>) -> Option<String> {
    let lies_in = |inner: &Path, outer: &Path| inner.ancestors().any(|around| are_same(around, outer));
    let site = resolve(root);
    if folder.parent().is_none() {
        return Some("is the root of the file system".to_owned());
    }
    if home.is_some_and(|home| are_same(folder, home)) {
        return Some("is your home folder".to_owned());
    }
    if are_same(folder, &site) {
        return Some("is the site's own folder".to_owned());
    }
    if lies_in(&site, folder) {
        return Some("holds the site's folder".to_owned());
    }
    let is_beside_inputs = folder.parent().is_some_and(|parent| are_same(parent, &site));
    if is_beside_inputs && folder.extension().is_some_and(|extension| extension == "edn") {
        return Some("has the name of a file of the site's data".to_owned());
    }
    let of_site = INPUT_FOLDERS.into_iter().chain([OWN_FOLDER]);
    let of_site = of_site.map(|name| (name.to_owned(), resolve(&site.join(name))));
    let reach = Reach::of(root, follow);
    // A followed folder that contains the site is no obstacle.
    let followed = reach.followed().iter().filter(|followed| !lies_in(&site, followed));
    let followed = followed.map(|followed| (followed.display().to_string(), followed.clone()));
    of_site.chain(followed).find_map(|(name, input)| {
        let how = match (lies_in(folder, &input), lies_in(&input, folder)) {
            (true, true) => "is",
            (true, false) => "lies in",
            (false, true) => "holds",
            (false, false) => return None,
        };
        Some(format!("{how} `{name}`"))
    })
}
