//! What a document must know of its site to be compiled.

use std::collections::{BTreeMap, BTreeSet};

use chrono_tz::Tz;

use super::kind::DocumentKind;
use crate::locale::{Detector, Locale, PerLocale, Quotes, Slugs};
use crate::markup::{BodyTexts, DeclaredLanguage, Options};

/// What a document must know of its site to be compiled. It names no other document, so that a
/// change to one file recompiles that file alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Context {
    /// The site's locales; the first is the default one.
    pub locales: Vec<Locale>,
    /// The zone of local times.
    pub zone: Tz,
    /// The words that compiled bodies hold, by locale.
    pub words: PerLocale<BodyTexts>,
    /// The words of bodies in a locale that is not the site's.
    pub words_elsewhere: BodyTexts,
    /// The quotation marks of each locale; those of others are looked up when a text is in one.
    pub quotes: PerLocale<Quotes>,
    /// How each language writes letters in anchors.
    pub slugs: Slugs,
    /// The kinds of sections and of pages that the site has templates of its own for.
    pub own_kinds: OwnKinds,
    /// What tells languages apart; `None` where nobody asks.
    pub detector: Option<Detector>,
    /// The ids that templates have.
    pub template_ids: TemplateIds,
}

/// The ids that templates have of their own, to which those give way that are made for a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TemplateIds {
    /// Those on posts.
    pub posts: BTreeSet<String>,
    /// Those on standalone pages.
    pub pages: BTreeSet<String>,
    /// Those on pages that have a template of their own, by its name.
    pub kinds: BTreeMap<String, BTreeSet<String>>,
}

impl TemplateIds {
    /// The same on every page.
    pub fn all(ids: &BTreeSet<String>) -> Self {
        Self { posts: ids.clone(), pages: ids.clone(), kinds: BTreeMap::new() }
    }

    /// Whether they are the same on every page.
    pub fn are_alike(&self) -> bool {
        self.posts == self.pages && self.kinds.values().all(|ids| *ids == self.pages)
    }

    /// Those on a page of a kind, with the template that it names.
    pub fn of(&self, kind: DocumentKind, layout: Option<&str>) -> &BTreeSet<String> {
        let common = if kind == DocumentKind::Post { &self.posts } else { &self.pages };
        layout.and_then(|layout| self.kinds.get(layout)).unwrap_or(common)
    }
}

/// The kinds that a site has templates of its own for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnKinds {
    /// Those of sections.
    pub sections: BTreeSet<String>,
    /// Those of pages.
    pub pages: BTreeSet<String>,
}

impl Context {
    /// The locale of a page that names none.
    pub fn default_locale(&self) -> &Locale {
        &self.locales[0]
    }

    /// What the compiler must know to compile a body in a locale.
    pub(super) fn options<'a>(&'a self, locale: &'a Locale, heading_base: u8, anchors: bool) -> Options<'a> {
        let words = self.words.get(locale).unwrap_or(&self.words_elsewhere);
        let quotes = self.quotes.get(locale).copied().unwrap_or_else(|| Quotes::new(locale));
        let declared = self.detector.as_ref().map(|detector| DeclaredLanguage { locale, detector });
        Options {
            quotes,
            heading_base,
            anchors,
            words,
            letters: self.slugs.of(locale),
            declared,
            is_quotation: false,
        }
    }

    /// What tells whether a text is in another of the site's languages than it claims; `None` where
    /// there is but one.
    pub(super) fn judge(&self) -> Option<&Detector> {
        self.detector.as_ref().filter(|_| self.locales.len() > 1)
    }

    /// The site's locale of a tag in any case.
    pub fn locale(&self, tag: &str) -> Option<&Locale> {
        let wanted = Locale::parse(tag)?;
        self.locales.iter().find(|locale| **locale == wanted)
    }
}
