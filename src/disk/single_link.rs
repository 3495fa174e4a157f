//! Whether a file has one link.

use std::fs::Metadata;

/// Whether it is a regular file with one link: overwriting it changes no other path. A copy of a
/// folder may be made of links.
#[cfg(unix)]
pub fn has_single_link(about: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    about.is_file() && about.nlink() == 1
}

/// Whether it is a file; what other names it has is not known.
#[cfg(not(unix))]
pub fn has_single_link(about: &Metadata) -> bool {
    about.is_file()
}
