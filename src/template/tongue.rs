//! A language with its words.

use super::interface::Phrase;
use crate::locale::{Dictionary, Language, Locale};

/// A language with its dictionary.
#[derive(Debug)]
pub struct Tongue {
    /// What CLDR knows of the language.
    pub language: Language,
    /// The words of the page around the writer's own.
    pub dictionary: Dictionary,
}

impl Tongue {
    /// A text of the dictionary; where it cannot be written, its key.
    pub fn say(&self, phrase: Phrase<'_>) -> String {
        self.dictionary.message(phrase.key(), &phrase.args()).unwrap_or_else(|_| phrase.key().to_owned())
    }

    /// `in English`, in the language itself, as a link's mark and a list of originals have it.
    pub fn in_language(&self, other: &Locale) -> String {
        let language = &other.name_in(self.language.locale());
        self.say(Phrase::InLanguage { language })
    }
}
