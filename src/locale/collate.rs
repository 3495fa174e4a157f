//! Alphabetical order.

use std::cmp::Ordering;

use icu::collator::CollatorBorrowed;
use icu::collator::options::CollatorOptions;

use super::Locale;

/// Compares texts in a locale's alphabetical order (CLDR collation).
pub struct Collator(CollatorBorrowed<'static>);

impl Collator {
    /// Prepares a locale's order.
    pub fn new(locale: &Locale) -> Self {
        let collator = CollatorBorrowed::try_new(locale.icu().into(), CollatorOptions::default());
        Self(collator.expect("the compiled data has a root locale"))
    }

    /// Orders two texts; those that the language holds equal are ordered by their bytes, so that
    /// the order is total.
    pub fn compare(&self, left: &str, right: &str) -> Ordering {
        self.0.compare(left, right).then_with(|| left.cmp(right))
    }
}

#[cfg(test)]
mod tests {
    use super::{Collator, Locale};

    fn sorted<'a>(tag: &str, mut words: Vec<&'a str>) -> Vec<&'a str> {
        let collator = Collator::new(&Locale::parse(tag).unwrap());
        words.sort_by(|left, right| collator.compare(left, right));
        words
    }

    #[test]
    fn norwegian_and_danish_letters_follow_z() {
        for tag in ["nb", "nn", "no", "da"] {
            let words = vec!["Åre", "ære", "zoo", "Øre", "abe"];
            assert_eq!(sorted(tag, words), ["abe", "zoo", "ære", "Øre", "Åre"], "{tag}");
        }
        assert_eq!(sorted("sv", vec!["öl", "ål", "ärta", "zoo"]), ["zoo", "ål", "ärta", "öl"]);
        assert_eq!(sorted("en", vec!["zoo", "Åre", "ære", "abe"]), ["abe", "ære", "Åre", "zoo"]);
    }

    #[test]
    fn double_a_is_the_letter_a_ring_in_norwegian_and_danish_only() {
        assert_eq!(sorted("nb", vec!["Aasen", "Zapffe"]), ["Zapffe", "Aasen"]);
        assert_eq!(sorted("da", vec!["Aasen", "Zapffe"]), ["Zapffe", "Aasen"]);
        assert_eq!(sorted("en", vec!["Zapffe", "Aasen"]), ["Aasen", "Zapffe"]);
    }

    #[test]
    fn the_order_is_total() {
        assert_eq!(sorted("en", vec!["e\u{301}", "é"]), sorted("en", vec!["é", "e\u{301}"]));
        assert_eq!(sorted("nb", vec!["css", "CSS", "Clojure"]), ["Clojure", "css", "CSS"]);
    }
}
