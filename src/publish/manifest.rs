//! The list of what Diglot wrote.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use super::faults::unwritable;
use super::stage::Staging;
use crate::base::{Diagnostic, Digest, is_alone};
use crate::disk;
use crate::render::{OutputPath, Outputs};
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
    ) -> Result<Begun, Vec<Diagnostic>> {
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
        Ok(Begun { len: after.len() as u64, has_more: !before.is_empty() })
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

    /// Reads the lines that are understood: a damaged line makes a file a stranger, never the
    /// reverse. One that has no end may name another file than was meant.
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

/// Other digests for a few files of a manifest, of whose text no more is read than their lines.
///
/// They are written over the old ones: a file that is not replaced cannot be emptied by a power
/// failure, so that nobody waits for the disk. What such a failure may lose are the digests of
/// files whose bytes it may lose as well.
pub(super) struct Change {
    file: File,
    path: PathBuf,
    len: u64,
    /// The new digests, and where they go.
    digests: Vec<(u64, Digest)>,
    /// The new lines.
    lines: String,
}

impl Change {
    /// What is to become of a folder's manifest; `None` where it is not of one finished build that
    /// had the files.
    pub(super) fn of(folder: &Path, outputs: &Outputs) -> Option<Self> {
        let path = folder.join(NAME);
        let mut file = disk::open_itself(&path, File::options().read(true).write(true)).ok()?;
        if !file.metadata().is_ok_and(|about| is_alone(&about)) {
            return None;
        }
        let mut text = String::new();
        (&mut file).take(MOST).read_to_string(&mut text).ok()?;
        let (mut digests, mut lines) = (Vec::new(), String::new());
        for (path, output) in outputs {
            let digest = output.blob.digest;
            digests.push((line_of(&text, path)? as u64, digest));
            write_line(&mut lines, digest, path).ok()?;
        }
        Some(Self { file, path, len: text.len() as u64, digests, lines })
    }

    /// Writes the manifest of a build that is under way.
    pub(super) fn begin(&mut self) -> Result<(), Vec<Diagnostic>> {
        let added = self.file.write_all(self.lines.as_bytes());
        added.map_err(|error| vec![unwritable(&self.path, &error)])
    }

    /// Writes the manifest of a build that is done.
    pub(super) fn finish(mut self) -> Result<(), Vec<Diagnostic>> {
        let mut write = || {
            for (at, digest) in &self.digests {
                self.file.seek(SeekFrom::Start(*at))?;
                self.file.write_all(digest.hex().as_bytes())?;
            }
            self.file.set_len(self.len)
        };
        write().map_err(|error| vec![unwritable(&self.path, &error)])
    }
}

/// The manifest of a build that is under way lies in the folder.
#[must_use]
pub(super) struct Begun {
    /// How many bytes of it are those of what the folder holds when all is done.
    len: u64,
    has_more: bool,
}

impl Begun {
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

/// Where in a manifest's text the one line of a file begins.
fn line_of(text: &str, path: &OutputPath) -> Option<usize> {
    const HEX: usize = 2 * Digest::LEN;
    let end_of_line = format!("  {path}\n");
    let mut lines = text.match_indices(&end_of_line).filter_map(|(at, _)| {
        let start = at.checked_sub(HEX)?;
        // A path may end in what looks like a line's end.
        let is_whole = start == 0 || text.as_bytes()[start - 1] == b'\n';
        is_whole.then_some(start)
    });
    let line = lines.next()?;
    lines.next().is_none().then_some(line)
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
    fs::symlink_metadata(path).is_ok_and(|about| is_alone(&about))
        && File::options().write(true).open(path).is_ok()
}

/// A manifest that a power failure emptied would make strangers of all files.
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

    #[cfg(unix)]
    #[test]
    fn a_manifest_that_has_another_name_is_not_written_over() {
        use crate::render::{MediaType, Output};

        let folder = tempfile::tempdir().unwrap();
        let path = OutputPath::new("a").unwrap();
        let outputs = Outputs::from([(path, Output::new(*b"2", MediaType::HTML))]);
        manifest(&[("a", "1")]).put(folder.path()).unwrap();
        assert!(Change::of(folder.path(), &outputs).is_some());
        fs::hard_link(folder.path().join(NAME), folder.path().join("copy")).unwrap();
        assert!(Change::of(folder.path(), &outputs).is_none());
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
