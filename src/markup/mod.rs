//! Markdown to HTML.

mod autolink;
mod body;
mod compile;
mod elements;
mod endless;
mod events;
mod foreign;
mod ids;
mod options;
mod passages;
mod plain;
mod protect;
mod quotations;
mod raw;
mod source_map;
mod wording;

pub use body::{Body, CodeBlock, Content, ContentSource, Heading, LazyContent, may_be_nearby};
pub use compile::{compile, compile_and_read, compile_inline};
pub use ids::{PageIds, TakenIds};
pub use options::{BodyTexts, DeclaredLanguage, Options, extensions};
pub use passages::{Passage, PassageKind, passages};
pub use plain::{first_heading_as_title, plain};
