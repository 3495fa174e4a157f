//! What stands in the place of bodies and of what comes last, in what templates print.
//!
//! A mark holds a key that is another in every run, so that no text can be one. Templates could make
//! anything of it, and pages would differ from run to run; so they see a mark without the key and
//! without digits ([`shown`]), and what they print gets the key back ([`keyed`]). What a text has of the
//! marks' characters is told apart on the way by a sign before it.

use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;

use memchr::memmem;
use tera::Value;

/// Stands before the number of a body or a section.
pub(super) const NUMBER: char = '\u{fdd0}';

/// What stands after the number of a body, which comes in its place.
pub(super) const BODY: char = '\u{fdd1}';

/// What stands after the number of a section, before what its template has made.
pub(super) const SECTION: char = '\u{fdd3}';

/// What stands before the key where the page's content security policy comes.
const POLICY: char = '\u{fdd5}';

/// What stands before the key where the colours come that images have until they are there.
const TONES: char = '\u{fdd6}';

/// Stands before what a text has of these characters, in what templates see.
const FOREIGN: char = '\u{fdef}';

/// The digits of numbers in what templates see.
const DIGITS: [char; 10] = [
    '\u{fde0}', '\u{fde1}', '\u{fde2}', '\u{fde3}', '\u{fde4}', '\u{fde5}', '\u{fde6}', '\u{fde7}',
    '\u{fde8}', '\u{fde9}',
];

/// How all these characters begin in UTF-8, and few others.
const START: [u8; 2] = [0xef, 0xb7];

/// What every mark of this run holds and nobody can know who writes a text: no reference, escape or file makes a mark. It is made of digits, as
/// many in every run, and stands in nothing that is published.
static KEY: LazyLock<String> = LazyLock::new(|| format!("{:020}", RandomState::new().hash_one(NUMBER)));

/// The mark of a body.
pub(super) fn body(number: usize) -> String {
    format!("{NUMBER}{}{number}{BODY}", *KEY)
}

/// The mark of the place where a section begins.
pub(super) fn section(number: usize) -> String {
    format!("{NUMBER}{}{number}{SECTION}", *KEY)
}

/// The mark of the page's content security policy.
pub(in crate::render) fn policy() -> String {
    format!("{POLICY}{}", *KEY)
}

/// The mark of the colours of images.
pub(in crate::render) fn tones() -> String {
    format!("{TONES}{}", *KEY)
}

/// The number in a mark, of which these are the digits; `None` where another than the renderer wrote them.
pub(super) fn number(digits: &str) -> Option<usize> {
    digits.strip_prefix(KEY.as_str())?.parse().ok()
}

/// What a template sees of a value: its marks without the key.
pub(in crate::render) fn shown(value: Value) -> Value {
    other(&value).unwrap_or(value)
}

/// What a template sees of a value; `None` where that is the value itself.
fn other(value: &Value) -> Option<Value> {
    if let Some(text) = value.as_str() {
        let text = shown_text(text)?;
        return Some(if value.is_safe() { Value::safe_string(&text) } else { Value::normal_string(&text) });
    }
    if let Some(values) = value.as_array() {
        let mut changed = None;
        for (at, value) in values.iter().enumerate() {
            if let Some(other) = other(value) {
                changed.get_or_insert_with(|| values.to_vec())[at] = other;
            }
        }
        return changed.map(Value::from);
    }
    let map = value.as_map()?;
    let mut changed = None;
    for (key, value) in map {
        if let Some(other) = other(value) {
            changed.get_or_insert_with(|| map.clone()).insert(key.clone(), other);
        }
    }
    changed.map(Value::from)
}

fn may_hold(text: &str) -> bool {
    memmem::find(text.as_bytes(), &START).is_some()
}

/// What a template sees of a text; `None` where that is the text itself.
pub(in crate::render) fn shown_text(text: &str) -> Option<String> {
    if !may_hold(text) {
        return None;
    }
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        rest = match unkeyed(c, after, &mut shown) {
            Some(rest) => rest,
            None => {
                shown.extend(matches!(c, NUMBER..=FOREIGN).then_some(FOREIGN));
                shown.push(c);
                after
            }
        };
    }
    Some(shown)
}

/// Writes a mark without its key, and gives what stands behind it; `None` where none begins.
fn unkeyed<'t>(first: char, after: &'t str, shown: &mut String) -> Option<&'t str> {
    if !matches!(first, NUMBER | POLICY | TONES) {
        return None;
    }
    let after = after.strip_prefix(KEY.as_str())?;
    if first != NUMBER {
        shown.push(first);
        return Some(after);
    }
    let length = after.bytes().take_while(u8::is_ascii_digit).count();
    let (number, after) = after.split_at(length);
    let end = after.chars().next().filter(|end| matches!(*end, BODY | SECTION))?;
    shown.push(NUMBER);
    shown.extend(number.bytes().map(|digit| DIGITS[usize::from(digit - b'0')]));
    shown.push(end);
    Some(&after[end.len_utf8()..])
}

/// A mark that a template has taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::render) struct Broken;

/// What a template has printed, its marks with the key.
pub(in crate::render) fn keyed(html: String) -> Result<String, Broken> {
    if !may_hold(&html) {
        return Ok(html);
    }
    let mut keyed = String::with_capacity(html.len() * 2);
    let mut rest = html.as_str();
    while let Some(at) = rest.find(|c| matches!(c, NUMBER..=FOREIGN)) {
        keyed.push_str(&rest[..at]);
        let mut chars = rest[at..].chars();
        match chars.next() {
            Some(FOREIGN) => keyed.extend(chars.next()),
            Some(POLICY) => keyed.push_str(&policy()),
            Some(TONES) => keyed.push_str(&tones()),
            Some(NUMBER) => {
                let digits =
                    chars.as_str().chars().map_while(|c| DIGITS.iter().position(|digit| *digit == c));
                let number: String = digits.map(|digit| digit.to_string()).collect();
                let end = chars.nth(number.len()).filter(|end| matches!(*end, BODY | SECTION));
                let Some(end) = end.filter(|_| !number.is_empty()) else { return Err(Broken) };
                keyed.push_str(&format!("{NUMBER}{}{number}{end}", *KEY));
            }
            _ => return Err(Broken),
        }
        rest = chars.as_str();
    }
    keyed.push_str(rest);
    Ok(keyed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_see_no_key_and_print_it_again() {
        let marks = format!("a{}b{}{}{}\u{fb01}", body(120), section(3), policy(), tones());
        let shown = shown_text(&marks).unwrap();
        assert!(!shown.contains(|c: char| c.is_ascii_digit()), "{shown:?}");
        assert_eq!(keyed(shown), Ok(marks));
        assert_eq!(shown_text("a1\u{fb01}"), None);
    }

    #[test]
    fn no_text_is_taken_for_a_mark() {
        let keyless = "\u{fdd0}\u{fde0}\u{fdd1}\u{fdd5}\u{fdd0}0\u{fdd1}\u{fdef}";
        let shown = shown_text(keyless).unwrap();
        assert_ne!(shown, keyless);
        assert_eq!(keyed(shown), Ok(keyless.to_owned()));
    }

    #[test]
    fn what_is_left_of_a_mark_is_told() {
        let shown = shown_text(&body(12)).unwrap();
        for broken in [
            shown.chars().rev().collect(),
            shown.chars().skip(1).collect(),
            shown.chars().take(2).collect(),
            shown.chars().take(1).collect::<String>() + &shown,
            shown.replace('\u{fde1}', "x"),
        ] {
            assert_eq!(keyed(broken), Err(Broken));
        }
    }

    #[test]
    fn values_are_shown_wherever_marks_stand_in_them() {
        let value = Value::from_serializable(&serde_json::json!({"a": [{"b": body(0), "c": 1}], "d": "e"}));
        let expected = format!("{{\"a\":[{{\"b\":\"{NUMBER}{}{BODY}\",\"c\":1}}],\"d\":\"e\"}}", DIGITS[0]);
        assert_eq!(serde_json::to_string(&shown(value)).unwrap(), expected);
    }
}
