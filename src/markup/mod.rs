//! Markdown to HTML, code to coloured code.

mod address;
mod autolink;
mod balance;
mod body;
mod compile;
mod elements;
mod endless;
mod escape;
mod events;
pub mod highlight;
mod html;
mod ids;
mod map;
pub mod nesting;
mod options;
mod passages;
mod pieces;
mod plain;
mod protect;
mod quotations;
mod raw;
mod scan;

mod wording;

pub use address::{Unsafe, origin};
pub use body::{
    Body, BodyImage, CodeBlock, Content, ContentSource, Digested, Heading, ImageTag, LazyContent, Piece,
    Reference, Role,
};
pub use compile::{compile, compile_and_read, compile_inline};
pub use escape::{escape_attribute, escape_text};
pub use html::{HtmlToken, html_tokens, too_many_attributes};
pub use ids::{PageIds, TakenIds};
pub use options::{Options, Tongue, Words};
pub use passages::{Passage, PassageKind, passages};
pub use plain::{first_heading_as_title, plain};
pub use scan::{LinkLoad, Scanned, scan};
