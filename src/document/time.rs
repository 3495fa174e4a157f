//! Published and updated times.

use chrono::{DateTime, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, TimeZone, Utc};
use chrono_tz::Tz;

/// A moment, in the site's time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time {
    /// The moment with its local time and offset.
    pub at: DateTime<Tz>,
    /// Whether only the day was written.
    pub is_day: bool,
}

impl Time {
    /// The moment as machines read it (RFC 3339), to the second.
    pub fn rfc3339(self) -> String {
        self.at.to_rfc3339_opts(SecondsFormat::Secs, false)
    }
}

/// Why a text is no moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeError {
    /// It is not written as a time.
    Syntax,
    /// The clocks of the zone skip it.
    Gap,
}

/// Reads `2022-09-17T12:00`, with seconds and fractions or without; a time that the zone has twice
/// is the earlier one.
pub fn local_time(text: &str, zone: Tz) -> Result<Time, TimeError> {
    let local = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
        .ok_or(TimeError::Syntax)?;
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Ok(Time { at, is_day: false }),
        LocalResult::None => Err(TimeError::Gap),
    }
}

/// Reads `2022-09-17`: the first moment of that day in the zone.
pub fn local_day(text: &str, zone: Tz) -> Result<Time, TimeError> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| TimeError::Syntax)?;
    // Some zones put their clocks forward at midnight, so a day may begin at one.
    let at = (0..3)
        .filter_map(|hour| Some(day.and_time(NaiveTime::from_hms_opt(hour, 0, 0)?)))
        .find_map(|local| zone.from_local_datetime(&local).earliest())
        .ok_or(TimeError::Gap)?;
    Ok(Time { at, is_day: true })
}

/// Reads `2022-09-17T10:00:00Z` (RFC 3339); a day alone is its midnight in UTC, as EDN's `#inst`
/// has it.
pub fn instant(text: &str, zone: Tz) -> Result<Time, TimeError> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(Time { at: at.with_timezone(&zone), is_day: false });
    }
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| TimeError::Syntax)?;
    Ok(Time { at: Utc.from_utc_datetime(&day.and_time(NaiveTime::MIN)).with_timezone(&zone), is_day: true })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_oslo() {
        let oslo = chrono_tz::Europe::Oslo;
        for (text, expected) in [
            ("2022-09-17T12:00", Ok("2022-09-17T12:00:00+02:00")),
            ("2022-01-17T12:00:05.25", Ok("2022-01-17T12:00:05.250+01:00")),
            ("2022-03-27T02:30", Err(TimeError::Gap)),
            ("2022-10-30T02:30", Ok("2022-10-30T02:30:00+02:00")),
            ("2022-09-31T12:00", Err(TimeError::Syntax)),
            ("yesterday", Err(TimeError::Syntax)),
        ] {
            let found = local_time(text, oslo).map(|time| time.at.to_rfc3339());
            assert_eq!(found, expected.map(str::to_owned), "{text}");
        }
        assert_eq!(
            local_day("2022-09-17", oslo).map(|t| t.at.to_rfc3339()),
            Ok("2022-09-17T00:00:00+02:00".into())
        );
        assert_eq!(
            instant("2022-09-17T10:00:00Z", oslo).map(|t| t.at.to_rfc3339()),
            Ok("2022-09-17T12:00:00+02:00".into())
        );
    }
}
