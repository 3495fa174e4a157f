//! Markdown to HTML, code to coloured code.

mod body;
pub mod highlight;

pub use body::{Body, BodyImage, Heading, ImageTag, Piece, Reference, Role};
