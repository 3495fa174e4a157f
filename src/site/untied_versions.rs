//! Pages that seem to be versions of one, and are not tied.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::DocumentId;
use crate::base::{Code, Diagnostic};
use crate::document::Document;
use crate::locale::Locale;

/// Tells of pages in the folder, or with the suffix, of a language which the site has not, beside a
/// twin in one of its own, and of pages whose keys differ in case alone.
pub(super) fn check(documents: &[Arc<Document>], locales: &[Locale], diagnostics: &mut Vec<Diagnostic>) {
    in_unlisted_folders(documents, locales, diagnostics);
    named_by_words(documents, locales, diagnostics);
    differing_in_case(documents, locales, diagnostics);
}

fn in_unlisted_folders(documents: &[Arc<Document>], locales: &[Locale], diagnostics: &mut Vec<Diagnostic>) {
    let suspects: Vec<_> = documents
        .iter()
        .filter_map(|document| Some((document, document.unlisted_folder.as_ref()?)))
        .collect();
    if suspects.is_empty() {
        return;
    }
    let in_folders = documents.iter().filter(|document| document.stem.in_folder);
    let twins: BTreeMap<&str, &Arc<Document>> =
        in_folders.map(|document| (document.stem.path.as_str(), document)).collect();
    for (document, folder) in suspects {
        if let Some(twin) = twins.get(folder.path.as_str()) {
            let fault = folder.fault(document, locales);
            diagnostics.push(
                fault.note(format!("`{}` has the same name in the folder of `{}`", twin.file, twin.locale)),
            );
        }
    }
}

fn named_by_words(documents: &[Arc<Document>], locales: &[Locale], diagnostics: &mut Vec<Diagnostic>) {
    let suspects: Vec<_> =
        documents.iter().filter_map(|document| Some((document, document.unlisted_word.as_ref()?))).collect();
    if suspects.is_empty() {
        return;
    }
    let in_languages = documents.iter().filter(|document| document.stem.locale.is_some());
    let twins: BTreeMap<&str, &Arc<Document>> =
        in_languages.map(|document| (document.stem.path.as_str(), document)).collect();
    for (document, word) in suspects {
        if let Some(twin) = word.path(document).and_then(|path| twins.get(path)) {
            let fault = word.fault(document, locales);
            diagnostics.push(fault.note(format!("`{}` stands beside it in `{}`", twin.file, twin.locale)));
        }
    }
}

fn differing_in_case(documents: &[Arc<Document>], locales: &[Locale], diagnostics: &mut Vec<Diagnostic>) {
    let has_capital = |document: &Document| document.page_key().contains(char::is_uppercase);
    let mut alike: BTreeMap<String, Vec<DocumentId>> = BTreeMap::new();
    for document in documents.iter().filter(|document| has_capital(document)) {
        alike.entry(document.page_key().to_lowercase()).or_default();
    }
    if alike.is_empty() {
        return;
    }
    for (id, document) in documents.iter().enumerate() {
        if let Some(ids) = alike.get_mut(&document.page_key().to_lowercase()) {
            ids.push(id);
        }
    }
    for ids in alike.values() {
        let pages = || ids.iter().map(|id| &documents[*id]);
        let versions: BTreeSet<(&str, &Locale)> =
            pages().map(|document| (document.page_key(), &document.locale)).collect();
        let rank = |document: &&Arc<Document>| locales.iter().position(|locale| *locale == document.locale);
        let Some(original) = pages().min_by_key(rank) else { continue };
        let strangers = pages().filter(|document| {
            document.page_key() != original.page_key()
                && document.locale != original.locale
                && !versions.contains(&(original.page_key(), &document.locale))
                && !versions.contains(&(document.page_key(), &original.locale))
        });
        diagnostics.extend(strangers.map(|document| near_translation(document, original)));
    }
}

fn near_translation(document: &Document, original: &Document) -> Diagnostic {
    let (own, other) = (document.page_key(), original.page_key());
    let message = format!("`{own}` is no translation of `{other}`, from which it differs in case alone");
    Diagnostic::at(document.place(document.title.span), Code::NearTranslation, message)
        .note_at(original.place(original.title.span), "the other page is here")
        .help(format!("give both files one name, or write `:page/translation-key {other}` in this one"))
}
