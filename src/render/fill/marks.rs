//! What stands in the place of bodies and of what comes last, in what templates print.
//!
//! A mark holds a key that is another in every run, so that no text can be one. Whatever a template
//! does to it must not differ from run to run: key and number are made of characters that no
//! template can name or change the case of, always as many, and a mark that was taken apart is told
//! ([`check`]).

use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;

use memchr::{memchr, memchr_iter};

/// Stands before the key and the number of a body or a section.
const NUMBER: char = '\u{fdd0}';

/// What stands after the number of a body, which comes in its place.
const BODY: char = '\u{fdd1}';

/// What stands after the number of a section, before what its template has made.
const SECTION: char = '\u{fdd3}';

/// What stands before the key where the page's content security policy comes.
const POLICY: char = '\u{fdd5}';

/// What stands before the key where the colours come that images have until they are there.
const TONES: char = '\u{fdd6}';

/// The digits of keys and numbers. No source can hold them: they are noncharacters (Unicode, 23.7).
const DIGITS: [char; 10] = [
    '\u{fde0}', '\u{fde1}', '\u{fde2}', '\u{fde3}', '\u{fde4}', '\u{fde5}', '\u{fde6}', '\u{fde7}',
    '\u{fde8}', '\u{fde9}',
];

/// How all these characters begin in UTF-8, and few others.
const START: u8 = 0xef;

/// What every mark of this run holds and nobody can know who writes a text: no reference, escape or
/// file makes a mark.
static KEY: LazyLock<String> =
    LazyLock::new(|| coded(&format!("{:020}", RandomState::new().hash_one(NUMBER))));

/// What a mark stands for that holds a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A body, which comes in its place.
    Body(usize),
    /// The place where a section begins.
    Section(usize),
}

impl Mark {
    /// The text before the first mark, the mark, and the text behind it; `None` where there is
    /// none.
    pub(super) fn first(text: &str) -> Option<(&str, Self, &str)> {
        let mut starts = memchr_iter(START, text.as_bytes());
        starts.find_map(|at| {
            let (mark, after) = Self::read(text[at..].strip_prefix(NUMBER)?)?;
            Some((&text[..at], mark, after))
        })
    }

    /// What stands behind [`NUMBER`] where that begins a mark, and the text behind that.
    fn read(text: &str) -> Option<(Self, &str)> {
        let digits = text.strip_prefix(KEY.as_str())?;
        let mut rest = digits.chars();
        let mut number = 0usize;
        loop {
            let c = rest.next()?;
            match DIGITS.iter().position(|digit| *digit == c) {
                Some(digit) => number = number.checked_mul(10)?.checked_add(digit)?,
                None if c == BODY => return Some((Self::Body(number), rest.as_str())),
                None if c == SECTION => return Some((Self::Section(number), rest.as_str())),
                None => return None,
            }
        }
    }
}

fn coded(digits: &str) -> String {
    digits.bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect()
}

pub(super) fn body(number: usize) -> String {
    format!("{NUMBER}{}{}{BODY}", *KEY, coded(&number.to_string()))
}

/// The mark of the place where a section begins.
pub(super) fn section(number: usize) -> String {
    format!("{NUMBER}{}{}{SECTION}", *KEY, coded(&number.to_string()))
}

/// The mark of the page's content security policy.
pub(in crate::render) fn policy() -> String {
    format!("{POLICY}{}", *KEY)
}

/// The mark of the colours of images.
pub(in crate::render) fn tones() -> String {
    format!("{TONES}{}", *KEY)
}

#[derive(Debug, PartialEq, Eq)]
pub(in crate::render) struct Broken;

/// Sees to it that every mark in what a template has printed is whole.
///
/// # Errors
///
/// Where a part of one stands alone.
pub(in crate::render) fn check(html: &str) -> Result<(), Broken> {
    let mut rest = html;
    while let Some(at) = memchr(START, rest.as_bytes()) {
        let mut chars = rest[at..].chars();
        rest = match chars.next() {
            Some(NUMBER) => Mark::read(chars.as_str()).map_or(chars.as_str(), |(_, after)| after),
            Some(POLICY | TONES) => chars.as_str().strip_prefix(KEY.as_str()).unwrap_or(chars.as_str()),
            Some(c) if DIGITS.contains(&c) => return Err(Broken),
            _ => chars.as_str(),
        };
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_as_they_were_written() {
        let text = format!("a\u{fdd0}0\u{fdd1}{}b{}{}", body(120), policy(), section(3));
        assert_eq!(check(&text), Ok(()));
        let (before, mark, after) = Mark::first(&text).unwrap();
        assert_eq!((before, mark), ("a\u{fdd0}0\u{fdd1}", Mark::Body(120)));
        let (before, mark, after) = Mark::first(after).unwrap();
        assert_eq!((before, mark, after), (format!("b{}", policy()).as_str(), Mark::Section(3), ""));
        assert_eq!(Mark::first("1\u{fdd0}2\u{fb01}"), None);
    }

    #[test]
    fn no_template_can_make_one_of_another() {
        let marks = [body(120), section(3), policy(), tones()].concat();
        assert_eq!(marks.to_uppercase(), marks);
        assert!(!marks.contains(|c: char| c.is_alphanumeric() || c.is_whitespace()));
        assert_eq!(body(1).chars().count(), body(9).chars().count());
    }

    #[test]
    fn what_is_left_of_a_mark_is_told() {
        let whole = body(12);
        for broken in [
            whole.chars().rev().collect(),
            whole.chars().skip(1).collect(),
            whole.chars().take(2).collect(),
            whole.chars().take(2).collect::<String>() + &whole,
            whole.replace(BODY, "x"),
        ] {
            assert_eq!(check(&broken), Err(Broken), "{broken:?}");
        }
        assert_eq!(check("a1\u{fb01}\u{fdd5}\u{fdd0}0\u{fdd1}"), Ok(()));
    }
}
