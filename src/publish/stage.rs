//! Writing beside the site what is to be put into it.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::access;
use super::faults::{changed_meanwhile, foreign, unwritable};
use super::write::Write;
use crate::base::{Diagnostic, Digest};
use crate::disk;
use crate::source::{Blob, Content};

const NAME: &str = ".diglot-staging";

/// A temporary folder inside the output folder, thus on the same file system; removed when
/// publishing ends.
pub(super) struct Staging {
    folder: PathBuf,
}

impl Staging {
    /// Removes the left-overs of an interrupted build.
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

    /// Whether a build that was cut short, or could not clear away, has left a folder behind.
    pub(super) fn is_left(root: &Path) -> bool {
        fs::symlink_metadata(root.join(NAME)).is_ok()
    }

    /// Makes an empty staging folder, where there is none.
    pub(super) fn open(root: &Path) -> Result<Self, Vec<Diagnostic>> {
        let folder = root.join(NAME);
        fs::create_dir(&folder).map_err(|error| vec![unwritable(&folder, &error)])?;
        Ok(Self { folder })
    }

    /// Writes files under their numbers, and gives the place of each. One that lies on the same
    /// file system already stays where it is.
    pub(super) fn write(&self, writes: &[Write], root: &Path) -> Result<Vec<PathBuf>, Vec<Diagnostic>> {
        let spooled = writes.iter().find_map(|write| match &write.blob.content {
            Content::Spooled(path) => Some(path),
            _ => None,
        });
        let is_near = spooled.is_some_and(|path| are_on_one_file_system(path, &self.folder));
        let staged: Vec<Result<PathBuf, Box<Diagnostic>>> = writes
            .par_iter()
            .enumerate()
            .map(|(number, write)| match &write.blob.content {
                Content::Spooled(path) if is_near => Ok(path.clone()),
                _ => {
                    let staged = self.path(&number.to_string());
                    let fault = write_one(write.blob, &staged, &write.path.under(root));
                    fault.map_or(Ok(staged), |fault| Err(Box::new(fault)))
                }
            })
            .collect();
        let faults: Vec<Diagnostic> =
            staged.iter().filter_map(|staged| staged.as_ref().err()).map(|fault| (**fault).clone()).collect();
        if faults.is_empty() { Ok(staged.into_iter().flatten().collect()) } else { Err(faults) }
    }

    /// The place of a staged file.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // Left-overs are removed by the next build.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Writes the file that will be published at a place; tells why it could not be written.
pub(super) fn write_one(blob: &Blob, staged: &Path, place: &Path) -> Option<Diagnostic> {
    let failed = |error: io::Error| unwritable(place, &error);
    match &blob.content {
        Content::Memory(bytes) => write_new(staged, bytes).err().map(failed),
        Content::Spooled(spooled) => fs::copy(spooled, staged).err().map(failed),
        Content::File(source) => match copy(source, staged) {
            Ok(digest) if digest == blob.digest => None,
            Ok(_) => Some(changed_meanwhile(source)),
            Err(error) => Some(failed(error).note(format!("its bytes are those of `{}`", source.display()))),
        },
    }
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    File::create_new(path)?.write_all(bytes)
}

/// Whether a file can be moved from one place to the other in one step.
pub(super) fn are_on_one_file_system(a: &Path, b: &Path) -> bool {
    access::mount(a).is_some_and(|mount| Some(mount) == access::mount(b))
}

/// Copies a file and tells the digest of the copy. The system copies without our seeing the bytes,
/// so they are read again.
fn copy(source: &Path, target: &Path) -> io::Result<Digest> {
    io::copy(&mut disk::open(source)?, &mut File::create_new(target)?)?;
    Digest::of_reader(&mut File::open(target)?)
}
