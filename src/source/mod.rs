//! The inputs of a build, as read.

mod snapshot;

pub use snapshot::{Blob, Content, Options, Snapshot, Text};
