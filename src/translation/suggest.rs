//! Pages that look like translations of each other and are not tied.

use std::collections::BTreeSet;

use super::code::essence;
use crate::document::Document;
use crate::html::{Piece, Role};
use crate::locale::Locale;
use crate::site::{DocumentId, Site};

/// Two pages that look like one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The one whose key the other is to have.
    pub original: DocumentId,
    /// The one that is to be tied to it.
    pub translation: DocumentId,
    /// What they have in common, in words.
    pub because: Vec<&'static str>,
    /// How to tie them.
    pub tie: Tie,
}

/// How two pages are tied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tie {
    /// By this line in the translation's first block.
    Line(String),
    /// By this name for the translation's file, which has no keys.
    Name(String),
}

/// Finds the pages that are shown, lack a version in each other's language, and have too much in
/// common for chance: the name but for its case, the time, the code, the images, the number of
/// sections.
///
/// What two pages would be the best match for a third is suggested for none.
pub fn suggest(site: &Site) -> Vec<Suggestion> {
    // Drafts count: one may become the missing version.
    let versions: BTreeSet<(&str, &Locale)> =
        site.documents.iter().map(|document| (document.page_key(), &document.locale)).collect();
    let lacks =
        |id: DocumentId, locale: &Locale| !versions.contains(&(site.documents[id].page_key(), locale));
    let lonely: Vec<(DocumentId, PageFeatures<'_>)> = (0..site.documents.len())
        .filter(|id| site.is_shown[*id] && site.settings.locales.iter().any(|locale| lacks(*id, locale)))
        .map(|id| (id, PageFeatures::of(&site.documents[id])))
        .collect();
    let mut pairs: Vec<(i32, DocumentId, DocumentId, Vec<&'static str>)> = Vec::new();
    for (index, (one, our_traits)) in lonely.iter().enumerate() {
        for (other, their_traits) in &lonely[index + 1..] {
            let (ours, theirs) = (&our_traits.document.locale, &their_traits.document.locale);
            if ours != theirs && lacks(*one, theirs) && lacks(*other, ours) {
                let (score, because) = our_traits.likeness(their_traits);
                if score >= ENOUGH {
                    pairs.push((score, *one, *other, because));
                }
            }
        }
    }
    let is_best = |(score, one, other, _): &&(i32, DocumentId, DocumentId, Vec<&'static str>)| {
        let rivals = pairs
            .iter()
            .filter(|(rival, a, b, _)| rival >= score && [a, b].iter().any(|id| [one, other].contains(id)));
        rivals.count() == 1
    };
    pairs
        .iter()
        .filter(is_best)
        .map(|(_, one, other, because)| suggestion(site, *one, *other, because))
        .collect()
}

/// The likeness from which two pages are no chance.
const ENOUGH: i32 = 4;

/// What a translation has in common with its original.
struct PageFeatures<'a> {
    document: &'a Document,
    code: BTreeSet<String>,
    images: BTreeSet<&'a str>,
}

impl<'a> PageFeatures<'a> {
    fn of(document: &'a Document) -> Self {
        let code = document.bodies().flat_map(|body| &body.content.code).map(essence);
        let sections = document.sections.iter().filter_map(|section| section.image.as_ref());
        let own = document.image.iter().chain(&document.open_graph.image).chain(sections);
        let in_bodies =
            document.bodies().flat_map(|body| &body.content.pieces).filter_map(|piece| match piece {
                Piece::Url(reference) if reference.role == Role::Image => Some(reference.target.as_str()),
                _ => None,
            });
        let images = own.map(|image| image.value.as_str()).chain(in_bodies).collect();
        Self { document, code: code.collect(), images }
    }

    /// How much two pages have in common, and what.
    fn likeness(&self, other: &Self) -> (i32, Vec<&'static str>) {
        let time = |document: &Document| document.published.as_ref().map(|time| time.value.at.to_utc());
        let times = time(self.document).zip(time(other.document)).map(|(a, b)| a == b);
        let sections = (self.document.sections.len(), other.document.sections.len());
        let mut score = if self.document.kind == other.document.kind { 0 } else { -ENOUGH };
        let mut because = Vec::new();
        let is_namesake = self.document.page_key().to_lowercase() == other.document.page_key().to_lowercase();
        for (what, is_same, gain, loss) in [
            ("the name, but for its case", is_namesake.then_some(true), 2 * ENOUGH, 0),
            ("the time", times, 2, 1),
            ("the code", have_same(&self.code, &other.code), 3, 3),
            ("the images", have_same(&self.images, &other.images), 2, 1),
            (
                "the number of sections",
                Some(sections.0 == sections.1).filter(|_| sections.0.max(sections.1) > 1),
                1,
                1,
            ),
        ] {
            match is_same {
                Some(true) => {
                    score += gain;
                    because.push(what);
                }
                Some(false) => score -= loss,
                None => {}
            }
        }
        (score, because)
    }
}

/// Whether two sets are one; `None` where neither has anything.
fn have_same<T: Ord>(one: &BTreeSet<T>, other: &BTreeSet<T>) -> Option<bool> {
    (!one.is_empty() || !other.is_empty()).then_some(one == other)
}

fn suggestion(site: &Site, one: DocumentId, other: DocumentId, because: &[&'static str]) -> Suggestion {
    let rank = |id: &DocumentId| {
        let locale = &site.documents[*id].locale;
        site.settings.locales.iter().position(|other| other == locale)
    };
    let (original, translation) = if rank(&other) < rank(&one) { (other, one) } else { (one, other) };
    let (first, second) = (&site.documents[original], &site.documents[translation]);
    // A file without keys is one section from its beginning to its end.
    let has_keys = second.sections.first().is_none_or(|section| section.span != second.span);
    let tie = if has_keys {
        let value = first.page_key();
        match second.file.extension() {
            "edn" => Tie::Line(format!(":page/translation-key \"{value}\"")),
            _ => Tie::Line(format!(":page/translation-key {value}")),
        }
    } else {
        Tie::Name(format!("content/{}.{}.md", first.page_key(), second.locale))
    };
    Suggestion { original, translation, because: because.to_vec(), tie }
}
