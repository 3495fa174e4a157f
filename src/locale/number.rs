//! Numbers as a language writes them.

use icu::decimal::DecimalFormatter;
use icu::decimal::input::Decimal;

use super::Locale;

/// Writes whole numbers with a locale's digits and grouping (CLDR).
pub struct Numbers(DecimalFormatter);

impl Numbers {
    /// Prepares a locale's numbers.
    pub fn new(locale: &Locale) -> Self {
        let formatter = DecimalFormatter::try_new(locale.icu().into(), Default::default());
        Self(formatter.expect("the compiled data has a root locale"))
    }

    /// Writes a number: `12 345` with a no-break space in `nb`, `12,345` in `en`.
    pub fn format(&self, number: i64) -> String {
        self.0.format_to_string(&Decimal::from(number))
    }
}

#[cfg(test)]
mod tests {
    use super::{Locale, Numbers};

    #[test]
    fn groups_as_the_language_does() {
        for (tag, number, expected) in [
            ("nb", 7, "7"),
            ("nb", 12_345, "12\u{a0}345"),
            ("en", 12_345, "12,345"),
            ("de", 12_345, "12.345"),
            ("en", -3, "-3"),
            ("ar-EG", 12, "١٢"),
        ] {
            assert_eq!(Numbers::new(&Locale::parse(tag).unwrap()).format(number), expected, "{tag}");
        }
    }
}
