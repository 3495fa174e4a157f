//! Where outputs lie from when they are made until the whole site is.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::steps::{Published, publish};
use super::whole::move_whole;
use crate::base::{Diagnostic, Digest};
use crate::render::{OutputPath, Outputs, Store};
use crate::source::{Blob, Content};

/// The beginning of the name of a spool's folder.
const NAME: &str = "spool-";

/// Outputs of fewer bytes stay in memory.
const SMALL: usize = 4 << 10;

/// How old what a build left that was cut short must be, so that it is of no build that is still at work.
const STALE: Duration = Duration::from_secs(24 * 60 * 60);

/// A folder that takes the bytes of outputs as they are made, so that memory need not hold a whole site. It is gone when the build
/// ends, well or ill; where it cannot be written to, memory holds them. What is published already is not written again.
pub struct Spool {
    folder: Option<PathBuf>,
    published: PathBuf,
    /// Whether nothing is published yet: then files lie as they will in the output folder, and else by their numbers.
    is_first: bool,
    /// How many files have been put, or were to be.
    files: AtomicUsize,
}

impl Spool {
    /// Makes a spool's folder in another one, and clears away those that were left there. The site will be published into `published`.
    pub fn open(folder: &Path, published: &Path) -> Self {
        clear(folder);
        let own = new_folder(folder);
        let is_first =
            fs::symlink_metadata(published).is_err_and(|error| error.kind() == ErrorKind::NotFound);
        let folders = |own: &PathBuf| match is_first {
            true => vec![tree(own)],
            false => (0..=rayon::current_num_threads()).map(|thread| of_thread(own, thread)).collect(),
        };
        let folder = own.filter(|own| folders(own).iter().all(|folder| fs::create_dir_all(folder).is_ok()));
        Self { folder, published: published.to_owned(), is_first, files: AtomicUsize::new(0) }
    }

    /// Publishes a site whose outputs were put here, as [`publish`] does: in one step where nothing is published yet.
    ///
    /// # Errors
    ///
    /// Those of [`publish`].
    pub fn publish(&self, outputs: &Outputs) -> Result<Published, Vec<Diagnostic>> {
        let tree = self.folder.as_deref().filter(|_| self.is_first).map(tree);
        let files = self.files.load(Ordering::Relaxed);
        match tree.and_then(|tree| move_whole(&tree, files, outputs, &self.published)) {
            Some(published) => Ok(published),
            None => publish(outputs, &self.published),
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
        let Some(folder) = self.folder.as_ref().filter(|_| bytes.len() >= SMALL) else {
            return Blob::of(bytes);
        };
        let (digest, len) = (Digest::of(&bytes), bytes.len() as u64);
        let place = path.under(&self.published);
        let is_there = !self.is_first
            && fs::symlink_metadata(&place).is_ok_and(|found| found.is_file() && found.len() == len)
            && fs::read(&place).is_ok_and(|found| found == bytes);
        if is_there {
            return Blob { digest, len, content: Content::File(place) };
        }
        match self.write(folder, path, &bytes) {
            Ok(place) => Blob { digest, len, content: Content::Spooled(place) },
            Err(_) => Blob::of(bytes),
        }
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            let _ = fs::remove_dir_all(folder);
            // The folder around it is there for other things too; it goes if it holds none.
            let _ = folder.parent().map(fs::remove_dir);
        }
    }
}

/// Makes a spool's folder, which must be none that a build that was cut short has left: another process may have had this one's number.
fn new_folder(folder: &Path) -> Option<PathBuf> {
    fs::create_dir_all(folder).ok()?;
    for number in 0.. {
        let own = folder.join(format!("{NAME}{}-{number}", process::id()));
        match fs::create_dir(&own) {
            Ok(()) => return Some(own),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(_) => return None,
        }
    }
    None
}

/// Where files lie as they will in an output folder that is not there yet.
fn tree(folder: &Path) -> PathBuf {
    folder.join("site")
}

/// Where a thread of the pool puts its files, numbered from 1; what is none of them is 0. Threads that make files in one folder wait for
/// each other.
fn of_thread(folder: &Path, thread: usize) -> PathBuf {
    folder.join(thread.to_string())
}

/// Removes the spools of builds that were cut short.
fn clear(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        let is_spool = entry.file_name().to_str().is_some_and(|name| name.starts_with(NAME));
        let modified = entry.metadata().and_then(|about| about.modified());
        let age = modified.ok().and_then(|modified| modified.elapsed().ok());
        if is_spool && age.is_some_and(|age| age > STALE) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_large_lies_in_the_folder_and_goes_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join(".diglot");
        let spool = Spool::open(&place, folder.path());
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
        let blob = Spool::open(&file, folder.path()).put(&path, vec![0; SMALL * 2]);
        assert!(matches!(blob.content, Content::Memory(_)));
    }

    #[test]
    fn what_is_not_stale_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let other = folder.path().join("spool-x");
        fs::create_dir(&other).unwrap();
        drop(Spool::open(folder.path(), folder.path()));
        assert!(other.exists());
        fs::File::open(&other).unwrap().set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
        drop(Spool::open(folder.path(), folder.path()));
        assert!(!other.exists());
    }
}
