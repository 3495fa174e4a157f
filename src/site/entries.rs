//! The tags, authors and series of a site.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::{Code, Diagnostic, Place};
use crate::document::{Document, Entry, EntryKind};
use crate::locale::{Locale, Slugs};

/// The entries of one kind, by id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entries {
    /// Whether the site lists them itself; else they are what its pages name.
    pub are_listed: bool,
    by_id: BTreeMap<String, Named>,
}

/// An entry as the site has it: with an id, and perhaps with what a data file says of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// The id, without a namespace.
    pub id: String,
    /// What a data file says of it.
    pub entry: Option<Entry>,
}

impl Named {
    /// The name in a language; where none is written it is made from the id: `continuous-delivery`
    /// is `Continuous delivery`.
    pub fn name(&self, locale: &Locale, locales: &[Locale]) -> String {
        self.lent_name(locale, locales).0
    }

    /// The name in a language as [`name`](Self::name) has it, and the language that lends it, where
    /// it is another one.
    pub fn lent_name(&self, locale: &Locale, locales: &[Locale]) -> (String, Option<&Locale>) {
        let written = self.entry.as_ref().and_then(|entry| entry.name.as_ref()?.lent(locale, locales));
        written.map_or_else(|| (name_of_id(&self.id), None), |(name, lender)| (name.clone(), lender))
    }

    /// What stands for it in addresses of a language.
    pub fn slug(&self, locale: &Locale, locales: &[Locale], slugs: &Slugs) -> String {
        let written = self.entry.as_ref().and_then(|entry| entry.slug.as_ref()?.get(locale, locales));
        written.cloned().unwrap_or_else(|| {
            let slug = slugs.of(locale).slug(&self.id);
            if slug.is_empty() { self.id.clone() } else { slug }
        })
    }

    /// An author's own address.
    pub fn uri(&self) -> Option<&str> {
        self.entry.as_ref()?.uri.as_ref().map(|uri| uri.value.as_str())
    }

    /// The place of the entry in its data file.
    pub fn place(&self) -> Option<Place> {
        self.entry.as_ref().map(|entry| Place::new(&entry.file, entry.id.span))
    }
}

impl Entries {
    /// Gathers the entries of one kind; two that claim one id are an error.
    pub(super) fn collect(kind: EntryKind, entries: &[Entry], diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut by_id: BTreeMap<String, Named> = BTreeMap::new();
        for entry in entries.iter().filter(|entry| entry.kind == kind) {
            let id = entry.id.value.clone();
            let place = Place::new(&entry.file, entry.id.span);
            match by_id.get(&id).and_then(Named::place) {
                Some(first) => diagnostics.push(
                    Diagnostic::at(
                        place,
                        Code::DuplicateEntry,
                        format!("the {} `:{id}` is written twice", kind.word()),
                    )
                    .note_at(first, "it is written here first")
                    .help("remove one of the two"),
                ),
                None => {
                    by_id.insert(id.clone(), Named { id, entry: Some(entry.clone()) });
                }
            }
        }
        Self { are_listed: !by_id.is_empty(), by_id }
    }

    /// Adds those that documents name, for a site that lists none.
    pub(super) fn add_named(&mut self, kind: EntryKind, documents: &[Arc<Document>]) {
        let named = documents.par_iter().fold(BTreeSet::new, |mut named: BTreeSet<&String>, document| {
            named.extend(document.references(kind).iter().map(|name| &name.value));
            named
        });
        for id in named.reduce(BTreeSet::new, |one, other| &one | &other) {
            self.by_id.entry(id.clone()).or_insert_with(|| Named { id: id.clone(), entry: None });
        }
    }

    /// The entry of an id.
    pub fn get(&self, id: &str) -> Option<&Named> {
        self.by_id.get(id)
    }

    /// Every entry in the order of the ids.
    pub fn iter(&self) -> impl Iterator<Item = &Named> {
        self.by_id.values()
    }

    /// Every id, in order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.by_id.keys().map(String::as_str)
    }
}

fn name_of_id(id: &str) -> String {
    let words = id.replace(['-', '_'], " ");
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
