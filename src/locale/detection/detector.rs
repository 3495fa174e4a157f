//! Which of a site's languages a text is written in.

use std::collections::BTreeSet;

use icu::properties::props::Script;

use super::super::Locale;
use super::Evidence;
use super::script::scripts_of;
use super::words::{Lexicon, Words};

/// The fewest function words of a language that show a text to be in it.
const FEWEST_HITS: usize = 5;

/// The fewest of them that differ from one another: `the … the … the` may be a row of titles.
pub(super) const FEWEST_DIFFERENT: usize = 3;

/// How many words tell for a language where one tells for the other.
pub(super) const ODDS: usize = 5;

/// Of so many words in prose, at least one is a function word.
const SPARSEST: usize = 4;

/// A language has about as many words of a text as another if it lacks one in so many.
const NEAR: usize = 10;

/// The fewest letters that show a text to be in a script.
const FEWEST_LETTERS: usize = 20;

/// Tells texts that are not in the language they claim, among the languages of a site.
///
/// Locales that differ in region alone are one language to it. A language without a table of words
/// is known by its script, and not told from others in that script.
#[derive(Clone, Debug)]
pub struct Detector {
    candidates: Vec<Candidate>,
}

/// Two detectors of the same locales, in the same order, are the same.
impl PartialEq for Detector {
    fn eq(&self, other: &Self) -> bool {
        self.candidates.iter().map(|own| &own.locale).eq(other.candidates.iter().map(|other| &other.locale))
    }
}

impl Eq for Detector {}

/// One of a site's locales.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    locale: Locale,
    pub lexicon: Option<Lexicon>,
    scripts: Vec<Script>,
}

impl Detector {
    /// Makes the detector of a site's locales.
    pub fn new(locales: &[Locale]) -> Self {
        Self { candidates: locales.iter().map(Candidate::of).collect() }
    }

    /// The first of the site's locales of a language.
    pub(super) fn of_language(&self, language: &Locale) -> Option<Locale> {
        let mut locales = self.candidates.iter().map(|candidate| &candidate.locale);
        locales.find(|locale| locale.language() == language.language()).cloned()
    }

    /// The locale that a text is written in, where it surely is not the one it claims; `None` where
    /// it may be, where the text is too short to tell, and where it is in a language that the site
    /// has not.
    pub fn contradict(&self, claimed: &Locale, evidence: &Evidence) -> Option<&Locale> {
        let claimed = self.candidates.iter().find(|candidate| candidate.locale == *claimed)?;
        let in_script: Vec<&Candidate> =
            self.candidates.iter().filter(|candidate| candidate.speaks_for(evidence, claimed)).collect();
        let found = match in_script[..] {
            [] => self.by_words(evidence, claimed),
            _ if claimed.has_script_of(evidence) => self.by_words(evidence, claimed),
            [only] if only.lexicon.is_none() => (evidence.letters() >= FEWEST_LETTERS).then_some(only),
            _ => self
                .best(evidence)
                .filter(|(best, lexicon)| best.has_script_of(evidence) && evidence.is_prose_in(*lexicon))
                .map(|(best, _)| best),
        };
        found.map(|candidate| &candidate.locale)
    }

    /// Whether some part of a text might contradict the locale it claims: cheap, and wrong only in
    /// saying yes.
    pub fn may_contradict(&self, claimed: &Locale, evidence: &Evidence) -> bool {
        let Some(claimed) = self.candidates.iter().find(|candidate| candidate.locale == *claimed) else {
            return false;
        };
        let is_foreign = evidence.letters() - evidence.letters_in(&claimed.scripts) >= FEWEST_LETTERS;
        let tells =
            |own: Lexicon| self.lexicons().any(|other| evidence.telling(other, own).count() >= FEWEST_HITS);
        is_foreign || claimed.lexicon.is_some_and(tells)
    }

    fn lexicons(&self) -> impl Iterator<Item = Lexicon> {
        self.candidates.iter().filter_map(|candidate| candidate.lexicon)
    }

    /// The candidate that a text's words show it to be in, against the claimed one.
    fn by_words(&self, evidence: &Evidence, claimed: &Candidate) -> Option<&Candidate> {
        let own = claimed.lexicon?;
        // Of most texts, no word is in another language: they need no more than this.
        if !self.lexicons().any(|lexicon| is_sure(evidence, lexicon, own)) {
            return None;
        }
        self.best(evidence).filter(|(_, lexicon)| is_sure(evidence, *lexicon, own)).map(|(best, _)| best)
    }

    /// The candidate that most words of a text speak for, unless a language that the site has not
    /// is far ahead of it.
    fn best(&self, evidence: &Evidence) -> Option<(&Candidate, Lexicon)> {
        let most = Words::get().languages().map(|language| evidence.hits(language)).max()?;
        let candidates = self.candidates.iter().filter_map(|candidate| Some((candidate, candidate.lexicon?)));
        // Of equals, the first of the site's.
        let best = candidates.rev().max_by_key(|(_, lexicon)| evidence.hits(*lexicon))?;
        (evidence.hits(best.1) * NEAR >= most * (NEAR - 1)).then_some(best)
    }
}

impl Candidate {
    pub fn of(locale: &Locale) -> Self {
        let (lexicon, scripts) = (Words::get().language(locale), scripts_of(locale));
        Self { locale: locale.clone(), lexicon, scripts }
    }

    /// Whether nearly all letters of a text are of the locale's scripts.
    pub fn has_script_of(&self, evidence: &Evidence) -> bool {
        evidence.is_in_scripts(&self.scripts)
    }

    /// Whether a text may be in the locale rather than in the one it claims, by its letters: what
    /// both are written in, as Chinese and Japanese are in Han, tells for neither.
    fn speaks_for(&self, evidence: &Evidence, claimed: &Candidate) -> bool {
        let is_telling = |script| self.scripts.contains(&script) && !claimed.scripts.contains(&script);
        self.has_script_of(evidence) && evidence.letters_where(is_telling) * 3 >= evidence.letters()
    }
}

/// Whether a text is surely in one language and not in another.
pub(super) fn is_sure(evidence: &Evidence, language: Lexicon, other: Lexicon) -> bool {
    let count = evidence.telling(language, other).count();
    let is_different =
        || evidence.telling(language, other).collect::<BTreeSet<_>>().len() >= FEWEST_DIFFERENT;
    count >= FEWEST_HITS
        && count >= ODDS * evidence.telling(other, language).count()
        && evidence.is_prose_in(language)
        && is_different()
}

impl Evidence {
    /// Whether nearly all letters of a text are of some scripts.
    pub(super) fn is_in_scripts(&self, scripts: &[Script]) -> bool {
        self.letters_in(scripts) * 5 >= self.letters() * 4
    }

    /// Whether a text has as many of a language's function words as its prose has.
    pub(super) fn is_prose_in(&self, language: Lexicon) -> bool {
        let hits = self.hits(language);
        hits >= FEWEST_HITS && hits * SPARSEST >= self.words() && !self.is_title()
    }
}
