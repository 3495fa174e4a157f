//! The inputs of a build, as read.

mod read;
mod snapshot;

pub use read::read_site;
pub use snapshot::{Blob, Content, Options, Snapshot, Text};
