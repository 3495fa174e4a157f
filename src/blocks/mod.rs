//! Section files cut into blocks of keys and values.

mod fence;
mod line;
mod split;
#[cfg(test)]
mod tests;

pub use split::{Block, Entry, Split, split};
