//! One form for names that can be written in several.

use std::borrow::Cow;

use icu::normalizer::ComposingNormalizerBorrowed;

/// A name in Unicode's composed form (UAX #15, NFC), in which names are compared: `é` may be
/// written as one character or as two, and looks the same.
pub fn composed(name: &str) -> Cow<'_, str> {
    if name.is_ascii() {
        return Cow::Borrowed(name);
    }
    ComposingNormalizerBorrowed::new_nfc().normalize(name)
}

/// A name in its composed form, which it mostly has.
pub fn into_composed(name: String) -> String {
    match composed(&name) {
        Cow::Owned(composed) => composed,
        Cow::Borrowed(_) => name,
    }
}

/// How two names that are one in their composed form are written where they first differ: `U+00E9`,
/// and `` `e` + U+0301 ``.
pub fn difference(one: &str, other: &str) -> (String, String) {
    let (one, other) = after_common_start(one, other);
    let ends = |text: &str| text.char_indices().map(|(at, c)| at + c.len_utf8()).collect::<Vec<_>>();
    let (ends_of_one, ends_of_other) = (ends(one), ends(other));
    let pairs = ends_of_one.iter().flat_map(|end| ends_of_other.iter().map(move |other| (*end, *other)));
    let same = pairs
        .into_iter()
        .find(|(end, end_of_other)| composed(&one[..*end]) == composed(&other[..*end_of_other]));
    let (end, end_of_other) = same.unwrap_or((one.len(), other.len()));
    (spelled(&one[..end]), spelled(&other[..end_of_other]))
}

/// Two texts from their first difference on.
fn after_common_start<'a>(one: &'a str, other: &'a str) -> (&'a str, &'a str) {
    let same = one.chars().zip(other.chars()).take_while(|(a, b)| a == b);
    let start: usize = same.map(|(c, _)| c.len_utf8()).sum();
    (&one[start..], &other[start..])
}

/// Each character of a text by its number, but for letters and digits of ASCII.
fn spelled(text: &str) -> String {
    let character = |c: char| match c {
        c if c.is_ascii_alphanumeric() => format!("`{c}`"),
        c => format!("U+{:04X}", c as u32),
    };
    text.chars().map(character).collect::<Vec<_>>().join(" + ")
}

#[cfg(test)]
mod tests {
    use super::{composed, difference, into_composed};

    #[test]
    fn names_are_composed() {
        for (name, expected) in [
            ("bread", "bread"),
            ("e\u{301}", "é"),
            ("é", "é"),
            ("\u{212b}", "å"),
            ("\u{1112}\u{1161}\u{11ab}", "한"),
            ("и\u{306}", "й"),
            ("q\u{307}\u{323}", "q\u{323}\u{307}"),
        ] {
            assert_eq!(composed(name), expected.replace('å', "\u{c5}"), "{name}");
            assert_eq!(into_composed(name.to_owned()), composed(name), "{name}");
        }
    }

    #[test]
    fn the_difference_of_two_forms_is_spelled() {
        for (one, other, expected) in [
            ("caf\u{e9}.md", "cafe\u{301}.md", ("U+00E9", "`e` + U+0301")),
            ("\u{1ec7}", "e\u{323}\u{302}", ("U+1EC7", "`e` + U+0323 + U+0302")),
            ("\u{ea}\u{323}", "\u{1eb9}\u{302}", ("U+00EA + U+0323", "U+1EB9 + U+0302")),
            ("x\u{ac00}y", "x\u{1100}\u{1161}y", ("U+AC00", "U+1100 + U+1161")),
        ] {
            let (first, second) = difference(one, other);
            assert_eq!((first.as_str(), second.as_str()), expected, "{one}");
        }
    }
}
