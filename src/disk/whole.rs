//! Files that are written whole or not at all.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicUsize, Ordering};

const BEGINNING: &str = ".diglot-";
const END: &str = ".new";

/// Writes a file so that whoever reads it finds the old or the new bytes, never half of them. What
/// is new is written beside it, under a name that nothing had, and then put in its place, or in
/// that of a link that stands there.
///
/// # Errors
///
/// Where the system does not let it; the file is as it was then.
pub fn write_whole(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let (beside, mut file) = new_beside(path)?;
    let written = write(&mut file).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Whether a name is one of those under which files are written before they are put in place.
pub fn is_beside(name: &str) -> bool {
    let number = name.strip_prefix(BEGINNING).and_then(|rest| rest.strip_suffix(END));
    number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'))
}

fn new_beside(path: &Path) -> io::Result<(PathBuf, File)> {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    loop {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let beside = path.with_file_name(format!("{BEGINNING}{}-{number}{END}", process::id()));
        match File::create_new(&beside) {
            Ok(file) => return Ok((beside, file)),
            // Left by a killed process with the same pid.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::io::Write as _;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_link_is_replaced_and_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (other, file) = (folder.path().join("other"), folder.path().join("file"));
        fs::write(&other, "other").unwrap();
        symlink("other", &file).unwrap();
        write_whole(&file, |file| file.write_all(b"new")).unwrap();
        let read = |path: &Path| fs::read_to_string(path).unwrap();
        assert_eq!((read(&file), read(&other)), ("new".to_owned(), "other".to_owned()));
        write_whole(&file, |_| Err(ErrorKind::StorageFull.into())).unwrap_err();
        assert_eq!(read(&file), "new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is left beside it");
        assert!(is_beside(".diglot-12-3.new") && !is_beside(".diglot-lock") && !is_beside("a.new"));
    }
}
