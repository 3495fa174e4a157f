//! The digest of a template with all that it is put together from.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::interface::{Call, Key, calls};
use super::names::Sources;
use super::parts::named_in;
use super::token::tokens;
use crate::base::{Digest, Hasher};
use crate::locale::{Dictionary, Entry};

/// What there is to know of a template's own text.
#[derive(Clone, Debug)]
pub(super) struct TemplateText {
    pub text: Digest,
    named: BTreeSet<String>,
    /// Where it asks for texts of the interface.
    pub calls: Vec<Call>,
}

/// What there is to know of each template's own text.
pub(super) fn own_parts(sources: &Sources) -> BTreeMap<String, TemplateText> {
    let part = |(name, text): (&String, &Arc<str>)| {
        let tokens = tokens(text);
        let (named, calls) = (named_in(&tokens, sources), calls(&tokens));
        (name.clone(), TemplateText { text: Digest::of(text.as_bytes()), named, calls })
    };
    sources.iter().map(part).collect()
}

/// The digest of a template, of those that it is put together from, and of the texts of a
/// dictionary that they ask for, each with whether it cannot be written.
pub(super) fn of(
    name: &str,
    parts: &BTreeMap<String, TemplateText>,
    dictionary: Option<&Dictionary>,
    is_faulty: impl Fn(&str) -> bool,
) -> Digest {
    let mut hasher = Hasher::default();
    let mut keys = Vec::new();
    let (mut seen, mut open) = (BTreeSet::new(), vec![name]);
    while let Some(name) = open.pop() {
        let Some(part) = parts.get(name).filter(|_| seen.insert(name)) else { continue };
        hasher.update(name.as_bytes());
        hasher.update(part.text.as_bytes());
        keys.extend(part.calls.iter().flat_map(|call| &call.keys));
        open.extend(part.named.iter().map(String::as_str));
    }
    if let Some(dictionary) = dictionary {
        for (key, entry) in asked_for(&keys, dictionary) {
            hasher.value(&(key, &entry.message, entry.language.locale(), is_faulty(key)));
        }
    }
    hasher.finish()
}

/// The texts that some keys may ask for, each once.
fn asked_for<'a>(keys: &[&'a Key], dictionary: &'a Dictionary) -> BTreeMap<&'a str, &'a Entry> {
    let mut found = BTreeMap::new();
    for key in keys {
        match key {
            Key::Whole(key) => found.extend(dictionary.get(key).map(|entry| (key.as_str(), entry))),
            Key::Prefix(start) => {
                found.extend(dictionary.entries().filter(|(key, _)| key.starts_with(start)))
            }
            Key::Unknown => found.extend(dictionary.entries()),
        }
    }
    found
}
