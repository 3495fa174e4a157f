//! The texts that are compiled in.

use std::sync::{Arc, OnceLock};

use super::super::{Language, Locale};
use super::{Dictionary, Entry};
use crate::base::FilePath;

/// A dictionary that is compiled in, read when first asked for.
struct BuiltIn {
    tags: &'static [&'static str],
    text: &'static str,
    dictionary: OnceLock<Dictionary>,
}

macro_rules! built_in {
    ($($tags:expr => $file:literal,)+) => {
        [$(BuiltIn { tags: &$tags, text: include_str!($file), dictionary: OnceLock::new() },)+]
    };
}

/// The dictionaries by the tags they serve, the language's own first. `no` is what both Norwegian
/// languages inherit from; where nothing nearer is written, it is Bokmål (CLDR 48).
static BUILT_IN: [BuiltIn; 6] = built_in! {
    ["nb", "no"] => "nb.edn",
    ["nn"] => "nn.edn",
    ["en"] => "en.edn",
    ["da"] => "da.edn",
    ["sv"] => "sv.edn",
    ["de"] => "de.edn",
};

/// The text of the dictionary that all others are translated from.
pub(super) const ENGLISH: &str = include_str!("en.edn");

impl Dictionary {
    /// The languages that have a built-in dictionary, by their own tags.
    pub fn builtin_tags() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|built_in| built_in.tags[0])
    }

    /// The own tag of the built-in dictionary that serves a tag.
    pub(super) fn own_tag(tag: &str) -> Option<&'static str> {
        BUILT_IN.iter().find(|built_in| built_in.tags.contains(&tag)).map(|built_in| built_in.tags[0])
    }

    /// The built-in dictionary of exactly this tag; more than one tag may have the same.
    pub fn builtin(tag: &str) -> Option<&'static Dictionary> {
        let found = BUILT_IN.iter().find(|built_in| built_in.tags.contains(&tag))?;
        Some(found.dictionary.get_or_init(|| found.read()))
    }
}

impl BuiltIn {
    fn read(&self) -> Dictionary {
        let tag = self.tags[0];
        let locale = Locale::parse(tag).expect("the tags in the table are tags");
        let language = Arc::new(Language::new(&locale));
        let mut diagnostics = Vec::new();
        let read = Dictionary::read(&language, &FilePath::new(tag), self.text, &mut diagnostics);
        debug_assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let mut dictionary = Dictionary::default();
        for (key, entry) in read.entries() {
            dictionary.insert(key, Entry { place: None, ..entry.clone() });
        }
        dictionary
    }
}

#[cfg(test)]
mod tests {
    use super::Dictionary;

    #[test]
    fn all_built_in_dictionaries_have_one_shape() {
        let english = Dictionary::builtin("en").unwrap();
        let keys =
            |dictionary: &Dictionary| dictionary.entries().map(|(key, _)| key.to_owned()).collect::<Vec<_>>();
        for tag in Dictionary::builtin_tags() {
            let dictionary = Dictionary::builtin(tag).unwrap();
            assert_eq!(keys(dictionary), keys(english), "{tag}");
            for (key, entry) in dictionary.entries() {
                let model = &english.get(key).unwrap().message;
                assert_eq!(entry.message.params(), model.params(), "{tag} {key}");
                assert_eq!(
                    entry.message.categories().is_empty(),
                    model.categories().is_empty(),
                    "{tag} {key}"
                );
                if !model.categories().is_empty() {
                    let needed = entry.language.plurals().needed();
                    assert_eq!(&entry.message.categories(), needed, "{tag} {key}");
                }
            }
        }
    }
}
