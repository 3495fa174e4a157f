//! The part of a file that a request asks for.

use std::ops::Range;

/// What a `Range` header asks for (RFC 9110, section 14.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RangeRequest {
    /// All of it: nothing is asked, or in a way that a server may ignore, such as several parts at
    /// once.
    Whole,
    Part(Range<u64>),
    /// Bytes that the file does not have.
    Nothing,
}

/// Reads a `Range` header for a file of a length in bytes.
pub(super) fn wanted(header: &str, len: u64) -> RangeRequest {
    let Some(range) = header.strip_prefix("bytes=").filter(|ranges| !ranges.contains(',')) else {
        return RangeRequest::Whole;
    };
    let Some((first, last)) = range.trim().split_once('-') else { return RangeRequest::Whole };
    let number = |digits: &str| {
        digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<u64>().unwrap_or(u64::MAX))
    };
    let range = match (first, last) {
        ("", "") => return RangeRequest::Whole,
        ("", suffix) => number(suffix).map(|count| len.saturating_sub(count)..len),
        (first, "") => number(first).map(|first| first..len),
        (first, last) => match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => Some(first..len.min(last.saturating_add(1))),
            _ => None,
        },
    };
    match range {
        None => RangeRequest::Whole,
        Some(range) if range.start >= len || range.is_empty() => RangeRequest::Nothing,
        Some(range) => RangeRequest::Part(range),
    }
}

#[cfg(test)]
mod tests {
    use super::{RangeRequest, wanted};

    #[test]
    fn ranges() {
        for (header, len, expected) in [
            ("bytes=0-3", 10, RangeRequest::Part(0..4)),
            ("bytes=4-", 10, RangeRequest::Part(4..10)),
            ("bytes=-3", 10, RangeRequest::Part(7..10)),
            ("bytes=-30", 10, RangeRequest::Part(0..10)),
            ("bytes=9-99", 10, RangeRequest::Part(9..10)),
            ("bytes=0-18446744073709551615", 10, RangeRequest::Part(0..10)),
            ("bytes=0-99999999999999999999999", 10, RangeRequest::Part(0..10)),
            ("bytes=10-", 10, RangeRequest::Nothing),
            ("bytes=-0", 10, RangeRequest::Nothing),
            ("bytes=0-0", 0, RangeRequest::Nothing),
            ("bytes=3-1", 10, RangeRequest::Whole),
            ("bytes=a-b", 10, RangeRequest::Whole),
            ("bytes=+1-3", 10, RangeRequest::Whole),
            ("bytes=-", 10, RangeRequest::Whole),
            ("bytes=0-1,4-5", 10, RangeRequest::Whole),
            ("lines=0-3", 10, RangeRequest::Whole),
            ("", 10, RangeRequest::Whole),
        ] {
            assert_eq!(wanted(header, len), expected, "{header} of {len}");
        }
    }
}
