//! Where the anchors of a page are found again in its translations.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::align::align;
use super::{DocumentId, Site};
use crate::base::{Place, Spanned, composed};
use crate::document::{Document, Section};
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

/// What an anchor is of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Heading,
    Footnote,
    HandWritten,
}

impl Anchors {
    /// Makes the table of a site; nothing is worked out yet.
    pub(super) fn new(documents: usize) -> Self {
        Self((0..documents).map(|_| OfDocument::default()).collect())
    }
}

impl Site {
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
        let numbered = self.anchors.0[id].numbered.get_or_init(|| self.numbered_anchors(id));
        numbered.get(wanted).map(String::as_str)
    }

    fn numbered_anchors(&self, id: DocumentId) -> BTreeMap<String, String> {
        let document = &self.documents[id];
        let mut found = BTreeMap::new();
        for section in &document.sections {
            let locale = section.locale.as_ref().unwrap_or(&document.locale);
            let own = section.id.as_ref().zip(section.title.as_ref());
            let own = own.map(|(id, title)| (&id.value, &title.value));
            let headings = section.body.iter().flat_map(|body| &body.headings);
            for (anchor, text) in own.into_iter().chain(headings.map(|heading| (&heading.id, &heading.text)))
            {
                let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
                if let Some((name, number)) = anchor.rsplit_once('-')
                    && is_number(number)
                    && self.settings.slugs.of(locale).slug(text) == name
                {
                    found.entry(name.to_owned()).or_insert_with(|| anchor.clone());
                }
            }
        }
        found
    }

    /// Where a document has an anchor.
    pub fn anchor_place(&self, id: DocumentId, anchor: &str) -> Option<Place> {
        let anchor = self.anchors_of(id).get(&*composed(anchor))?;
        Some(self.documents[id].place(anchor.span))
    }

    fn anchors_of(&self, id: DocumentId) -> &BTreeMap<String, Spanned<String>> {
        let gather = || {
            let mut anchors = BTreeMap::new();
            for anchor in of_document(&self.documents[id]) {
                anchors.entry(composed(&anchor.value).into_owned()).or_insert_with(|| anchor.clone());
            }
            anchors
        };
        self.anchors.0[id].own.get_or_init(gather)
    }

    /// The anchor of a document that stands where the named one does in another version of its
    /// page: in `first`, if it has it there, else in the first one by the order of the site's
    /// languages. `None` where no other version has it, or nothing stands there.
    pub fn carry_anchor(&self, anchor: &str, first: DocumentId, to: DocumentId) -> Option<&str> {
        let versions = self.versions(&self.documents[to]);
        let others = self.settings.locales.iter().filter_map(|locale| versions.get(locale)).copied();
        let make = || {
            let is_shown = versions.values().any(|version| *version == to);
            let others = versions.values().copied().filter(|from| is_shown && *from != to);
            others.map(|from| (from, counterparts(&self.documents[from], &self.documents[to]))).collect()
        };
        let tables = self.anchors.0[to].carried.get_or_init(make);
        let mut versions = std::iter::once(first).chain(others).filter(|from| tables.contains_key(from));
        let from = versions.find(|from| self.has_anchor(*from, anchor))?;
        tables[&from].get(self.anchor(from, anchor)?).map(String::as_str)
    }
}

fn of_document(document: &Document) -> impl Iterator<Item = &Spanned<String>> {
    document.sections.iter().flat_map(|section| {
        let body = section.body.iter().flat_map(|body| &body.anchors);
        section.id.iter().chain(body)
    })
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
    for sort in [Sort::Heading, Sort::Footnote, Sort::HandWritten] {
        let (ours, theirs) = (of_sort(from, sort), of_sort(to, sort));
        if ours.len() == theirs.len() && (sort != Sort::Heading || same_headings) {
            let pairs = ours.into_iter().zip(theirs);
            table.extend(pairs.map(|(ours, theirs)| (ours.to_owned(), theirs.to_owned())));
        }
    }
}

/// The anchors of a sort in a body, in order.
fn of_sort(body: &Body, sort: Sort) -> Vec<&str> {
    let headings: BTreeSet<&str> = body.headings.iter().map(|heading| heading.id.as_str()).collect();
    let sort_of = |anchor: &str| {
        if headings.contains(anchor) {
            Sort::Heading
        } else if anchor.starts_with("fn-") || anchor.starts_with("fnref-") {
            Sort::Footnote
        } else {
            Sort::HandWritten
        }
    };
    body.anchors.iter().map(|anchor| anchor.value.as_str()).filter(|anchor| sort_of(anchor) == sort).collect()
}
