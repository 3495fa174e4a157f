//! A language with its words.

use crate::locale::{Args, Dictionary, Language};

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
    pub fn say(&self, key: &str, args: &Args) -> String {
        self.dictionary.message(key, args).unwrap_or_else(|_| key.to_owned())
    }
}
