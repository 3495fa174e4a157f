//! What is remembered of translations.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::locale::Locale;

/// The file of the state, in the site's folder.
pub const STATE_FILE: &str = "translations.edn";

/// Which sections were found to be right, by pair.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TranslationState {
    /// The marks of each pair, in the order of the original's sections.
    pub pairs: BTreeMap<PairKey, Vec<Mark>>,
}

/// A page in one language, and its translation into another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PairKey {
    /// The key of the page, see [`page_key`](crate::document::Document::page_key).
    pub key: String,
    /// The language of the original.
    pub from: Locale,
    /// The language of the translation.
    pub to: Locale,
}

/// A section as it was when its translation was found to be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The section.
    pub section: SectionName,
    /// The digest of the original's section; `None` where it was never compared.
    pub source: Option<String>,
    /// The digest of the translation's section; `None` where it had none.
    pub translation: Option<String>,
    /// The digests of the accepted differences.
    pub meant: BTreeSet<String>,
}

/// What a section is known by: its digests find it again, whatever its number has become.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SectionName {
    /// The page's own texts: title, description and the like.
    Page,
    /// Its number among the original's sections, from 1.
    Number(usize),
    /// The `:section/id` of the original's section.
    Id(String),
}

impl SectionName {
    /// The id that the section's writer gave it.
    pub fn id(&self) -> Option<&str> {
        match self {
            SectionName::Id(id) => Some(id),
            SectionName::Page | SectionName::Number(_) => None,
        }
    }
}

impl TranslationState {
    /// The marks of a pair.
    pub fn marks(&self, pair: &PairKey) -> &[Mark] {
        self.pairs.get(pair).map_or(&[], Vec::as_slice)
    }
}

impl fmt::Display for SectionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SectionName::Page => f.write_str("page"),
            SectionName::Number(number) => write!(f, "{number}"),
            SectionName::Id(id) => f.write_str(id),
        }
    }
}
