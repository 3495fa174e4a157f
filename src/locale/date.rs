//! Dates as a language writes them.

use std::sync::OnceLock;

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use icu::calendar::{Date, Gregorian};
use icu::datetime::FixedCalendarDateTimeFormatter;
use icu::datetime::fieldsets::{MD, YM, YMD, YMDT};
use icu::datetime::input::{DateTime, Time};
use icu::datetime::options::YearStyle;

use super::Locale;

/// How much room a date takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateLength {
    /// In digits: `17.09.2022`.
    Short,
    /// The month shortened: `17. sep. 2022`.
    Medium,
    /// The month in full: `17. september 2022`.
    Long,
}

/// Writes dates of the Gregorian calendar with a locale's words and patterns (CLDR). Each pattern
/// is prepared when first used.
pub struct Dates {
    locale: Locale,
    short: OnceLock<Formatter<YMD>>,
    medium: OnceLock<Formatter<YMD>>,
    long: OnceLock<Formatter<YMD>>,
    long_with_time: OnceLock<Formatter<YMDT>>,
    month: OnceLock<Formatter<YM>>,
    day: OnceLock<Formatter<MD>>,
}

type Formatter<Fields> = FixedCalendarDateTimeFormatter<Gregorian, Fields>;

const COMPILED: &str = "the compiled data has a root locale";

impl Dates {
    /// Makes a locale's dates.
    pub fn new(locale: &Locale) -> Self {
        Self {
            locale: locale.clone(),
            short: OnceLock::new(),
            medium: OnceLock::new(),
            long: OnceLock::new(),
            long_with_time: OnceLock::new(),
            month: OnceLock::new(),
            day: OnceLock::new(),
        }
    }

    /// Writes a date. A year beyond ICU4X's reach (more than four digits) is written by ISO 8601.
    pub fn date(&self, date: NaiveDate, length: DateLength) -> String {
        let (formatter, fields) = match length {
            DateLength::Short => (&self.short, YMD::short().with_year_style(YearStyle::Full)),
            DateLength::Medium => (&self.medium, YMD::medium()),
            DateLength::Long => (&self.long, YMD::long()),
        };
        let Some(day) = gregorian(date) else { return date.to_string() };
        let formatter = formatter.get_or_init(|| {
            FixedCalendarDateTimeFormatter::try_new(self.locale.icu().into(), fields).expect(COMPILED)
        });
        formatter.format(&day).to_string()
    }

    /// Writes a date in full with hours and minutes: `17. september 2022 kl. 12:00`.
    pub fn date_time(&self, time: NaiveDateTime) -> String {
        let clock = Time::try_new(time.hour() as u8, time.minute() as u8, time.second() as u8, 0);
        let (Some(date), Ok(clock)) = (gregorian(time.date()), clock) else { return time.to_string() };
        let formatter = self.long_with_time.get_or_init(|| {
            let fields = YMD::long().with_time_hm();
            FixedCalendarDateTimeFormatter::try_new(self.locale.icu().into(), fields).expect(COMPILED)
        });
        formatter.format(&DateTime { date, time: clock }).to_string()
    }

    /// Writes a day without its year: `17. september`.
    pub fn day(&self, date: NaiveDate) -> String {
        let Some(day) = gregorian(date) else { return date.format("%m-%d").to_string() };
        let formatter = self.day.get_or_init(|| {
            FixedCalendarDateTimeFormatter::try_new(self.locale.icu().into(), MD::long()).expect(COMPILED)
        });
        formatter.format(&day).to_string()
    }

    /// Writes a month that stands alone: `september 2022`. The day of the date given does not
    /// matter.
    pub fn month(&self, date: NaiveDate) -> String {
        let Some(day) = gregorian(date) else { return date.format("%Y-%m").to_string() };
        let formatter = self.month.get_or_init(|| {
            FixedCalendarDateTimeFormatter::try_new(self.locale.icu().into(), YM::long()).expect(COMPILED)
        });
        formatter.format(&day).to_string()
    }
}

fn gregorian(date: NaiveDate) -> Option<Date<Gregorian>> {
    if !(-9999..=9999).contains(&date.year()) {
        return None;
    }
    Date::try_new_gregorian(date.year(), date.month() as u8, date.day() as u8).ok()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::{DateLength, Dates, Locale};

    fn dates(tag: &str) -> Dates {
        Dates::new(&Locale::parse(tag).unwrap())
    }

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn dates_have_three_lengths() {
        for (tag, short, medium, long) in [
            ("nb", "17.09.2022", "17. sep. 2022", "17. september 2022"),
            ("nn", "17.09.2022", "17. sep. 2022", "17. september 2022"),
            ("en", "9/17/2022", "Sep 17, 2022", "September 17, 2022"),
            ("en-GB", "17/09/2022", "17 Sept 2022", "17 September 2022"),
            ("da", "17.09.2022", "17. sep. 2022", "17. september 2022"),
            ("sv", "2022-09-17", "17 sep. 2022", "17 september 2022"),
            ("de", "17.09.2022", "17.09.2022", "17. September 2022"),
            ("he", "17.9.2022", "17 בספט׳ 2022", "17 בספטמבר 2022"),
        ] {
            let dates = dates(tag);
            assert_eq!(dates.date(day(2022, 9, 17), DateLength::Short), short, "{tag}");
            assert_eq!(dates.date(day(2022, 9, 17), DateLength::Medium), medium, "{tag}");
            assert_eq!(dates.date(day(2022, 9, 17), DateLength::Long), long, "{tag}");
        }
        assert!(dates("ar").date(day(2022, 9, 17), DateLength::Long).contains("سبتمبر"));
    }

    #[test]
    fn a_date_may_have_a_time() {
        let noon = day(2022, 9, 17).and_hms_opt(12, 0, 0).unwrap();
        assert_eq!(dates("nb").date_time(noon), "17. september 2022 kl. 12:00");
        assert_eq!(dates("en").date_time(noon), "September 17, 2022 at 12:00\u{202f}PM");
    }

    #[test]
    fn a_month_stands_alone() {
        for (tag, expected) in [("nb", "september 2022"), ("en", "September 2022"), ("de", "September 2022")]
        {
            assert_eq!(dates(tag).month(day(2022, 9, 1)), expected, "{tag}");
        }
    }

    #[test]
    fn a_far_year_is_written_by_iso() {
        assert_eq!(dates("nb").date(day(20_000, 1, 2), DateLength::Long), "+20000-01-02");
    }
}
