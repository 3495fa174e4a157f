//! The inputs of a build, as read.

mod content;
mod read;
mod snapshot;

pub use content::ReadSeek;
pub use read::read_site;
pub use snapshot::{Blob, Content, Options, Snapshot, Text};
