//! All that a build needs to know of one language.

use std::fmt;
use std::sync::OnceLock;

use chrono::{NaiveDate, NaiveDateTime};

use super::{Collator, DateLength, Dates, Lists, Locale, Numbers, PluralCategory, Plurals, Quotes};

/// A locale's own name, dates, numbers, lists, plurals, order and quotation marks, each prepared
/// when first used.
///
/// A build makes one per locale and shares it.
pub struct Language {
    locale: Locale,
    name: OnceLock<String>,
    dates: Dates,
    numbers: OnceLock<Numbers>,
    lists: OnceLock<Lists>,
    plurals: OnceLock<Plurals>,
    collator: OnceLock<Collator>,
    quotes: OnceLock<Quotes>,
}

impl Language {
    /// Makes a locale's language; nothing is loaded yet.
    pub fn new(locale: &Locale) -> Self {
        Self {
            locale: locale.clone(),
            name: OnceLock::new(),
            dates: Dates::new(locale),
            numbers: OnceLock::new(),
            lists: OnceLock::new(),
            plurals: OnceLock::new(),
            collator: OnceLock::new(),
            quotes: OnceLock::new(),
        }
    }

    /// The locale.
    pub fn locale(&self) -> &Locale {
        &self.locale
    }

    /// The language's own name, as [`Locale::display_name`] has it.
    pub fn name(&self) -> &str {
        self.name.get_or_init(|| self.locale.display_name())
    }

    /// Writes a date.
    pub fn date(&self, date: NaiveDate, length: DateLength) -> String {
        self.dates.date(date, length)
    }

    /// Writes a date in full with hours and minutes.
    pub fn date_time(&self, time: NaiveDateTime) -> String {
        self.dates.date_time(time)
    }

    /// Writes a day without its year.
    pub fn day(&self, date: NaiveDate) -> String {
        self.dates.day(date)
    }

    /// Writes the month of a date, as it stands alone.
    pub fn month(&self, date: NaiveDate) -> String {
        self.dates.month(date)
    }

    /// Writes a whole number.
    pub fn number(&self, number: i64) -> String {
        self.numbers.get_or_init(|| Numbers::new(&self.locale)).format(number)
    }

    /// Joins items by the language's *and*.
    pub fn list(&self, items: &[impl AsRef<str>]) -> String {
        self.lists.get_or_init(|| Lists::new(&self.locale)).format(items)
    }

    /// The plural category of a whole number.
    pub fn plural(&self, number: i64) -> PluralCategory {
        self.plurals().category(number)
    }

    /// The language's plural categories.
    pub fn plurals(&self) -> &Plurals {
        self.plurals.get_or_init(|| Plurals::new(&self.locale))
    }

    /// The language's alphabetical order.
    pub fn collator(&self) -> &Collator {
        self.collator.get_or_init(|| Collator::new(&self.locale))
    }

    /// The language's quotation marks.
    pub fn quotes(&self) -> &Quotes {
        self.quotes.get_or_init(|| Quotes::new(&self.locale))
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Language").field(&self.locale).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn is_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Language>();
    }
}
