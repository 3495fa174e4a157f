//! What comparing has to tell.

use super::state::{Mark, PairKey, SectionName};
use crate::base::Place;
use crate::site::DocumentId;

/// A page and one of its translations, compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairReport {
    /// The page and the languages.
    pub pair: PairKey,
    /// The original.
    pub original: DocumentId,
    /// The translation, where there is one that is shown.
    pub translation: Option<DocumentId>,
    /// Whether any part of the pair has ever been marked.
    pub is_marked: bool,
    /// Its parts in the order of the original, the page's own texts first.
    pub sections: Vec<SectionReport>,
}

/// A section and its translation, compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionReport {
    /// Which part of the two pages it is.
    pub part: ReportPart,
    /// What the state knows it by; `None` where the original has no such section.
    pub name: Option<SectionName>,
    /// Its anchor: the original's, else the translation's.
    pub id: Option<String>,
    /// Its title: the original's, else the translation's.
    pub title: Option<String>,
    /// Where it stands in the original, and what digest its texts have there.
    pub original: Option<(Place, String)>,
    /// Where it stands in the translation, and what digest its texts have there.
    pub translation: Option<(Place, String)>,
    /// In what the two differ.
    pub differences: Vec<Difference>,
    /// What the state has of it.
    pub mark: Option<Mark>,
}

/// A part of two versions of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportPart {
    /// The page's own texts: its title, its description and the like.
    Page,
    /// A section, by its places in the original and in the translation.
    Section(Option<usize>, Option<usize>),
}

/// In what two sections differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The kind of difference.
    pub kind: DifferenceKind,
    /// What the original has and the translation has not.
    pub original: Vec<Mention>,
    /// What the translation has and the original has not.
    pub translation: Vec<Mention>,
    /// What the state knows it by: as long as both sides stay as they are, it is the same.
    pub digest: String,
    /// Whether the writer has said that it is meant.
    pub is_intentional: bool,
}

/// Something that stands in one of the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// It, as written.
    pub text: String,
    /// Where it was written.
    pub place: Place,
}

/// The kinds of difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DifferenceKind {
    /// There is no page in the language.
    Missing,
    /// The translation lacks a section.
    MissingSection,
    /// The translation has a section that the original lacks.
    AddedSection,
    /// The colour schemes differ.
    Theme,
    /// The layouts differ.
    Layout,
    /// Images differ.
    Image,
    /// Code differs in more than comments.
    Code,
    /// Links lead elsewhere.
    Links,
    /// The original has changed since the translation was marked.
    Stale,
    /// The original has changed since the translation was marked, and so has the translation.
    BothChanged,
    /// The two have never been marked.
    Unmarked,
}

impl DifferenceKind {
    /// The kind's stable name.
    pub fn name(self) -> &'static str {
        match self {
            DifferenceKind::Missing => "missing",
            DifferenceKind::MissingSection => "missing-section",
            DifferenceKind::AddedSection => "added-section",
            DifferenceKind::Theme => "theme",
            DifferenceKind::Layout => "kind",
            DifferenceKind::Image => "image",
            DifferenceKind::Code => "code",
            DifferenceKind::Links => "links",
            DifferenceKind::Stale | DifferenceKind::BothChanged => "stale",
            DifferenceKind::Unmarked => "unmarked",
        }
    }
}

impl Difference {
    /// Whether it is something to be mended: it is not meant, and more than a hint.
    pub fn is_open(&self) -> bool {
        !self.is_intentional && self.kind != DifferenceKind::Unmarked
    }
}

impl SectionReport {
    /// The differences that were not accepted.
    pub fn reported_differences(&self) -> impl Iterator<Item = &Difference> {
        self.differences.iter().filter(|difference| !difference.is_intentional)
    }
}
