//! Enumerations as a language writes them.

use icu::list::ListFormatter;
use icu::list::options::ListFormatterOptions;

use super::Locale;

/// Joins items with a locale's commas and its word for *and* (CLDR's wide list pattern).
pub struct Lists(ListFormatter);

impl Lists {
    /// Prepares a locale's lists.
    pub fn new(locale: &Locale) -> Self {
        let formatter = ListFormatter::try_new_and(locale.icu().into(), ListFormatterOptions::default());
        Self(formatter.expect("the compiled data has a root locale"))
    }

    /// Joins items: `A, B og C` in `nb`, `A, B, and C` in `en`. No item gives an empty text.
    pub fn format(&self, items: &[impl AsRef<str>]) -> String {
        self.0.format_to_string(items.iter().map(AsRef::as_ref))
    }
}

#[cfg(test)]
mod tests {
    use super::{Lists, Locale};

    #[test]
    fn joins_as_the_language_does() {
        for (tag, items, expected) in [
            ("nb", &[][..], ""),
            ("nb", &["A"], "A"),
            ("nb", &["A", "B"], "A og B"),
            ("nb", &["A", "B", "C"], "A, B og C"),
            ("nn", &["A", "B", "C"], "A, B og C"),
            ("en", &["A", "B"], "A and B"),
            ("en", &["A", "B", "C"], "A, B, and C"),
            ("en-GB", &["A", "B", "C"], "A, B and C"),
            ("sv", &["A", "B", "C"], "A, B och C"),
            ("de", &["A", "B", "C"], "A, B und C"),
            ("es", &["España", "Italia"], "España e Italia"),
        ] {
            assert_eq!(Lists::new(&Locale::parse(tag).unwrap()).format(items), expected, "{tag}");
        }
    }
}
