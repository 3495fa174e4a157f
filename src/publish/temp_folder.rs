//! A temporary folder that is removed when the build ends.

use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process;

use super::lock::is_at;
use crate::cache::SPOOL;
use crate::disk;

/// The lock file, created first; the lock is held until the process ends.
const LOCK: &str = "lock";

/// A temporary folder of one build. Dropping it removes it; that of a killed build is removed by
/// the next one.
pub(super) struct TempFolder {
    folder: PathBuf,
    _lock: File,
}

impl TempFolder {
    /// Makes a folder; `None` where none can be made.
    pub(super) fn open(around: &Path) -> Option<Self> {
        let around = &disk::own(around, 1);
        // Never follow a link.
        if around.is_symlink() {
            return None;
        }
        fs::create_dir_all(around).ok()?;
        for number in 0.. {
            let folder = around.join(format!("{SPOOL}{}-{number}", process::id()));
            match fs::create_dir(&folder) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
                Err(_) => return None,
            }
            let path = folder.join(LOCK);
            let lock = match File::create_new(&path) {
                Ok(lock) => lock,
                // Another build removed it before it was locked.
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                Err(_) => {
                    let _ = fs::remove_dir(&folder);
                    return None;
                }
            };
            // Another build may have removed or locked it since.
            let is_ours = !matches!(lock.try_lock(), Err(TryLockError::WouldBlock));
            if is_ours && is_at(&lock, &path) {
                return Some(Self { folder, _lock: lock });
            }
        }
        None
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for TempFolder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
        // Remove the parent if it is empty.
        let _ = self.folder.parent().map(fs::remove_dir);
    }
}

/// Removes the folders of builds that are no more; they were cut short.
pub(super) fn clear(around: &Path) {
    if around.is_symlink() {
        return;
    }
    let entries = fs::read_dir(around).into_iter().flatten().filter_map(Result::ok);
    let own = entries.filter(|entry| entry.file_name().to_str().is_some_and(is_own));
    for entry in own.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir())) {
        clear_one(&entry.path());
    }
}

fn clear_one(folder: &Path) {
    let path = folder.join(LOCK);
    // An empty folder may be in the making: `open` then retries.
    if fs::remove_dir(folder).is_ok() || fs::symlink_metadata(&path).is_ok_and(|found| !found.is_file()) {
        return;
    }
    let is_left = match File::open(&path) {
        Ok(lock) => lock.try_lock().is_ok(),
        // Made by a version without lock files.
        Err(error) => error.kind() == ErrorKind::NotFound,
    };
    if is_left {
        let _ = fs::remove_dir_all(folder);
    }
}

/// Whether it is a name that such a folder is given.
fn is_own(name: &str) -> bool {
    let numbers = name.strip_prefix(SPOOL).and_then(|numbers| numbers.split_once('-'));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    numbers.is_some_and(|(process, number)| is_number(process) && is_number(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_build_has_left_goes_and_what_is_in_use_or_somebody_elses_stays() {
        let around = tempfile::tempdir().unwrap();
        let place = |name: &str| around.path().join(name);
        let in_use = TempFolder::open(around.path()).unwrap();
        fs::create_dir(in_use.folder().join("site")).unwrap();
        for name in ["spool-1-0", "spool-2-0", "spool-3-0", "spool-x", "spool-1-", "spool--1", "spool-1-0-0"]
        {
            fs::create_dir_all(place(name)).unwrap();
        }
        fs::create_dir(place("spool-1-0/site")).unwrap();
        fs::write(place("spool-1-0/lock"), "").unwrap();
        fs::create_dir(place("spool-2-0/0")).unwrap();
        fs::create_dir_all(place("spool-4-0/lock")).unwrap();
        clear(around.path());
        let mut left: Vec<_> = fs::read_dir(around.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        let own = in_use.folder().file_name().unwrap().to_str().unwrap();
        let mut expected = vec!["spool--1", "spool-1-", "spool-1-0-0", "spool-4-0", "spool-x", own];
        expected.sort();
        assert_eq!(left, expected);
        assert!(in_use.folder().join("site").is_dir());
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_cleared_through_a_link() {
        use std::os::unix::fs::symlink;

        let (around, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::create_dir(outside.path().join("site")).unwrap();
        symlink(outside.path(), around.path().join("spool-1-0")).unwrap();
        fs::create_dir(around.path().join("spool-2-0")).unwrap();
        symlink(outside.path(), around.path().join("spool-2-0/site")).unwrap();
        clear(around.path());
        assert!(outside.path().join("site").is_dir());
        assert!(around.path().join("spool-1-0").is_symlink() && !around.path().join("spool-2-0").exists());
    }
}
