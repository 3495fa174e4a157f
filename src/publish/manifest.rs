//! The list of what Diglot wrote.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

use super::faults::unwritable;
use super::stage::Staging;
use crate::base::{Diagnostic, Digest};
use crate::disk;
use crate::output::{OutputPath, Outputs};
use crate::source::read_bounded;

pub(super) const NAME: &str = ".diglot-manifest";

/// How many bytes a manifest may have: it lists half a million files then.
const MOST: u64 = 64 << 20;

/// What Diglot wrote into a folder: paths, and the digests that the bytes may have.
///
/// On disk a line per file in the form of `b3sum` (digest, two spaces, path), in the order of the
/// paths: the same site gives the same bytes, and `b3sum --check .diglot-manifest` tells whether
/// the site is as it was built. While a build is under way, lines for what was there before stand
/// behind those.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    /// More than one digest while a build is under way: the old bytes and the new ones.
    files: BTreeMap<OutputPath, BTreeSet<Digest>>,
}

impl Manifest {
    /// The manifest of some outputs, but for those that are somebody else's.
    pub(super) fn of(outputs: &Outputs, foreign: &BTreeSet<OutputPath>) -> Self {
        let files = outputs.iter().filter(|(path, _)| !foreign.contains(*path));
        Self {
            files: files.map(|(path, output)| (path.clone(), BTreeSet::from([output.blob.digest]))).collect(),
        }
    }

    /// The manifest of the folder as an earlier build left it; empty where there is none.
    pub(super) fn read(folder: &Path) -> Result<Self, Vec<Diagnostic>> {
        let path = folder.join(NAME);
        match read(&path) {
            Ok(bytes) => Ok(Self::parse(&String::from_utf8_lossy(&bytes))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(vec![unwritable(&path, &error)]),
        }
    }

    /// Writes, in one step, the manifest of a build that is under way: all that may be in the
    /// folder from now on. What is there no more when all is done stands behind the rest and is cut
    /// off then, so that the disk must be waited for but once.
    pub(super) fn begin(
        &self,
        earlier: &Manifest,
        folder: &Path,
        staging: &Staging,
    ) -> Result<ManifestInProgress, Vec<Diagnostic>> {
        let mut before = earlier.clone();
        before.files.retain(|path, digests| {
            let wanted = self.files.get(path);
            digests.retain(|digest| wanted.is_none_or(|wanted| !wanted.contains(digest)));
            !digests.is_empty()
        });
        let (after, before) = (self.to_string(), before.to_string());
        let text = format!("{after}{before}");
        let path = folder.join(NAME);
        if !is_text_of(&text, folder) || !may_be_cut(&path) {
            let staged = staging.path("manifest");
            let written = write_durably(&text, &staged).and_then(|()| fs::rename(&staged, &path));
            written.map_err(|error| vec![unwritable(&path, &error)])?;
        }
        Ok(ManifestInProgress { len: after.len() as u64, has_more: !before.is_empty() })
    }

    /// Writes the manifest into a folder that is not the output folder yet.
    pub(super) fn put(&self, folder: &Path) -> io::Result<()> {
        write_durably(&self.to_string(), &folder.join(NAME))
    }

    /// Whether the folder's manifest says the same.
    pub(super) fn is_in(&self, folder: &Path) -> bool {
        is_text_of(&self.to_string(), folder)
    }

    /// Whether Diglot wrote a file at the path.
    pub(super) fn has(&self, path: &OutputPath) -> bool {
        self.files.contains_key(path)
    }

    /// The files, with the digests that their bytes may have.
    pub(super) fn files(&self) -> impl Iterator<Item = (&OutputPath, &BTreeSet<Digest>)> {
        self.files.iter()
    }

    /// Reads all well-formed lines: a damaged line makes a file foreign, never the reverse. An
    /// unterminated last line may be truncated, and is ignored.
    fn parse(text: &str) -> Self {
        let mut manifest = Self::default();
        for line in text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')) {
            let Some((digest, path)) = line.split_once("  ") else { continue };
            if let (Some(digest), Ok(path)) = (Digest::from_hex(digest), OutputPath::new(path)) {
                manifest.files.entry(path).or_default().insert(digest);
            }
        }
        manifest
    }
}

/// The manifest of a build that is under way lies in the folder.
#[must_use]
pub(super) struct ManifestInProgress {
    /// How many bytes of it are those of what the folder holds when all is done.
    len: u64,
    has_more: bool,
}

impl ManifestInProgress {
    /// Leaves the manifest of a build that is done.
    pub(super) fn finish(self, folder: &Path) -> Result<(), Vec<Diagnostic>> {
        if !self.has_more {
            return Ok(());
        }
        let path = folder.join(NAME);
        let cut =
            disk::open_itself(&path, File::options().write(true)).and_then(|file| file.set_len(self.len));
        cut.map_err(|error| vec![unwritable(&path, &error)])
    }
}

/// Whether a text is that of a folder's manifest.
fn is_text_of(text: &str, folder: &Path) -> bool {
    read(&folder.join(NAME)).is_ok_and(|bytes| bytes == text.as_bytes())
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    read_bounded(disk::open_itself(path, File::options().read(true))?, MOST)
}

/// Whether a manifest may be cut where it lies; another user's may not.
fn may_be_cut(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|about| disk::has_single_link(&about))
        && File::options().write(true).open(path).is_ok()
}

/// Written durably: with an empty manifest after a power failure, all files would be foreign.
fn write_durably(text: &str, path: &Path) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_data()
}

fn write_line(text: &mut impl fmt::Write, digest: Digest, path: &OutputPath) -> fmt::Result {
    text.write_str(&digest.hex())?;
    text.write_str("  ")?;
    text.write_str(path.as_str())?;
    text.write_char('\n')
}

impl fmt::Display for Manifest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (path, digests) in &self.files {
            for digest in digests {
                write_line(f, *digest, path)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn manifest(files: &[(&str, &str)]) -> Manifest {
        let mut manifest = Manifest::default();
        for (path, bytes) in files {
            let path = OutputPath::new(path).unwrap();
            manifest.files.entry(path).or_default().insert(Digest::of(bytes.as_bytes()));
        }
        manifest
    }

    #[test]
    fn is_read_as_it_was_written() {
        let mut both = manifest(&[("b  c.html", "1"), ("a/å.html", "2")]);
        both.files.get_mut(&OutputPath::new("b  c.html").unwrap()).unwrap().insert(Digest::of(b"3"));
        assert_eq!(both.to_string().lines().count(), 3);
        assert_eq!(Manifest::parse(&both.to_string()), both);
    }

    #[test]
    fn while_a_build_is_under_way_it_names_what_was_there_too() {
        let folder = tempfile::tempdir().unwrap();
        let staging = Staging::open(folder.path()).unwrap();
        let earlier = manifest(&[("a", "1"), ("b", "1"), ("c", "1")]);
        let wanted = manifest(&[("a", "1"), ("b", "2"), ("d", "1")]);
        for (wanted, earlier) in [(&wanted, &earlier), (&earlier, &wanted), (&wanted, &wanted)] {
            let begun = wanted.begin(earlier, folder.path(), &staging).unwrap();
            let named = Manifest::read(folder.path()).unwrap();
            for (path, digests) in wanted.files().chain(earlier.files()) {
                assert!(named.files[path].is_superset(digests), "{path}");
            }
            begun.finish(folder.path()).unwrap();
            assert!(wanted.is_in(folder.path()));
        }
    }

    #[test]
    fn a_line_that_leads_out_is_not_diglots() {
        let digest = Digest::of(b"").hex();
        assert_eq!(
            Manifest::parse(&format!("{digest}  ../../etc/passwd\n{digest}\nx  y\n{digest}  a/index.ht")),
            Manifest::default()
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in ".*") {
            Manifest::parse(&text);
        }
    }
}
