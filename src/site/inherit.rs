//! What a translation leaves out and takes from its original.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::DocumentId;
use super::align::align;
use crate::document::{Document, DocumentKind, Extra};
use crate::locale::Locale;

/// The original of each document, by the key of its page and its language: the version of the page
/// in the first of the site's locales that has one, hidden or not. Of a page in one language that
/// is the page itself.
pub(super) fn originals<'a>(
    documents: impl Iterator<Item = (&'a str, &'a Locale)>,
    locales: &[Locale],
) -> Vec<DocumentId> {
    let documents: Vec<(&str, &Locale)> = documents.collect();
    let rank = |id: DocumentId| locales.iter().position(|locale| locale == documents[id].1);
    let mut first: FxHashMap<&str, DocumentId> = FxHashMap::default();
    for (id, (key, _)) in documents.iter().enumerate() {
        let original = first.entry(key).or_insert(id);
        if rank(id) < rank(*original) {
            *original = id;
        }
    }
    // A duplicate version is its own original.
    let is_version =
        |id: DocumentId, original: DocumentId| id == original || documents[id].1 != documents[original].1;
    let original = |(id, (key, _)): (DocumentId, &(&str, &Locale))| {
        first.get(key).copied().filter(|original| is_version(id, *original)).unwrap_or(id)
    };
    documents.iter().enumerate().map(original).collect()
}

/// The documents that have their kind, or the template that they name, from their originals, with
/// what they have.
pub fn inherited_templates<'a>(
    documents: &'a [Arc<Document>],
    locales: &[Locale],
) -> impl Iterator<Item = (DocumentId, DocumentKind, Option<&'a str>)> {
    let versions = documents.iter().map(|document| (document.page_key(), &document.locale));
    let originals = originals(versions, locales);
    originals.into_iter().enumerate().filter_map(|(id, original)| {
        let (own, original) = (&documents[id], &documents[original]);
        let kind = if original.kind == DocumentKind::Post { DocumentKind::Post } else { own.kind };
        let layout = own.layout.as_ref().or(original.layout.as_ref());
        let is_inherited = kind != own.kind || layout.is_some() != own.layout.is_some();
        is_inherited.then(|| (id, kind, layout.map(|layout| layout.value.as_str())))
    })
}

/// Translations that have what they leave out, by themselves and their originals as those were
/// compiled: what is the same object says the same.
#[derive(Debug, Default)]
pub struct Inherited(FxHashMap<(usize, usize), Inheritance>);

/// A translation and its original, both held so that nothing else takes their places in memory, and
/// what the translation becomes.
#[derive(Debug)]
struct Inheritance {
    _translation: Arc<Document>,
    _original: Arc<Document>,
    whole: Arc<Document>,
}

/// Gives each translation what is no text and what it leaves out, as its original has it.
pub(super) fn inherit(documents: &mut [Arc<Document>], originals: &[DocumentId], kept: &mut Inherited) {
    let place = |document: &Arc<Document>| Arc::as_ptr(document).addr();
    let mut now = FxHashMap::default();
    for (id, original) in originals.iter().enumerate().filter(|(id, original)| id != *original) {
        let original = Arc::clone(&documents[*original]);
        // Not shared: there is no later build to cache for.
        if let Some(translation) = Arc::get_mut(&mut documents[id]) {
            inherit_from(&original, translation);
            continue;
        }
        let translation = Arc::clone(&documents[id]);
        let key = (place(&translation), place(&original));
        let inheritance = kept.0.remove(&key).unwrap_or_else(|| {
            let mut whole = Document::clone(&translation);
            inherit_from(&original, &mut whole);
            Inheritance { _translation: translation, _original: original, whole: Arc::new(whole) }
        });
        documents[id] = Arc::clone(&inheritance.whole);
        now.insert(key, inheritance);
    }
    *kept = Inherited(now);
}

fn fill<T: Clone>(own: &mut Option<T>, original: &Option<T>) {
    if own.is_none() {
        own.clone_from(original);
    }
}

fn inherit_from(original: &Document, translation: &mut Document) {
    if original.kind == DocumentKind::Post {
        translation.kind = DocumentKind::Post;
    }
    fill(&mut translation.layout, &original.layout);
    fill(&mut translation.published, &original.published);
    fill(&mut translation.tags, &original.tags);
    fill(&mut translation.authors, &original.authors);
    fill(&mut translation.series, &original.series);
    inherit_extra(&original.extra, &mut translation.extra);
    // An image that a translation names for one of the two uses serves the other as it does in the
    // original.
    if translation.image.is_none() && translation.open_graph.image.is_none() {
        fill(&mut translation.image, &original.image);
        fill(&mut translation.open_graph.image, &original.open_graph.image);
    }
    for (ours, theirs) in align(original, translation) {
        let (Some(ours), Some(theirs)) = (ours, theirs) else { continue };
        let (original, section) = (&original.sections[ours], &mut translation.sections[theirs]);
        fill(&mut section.theme, &original.theme);
        fill(&mut section.kind, &original.kind);
        fill(&mut section.image, &original.image);
        inherit_extra(&original.extra, &mut section.extra);
    }
}

/// A kind's template may need the keys that only it knows; those that hold no text are the same in
/// any language.
fn inherit_extra(original: &BTreeMap<String, Extra>, translation: &mut BTreeMap<String, Extra>) {
    for (key, value) in original.iter().filter(|(_, value)| !value.is_text()) {
        translation.entry(key.clone()).or_insert_with(|| value.clone());
    }
}
