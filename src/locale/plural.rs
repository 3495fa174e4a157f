//! Plural categories.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use icu::plurals::PluralRules;

pub use icu::plurals::PluralCategory;

use super::Locale;

/// Chooses a locale's cardinal plural category for a number (CLDR plural rules).
pub struct Plurals {
    rules: PluralRules,
    needed: OnceLock<BTreeSet<PluralCategory>>,
}

impl Plurals {
    /// Prepares a locale's plurals.
    ///
    /// CLDR has them by language and region (`pt-PT`). ICU4X looks for them by script as well, and
    /// would give `sr-Latn` those of no language.
    pub fn new(locale: &Locale) -> Self {
        let mut id = locale.icu().id.clone();
        id.script = None;
        let rules = PluralRules::try_new_cardinal((&id).into());
        Self { rules: rules.expect("the compiled data has a root locale"), needed: OnceLock::new() }
    }

    /// The category of a whole number.
    pub fn category(&self, number: i64) -> PluralCategory {
        self.rules.category_for(number)
    }

    /// The categories that the language tells apart, those of fractions and of millions among them.
    pub fn categories(&self) -> BTreeSet<PluralCategory> {
        self.rules.categories().collect()
    }

    /// The categories that whole numbers up to a thousand fall into: an entry with plural forms
    /// needs one for each.
    ///
    /// What a language keeps for fractions (Czech `many`, Polish `other`) or for millions (French
    /// `many`) is not among them.
    pub fn needed(&self) -> &BTreeSet<PluralCategory> {
        self.needed.get_or_init(|| (0..=1000).map(|number| self.category(number)).collect())
    }
}

/// CLDR's name of a category, as dictionaries write it: `one`.
pub fn category_name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Locale, PluralCategory, Plurals, category_name};

    #[test]
    fn categories_follow_the_language() {
        for (tag, number, expected) in [
            ("nb", 0, "other"),
            ("nb", 1, "one"),
            ("nb", 2, "other"),
            ("en", 0, "other"),
            ("en", 1, "one"),
            ("fr", 0, "one"),
            ("ru", 1, "one"),
            ("ru", 3, "few"),
            ("ru", 5, "many"),
            ("ar", 0, "zero"),
            ("ar", 2, "two"),
            ("ja", 1, "other"),
        ] {
            let category = Plurals::new(&Locale::parse(tag).unwrap()).category(number);
            assert_eq!(category_name(category), expected, "{tag} {number}");
        }
    }

    #[test]
    fn a_language_lists_its_categories() {
        let categories = |tag| Plurals::new(&Locale::parse(tag).unwrap()).categories();
        assert_eq!(categories("nb"), BTreeSet::from([PluralCategory::One, PluralCategory::Other]));
        assert_eq!(categories("ja"), BTreeSet::from([PluralCategory::Other]));
        assert_eq!(categories("ar").len(), 6);
    }

    #[test]
    fn whole_numbers_need_their_categories() {
        for (tag, expected) in [
            ("nb", "one other"),
            ("de", "one other"),
            ("fr", "one other"),
            ("es", "one other"),
            ("ru", "one few many"),
            ("pl", "one few many"),
            ("cs", "one few other"),
            ("lt", "one few other"),
            ("lv", "zero one other"),
            ("ar", "zero one two few many other"),
            ("ga", "one two few many other"),
            ("ja", "other"),
        ] {
            let plurals = Plurals::new(&Locale::parse(tag).unwrap());
            let needed: Vec<_> = plurals.needed().iter().map(|category| category_name(*category)).collect();
            assert_eq!(needed.join(" "), expected, "{tag}");
        }
    }
}
