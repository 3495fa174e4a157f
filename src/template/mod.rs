//! Templates: the built-in ones and the site's own, what they see, and the words that they ask for.

mod built_in;
mod digest;
mod fault;
mod form;
mod ids;
mod interface;
mod names;
mod parts;
mod templates;
mod token;
mod ui_language;
pub mod view;

pub use built_in::{built_in_templates, built_in_text, kinds};
pub use ids::template_ids;
pub use interface::MessageId;
pub use names::CARD;
pub use templates::Templates;
pub use ui_language::UiLanguage;
