//! Files that may be written over.

use std::fs::Metadata;

/// Whether it is a file that has no other name, under which it must stay as it is: a copy of a
/// folder may be made of links.
#[cfg(unix)]
pub fn is_alone(about: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    about.is_file() && about.nlink() == 1
}

/// Whether it is a file; what other names it has is not known.
#[cfg(not(unix))]
pub fn is_alone(about: &Metadata) -> bool {
    about.is_file()
}
