//! One build at a time in a folder.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::faults::unwritable;
use super::stage::Staging;
use crate::base::Diagnostic;
use crate::disk;

/// An exclusive lock on an output folder, held from before the site is read until the build ends,
/// so that a build that waited sees what the other one wrote.
///
/// An advisory lock (`flock`) on an empty file in the folder, released when the process ends. The
/// file stays: removing it on unlock would let two processes lock it. If it does not exist yet, the
/// site's own folder is locked, since nothing may be written before the site is known to be valid.
pub struct FolderLock {
    folder: PathBuf,
    /// The file, once it is locked.
    inside: Option<File>,
    _site: Option<File>,
}

const NAME: &str = ".diglot-lock";

impl FolderLock {
    /// Waits until no other build is at work in the folder that a site is published into. Nothing
    /// is written; what keeps the folder from being locked is told when it is changed.
    pub fn wait(folder: &Path, site: &Path) -> Self {
        let path = folder.join(NAME);
        let lock = || locked(open(&path, File::options().write(true))?, &path);
        let (mut inside, mut around) = (lock(), None);
        if inside.as_ref().is_err_and(|error| error.kind() == ErrorKind::NotFound) {
            around = File::open(site).and_then(|file| locked(file, site)).ok();
            // The build that was waited for may have created it.
            inside = lock();
        }
        let inside = inside.ok();
        Self { folder: folder.to_owned(), _site: around.filter(|_| inside.is_none()), inside }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Makes the folder where there is none, and readies it to be changed.
    ///
    /// # Errors
    ///
    /// Why it cannot be changed; it is as it was.
    pub fn enter(&mut self) -> Result<(), Vec<Diagnostic>> {
        let (folder, path) = (&self.folder, self.folder.join(NAME));
        let failed = |path: &Path, error: io::Error| vec![unwritable(path, &error)];
        while self.inside.as_ref().is_none_or(|file| !is_at(file, &path)) {
            fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
            let file = open(&path, File::options().create(true).truncate(false).write(true));
            self.inside = Some(file.and_then(waited).map_err(|error| failed(&path, error))?);
        }
        Staging::clear(folder)
    }

    /// Puts the file into a folder in which no other build can be at work, and locks it.
    pub(super) fn leave(folder: &Path) -> io::Result<Option<File>> {
        let file = waited(File::create(folder.join(NAME))?)?;
        // On Windows a folder with an open file cannot be renamed.
        Ok(cfg!(unix).then_some(file))
    }

    /// Says that a folder with the file in it has become this one.
    pub(super) fn take(&mut self, file: Option<File>) {
        self.inside = file;
    }
}

/// Opens the file. One that another user has left can be locked as well, if not on all file
/// systems.
fn open(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    disk::open_itself(path, options).or_else(|error| match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            disk::open_itself(path, File::options().read(true))
        }
        _ => Err(error),
    })
}

/// Waits for the lock of what was opened at a path, and still stands there then.
fn locked(file: File, path: &Path) -> io::Result<File> {
    let file = waited(file)?;
    if is_at(&file, path) { Ok(file) } else { Err(ErrorKind::NotFound.into()) }
}

fn waited(file: File) -> io::Result<File> {
    match file.lock() {
        // Some network file systems have no locks: builds there must not overlap.
        Err(error) if error.kind() != ErrorKind::Unsupported => Err(error),
        _ => Ok(file),
    }
}

/// Whether what was opened at a path still stands there.
#[cfg(unix)]
pub(super) fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |about: fs::Metadata| (about.dev(), about.ino());
    let (opened, there) = (file.metadata().map(identity), fs::metadata(path).map(identity));
    opened.is_ok_and(|opened| there.is_ok_and(|there| opened == there))
}

/// Whether something stands at a path; what is open cannot be removed.
#[cfg(not(unix))]
pub(super) fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::thread;
    use std::time::Duration;

    use super::*;

    /// Runs a closure in the build that holds the lock while another build waits.
    fn wait_for(first: FolderLock, site: &Path, meanwhile: impl FnOnce(&mut FolderLock)) -> FolderLock {
        let (folder, mut first) = (first.folder.clone(), first);
        let (sender, receiver) = mpsc::channel();
        thread::scope(|scope| {
            scope.spawn(move || sender.send(FolderLock::wait(&folder, site)).unwrap());
            assert!(receiver.recv_timeout(Duration::from_millis(50)).is_err(), "it waits");
            meanwhile(&mut first);
            assert!(receiver.recv_timeout(Duration::from_millis(50)).is_err(), "it waits still");
            drop(first);
            receiver.recv().unwrap()
        })
    }

    #[test]
    fn a_build_waits_for_the_first_one_too() {
        let site = tempfile::tempdir().unwrap();
        let folder = site.path().join("public");
        let first = FolderLock::wait(&folder, site.path());
        assert!(!folder.exists(), "nothing is written");
        let second = wait_for(first, site.path(), |first| first.enter().unwrap());
        assert!(second.inside.is_some());
        let mut third = wait_for(second, site.path(), |_| {});
        third.enter().unwrap();
    }

    #[test]
    fn a_folder_that_was_removed_meanwhile_is_made_anew() {
        let site = tempfile::tempdir().unwrap();
        let folder = site.path().join("public");
        let mut hold = FolderLock::wait(&folder, site.path());
        hold.enter().unwrap();
        fs::remove_dir_all(&folder).unwrap();
        hold.enter().unwrap();
        assert!(folder.join(NAME).is_file());
        let file = hold.inside.as_ref().unwrap();
        assert!(is_at(file, &folder.join(NAME)));
    }

    #[test]
    fn what_is_no_file_is_not_waited_for() {
        let site = tempfile::tempdir().unwrap();
        let folder = site.path().join("public");
        fs::create_dir_all(folder.join(NAME)).unwrap();
        let mut hold = FolderLock::wait(&folder, site.path());
        assert!(hold.enter().is_err());
    }
}
