//! Which language a quotation is in: any that is known, be it one of the site's or not.

use icu::properties::props::Script;

use super::super::Locale;
use super::Evidence;
use super::detector::{Candidate, Detector, FEWEST_DIFFERENT, ODDS, is_sure};
use super::words::{Lexicon, Words};

/// The fewest letters that show a quotation to be in a script that one language is written in.
const FEWEST_LETTERS: usize = 10;

/// Scripts that one language is written in, but for what hardly anybody quotes.
const OF_ONE_LANGUAGE: [(Script, &str); 16] = [
    (Script::Greek, "el"),
    (Script::Hebrew, "he"),
    (Script::Hangul, "ko"),
    (Script::Armenian, "hy"),
    (Script::Georgian, "ka"),
    (Script::Thai, "th"),
    (Script::Khmer, "km"),
    (Script::Lao, "lo"),
    (Script::Myanmar, "my"),
    (Script::Sinhala, "si"),
    (Script::Tamil, "ta"),
    (Script::Telugu, "te"),
    (Script::Kannada, "kn"),
    (Script::Malayalam, "ml"),
    (Script::Gujarati, "gu"),
    (Script::Gurmukhi, "pa"),
];

impl Detector {
    /// The language that a quotation is in, where it surely is not the one around it; of the site's
    /// locales, if it is one of theirs.
    pub fn quoted(&self, around: &Locale, evidence: &Evidence) -> Option<Locale> {
        if let Some(found) = self.contradict(around, evidence) {
            return Some(found.clone());
        }
        let own = Candidate::of(around);
        let found = by_words(&own, evidence).or_else(|| by_script(&own, evidence))?;
        Some(self.of_language(&found).unwrap_or(found)).filter(|found| found.language() != around.language())
    }
}

/// The language whose function words a text is full of, and which no other known one comes near.
fn by_words(own: &Candidate, evidence: &Evidence) -> Option<Locale> {
    let words = Words::get();
    let best = words.languages().max_by_key(|language| evidence.hits(*language))?;
    let is_far = |other: Lexicon| {
        let count = evidence.telling(best, other).count();
        count >= FEWEST_DIFFERENT && count >= ODDS * evidence.telling(other, best).count()
    };
    let is_clear = || words.languages().filter(|other| *other != best).all(is_far);
    let locale = Locale::parse(words.tag(best))?;
    let is_foreign = match own.lexicon {
        Some(lexicon) if own.has_script_of(evidence) => is_sure(evidence, best, lexicon),
        None if own.has_script_of(evidence) => false,
        _ => Candidate::of(&locale).has_script_of(evidence) && evidence.is_prose_in(best),
    };
    (is_foreign && is_clear()).then_some(locale)
}

/// The language whose script a text is in, where no other is written in that.
fn by_script(own: &Candidate, evidence: &Evidence) -> Option<Locale> {
    if evidence.letters() < FEWEST_LETTERS || own.has_script_of(evidence) {
        return None;
    }
    let alone = OF_ONE_LANGUAGE.iter().find(|(script, _)| evidence.is_in_scripts(&[*script]));
    Locale::parse(alone.map_or_else(|| by_kana(evidence), |(_, tag)| Some(*tag))?)
}

/// Japanese, whose prose is half in kana, or Chinese, which has none.
fn by_kana(evidence: &Evidence) -> Option<&'static str> {
    let kana = evidence.letters_in(&[Script::Hiragana, Script::Katakana]);
    if !evidence.is_in_scripts(&[Script::Han, Script::Hiragana, Script::Katakana]) {
        return None;
    }
    match kana {
        0 => Some("zh"),
        kana => (kana * 3 >= evidence.letters()).then_some("ja"),
    }
}
