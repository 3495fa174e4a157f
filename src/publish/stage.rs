//! Writing beside the site what is to be put into it.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::faults::{changed_meanwhile, foreign, unwritable};
use super::survey::Write;
use crate::base::{Diagnostic, Digest};
use crate::source::Content;

const NAME: &str = ".diglot-staging";

/// A folder inside the output folder, thus on its file system, that is gone when publishing ends, well or ill.
pub(super) struct Staging {
    folder: PathBuf,
}

impl Staging {
    /// Removes what a build that was cut short left behind.
    pub(super) fn clear(root: &Path) -> Result<(), Vec<Diagnostic>> {
        let folder = root.join(NAME);
        match fs::symlink_metadata(&folder) {
            Ok(found) if found.is_dir() => {
                fs::remove_dir_all(&folder).map_err(|error| vec![unwritable(&folder, &error)])
            }
            Ok(_) => Err(vec![foreign(&folder, "a file")]),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(vec![unwritable(&folder, &error)]),
        }
    }

    /// Makes an empty staging folder, where there is none.
    pub(super) fn open(root: &Path) -> Result<Self, Vec<Diagnostic>> {
        let folder = root.join(NAME);
        fs::create_dir(&folder).map_err(|error| vec![unwritable(&folder, &error)])?;
        Ok(Self { folder })
    }

    /// Writes files under their numbers.
    pub(super) fn write(&self, writes: &[Write], root: &Path) -> Result<(), Vec<Diagnostic>> {
        let faults: Vec<_> = writes
            .par_iter()
            .enumerate()
            .filter_map(|(number, write)| write_one(write, &self.path(&number.to_string()), root))
            .collect();
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    /// The place of a staged file.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What stays behind here is cleared away by the next build.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Writes one file; tells why it could not be written.
fn write_one(write: &Write, staged: &Path, root: &Path) -> Option<Diagnostic> {
    let failed = |error: io::Error| unwritable(&write.path.under(root), &error);
    match &write.blob.content {
        Content::Memory(bytes) => fs::write(staged, bytes).err().map(failed),
        // A spool may lie on another file system.
        Content::Spooled(spooled) => {
            fs::rename(spooled, staged).or_else(|_| fs::copy(spooled, staged).map(|_| ())).err().map(failed)
        }
        Content::File(source) => match copy(source, staged) {
            Ok(digest) if digest == write.blob.digest => None,
            Ok(_) => Some(changed_meanwhile(source)),
            Err(error) => Some(failed(error).note(format!("its bytes are those of `{}`", source.display()))),
        },
    }
}

/// Copies a file and tells the digest of the copy. The system copies without our seeing the bytes, so they are read again.
fn copy(source: &Path, target: &Path) -> io::Result<Digest> {
    io::copy(&mut File::open(source)?, &mut File::create(target)?)?;
    Digest::of_reader(&mut File::open(target)?)
}
