//! One file, whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use crate::base::{Code, Diagnostic};

/// Writes a file so that whoever reads it finds the old or the new bytes, never half of them.
///
/// # Errors
///
/// Where the system does not let it; the file is as it was then.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Box<Diagnostic>> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.new"));
    let write = || -> io::Result<()> {
        let mut file = File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    write().map_err(|error| {
        let _ = fs::remove_file(&beside);
        let fault = Diagnostic::general(Code::Unwritable, format!("cannot write `{}`", path.display()))
            .note(error.to_string());
        Box::new(fault.help("make the folder and the file writable, and try again"))
    })
}
