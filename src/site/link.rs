//! Documents to a site.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::anchors::Anchors;
use super::inherit::{Inherited, inherit, originals};
use super::linked::{DataFile, Lists, Site};
use super::name::{DocumentId, DocumentNames};
use super::{
    BaseUrl, ColourSchemes, Entries, Kinds, MissingTranslation, Settings, untied_versions, validate,
};
use crate::base::{Code, Diagnostic};
use crate::document::{Document, DocumentKind, Entry, EntryKind, OwnKinds};
use crate::locale::{Locale, PerLocale};
use crate::source::Snapshot;

/// What a site is linked from.
#[derive(Clone, Debug)]
pub struct LinkInput {
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
    pub schemes: ColourSchemes,
    /// The data files that mean nothing to Diglot, by name.
    pub data: BTreeMap<String, DataFile>,
    /// The layouts that templates exist for.
    pub kinds: Kinds,
    /// Those of them that are the site's own.
    pub own_kinds: OwnKinds,
}

/// Puts the documents of a site together; translations that are as they were last time have what
/// they leave out already.
pub fn link(
    parts: LinkInput,
    inherited: &mut Inherited,
    snapshot: &Snapshot,
    diagnostics: &mut Vec<Diagnostic>,
) -> Site {
    let Snapshot { now, options, .. } = snapshot;
    let LinkInput {
        mut settings,
        mut documents,
        entries,
        lists_tags,
        unread,
        schemes,
        data,
        kinds,
        own_kinds,
    } = parts;
    if let Some(base_url) = options.base_url.as_deref().and_then(BaseUrl::parse) {
        settings.base_url = base_url;
    }
    if let Some(origin) = &options.origin {
        settings.base_url.origin.clone_from(origin);
    }
    let mut entries = EntryKind::ALL.map(|kind| (kind, Entries::collect(kind, &entries, diagnostics)));
    let [(_, tags), ..] = &mut entries;
    tags.are_listed |= lists_tags;
    let name_tags = || {
        if !tags.are_listed {
            tags.add_named(EntryKind::Tag, &documents);
        }
    };
    let versions = documents.iter().map(|document| (document.page_key(), &document.locale));
    let ((), originals) = rayon::join(name_tags, || originals(versions, &settings.locales));
    inherit(&mut documents, &originals, inherited);
    for document in documents.iter_mut().filter(|document| !document.pending_faults.is_empty()) {
        diagnostics.extend(Arc::make_mut(document).resolve_pending_faults(&own_kinds));
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
        untied_versions::check(&documents, &settings.locales, &mut told);
        (DocumentNames::of(&documents, &originals), told)
    };
    let ((translations, lists, of_versions), (names, untied)) = rayon::join(by_key, by_file);
    diagnostics.extend(of_versions.into_iter().chain(untied));
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

fn translations(
    documents: &[Arc<Document>],
    is_shown: &[bool],
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, PerLocale<DocumentId>> {
    let mut claims: FxHashMap<(&str, &Locale), DocumentId> = FxHashMap::default();
    let mut translations: BTreeMap<String, PerLocale<DocumentId>> = BTreeMap::new();
    for (id, document) in documents.iter().enumerate() {
        let key = document.page_key();
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
