//! Documents to a site.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use serde::Serialize;

use super::anchors::Anchors;
use super::inherit::{Inherited, inherit, originals};
use super::name::{DocumentId, DocumentNames};
use super::{BaseUrl, Entries, Files, Kinds, MissingTranslation, Named, Schemes, Settings, kin, validate};
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
    /// Which page each file makes.
    pub files: Files,
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
    let translations = translations(&documents, &is_shown, diagnostics);
    kin::check(&documents, &settings.locales, diagnostics);
    let lists = settings
        .locales
        .iter()
        .map(|locale| {
            (
                locale.clone(),
                Lists::of(&documents, listed(&documents, &translations, locale, &settings, *now)),
            )
        })
        .collect();
    let site = Site {
        entries: BTreeMap::from(entries),
        anchors: Anchors::new(documents.len(), &translations),
        names: DocumentNames::of(&documents),
        files: Files::of(&documents, &originals),
        settings,
        documents,
        originals,
        is_shown,
        translations,
        lists,
        schemes,
        data,
    };
    validate::validate(&site, &kinds, &unread, diagnostics);
    site
}

impl Site {
    /// The digest of all that can be asked of the site but for what bodies say, and for where
    /// anchors are found again in translations. `document` gives what there is to know of a
    /// document.
    pub fn digest(&self, document: impl Fn(DocumentId) -> Digest) -> Digest {
        let Self {
            settings,
            documents,
            // They are made of the documents and of what follows.
            names: _,
            files: _,
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
        for id in 0..documents.len() {
            hasher.update(document(id).as_bytes());
            hasher.update(&originals[id].to_le_bytes());
            hasher.update(&[u8::from(is_shown[id])]);
        }
        for (locale, Lists { posts, of_entries }) in lists.iter() {
            hasher.update(locale.tag().as_bytes());
            let of_entries = of_entries.values().flatten().map(|(_, ids)| ids);
            for ids in std::iter::once(posts).chain(of_entries) {
                hasher.update(&ids.len().to_le_bytes());
                ids.iter().for_each(|id| hasher.update(&id.to_le_bytes()));
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
            let lists = of_entries.entry(kind).or_default();
            for id in &posts {
                let names: BTreeSet<&String> =
                    documents[*id].references(kind).iter().map(|name| &name.value).collect();
                for name in names {
                    lists.entry(name.clone()).or_default().push(*id);
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
    let mut claims: BTreeMap<(&str, &Locale), DocumentId> = BTreeMap::new();
    let mut translations: BTreeMap<String, PerLocale<DocumentId>> = BTreeMap::new();
    for (id, document) in documents.iter().enumerate() {
        let key = key(document);
        if let Some(first) = claims.get(&(key, &document.locale)) {
            let first = &documents[*first];
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
        claims.insert((key, &document.locale), id);
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
    let mut posts: Vec<(&String, DocumentId)> = translations
        .iter()
        .filter_map(|(key, versions)| {
            let own = versions.get(locale).copied();
            let id = match settings.missing_translation {
                MissingTranslation::Hide => own,
                MissingTranslation::ShowOriginal => own.or_else(|| original(versions)),
            }?;
            (documents[id].kind == DocumentKind::Post).then_some((key, id))
        })
        .collect();
    posts.sort_by_key(|(key, id)| {
        let published = documents[*id].published.as_ref();
        (Reverse(published.map_or(now, |time| time.value.at.to_utc())), *key)
    });
    posts.into_iter().map(|(_, id)| id).collect()
}
