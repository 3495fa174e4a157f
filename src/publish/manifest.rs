//! The list of what Diglot wrote.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::ops::Range;
use std::path::Path;

use super::faults::unwritable;
use super::stage::Staging;
use crate::base::{Diagnostic, Digest};
use crate::render::{OutputPath, Outputs};

pub(super) const NAME: &str = ".diglot-manifest";

/// What Diglot wrote into a folder: paths, and the digests that the bytes may have.
///
/// On disk a line per file in the form of `b3sum` (digest, two spaces, path), in the order of the paths: the same
/// site gives the same bytes, and `b3sum --check .diglot-manifest` tells whether the site is as it was built.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    /// More than one digest while a build is under way: the old bytes and the new ones.
    files: BTreeMap<OutputPath, BTreeSet<Digest>>,
}

impl Manifest {
    /// The manifest of some outputs.
    pub(super) fn of(outputs: &Outputs) -> Self {
        let files = outputs.iter();
        Self {
            files: files.map(|(path, output)| (path.clone(), BTreeSet::from([output.blob.digest]))).collect(),
        }
    }

    /// The manifest of the folder as an earlier build left it; empty where there is none.
    pub(super) fn read(folder: &Path) -> Result<Self, Vec<Diagnostic>> {
        let path = folder.join(NAME);
        match fs::read(&path) {
            Ok(bytes) => Ok(Self::parse(&String::from_utf8_lossy(&bytes))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(vec![unwritable(&path, &error)]),
        }
    }

    /// Writes the manifest, in one step, where the folder's is another.
    pub(super) fn write(&self, folder: &Path, staging: &Staging) -> Result<(), Vec<Diagnostic>> {
        let text = self.to_string();
        if is_text_of(&text, folder) { Ok(()) } else { write_text(&text, folder, staging) }
    }

    /// Writes the manifest into a folder that is not the output folder yet.
    pub(super) fn put(&self, folder: &Path) -> io::Result<()> {
        write_durably(&self.to_string(), &folder.join(NAME))
    }

    /// Whether the folder's manifest says the same.
    pub(super) fn is_in(&self, folder: &Path) -> bool {
        is_text_of(&self.to_string(), folder)
    }

    /// Everything that either of the two holds.
    pub(super) fn union(&self, other: &Manifest) -> Self {
        let mut union = self.clone();
        for (path, digests) in &other.files {
            union.files.entry(path.clone()).or_default().extend(digests);
        }
        union
    }

    /// Whether Diglot wrote a file at the path.
    pub(super) fn has(&self, path: &OutputPath) -> bool {
        self.files.contains_key(path)
    }

    /// The files, with the digests that their bytes may have.
    pub(super) fn files(&self) -> impl Iterator<Item = (&OutputPath, &BTreeSet<Digest>)> {
        self.files.iter()
    }

    /// Reads the lines that are understood: a damaged line makes a file a stranger, never the reverse.
    fn parse(text: &str) -> Self {
        let mut manifest = Self::default();
        for line in text.lines() {
            let Some((digest, path)) = line.split_once("  ") else { continue };
            if let (Some(digest), Ok(path)) = (Digest::from_hex(digest), OutputPath::new(path)) {
                manifest.files.entry(path).or_default().insert(digest);
            }
        }
        manifest
    }
}

/// Other digests for a few files of a manifest, of whose text no more is read than their lines.
pub(super) struct Change {
    /// The text with the new digests beside the old ones.
    both: String,
    /// The text with the new digests in their place.
    after: String,
}

impl Change {
    /// What a folder's manifest becomes; `None` where it is not of one finished build that had the files.
    pub(super) fn of(folder: &Path, outputs: &Outputs) -> Option<Self> {
        let before = fs::read_to_string(folder.join(NAME)).ok()?;
        let (mut both, mut after, mut copied) = (String::new(), String::new(), 0);
        for (path, output) in outputs {
            let line = line_of(&before, path)?;
            let new = format!("{}  {path}\n", output.blob.digest.hex());
            both.push_str(before.get(copied..line.end)?);
            both.push_str(&new);
            after.push_str(before.get(copied..line.start)?);
            after.push_str(&new);
            copied = line.end;
        }
        both.push_str(before.get(copied..)?);
        after.push_str(before.get(copied..)?);
        Some(Self { both, after })
    }

    /// Writes the manifest of a build that is under way.
    pub(super) fn begin(&self, folder: &Path, staging: &Staging) -> Result<(), Vec<Diagnostic>> {
        write_text(&self.both, folder, staging)
    }

    /// Writes the manifest of a build that is done.
    pub(super) fn finish(&self, folder: &Path, staging: &Staging) -> Result<(), Vec<Diagnostic>> {
        write_text(&self.after, folder, staging)
    }
}

/// Where in a manifest's text the one line of a file stands.
fn line_of(text: &str, path: &OutputPath) -> Option<Range<usize>> {
    const HEX: usize = 2 * Digest::LEN;
    let end_of_line = format!("  {path}\n");
    let mut lines = text.match_indices(&end_of_line).filter_map(|(at, _)| {
        let start = at.checked_sub(HEX)?;
        // A path may end in what looks like a line's end.
        let is_whole = start == 0 || text.as_bytes()[start - 1] == b'\n';
        is_whole.then_some(start..at + end_of_line.len())
    });
    let line = lines.next()?;
    lines.next().is_none().then_some(line)
}

/// Whether a text is that of a folder's manifest.
fn is_text_of(text: &str, folder: &Path) -> bool {
    fs::read(folder.join(NAME)).is_ok_and(|bytes| bytes == text.as_bytes())
}

/// Writes a manifest's text, in one step.
fn write_text(text: &str, folder: &Path, staging: &Staging) -> Result<(), Vec<Diagnostic>> {
    let (path, staged) = (folder.join(NAME), staging.path("manifest"));
    let written = write_durably(text, &staged).and_then(|()| fs::rename(&staged, &path));
    written.map_err(|error| vec![unwritable(&path, &error)])
}

/// A manifest that a power failure emptied would make strangers of all files.
fn write_durably(text: &str, path: &Path) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_data()
}

impl std::fmt::Display for Manifest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (path, digests) in &self.files {
            for digest in digests {
                f.write_str(&digest.hex())?;
                f.write_str("  ")?;
                f.write_str(path.as_str())?;
                f.write_char('\n')?;
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
        let union =
            manifest(&[("b  c.html", "1"), ("a/å.html", "2")]).union(&manifest(&[("b  c.html", "3")]));
        assert_eq!(union.to_string().lines().count(), 3);
        assert_eq!(Manifest::parse(&union.to_string()), union);
    }

    #[test]
    fn a_line_that_leads_out_is_not_diglots() {
        let digest = Digest::of(b"").hex();
        assert_eq!(
            Manifest::parse(&format!("{digest}  ../../etc/passwd\n{digest}\nx  y\n")),
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
