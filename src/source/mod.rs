//! The inputs of a build, as read.

mod content;
mod input;
mod read;
mod refresh;
mod snapshot;

pub use content::ReadSeek;
pub use input::{FOLDERS as INPUT_FOLDERS, is_left_alone};
pub use read::read_site;
pub use refresh::Refreshed;
pub use snapshot::{Blob, Content, Options, Snapshot, Text, is_section_file};
