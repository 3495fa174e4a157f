//! The symbolic links of a site's folder: what they lead to changes where nobody watches.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::source::{INPUT_FOLDERS, is_left_alone};

/// The links below the folders of inputs, and what must be watched because of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Links {
    /// The links. A folder of inputs that is one itself is watched by its name, and needs nothing.
    names: BTreeSet<PathBuf>,
    /// The files outside that links lead to.
    targets: BTreeSet<PathBuf>,
}

impl Links {
    /// Finds the links of the site in a folder.
    pub(super) fn of(root: &Path) -> Self {
        let mut links = Self::default();
        let mut files = Vec::new();
        let mut folders = vec![root.to_owned()];
        for name in INPUT_FOLDERS {
            let top = &root.join(name);
            if !top.is_dir() {
                continue;
            }
            let is_inner = |path: &Path| path != top;
            let is_left = |path: &Path| {
                let last = path.file_name().unwrap_or_default().to_string_lossy();
                is_inner(path) && is_left_alone(&last, name)
            };
            let entries = WalkDir::new(top).follow_links(true).into_iter();
            for entry in entries.filter_entry(|entry| !is_left(entry.path())) {
                let (path, is_link, is_folder) = match &entry {
                    Ok(entry) => (entry.path(), entry.path_is_symlink(), entry.file_type().is_dir()),
                    // It leads nowhere, or back to where it lies.
                    Err(error) => match error.path() {
                        Some(path) if !is_left(path) => (path, path.is_symlink(), false),
                        _ => continue,
                    },
                };
                if is_folder {
                    folders.push(path.to_owned());
                }
                if is_link && is_inner(path) {
                    links.names.insert(path.to_owned());
                    files.extend((!is_folder).then(|| path.to_owned()));
                }
            }
        }
        if !files.is_empty() {
            let watched: BTreeSet<PathBuf> =
                folders.iter().filter_map(|path| path.canonicalize().ok()).collect();
            let targets = files.iter().filter_map(|link| target(link));
            let is_outside =
                |target: &PathBuf| target.parent().is_some_and(|folder| !watched.contains(folder));
            links.targets = targets.filter(is_outside).collect();
        }
        links
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Whether a path is that of a link.
    pub(super) fn holds(&self, path: &Path) -> bool {
        self.names.contains(path)
    }

    /// The folders outside in which the files lie that links lead to.
    pub(super) fn folders(&self) -> BTreeSet<&Path> {
        self.targets.iter().filter_map(|target| target.parent()).collect()
    }

    /// Whether a path lies in one of the folders outside, and no link leads to it.
    pub(super) fn is_strange(&self, path: &Path) -> bool {
        let is_outside = |folder| self.targets.iter().any(|target| target.parent() == Some(folder));
        !self.targets.is_empty() && !self.targets.contains(path) && path.parent().is_some_and(is_outside)
    }
}

/// What a link leads to, though it may not be there.
fn target(link: &Path) -> Option<PathBuf> {
    if let Ok(target) = link.canonicalize() {
        return Some(target);
    }
    let target = link.parent()?.join(fs::read_link(link).ok()?);
    Some(target.parent()?.canonicalize().ok()?.join(target.file_name()?))
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn only_what_lies_outside_is_watched_for_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let base = folder.path().canonicalize().unwrap();
        let root = base.join("site");
        for name in ["site/content/deep", "site/real-static", "outside"] {
            fs::create_dir_all(base.join(name)).unwrap();
        }
        assert_eq!(Links::of(&root), Links::default());
        symlink("real-static", root.join("static")).unwrap();
        assert!(Links::of(&root).is_empty(), "a folder of inputs");
        fs::write(root.join("content/a.md"), "").unwrap();
        symlink("../a.md", root.join("content/deep/inside.md")).unwrap();
        symlink("..", root.join("content/deep/circle")).unwrap();
        assert_eq!((Links::of(&root).names.len(), Links::of(&root).folders().len()), (2, 0));
        symlink("../../outside/there.md", root.join("content/lost.md")).unwrap();
        symlink("../../nowhere/lock", root.join("content/.#a.md")).unwrap();
        let links = Links::of(&root);
        assert_eq!(links.folders(), BTreeSet::from([base.join("outside").as_path()]));
        assert!(links.is_strange(&base.join("outside/other.md")));
        assert!(!links.is_strange(&base.join("outside/there.md")));
        assert!(!links.is_strange(&root.join("content/a.md")));
        assert!(links.holds(&root.join("content/lost.md")));
    }
}
