//! Sets of line numbers.

use std::ops::{Range, RangeInclusive};

/// The lines of a code block that are marked, in ranges that are in order and do not touch; the
/// first line is 1.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct LineSet(Vec<RangeInclusive<usize>>);

impl LineSet {
    /// Reads numbers and ranges with commas between: `2,4-5`.
    ///
    /// # Errors
    /// The range of bytes in `text` of the first part that is neither a number from 1 up nor two of
    /// them in order.
    pub fn parse(text: &str) -> Result<LineSet, Range<usize>> {
        let mut ranges = Vec::new();
        let mut start = 0;
        for part in text.split(',') {
            ranges.push(parse_range(part).ok_or(start..start + part.len())?);
            start += part.len() + 1;
        }
        ranges.sort_unstable_by_key(|range| *range.start());
        ranges.dedup_by(|next, before| {
            let touches = *next.start() <= before.end().saturating_add(1);
            if touches {
                *before = *before.start()..=*before.end().max(next.end());
            }
            touches
        });
        Ok(LineSet(ranges))
    }

    /// Whether a line is in the set.
    pub fn contains(&self, line: usize) -> bool {
        let behind = self.0.partition_point(|range| *range.start() <= line);
        behind.checked_sub(1).is_some_and(|last| self.0[last].contains(&line))
    }

    /// Whether no line is in the set.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn parse_range(text: &str) -> Option<RangeInclusive<usize>> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (parse_number(first)?, parse_number(last)?);
    (1 <= first && first <= last).then_some(first..=last)
}

/// A number in decimal digits alone, blanks around it allowed.
pub(super) fn parse_number(text: &str) -> Option<usize> {
    let digits = text.trim();
    if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::LineSet;

    #[test]
    fn reads_numbers_and_ranges() {
        for text in ["2, 4-5", "4-5,2", "5,4,2,2-2", "4-5,4,2"] {
            let set = LineSet::parse(text).unwrap();
            let marked: Vec<usize> = (0..8).filter(|line| set.contains(*line)).collect();
            assert_eq!(marked, [2, 4, 5], "{text}");
        }
    }

    #[test]
    fn points_at_the_faulty_part() {
        for (text, fault) in
            [("", 0..0), ("2,x", 2..3), ("0", 0..1), ("1,5-4", 2..5), ("1-2-3", 0..5), ("+1", 0..2)]
        {
            assert_eq!(LineSet::parse(text), Err(fault), "{text}");
        }
    }
}
