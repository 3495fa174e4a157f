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

pub use conflict::check_conflicts;
pub use print::{Fields, Value, print, unquoted};
pub use split::{Block, Entry, Split, TextBelow, split};
pub use vocabulary::Vocabulary;
