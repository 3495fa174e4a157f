//! What the checks of the dictionaries share.

use std::collections::{BTreeMap, BTreeSet};

use super::uses::TextUses;
use crate::base::{Diagnostic, FilePath, Place};
use crate::locale::{Dictionary, Entry, Locale, PerLocale};

/// The texts that cannot be formatted, by language and key; already reported.
pub(in crate::template) type Faulty = BTreeSet<(Locale, String)>;

pub(super) struct Checker<'a> {
    pub uses: &'a TextUses,
    /// Every key of every language's dictionary.
    pub known: &'a BTreeSet<&'a str>,
    pub dictionaries: &'a PerLocale<Dictionary>,
    pub diagnostics: &'a mut Vec<Diagnostic>,
    pub faulty: Faulty,
}

/// A text of the site's own dictionaries.
#[derive(Clone, Copy)]
pub(super) struct OwnText<'a> {
    pub key: &'a str,
    pub entry: &'a Entry,
    pub place: &'a Place,
}

impl<'a> Checker<'a> {
    /// The texts of a key that are in force, with the first language that each serves; those that
    /// could not be read are left out.
    pub fn entries(&self, key: &str) -> Vec<(&'a Locale, &'a Entry)> {
        let mut entries: Vec<(&Locale, &Entry)> = Vec::new();
        for (locale, dictionary) in self.dictionaries.iter() {
            let Some(entry) = dictionary.get(key).filter(|_| !dictionary.is_faulty(key)) else { continue };
            if !entries.iter().any(|(_, other)| std::ptr::eq(*other, entry)) {
                entries.push((locale, entry));
            }
        }
        entries
    }

    /// The texts of the site's own dictionaries, in the order of their places; those that could not
    /// be read are left out.
    pub fn own(&self) -> Vec<OwnText<'a>> {
        let mut own: BTreeMap<&Place, OwnText<'_>> = BTreeMap::new();
        for dictionary in self.dictionaries.values() {
            for (key, entry) in dictionary.entries().filter(|(key, _)| !dictionary.is_faulty(key)) {
                own.extend(entry.place.as_ref().map(|place| (place, OwnText { key, entry, place })));
            }
        }
        own.into_values().collect()
    }

    /// The file of a language's own dictionary, in the folder where the site keeps them.
    pub fn file(&self, locale: &Locale) -> FilePath {
        let own = self.own();
        let folder = own.first().and_then(|own| own.place.file.as_str().rsplit_once('/'));
        FilePath::new(&format!("{}/{locale}.edn", folder.map_or("i18n", |(folder, _)| folder)))
    }
}
