//! The words of the page around the writer's own: built-in texts by language, and the site's.
//!
//! A dictionary file is a map from keywords to texts, `{:all-posts "All posts"}`. A text takes
//! parameters, `"Page {n} of {m}"`; a brace is written twice to stand for itself. A text that
//! depends on a number is a map by CLDR's plural categories, chosen by the parameter `n`: `{:posts
//! {:one "{n} post" :other "{n} posts"}}`.

mod args;
mod builtin;
mod draft;
mod layers;
mod message;
mod pattern;
mod read;

pub use args::{Arg, Args};
pub use layers::{Dictionary, Entry};
pub use message::{Message, MessageError};
pub use pattern::{Pattern, PatternFault, PatternPart};
