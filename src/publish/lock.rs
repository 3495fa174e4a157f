//! One build at a time in a folder.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::Path;

use super::faults::unwritable;
use crate::base::Diagnostic;

/// Keeps other builds out of the folder as long as it lives.
///
/// The system's lock ends with the process, however that ends. The empty file stays: a file that is removed when it is
/// unlocked can be locked by two at once.
pub(super) struct Lock {
    _file: File,
}

const NAME: &str = ".diglot-lock";

impl Lock {
    /// Puts the file into a folder in which no other build can be at work.
    pub(super) fn leave(folder: &Path) -> io::Result<()> {
        File::create(folder.join(NAME)).map(drop)
    }

    /// Waits until no other build is at work in the folder.
    pub(super) fn acquire(folder: &Path) -> Result<Self, Vec<Diagnostic>> {
        let path = folder.join(NAME);
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|error| vec![unwritable(&path, &error)])?;
        match file.lock() {
            Ok(()) => {}
            // Some network file systems have no locks. A build there must be the only one.
            Err(error) if error.kind() == ErrorKind::Unsupported => {}
            Err(error) => return Err(vec![unwritable(&path, &error)]),
        }
        Ok(Self { _file: file })
    }
}
