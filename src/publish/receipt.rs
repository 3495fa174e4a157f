//! What a build left in a folder, so that the next one can see at a glance that nothing has changed
//! since.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::UNIX_EPOCH;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::manifest::{self, Manifest};
use super::stage::Staging;
use crate::base::Digest;
use crate::cache::{Cache, Shelf};
use crate::render::{OutputPath, Outputs};

const SHELF: Shelf = Shelf { name: "receipts", version: 3 };

/// What was published, file by file: the length of each and when it was written, which no program
/// changes without saying so.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt<T> {
    files: Vec<(String, Stamp)>,
    /// What else there is to know of the build.
    pub about: T,
}

/// How a file is known to be what it was.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    len: u64,
    /// Nanoseconds since 1970.
    modified: u64,
}

impl<T: Serialize + for<'de> Deserialize<'de>> Receipt<T> {
    /// The receipt of what lies in a folder, where outputs have just been published into it beside
    /// files that are `foreign`; `None` where a file is gone already, or where another build has
    /// published something else meanwhile.
    pub fn of(outputs: &Outputs, foreign: &BTreeSet<OutputPath>, folder: &Path, about: T) -> Option<Self> {
        let paths: Vec<&str> = outputs.keys().map(OutputPath::as_str).chain([manifest::NAME]).collect();
        let stamp = |path: &str| Some((path.to_owned(), Stamp::of(&folder.join(path))?));
        let files = paths.into_par_iter().map(stamp).collect::<Option<_>>()?;
        Manifest::of(outputs, foreign).is_in(folder).then_some(Self { files, about })
    }

    /// How many files were published.
    pub fn files(&self) -> usize {
        self.files.len() - 1
    }

    /// Whether a folder holds them still, untouched, and nothing of Diglot's beside them.
    pub fn holds(&self, folder: &Path) -> bool {
        if Staging::is_left(folder) {
            return false;
        }
        // Shares of a tenth of a millisecond, since other work waits for them.
        let files = self.files.par_iter().with_max_len(64);
        files.all(|(path, stamp)| Stamp::of(&folder.join(path)).as_ref() == Some(stamp))
    }

    /// Looks again at some files that have been published anew; `None` where one is gone already.
    pub fn renew(&mut self, outputs: &Outputs, folder: &Path) -> Option<()> {
        for path in outputs.keys().map(OutputPath::as_str).chain([manifest::NAME]) {
            let (_, stamp) = self.files.iter_mut().find(|(known, _)| known == path)?;
            *stamp = Stamp::of(&folder.join(path))?;
        }
        Some(())
    }

    /// The receipt that is kept for a build.
    pub fn read(cache: &Cache, key: Digest) -> Option<Self> {
        postcard::from_bytes(&cache.get(SHELF, key)?).ok()
    }

    /// Keeps the receipt for a build.
    pub fn keep(&self, cache: &Cache, key: Digest) {
        if let Ok(bytes) = postcard::to_stdvec(self) {
            cache.put(SHELF, key, &bytes);
        }
    }
}

impl Stamp {
    fn of(path: &Path) -> Option<Self> {
        let found = fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file)?;
        let modified = found.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
        Some(Self { len: found.len(), modified: u64::try_from(modified).ok()? })
    }
}
