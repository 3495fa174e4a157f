//! Files that come into being.

use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

use super::terminal::eprint_line;
use crate::base::FilePath;
use crate::disk;

/// Makes a file of a site, and the folders that it lies in. What stands there already is left as it
/// is, and no link is followed.
///
/// # Errors
///
/// Where something stands there, or the system does not let it.
pub fn create(root: &Path, file: &FilePath, text: &str) -> io::Result<()> {
    disk::create_new(&root.join(file.as_str()))?.write_all(text.as_bytes())
}

/// Tells that a file could not be made in a folder, and the way out.
pub fn tell_failure(root: &Path, file: &FilePath, error: &io::Error) {
    let help = match error.kind() {
        ErrorKind::AlreadyExists => "it is there already: choose another title, or go on with it",
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "make the folder writable, or choose another one"
        }
        ErrorKind::NotADirectory => "a file or a symbolic link stands where a folder of its path would be",
        ErrorKind::InvalidFilename => "the name is too long for the disk: choose a shorter one",
        ErrorKind::StorageFull => "make room on the disk",
        _ => "see to it, and try again",
    };
    tell_error(&format!("`{}` cannot be written: {error}", root.join(file.as_str()).display()), help);
}

/// Tells what is wrong, and the way out.
pub fn tell_error(message: &str, help: &str) {
    eprint_line!("error: {message}\n\n  help: {help}");
}
