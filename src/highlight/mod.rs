//! Code to coloured code: HTML whose spans carry the classes of one small set, [`TokenClass`].
//!
//! A [`Language`] names the engine that reads it: a grammar of tree-sitter's for those that are
//! written about most, one of `syntect`'s for the others, or a tokenizer of our own where the
//! grammars at hand are poor (Lisps), missing (APL) or more than is needed (diffs, consoles). Every
//! engine hands stretches of text and their classes to one painter, which alone knows HTML.
//! Whatever the input, the text of the output is the input.

mod apl;
mod block;
mod budget;
mod class;
mod code_cache;
mod console;
mod diff;
mod engine;
mod fence;
mod grammar;
mod language;
mod lines;
mod lisp;
mod paint;
mod painter;
mod scopes;
mod sink;
mod tree;

pub use block::{HighlightedBlock, block};
pub use budget::HighlightError;
pub use class::TokenClass;
pub(crate) use code_cache::coloured;
pub(crate) use engine::HighlightedCode;
pub use engine::{highlight, without_comments};
pub use fence::{Fence, FenceFault};
pub use language::Language;
pub use lines::LineSet;
