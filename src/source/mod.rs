//! The inputs of a build, as read.

mod bounded;
mod content;
mod decode;
mod encoding;
mod input;
mod reach;
mod read;
mod refresh;
mod snapshot;
mod twins;
mod walk;

pub use bounded::{SOURCE_LIMIT, read_bounded, too_large};
pub use content::ReadSeek;
pub use decode::decode;
pub use input::{FOLDERS as INPUT_FOLDERS, MEDIA, is_left_alone, is_media};
pub use reach::{Reach, unreadable};
pub use read::{read_blob, read_site};
pub use refresh::Refreshed;
pub use snapshot::{Blob, Content, Options, Snapshot, Text, is_section_file};
