//! Markdown to HTML, code to coloured code.

mod body;

pub use body::{Body, BodyImage, Heading, ImageTag, Piece, Reference, Role};
