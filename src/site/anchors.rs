//! Where the anchors of a page are found again in its translations.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use super::DocumentId;
use super::align::align;
use crate::base::{Spanned, composed};
use crate::document::{Document, Section};
use crate::locale::{PerLocale, Slugs};
use crate::markup::Body;

/// The anchors of each document; worked out when first asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Anchors(Vec<OfDocument>);

/// The anchors of a document.
#[derive(Clone, Debug, Default)]
struct OfDocument {
    /// As they are written, by their composed form (NFC); of two of a name, the first.
    own: OnceLock<BTreeMap<String, Spanned<String>>>,
    /// Those that have a number behind them, by what they would be without.
    numbered: OnceLock<BTreeMap<String, String>>,
    /// Which of them stands where one of another version of the page does, by that version.
    carried: OnceLock<BTreeMap<DocumentId, BTreeMap<String, String>>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum AnchorKind {
    Heading,
    Footnote,
    HandWritten,
}

impl Anchors {
    /// Makes the table of a site; nothing is worked out yet.
    pub(super) fn new(documents: usize) -> Self {
        Self((0..documents).map(|_| OfDocument::default()).collect())
    }

    /// The anchors that a document's writer wrote, by their composed form.
    pub(super) fn own(&self, id: DocumentId, document: &Document) -> &BTreeMap<String, Spanned<String>> {
        self.0[id].own.get_or_init(|| {
            let mut anchors = BTreeMap::new();
            for anchor in document.anchors() {
                anchors.entry(composed(&anchor.value).into_owned()).or_insert_with(|| anchor.clone());
            }
            anchors
        })
    }

    /// The anchors of a document that have a number behind them, by what they would be without.
    pub(super) fn numbered(
        &self,
        id: DocumentId,
        document: &Document,
        slugs: &Slugs,
    ) -> &BTreeMap<String, String> {
        self.0[id].numbered.get_or_init(|| numbered(document, slugs))
    }

    /// Which anchor of a document stands where one of another version of the page does, by that
    /// version: none unless the document is one of the published versions.
    pub(super) fn carried(
        &self,
        id: DocumentId,
        versions: &PerLocale<DocumentId>,
        documents: &[Arc<Document>],
    ) -> &BTreeMap<DocumentId, BTreeMap<String, String>> {
        self.0[id].carried.get_or_init(|| {
            let is_published = versions.values().any(|version| *version == id);
            let others = versions.values().copied().filter(|from| is_published && *from != id);
            others.map(|from| (from, counterparts(&documents[from], &documents[id]))).collect()
        })
    }
}

fn numbered(document: &Document, slugs: &Slugs) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for section in &document.sections {
        let locale = section.locale.as_ref().unwrap_or(&document.locale);
        let own = section.id.as_ref().zip(section.title.as_ref());
        let own = own.map(|(id, title)| (&id.value, &title.value));
        let headings = section.body.iter().flat_map(|body| &body.headings);
        for (anchor, text) in own.into_iter().chain(headings.map(|heading| (&heading.id, &heading.text))) {
            let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
            if let Some((name, number)) = anchor.rsplit_once('-')
                && is_number(number)
                && slugs.of(locale).slug(text) == name
            {
                found.entry(name.to_owned()).or_insert_with(|| anchor.clone());
            }
        }
    }
    found
}

/// The anchors of one version of a page, each with the one at the same place in another.
fn counterparts(from: &Document, to: &Document) -> BTreeMap<String, String> {
    let mut table = BTreeMap::new();
    for pair in align(from, to) {
        let (Some(from_index), Some(to_index)) = pair else { continue };
        sections(&from.sections[from_index], &to.sections[to_index], &mut table);
    }
    table
}

fn sections(from: &Section, to: &Section, table: &mut BTreeMap<String, String>) {
    if let (Some(from), Some(to)) = (&from.id, &to.id) {
        table.insert(from.value.clone(), to.value.clone());
    }
    let (Some(from), Some(to)) = (&from.body, &to.body) else { return };
    let levels = |body: &Body| body.headings.iter().map(|heading| heading.level).collect::<Vec<_>>();
    let same_headings = levels(from) == levels(to);
    for sort in [AnchorKind::Heading, AnchorKind::Footnote, AnchorKind::HandWritten] {
        let (ours, theirs) = (of_sort(from, sort), of_sort(to, sort));
        if ours.len() == theirs.len() && (sort != AnchorKind::Heading || same_headings) {
            let pairs = ours.into_iter().zip(theirs);
            table.extend(pairs.map(|(ours, theirs)| (ours.to_owned(), theirs.to_owned())));
        }
    }
}

/// The anchors of a sort in a body, in order.
fn of_sort(body: &Body, sort: AnchorKind) -> Vec<&str> {
    let headings: BTreeSet<&str> = body.headings.iter().map(|heading| heading.id.as_str()).collect();
    let sort_of = |anchor: &str| {
        if headings.contains(anchor) {
            AnchorKind::Heading
        } else if anchor.starts_with("fn-") || anchor.starts_with("fnref-") {
            AnchorKind::Footnote
        } else {
            AnchorKind::HandWritten
        }
    };
    body.anchors.iter().map(|anchor| anchor.value.as_str()).filter(|anchor| sort_of(anchor) == sort).collect()
}
