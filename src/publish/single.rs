//! One file that is no part of the output.

use std::io::Write as _;
use std::path::Path;

use crate::base::{Code, Diagnostic};
use crate::disk;

/// Writes a file whole or not at all, and tells in words where the system does not let it.
///
/// # Errors
///
/// Why it could not be written; the file is as it was then.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Box<Diagnostic>> {
    let written = disk::write_whole(path, |file| file.write_all(bytes).and_then(|()| file.sync_all()));
    written.map_err(|error| {
        let fault = Diagnostic::general(Code::Unwritable, format!("cannot write `{}`", path.display()))
            .note(error.to_string());
        Box::new(fault.help("make the folder and the file writable, and try again"))
    })
}
