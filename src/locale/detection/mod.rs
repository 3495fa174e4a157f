//! What a text is written in.

mod ascii;
mod detector;
mod evidence;
mod quoted;
mod script;
mod sentences;
mod words;

pub use detector::Detector;
pub use evidence::Evidence;
pub use sentences::sentences;
