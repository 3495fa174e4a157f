//! Section files cut into blocks of keys and values.

mod fence;
mod line;
mod split;

pub use split::{Block, Entry, Split, split};
