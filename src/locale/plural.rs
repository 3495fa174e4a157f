//! Plural categories.

use std::collections::BTreeSet;

use icu::plurals::PluralRules;

pub use icu::plurals::PluralCategory;

use super::Locale;

/// Chooses a locale's cardinal plural category for a number (CLDR plural rules).
pub struct Plurals(PluralRules);

impl Plurals {
    /// Prepares a locale's plurals.
    ///
    /// CLDR has them by language and region (`pt-PT`). ICU4X looks for them by script as well, and would give `sr-Latn` those of no
    /// language.
    pub fn new(locale: &Locale) -> Self {
        let mut id = locale.icu().id.clone();
        id.script = None;
        let rules = PluralRules::try_new_cardinal((&id).into());
        Self(rules.expect("the compiled data has a root locale"))
    }

    /// The category of a whole number.
    pub fn category(&self, number: i64) -> PluralCategory {
        self.0.category_for(number)
    }

    /// The categories that the language tells apart; an entry with plural forms needs one for each.
    pub fn categories(&self) -> BTreeSet<PluralCategory> {
        self.0.categories().collect()
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
}
