//! Bytes to a [`Text`].

use std::borrow::Cow;

use super::Text;
use super::encoding::{Encoding, Utf8Faults};
use crate::base::{Code, Diagnostic, Digest, FilePath, Place, Span, forbidden_characters, is_forbidden};

impl Text {
    /// Takes a text as it stands in memory: a byte-order mark and CRLF line ends go.
    pub fn new(text: &str) -> Self {
        Self::of(&normal(text))
    }

    /// Reads the bytes of a file. Bytes that are not UTF-8, and characters that HTML cannot hold,
    /// are told, each kind once, and stand in the text as U+FFFD.
    pub fn decode(file: &FilePath, bytes: &[u8], diagnostics: &mut Vec<Diagnostic>) -> Self {
        Self::of(&allowed(file, decode(file, bytes, diagnostics), diagnostics))
    }

    fn of(text: &str) -> Self {
        Self { digest: Digest::of(text.as_bytes()), text: text.into() }
    }
}

/// The characters of a file without its byte-order mark, its lines ended by LF alone. That it is
/// not UTF-8 is told once.
pub fn decode<'b>(file: &FilePath, bytes: &'b [u8], diagnostics: &mut Vec<Diagnostic>) -> Cow<'b, str> {
    let is_utf8 = std::str::from_utf8(bytes);
    // Letters of ASCII in UTF-16 are UTF-8 too, with zeros among them.
    if let Some(encoding) = Encoding::of(bytes, is_utf8.is_ok()) {
        let text = normal(&encoding.decode(bytes)).into_owned();
        let first = Span::new(0, text.chars().next().map_or(0, char::len_utf8));
        let name = encoding.name();
        diagnostics.push(
            Diagnostic::at(
                Place::new(file, first),
                Code::InvalidUtf8,
                format!("the file is not UTF-8: this looks like {name}"),
            )
            .help(format!("save the file as UTF-8, or convert it: `iconv -f {name} -t UTF-8`")),
        );
        return Cow::Owned(text);
    }
    match is_utf8 {
        Ok(text) => normal(text),
        Err(_) => {
            let faults = Utf8Faults::of(bytes);
            diagnostics.push(not_utf8(file, bytes, &faults));
            Cow::Owned(normal(&String::from_utf8_lossy(bytes)).into_owned())
        }
    }
}

fn not_utf8(file: &FilePath, bytes: &[u8], faults: &Utf8Faults) -> Diagnostic {
    let before = String::from_utf8_lossy(&bytes[..faults.first]);
    let start = allowed(file, normal(&before), &mut Vec::new()).len();
    let message = match faults.count {
        1 => "the file is not UTF-8".to_owned(),
        count => format!("the file is not UTF-8, in {count} places"),
    };
    let span = Span::new(start, start + char::REPLACEMENT_CHARACTER.len_utf8());
    let fault = Diagnostic::at(Place::new(file, span), Code::InvalidUtf8, message)
        .label("the first byte that cannot be read");
    if faults.looks_like_latin_1 {
        let help = "save the file as UTF-8, or convert it: `iconv -f WINDOWS-1252 -t UTF-8`";
        return fault.note("this looks like Latin-1 or Windows-1252").help(help);
    }
    fault.help("save the file as UTF-8")
}

/// A text without its byte-order mark, its lines ended by LF alone.
fn normal(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match text.contains('\r') {
        true => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        false => Cow::Borrowed(text),
    }
}

/// Whether a text holds a character that may not stand in it. Nearly all bytes can begin none,
/// which is seen for many at once.
fn holds_forbidden(text: &str) -> bool {
    const MANY: usize = 64;
    let may_begin_one =
        |byte: u8| matches!(byte, 0..=0x1f | 0x7f | 0xc2 | 0xef..) && !matches!(byte, b'\n' | b'\t');
    text.as_bytes().chunks(MANY).enumerate().any(|(number, bytes)| {
        bytes.iter().fold(false, |any, byte| any | may_begin_one(*byte))
            && bytes.iter().enumerate().any(|(at, byte)| {
                may_begin_one(*byte) && text[number * MANY + at..].starts_with(is_forbidden)
            })
    })
}

/// A text with U+FFFD in the place of each character that may not stand in it, of which the first
/// is told.
fn allowed<'t>(file: &FilePath, text: Cow<'t, str>, diagnostics: &mut Vec<Diagnostic>) -> Cow<'t, str> {
    if !holds_forbidden(&text) {
        return text;
    }
    let mut allowed = String::with_capacity(text.len());
    let mut first = None;
    let mut count = 0;
    for c in text.chars() {
        if !is_forbidden(c) {
            allowed.push(c);
            continue;
        }
        let start = allowed.len();
        allowed.push(char::REPLACEMENT_CHARACTER);
        first.get_or_insert((c, Span::new(start, allowed.len())));
        count += 1;
    }
    diagnostics.extend(first.map(|(c, span)| forbidden_characters(Place::new(file, span), c, count)));
    Cow::Owned(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(bytes: &[u8]) -> (String, Vec<(Code, Span)>) {
        let mut diagnostics = Vec::new();
        let text = Text::decode(&FilePath::new("x.md"), bytes, &mut diagnostics);
        let faults = diagnostics.into_iter().filter_map(|d| Some((d.code, d.place?.span))).collect();
        (text.text.to_string(), faults)
    }

    #[test]
    fn marks_and_line_ends_go() {
        assert_eq!(decode(b"\xEF\xBB\xBFa\r\nb\rc\n"), ("a\nb\nc\n".to_owned(), vec![]));
    }

    #[test]
    fn bad_bytes_and_characters_are_placed() {
        let (text, faults) = decode(b"ab\r\n\xFFc");
        assert_eq!(text, "ab\n\u{fffd}c");
        assert_eq!(faults, vec![(Code::InvalidUtf8, Span::new(3, 6))]);
        let (text, faults) = decode("a\u{1}b\u{fdd0}".as_bytes());
        assert_eq!(text, "a\u{fffd}b\u{fffd}");
        assert_eq!(faults, vec![(Code::InvalidCharacter, Span::new(1, 4))]);
    }

    #[test]
    fn each_kind_is_told_once_with_its_count() {
        for (bytes, expected) in [
            (vec![0; 100_000], "100000 characters may not stand in a page; the first is U+0000"),
            ("a\u{1}b\u{fdd0}".into(), "2 characters may not stand in a page; the first is U+0001"),
            (b"Br\xf8d og \xf8l".to_vec(), "the file is not UTF-8, in 2 places"),
            (b"\xff\xfeB\0r\0\xf8\0d\0".to_vec(), "the file is not UTF-8: this looks like UTF-16LE"),
        ] {
            let mut told = Vec::new();
            Text::decode(&FilePath::new("x.md"), &bytes, &mut told);
            let messages: Vec<&str> = told.iter().map(|fault| fault.message.as_str()).collect();
            assert_eq!(messages, [expected]);
        }
        assert_eq!(decode(b"\xff\xfeB\0r\0\xf8\0d\0").0, "Brød");
    }

    #[test]
    fn one_byte_order_mark_goes_and_every_place_is_counted_from_behind_it() {
        let (text, faults) = decode("\u{feff}\u{feff}a\u{b}🙂".as_bytes());
        assert_eq!(text, "\u{feff}a\u{fffd}🙂");
        assert_eq!(faults, vec![(Code::InvalidCharacter, Span::new(4, 7))]);
    }

    #[test]
    fn a_replacement_character_of_the_writer_is_no_bad_byte() {
        let (text, faults) = decode(b"\xEF\xBF\xBD\r\xFF");
        assert_eq!(text, "\u{fffd}\n\u{fffd}");
        assert_eq!(faults, vec![(Code::InvalidUtf8, Span::new(4, 7))]);
        let (text, faults) = decode(b"\x01\xFF");
        assert_eq!(text, "\u{fffd}\u{fffd}");
        assert_eq!(
            faults,
            vec![(Code::InvalidUtf8, Span::new(3, 6)), (Code::InvalidCharacter, Span::new(0, 3))]
        );
    }

    #[test]
    fn characters_are_forbidden_wherever_they_stand() {
        let ends_of_planes =
            (1..=16).flat_map(|plane| (plane << 16) - 3..=(plane << 16)).chain([0x10fffe, 0x10ffff]);
        for c in (0..0x100).chain(0xfdc0..0xfe00).chain(ends_of_planes).filter_map(char::from_u32) {
            for before in ["", "æ", &"x".repeat(62), &"x".repeat(63), &"«»".repeat(40)] {
                assert_eq!(holds_forbidden(&format!("{before}{c}y")), is_forbidden(c), "{before}{c:?}");
            }
        }
    }
}
