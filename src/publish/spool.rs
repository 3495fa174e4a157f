//! Where outputs lie from when they are made until the whole site is.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::failure::Failure;
use super::lock::FolderLock;
use super::receipt::Receipt;
use super::steps::{Published, publish};
use super::temp_folder::{TempFolder, clear};
use super::whole::move_whole;
use crate::base::Digest;
use crate::disk;
use crate::output::{OutputPath, Outputs, Store};
use crate::source::{Blob, Content};

/// Outputs of fewer bytes stay in memory.
const SMALL: usize = 4 << 10;

/// Writes outputs to a temporary folder as they are made, so that memory need not hold a whole
/// site. Falls back to memory if the folder is not writable. Outputs that are already published are
/// not written.
pub struct Spool {
    temp_folder: Option<TempFolder>,
    published: PathBuf,
    /// Whether nothing is published yet: then files lie as they will in the output folder, and else
    /// by their numbers.
    is_first: bool,
    /// How many files have been put, or were to be.
    files: AtomicUsize,
}

impl Spool {
    /// Clears away what builds that were cut short have left in a folder.
    pub fn clear(folder: &Path) {
        clear(folder);
    }

    /// Makes a spool's folder in another one. The site will be published into the folder that is
    /// held.
    pub fn open(folder: &Path, hold: &FolderLock) -> Self {
        let published = hold.folder().to_owned();
        let is_first =
            fs::symlink_metadata(&published).is_err_and(|error| error.kind() == ErrorKind::NotFound);
        let folders = |own: &Path| match is_first {
            true => vec![tree(own)],
            false => (0..=rayon::current_num_threads()).map(|thread| of_thread(own, thread)).collect(),
        };
        let is_made = |temp_folder: &TempFolder| {
            folders(temp_folder.folder()).iter().all(|folder| fs::create_dir_all(folder).is_ok())
        };
        Self {
            temp_folder: TempFolder::open(folder).filter(is_made),
            published,
            is_first,
            files: AtomicUsize::new(0),
        }
    }

    /// Publishes a site whose outputs were put here, as [`publish`] does: in one step where nothing
    /// is published yet.
    ///
    /// # Errors
    ///
    /// Those of [`publish`].
    pub fn publish(
        &self,
        outputs: &Outputs,
        known: &Receipt,
        hold: &mut FolderLock,
        adopt: bool,
    ) -> Result<Published, Failure> {
        let tree =
            self.temp_folder.as_ref().filter(|_| self.is_first).map(|temp_folder| tree(temp_folder.folder()));
        let files = self.files.load(Ordering::Relaxed);
        match tree.and_then(|tree| move_whole(&tree, files, outputs, hold)) {
            Some(published) => Ok(published),
            None => publish(outputs, known, hold, adopt),
        }
    }

    /// Writes the file that will stand at a path; gives where it lies until then.
    fn write(&self, folder: &Path, path: &OutputPath, bytes: &[u8]) -> io::Result<PathBuf> {
        let number = self.files.fetch_add(1, Ordering::Relaxed);
        let place = if self.is_first {
            let place = path.under(&tree(folder));
            place.parent().map_or(Ok(()), fs::create_dir_all)?;
            place
        } else {
            let thread = rayon::current_thread_index().map_or(0, |index| index + 1);
            of_thread(folder, thread).join(number.to_string())
        };
        File::create_new(&place)?.write_all(bytes)?;
        Ok(place)
    }
}

impl Store for Spool {
    fn put(&self, path: &OutputPath, bytes: Vec<u8>) -> Blob {
        let Some(temp_folder) = self.temp_folder.as_ref().filter(|_| bytes.len() >= SMALL) else {
            return Blob::of(bytes);
        };
        let (digest, len) = (Digest::of(&bytes), bytes.len() as u64);
        let place = path.under(&self.published);
        let is_there = !self.is_first
            && fs::symlink_metadata(&place).is_ok_and(|found| found.is_file() && found.len() == len)
            && disk::read(&place).is_ok_and(|found| found == bytes);
        if is_there {
            return Blob { digest, len, content: Content::File(place) };
        }
        match self.write(temp_folder.folder(), path, &bytes) {
            Ok(place) => Blob { digest, len, content: Content::Spooled(place) },
            Err(_) => Blob::of(bytes),
        }
    }
}

/// Where files lie as they will in an output folder that is not there yet.
fn tree(folder: &Path) -> PathBuf {
    folder.join("site")
}

/// Where a thread of the pool puts its files, numbered from 1; what is none of them is 0. Threads
/// that make files in one folder wait for each other.
fn of_thread(folder: &Path, thread: usize) -> PathBuf {
    folder.join(thread.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_large_lies_in_the_folder_and_goes_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join(".diglot");
        let spool = Spool::open(&place, &FolderLock::wait(folder.path(), folder.path()));
        let path = OutputPath::new("a/b.html").unwrap();
        for bytes in [vec![1; SMALL - 1], vec![2; SMALL], vec![3; SMALL * 2]] {
            let blob = spool.put(&path, bytes.clone());
            assert_eq!(matches!(blob.content, Content::Spooled(_)), bytes.len() >= SMALL);
            assert_eq!(&*blob.content.read().unwrap(), bytes);
            assert_eq!((blob.digest, blob.len), (Digest::of(&bytes), bytes.len() as u64));
        }
        fs::create_dir(folder.path().join("a")).unwrap();
        let published = path.under(folder.path());
        fs::write(&published, [5; SMALL]).unwrap();
        assert_eq!(spool.put(&path, vec![5; SMALL]).content, Content::File(published));
        assert!(matches!(spool.put(&path, vec![6; SMALL]).content, Content::Spooled(_)));
        drop(spool);
        assert!(!place.exists());
    }

    #[test]
    fn without_a_folder_all_stays_in_memory() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        let path = OutputPath::new("a.html").unwrap();
        let spool = Spool::open(&file, &FolderLock::wait(folder.path(), folder.path()));
        let blob = spool.put(&path, vec![0; SMALL * 2]);
        assert!(matches!(blob.content, Content::Memory(_)));
    }
}
