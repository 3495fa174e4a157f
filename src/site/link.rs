//! Documents to a site.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::anchors::Anchors;
use super::inherit::{Inherited, inherit, originals};
use super::name::{DocumentId, DocumentNames};
use super::{BaseUrl, Entries, Kinds, MissingTranslation, Named, Schemes, Settings, kin, validate};
use crate::base::{Code, Diagnostic, Digest, FilePath, Hasher};
use crate::document::{Document, DocumentKind, Entry, EntryKind, OwnKinds};
use crate::edn::Form;
use crate::locale::{Locale, PerLocale};
use crate::source::Snapshot;

/// What a site is linked from.
#[derive(Clone, Debug)]
pub struct Parts {
    /// The owner's settings.
    pub settings: Settings,
    /// The pages and posts, in the order of their files.
    pub documents: Vec<Arc<Document>>,
    /// The tags, authors and series of all files.
    pub entries: Vec<Entry>,
    /// Whether the site has a `tags.edn`, even one that lists none.
    pub lists_tags: bool,
    /// The kinds of entries that have a data file which cannot be read: which names exist is not
    /// known.
    pub unread: Vec<EntryKind>,
    /// The colour schemes.
    pub schemes: Schemes,
    /// The data files that mean nothing to Diglot, by name.
    pub data: BTreeMap<String, DataFile>,
    /// The layouts that templates exist for.
    pub kinds: Kinds,
    /// Those of them that are the site's own.
    pub own_kinds: OwnKinds,
}

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
    lists: PerLocale<Lists>,
    /// Where anchors are found again in translations.
    pub(super) anchors: Anchors,
    /// The site's tags, authors and series.
    entries: BTreeMap<EntryKind, Entries>,
    /// The colour schemes.
    pub schemes: Schemes,
    /// The data files that mean nothing to Diglot, by name.
    pub data: BTreeMap<String, DataFile>,
}

/// The posts that lists of one language show.
#[derive(Clone, Debug, Default)]
struct Lists {
    /// All of them, newest first.
    posts: Vec<DocumentId>,
    /// Those of each entry, in the order of its list.
    of_entries: BTreeMap<EntryKind, BTreeMap<String, Vec<DocumentId>>>,
}

/// Puts the documents of a site together; translations that are as they were last time have what
/// they leave out already.
pub fn link(
    parts: Parts,
    inherited: &mut Inherited,
    snapshot: &Snapshot,
    diagnostics: &mut Vec<Diagnostic>,
) -> Site {
    let Snapshot { now, options, .. } = snapshot;
    let Parts { mut settings, mut documents, entries, lists_tags, unread, schemes, data, kinds, own_kinds } =
        parts;
    if let Some(base_url) = options.base_url.as_deref().and_then(BaseUrl::parse) {
        settings.base_url = base_url;
    }
    if let Some(origin) = &options.origin {
        settings.base_url.origin.clone_from(origin);
    }
    let mut entries = EntryKind::ALL.map(|kind| (kind, Entries::gather(kind, &entries, diagnostics)));
    let [(_, tags), ..] = &mut entries;
    tags.are_listed |= lists_tags;
    if !tags.are_listed {
        tags.add_named(EntryKind::Tag, &documents);
    }
    let versions = documents.iter().map(|document| (key(document), &document.locale));
    let originals = originals(versions, &settings.locales);
    inherit(&mut documents, &originals, inherited);
    for document in documents.iter_mut().filter(|document| !document.doubts.is_empty()) {
        diagnostics.extend(Arc::make_mut(document).resolve_doubts(&own_kinds));
    }
    let is_shown: Vec<bool> = documents
        .iter()
        .map(|document| {
            let is_future = document.published.as_ref().is_some_and(|time| time.value.at > *now);
            (options.drafts || !document.is_draft()) && (options.future || !is_future)
        })
        .collect();
    let by_key = || {
        let mut told = Vec::new();
        let translations = translations(&documents, &is_shown, &mut told);
        let list = |locale: &Locale| {
            let posts = listed(&documents, &translations, locale, &settings, *now);
            (locale.clone(), Lists::of(&documents, posts))
        };
        let lists: Vec<_> = settings.locales.par_iter().map(list).collect();
        (translations, lists, told)
    };
    let by_file = || {
        let mut told = Vec::new();
        kin::check(&documents, &settings.locales, &mut told);
        (DocumentNames::of(&documents, &originals), told)
    };
    let ((translations, lists, of_versions), (names, of_kin)) = rayon::join(by_key, by_file);
    diagnostics.extend(of_versions.into_iter().chain(of_kin));
    let site = Site {
        entries: BTreeMap::from(entries),
        anchors: Anchors::new(documents.len()),
        names,
        settings,
        documents,
        originals,
        is_shown,
        translations,
        lists: lists.into_iter().collect(),
        schemes,
        data,
    };
    validate::validate(&site, &kinds, &unread, diagnostics);
    site
}

impl Site {
    /// The digest of all that can be asked of the site but for what bodies say, and for where
    /// anchors are found again in translations, where it is known which documents are of a time
    /// that has not come.
    pub fn digest(&self, is_future: impl Fn(&Document) -> bool + Sync) -> Digest {
        let Self {
            settings,
            documents,
            // They are made of the documents and of what follows.
            names: _,
            translations: _,
            anchors: _,
            originals,
            is_shown,
            lists,
            entries,
            schemes,
            data,
        } = self;
        let mut hasher = Hasher::default();
        hasher.update(format!("{settings:?} {schemes:?} {data:?} {entries:?}").as_bytes());
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
        self.translations.get(key(document)).unwrap_or(&NONE)
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
}

impl Lists {
    fn of(documents: &[Arc<Document>], posts: Vec<DocumentId>) -> Self {
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

/// What a page and its translations have in common.
pub fn key(document: &Document) -> &str {
    document.translation_key.as_ref().map_or(&document.stem.path, |key| &key.value)
}

fn translations(
    documents: &[Arc<Document>],
    is_shown: &[bool],
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, PerLocale<DocumentId>> {
    let mut claims: FxHashMap<(&str, &Locale), DocumentId> = FxHashMap::default();
    let mut translations: BTreeMap<String, PerLocale<DocumentId>> = BTreeMap::new();
    for (id, document) in documents.iter().enumerate() {
        let key = key(document);
        let first = *claims.entry((key, &document.locale)).or_insert(id);
        if first != id {
            let first = &documents[first];
            diagnostics.push(
                Diagnostic::at(
                    document.place(document.title.span),
                    Code::DuplicateTranslation,
                    format!("two pages in `{}` are both `{key}`", document.locale),
                )
                .note_at(first.place(first.title.span), "the other one is here")
                .help("give one of them another `:page/locale`, or a `:page/translation-key` of its own"),
            );
            continue;
        }
        if is_shown[id] {
            translations.entry(key.to_owned()).or_default().insert(document.locale.clone(), id);
        }
    }
    translations
}

/// The posts of a language, newest first; those that share a moment in the order of their keys. A
/// draft without a time is taken to be published at the moment of the build.
fn listed(
    documents: &[Arc<Document>],
    translations: &BTreeMap<String, PerLocale<DocumentId>>,
    locale: &Locale,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Vec<DocumentId> {
    let original = |versions: &PerLocale<DocumentId>| {
        settings.locales.iter().find_map(|locale| versions.get(locale)).copied()
    };
    let mut posts: Vec<(Reverse<DateTime<Utc>>, &String, DocumentId)> = translations
        .iter()
        .filter_map(|(key, versions)| {
            let own = versions.get(locale).copied();
            let id = match settings.missing_translation {
                MissingTranslation::Hide => own,
                MissingTranslation::ShowOriginal => own.or_else(|| original(versions)),
            }?;
            let Document { kind, published, .. } = &*documents[id];
            let published = published.as_ref().map_or(now, |time| time.value.at.to_utc());
            (*kind == DocumentKind::Post).then_some((Reverse(published), key, id))
        })
        .collect();
    posts.sort_unstable();
    posts.into_iter().map(|(.., id)| id).collect()
}
