//! A language of the interface, with its texts.

use super::interface::MessageId;
use crate::locale::{Dictionary, Language, Locale};

/// A language of the interface, with its dictionary.
#[derive(Debug)]
pub struct UiLanguage {
    /// What CLDR knows of the language.
    pub language: Language,
    /// The words of the page around the writer's own.
    pub dictionary: Dictionary,
}

impl UiLanguage {
    /// A text of the dictionary; where it cannot be written, its key.
    pub fn text(&self, id: MessageId<'_>) -> String {
        self.dictionary.message(id.key(), &id.args()).unwrap_or_else(|_| id.key().to_owned())
    }

    /// `in English`, in the language itself, as a link's mark and a list of originals have it.
    pub fn in_language(&self, other: &Locale) -> String {
        let language = &other.name_in(self.language.locale());
        self.text(MessageId::InLanguage { language })
    }
}
