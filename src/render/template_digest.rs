//! The digest of a template with all that it is put together from.

use std::collections::{BTreeMap, BTreeSet};

use super::interface::{Key, calls};
use super::template_parts::named_in;
use super::templates::Templates;
use crate::base::{Digest, Hasher};
use crate::locale::Dictionary;

/// What there is to know of a template's own text.
#[derive(Clone, Debug)]
pub(super) struct Part {
    text: Digest,
    /// The templates that it names.
    named: BTreeSet<String>,
    /// The texts of the interface that it asks for.
    keys: Vec<Key>,
}

impl Templates {
    /// The digest of a template, of those that it is put together from, and of the texts of the
    /// interface that they ask for in a language.
    pub(super) fn digest_of(&self, name: &str, language: &str) -> Digest {
        let parts = self.own_parts().get_or_init(|| self.read_parts());
        let mut hasher = Hasher::default();
        let mut keys = Vec::new();
        let (mut seen, mut open) = (BTreeSet::new(), vec![name]);
        while let Some(name) = open.pop() {
            let Some(part) = parts.get(name).filter(|_| seen.insert(name)) else { continue };
            hasher.update(name.as_bytes());
            hasher.update(part.text.as_bytes());
            keys.extend(&part.keys);
            open.extend(part.named.iter().map(String::as_str));
        }
        let dictionary = self.dictionaries().iter().find(|(locale, _)| locale.tag() == language);
        if let Some((_, dictionary)) = dictionary {
            for (key, entry) in asked_for(&keys, dictionary) {
                let text = (key, &entry.message, entry.language.locale(), self.is_faulty(language, key));
                hasher.update(format!("{text:?}").as_bytes());
            }
        }
        hasher.finish()
    }

    fn read_parts(&self) -> BTreeMap<String, Part> {
        let part = |(name, text): (&String, &std::sync::Arc<str>)| {
            let keys = calls(text).into_iter().flat_map(|call| call.keys).collect();
            let named = named_in(text, self.texts());
            (name.clone(), Part { text: Digest::of(text.as_bytes()), named, keys })
        };
        self.texts().iter().map(part).collect()
    }
}

/// The texts that some keys may ask for, each once.
fn asked_for<'a>(keys: &[&Key], dictionary: &'a Dictionary) -> BTreeMap<&'a str, &'a crate::locale::Entry> {
    let is_asked_for = |name: &str| {
        keys.iter().any(|key| match key {
            Key::Whole(key) => key == name,
            Key::Prefix(start) => name.starts_with(start),
            Key::Unknown => true,
        })
    };
    dictionary.entries().filter(|(name, _)| is_asked_for(name)).collect()
}
