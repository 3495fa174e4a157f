//! What a build left in a folder, by which the next one knows without reading them which files are
//! still there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::UNIX_EPOCH;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::manifest::{self, Manifest};
use super::stage::Staging;
use crate::base::Digest;
use crate::output::{MediaType, Output, OutputPath, Outputs};
use crate::source::{Blob, Content};

/// What was published, file by file: the digest of each, its length and when it was written, which
/// no program changes without saying so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    files: BTreeMap<OutputPath, (Digest, FileStamp)>,
    /// The manifest.
    manifest: Option<FileStamp>,
}

/// How a file is known to be what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct FileStamp {
    len: u64,
    /// Nanoseconds since 1970.
    modified: u64,
}

impl Receipt {
    /// The receipt of a folder into which outputs have just been published, beside `foreign` files,
    /// some of which lay there `before`; `None` if a file is missing, or another build has
    /// published since.
    pub fn of(
        outputs: &Outputs,
        foreign: &BTreeSet<OutputPath>,
        folder: &Path,
        before: &Self,
    ) -> Option<Self> {
        let stamp = |(path, output): (&OutputPath, &Output)| {
            let digest = output.blob.digest;
            let known = before.files.get(path).filter(|(before, _)| *before == digest);
            let stamp = known.map(|(_, stamp)| *stamp).or_else(|| FileStamp::of(&path.under(folder)))?;
            Some((path.clone(), (digest, stamp)))
        };
        let files = outputs.par_iter().map(stamp).collect::<Option<_>>()?;
        let manifest = Some(FileStamp::of(&folder.join(manifest::NAME))?);
        Manifest::of(outputs, foreign).is_in(folder).then_some(Self { files, manifest })
    }

    /// How many files were published.
    pub fn files(&self) -> usize {
        self.files.len()
    }

    /// Forgets the files that do not lie in the folder any more as they were published. Says
    /// whether all do, the manifest among them, and nothing of Diglot's lies beside them.
    pub fn drop_touched(&mut self, folder: &Path) -> bool {
        let files: Vec<(&OutputPath, FileStamp)> =
            self.files.iter().map(|(path, (_, stamp))| (path, *stamp)).collect();
        // Chunks of about 0.1 ms, so that other tasks are not delayed.
        let touched: Vec<OutputPath> = files
            .into_par_iter()
            .with_max_len(64)
            .filter(|(path, stamp)| FileStamp::of(&path.under(folder)) != Some(*stamp))
            .map(|(path, _)| path.clone())
            .collect();
        for path in &touched {
            self.files.remove(path);
        }
        let is_listed =
            self.manifest.is_some() && FileStamp::of(&folder.join(manifest::NAME)) == self.manifest;
        touched.is_empty() && is_listed && !Staging::is_left(folder)
    }

    /// The files as outputs whose bytes lie in the folder.
    pub fn outputs(&self, folder: &Path) -> Outputs {
        let output = |(path, (digest, stamp)): (&OutputPath, &(Digest, FileStamp))| {
            let content = Content::File(path.under(folder));
            let blob = Blob { digest: *digest, len: stamp.len, content };
            (path.clone(), Output { blob, media_type: MediaType::of(path.as_str()) })
        };
        self.files.iter().map(output).collect()
    }

    /// Whether an output is known to lie in the folder.
    pub(super) fn has(&self, path: &OutputPath, output: &Output) -> bool {
        self.files.get(path).is_some_and(|(digest, _)| *digest == output.blob.digest)
    }
}

impl FileStamp {
    fn of(path: &Path) -> Option<Self> {
        let found = fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file)?;
        let modified = found.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
        Some(Self { len: found.len(), modified: u64::try_from(modified).ok()? })
    }
}
