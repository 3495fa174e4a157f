//! All documents of a site, linked, and what can be asked of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use super::anchors::Anchors;
use super::name::{DocumentId, DocumentNames};
use super::{ColourSchemes, Entries, Named, Settings};
use crate::base::{Digest, FilePath, Hasher, Place, Spanned, composed};
use crate::document::{Document, EntryKind};
use crate::edn::Form;
use crate::locale::{Locale, PerLocale};

/// A data file that means nothing to Diglot; serialises to what it holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct DataFile {
    /// The file.
    #[serde(skip)]
    pub file: FilePath,
    /// What it holds.
    pub form: Form,
}

/// All documents of a site, linked.
#[derive(Clone, Debug)]
pub struct Site {
    /// The owner's settings.
    pub settings: Settings,
    /// Every page and post, hidden ones too, in the order of their files.
    pub documents: Vec<Arc<Document>>,
    /// Names of the documents that outlive a build.
    pub names: DocumentNames,
    /// The original of each document; a page that is no translation is its own.
    pub originals: Vec<DocumentId>,
    /// Whether each document is published in this build: no draft, and its time has come.
    pub is_shown: Vec<bool>,
    /// The published documents that are one page in several languages, by key.
    pub translations: BTreeMap<String, PerLocale<DocumentId>>,
    /// The posts that lists of each language show.
    pub(super) lists: PerLocale<Lists>,
    /// Where anchors are found again in translations.
    pub(super) anchors: Anchors,
    /// The site's tags, authors and series.
    pub(super) entries: BTreeMap<EntryKind, Entries>,
    /// The colour schemes.
    pub schemes: ColourSchemes,
    /// The data files that mean nothing to Diglot, by name.
    pub data: BTreeMap<String, DataFile>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Lists {
    /// All of them, newest first.
    posts: Vec<DocumentId>,
    /// Those of each entry, in the order of its list.
    of_entries: BTreeMap<EntryKind, BTreeMap<String, Vec<DocumentId>>>,
}

impl Site {
    /// The digest of all that can be asked of the site but for what all pages of a language share,
    /// what bodies say, and where anchors are found again in translations. `is_future` tells of
    /// which documents the time has not come.
    pub fn digest(&self, is_future: impl Fn(&Document) -> bool + Sync) -> Digest {
        let Self {
            documents,
            // Part of what the pages of each language share.
            settings: _,
            schemes: _,
            data: _,
            // Derived from the other fields.
            names: _,
            translations: _,
            anchors: _,
            originals,
            is_shown,
            lists,
            entries,
        } = self;
        let mut hasher = Hasher::default();
        hasher.update(format!("{entries:?}").as_bytes());
        let see = |document: &Arc<Document>| (document.public_fingerprint(), is_future(document));
        let seen: Vec<(Digest, bool)> = documents.par_iter().map(see).collect();
        for (id, (fingerprint, is_future)) in seen.into_iter().enumerate() {
            hasher.update(fingerprint.as_bytes());
            hasher.number(originals[id]);
            hasher.update(&[u8::from(is_shown[id]), u8::from(is_future)]);
        }
        for (locale, Lists { posts, of_entries }) in lists.iter() {
            hasher.update(locale.tag().as_bytes());
            let of_entries = of_entries.values().flatten().map(|(_, ids)| ids);
            for ids in std::iter::once(posts).chain(of_entries) {
                hasher.number(ids.len());
                ids.iter().for_each(|id| hasher.number(*id));
            }
        }
        hasher.finish()
    }

    /// The published versions of a document's page, itself included.
    pub fn versions(&self, document: &Document) -> &PerLocale<DocumentId> {
        static NONE: std::sync::LazyLock<PerLocale<DocumentId>> =
            std::sync::LazyLock::new(PerLocale::default);
        self.translations.get(document.page_key()).unwrap_or(&NONE)
    }

    /// The document that a value of a document comes from: itself, or its original.
    pub fn source_document(&self, id: DocumentId, file: &FilePath) -> DocumentId {
        if self.documents[id].file == *file { id } else { self.originals[id] }
    }

    /// The posts that lists of a language show, newest first.
    pub fn posts_in(&self, locale: &Locale) -> &[DocumentId] {
        self.lists.get(locale).map_or(&[], |lists| &lists.posts)
    }

    /// The posts of an entry that lists of a language show: those of a series in the order of
    /// reading, oldest first, all others newest first.
    pub fn listed(&self, kind: EntryKind, id: &str, locale: &Locale) -> &[DocumentId] {
        let of_kind = self.lists.get(locale).and_then(|lists| lists.of_entries.get(&kind));
        of_kind.and_then(|lists| lists.get(id)).map_or(&[], Vec::as_slice)
    }

    /// The entries of a kind.
    pub fn entries(&self, kind: EntryKind) -> &Entries {
        &self.entries[&kind]
    }

    /// The entries of a kind that a document names and the site has, in the order of writing.
    pub fn named_by<'a>(
        &'a self,
        document: &'a Document,
        kind: EntryKind,
    ) -> impl Iterator<Item = &'a Named> {
        document.references(kind).iter().filter_map(move |name| self.entries(kind).get(&name.value))
    }

    /// An anchor in what a document's writer wrote, as it is written there, which may be in another
    /// form than the one that is asked for.
    pub fn anchor(&self, id: DocumentId, anchor: &str) -> Option<&str> {
        self.anchors_of(id).get(&*composed(anchor)).map(|own| own.value.as_str())
    }

    /// Whether what a document's writer wrote has an anchor, in whatever form.
    pub fn has_anchor(&self, id: DocumentId, anchor: &str) -> bool {
        self.anchor(id, anchor).is_some()
    }

    /// The anchor of a document that would have been the named one, had not the templates an id of
    /// that name.
    pub fn displaced_anchor(&self, id: DocumentId, wanted: &str) -> Option<&str> {
        let numbered = self.anchors.numbered(id, &self.documents[id], &self.settings.slugs);
        numbered.get(wanted).map(String::as_str)
    }

    /// Where a document has an anchor.
    pub fn anchor_place(&self, id: DocumentId, anchor: &str) -> Option<Place> {
        let anchor = self.anchors_of(id).get(&*composed(anchor))?;
        Some(self.documents[id].place(anchor.span))
    }

    fn anchors_of(&self, id: DocumentId) -> &BTreeMap<String, Spanned<String>> {
        self.anchors.own(id, &self.documents[id])
    }

    /// The anchor of a document that stands where the named one does in another version of its
    /// page: in `first`, if it has it there, else in the first one by the order of the site's
    /// languages. `None` where no other version has it, or nothing stands there.
    pub fn carry_anchor(&self, anchor: &str, first: DocumentId, to: DocumentId) -> Option<&str> {
        let versions = self.versions(&self.documents[to]);
        let others = self.settings.locales.iter().filter_map(|locale| versions.get(locale)).copied();
        let tables = self.anchors.carried(to, versions, &self.documents);
        let mut versions = std::iter::once(first).chain(others).filter(|from| tables.contains_key(from));
        let from = versions.find(|from| self.has_anchor(*from, anchor))?;
        tables[&from].get(self.anchor(from, anchor)?).map(String::as_str)
    }
}

impl Lists {
    /// Sorts posts, newest first, into the lists of their entries.
    pub(super) fn of(documents: &[Arc<Document>], posts: Vec<DocumentId>) -> Self {
        let mut of_entries: BTreeMap<EntryKind, BTreeMap<String, Vec<DocumentId>>> = BTreeMap::new();
        for kind in EntryKind::ALL {
            let lists: &mut BTreeMap<String, Vec<DocumentId>> = of_entries.entry(kind).or_default();
            for id in &posts {
                for name in documents[*id].references(kind) {
                    match lists.get_mut(&name.value) {
                        // It is named twice.
                        Some(list) if list.last() == Some(id) => {}
                        Some(list) => list.push(*id),
                        None => drop(lists.insert(name.value.clone(), vec![*id])),
                    }
                }
            }
            if kind == EntryKind::Series {
                lists.values_mut().for_each(|parts| parts.reverse());
            }
        }
        Self { posts, of_entries }
    }
}
