//! Section files cut into blocks of keys and values, and blocks printed as section files.

mod conflict;
mod faults;
mod fence;
mod html;
mod line;
mod lines;
mod near;
mod print;
mod slips;
mod split;
#[cfg(test)]
mod tests;
mod vocabulary;

pub use conflict::tell_conflicts;
pub use print::{Fields, Value, print, unquoted};
pub use split::{Below, Block, Entry, Split, split};
pub use vocabulary::Vocabulary;
