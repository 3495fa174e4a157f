//! What can go wrong in the output folder, and the way out.

use std::io::{self, ErrorKind};
use std::path::Path;

use crate::base::{Code, Diagnostic};

/// A path that the system would not let Diglot write.
pub(super) fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    let help = match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "make the folder writable, or publish into another one with `--output`"
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "make room on the disk, and build again",
        ErrorKind::InvalidFilename => "give the page a shorter slug, or the file a shorter name",
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => {
            "move the file away, or publish into another folder with `--output`"
        }
        ErrorKind::CrossesDevices | ErrorKind::ResourceBusy => {
            "another file system begins there; publish into a folder that lies on one as a whole"
        }
        _ => "build again when the cause is mended: the next build completes this one",
    };
    Diagnostic::general(Code::Unwritable, format!("cannot write `{}`", path.display()))
        .note(error.to_string())
        .help(help)
}

/// A file whose bytes are no longer those that were read.
pub(super) fn changed_meanwhile(path: &Path) -> Diagnostic {
    Diagnostic::general(
        Code::Unwritable,
        format!("`{}` changed while the site was being built", path.display()),
    )
    .help("build again")
}

/// Two outputs of which one would have to be a file and a folder at once.
pub(super) fn file_and_folder(file: &Path, inside: &Path) -> Diagnostic {
    Diagnostic::general(
        Code::Unwritable,
        format!("`{}` would have to be a file and a folder at once", file.display()),
    )
    .note(format!("the site also publishes `{}`", inside.display()))
    .help("give one of the two another address")
}

/// A file or symbolic link of somebody else's where Diglot must write.
pub(super) fn foreign(path: &Path, what: &str) -> Diagnostic {
    not_ours(path, what)
        .help("move it away, or publish into another folder with `--output`; nothing has been written")
}

/// A file of somebody else's where an output goes.
pub(super) fn foreign_file(path: &Path) -> Diagnostic {
    not_ours(path, "a file").help(
        "move it away, let `--adopt` take it over, or publish into another folder with `--output`; nothing has been written",
    )
}

fn not_ours(path: &Path, what: &str) -> Diagnostic {
    let message = format!("`{}` is {what} that diglot did not write", path.display());
    Diagnostic::general(Code::ForeignFile, message)
}
