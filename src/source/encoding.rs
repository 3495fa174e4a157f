//! What bytes are that are not the UTF-8 they should be.

/// How many bytes are looked at for the zeros that a wide encoding leaves among letters.
const SAMPLE: usize = 4096;

/// An encoding that is not UTF-8 and can be told from it: its letters have two bytes, or four.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf16Le,
    Utf16Be,
    Utf32Le,
    Utf32Be,
}

impl Encoding {
    /// What a file is in by its byte-order mark, else by where zeros stand in it; `None` for
    /// anything that is not wide.
    pub fn of(bytes: &[u8], is_utf8: bool) -> Option<Self> {
        let marked = match bytes {
            // No text begins with a zero, so that this is no mark of UTF-16.
            [0xff, 0xfe, 0, 0, ..] => Some(Self::Utf32Le),
            [0, 0, 0xfe, 0xff, ..] => Some(Self::Utf32Be),
            [0xff, 0xfe, ..] => Some(Self::Utf16Le),
            [0xfe, 0xff, ..] => Some(Self::Utf16Be),
            _ => None,
        };
        let sample = &bytes[..bytes.len().min(SAMPLE)];
        marked.or_else(|| {
            let may_be_wide = !is_utf8 || memchr::memchr(0, sample).is_some();
            may_be_wide.then(|| Self::by_zeros(sample)).flatten()
        })
    }

    /// What the zeros of a text say: a letter of Latin script has one beside it, or three, always
    /// on one side.
    fn by_zeros(sample: &[u8]) -> Option<Self> {
        let mut zeros = [0_usize; 4];
        for (at, _) in sample.iter().enumerate().filter(|(_, byte)| **byte == 0) {
            zeros[at % 4] += 1;
        }
        let fours = sample.len() / 4;
        let nearly_all = |zeros: usize| fours > 0 && zeros * 10 >= fours * 9;
        let nearly_none = |zeros: usize| zeros * 10 <= fours;
        if nearly_all(zeros[2]) && nearly_all(zeros[3]) && nearly_none(zeros[0]) {
            return Some(Self::Utf32Le);
        }
        if nearly_all(zeros[0]) && nearly_all(zeros[1]) && nearly_none(zeros[3]) {
            return Some(Self::Utf32Be);
        }
        let (even, odd) = (zeros[0] + zeros[2], zeros[1] + zeros[3]);
        // Prose in other scripts has at least its blanks and its keys in common with Latin script.
        let is_wide =
            |with: usize, without: usize| with > 2 && with * 16 > sample.len() && without * 4 <= with;
        match () {
            () if is_wide(odd, even) => Some(Self::Utf16Le),
            () if is_wide(even, odd) => Some(Self::Utf16Be),
            () => None,
        }
    }

    /// The encoding's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Utf32Le => "UTF-32LE",
            Self::Utf32Be => "UTF-32BE",
        }
    }

    /// The characters of bytes; U+FFFD stands for those that are none.
    pub fn decode(self, bytes: &[u8]) -> String {
        let (pairs, fours) = (bytes.as_chunks::<2>(), bytes.as_chunks::<4>());
        let mut text: String = match self {
            Self::Utf16Le => utf16(pairs.0.iter().map(|pair| u16::from_le_bytes(*pair))),
            Self::Utf16Be => utf16(pairs.0.iter().map(|pair| u16::from_be_bytes(*pair))),
            Self::Utf32Le => utf32(fours.0.iter().map(|four| u32::from_le_bytes(*four))),
            Self::Utf32Be => utf32(fours.0.iter().map(|four| u32::from_be_bytes(*four))),
        };
        let is_cut = match self {
            Self::Utf16Le | Self::Utf16Be => !pairs.1.is_empty(),
            Self::Utf32Le | Self::Utf32Be => !fours.1.is_empty(),
        };
        text.extend(is_cut.then_some(char::REPLACEMENT_CHARACTER));
        text
    }
}

fn utf16(units: impl Iterator<Item = u16>) -> String {
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

fn utf32(units: impl Iterator<Item = u32>) -> String {
    units.map(|unit| char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// Where bytes are not UTF-8.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Utf8Faults {
    /// Where the first byte stands that cannot be read.
    pub first: usize,
    /// How many stretches cannot be read.
    pub count: usize,
    /// Whether several stand there as letters beyond ASCII do in an encoding of one byte a letter.
    pub looks_like_latin_1: bool,
}

impl Utf8Faults {
    /// Those of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let mut faults = Self::default();
        let mut at = 0;
        let mut are_letters = true;
        for chunk in bytes.utf8_chunks() {
            are_letters &= chunk.valid().is_ascii();
            at += chunk.valid().len();
            if !chunk.invalid().is_empty() {
                if faults.count == 0 {
                    faults.first = at;
                }
                faults.count += 1;
                are_letters &= chunk.invalid().iter().all(|byte| *byte >= 0xa0);
            }
            at += chunk.invalid().len();
        }
        Self { looks_like_latin_1: are_letters && faults.count > 1, ..faults }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(encoding: Encoding, text: &str) -> Vec<u8> {
        match encoding {
            Encoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Encoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Encoding::Utf32Le => text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect(),
            Encoding::Utf32Be => text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect(),
        }
    }

    #[test]
    fn wide_encodings_are_known_with_their_mark_and_without() {
        use Encoding::{Utf16Be, Utf16Le, Utf32Be, Utf32Le};
        let long = ":page/title Хлеб\n:page/body\n\nМука, вода, соль и ночь. ".repeat(200);
        for encoding in [Utf16Le, Utf16Be, Utf32Le, Utf32Be] {
            for text in
                [":page/title Brød\n", "# 日本語の記事\n\nこれは本文です。 ab\n", &long, "{:nb \"😀\"}\n"]
            {
                for mark in ["", "\u{feff}"] {
                    let bytes = bytes(encoding, &format!("{mark}{text}"));
                    let is_utf8 = std::str::from_utf8(&bytes).is_ok();
                    assert_eq!(Encoding::of(&bytes, is_utf8), Some(encoding), "{encoding:?} {mark:?} {text}");
                    assert_eq!(encoding.decode(&bytes), format!("{mark}{text}"));
                }
            }
        }
        assert_eq!(Utf16Le.decode(b"a\0b"), "a\u{fffd}");
        assert_eq!(Utf16Be.decode(b"\xd8\x00\0a"), "\u{fffd}a");
    }

    #[test]
    fn other_bytes_are_not_wide() {
        let zeros = vec![0; 100_000];
        let torn = [b"# Bread\n\nFlour, water, salt.".as_slice(), &zeros].concat();
        for bytes in [
            b"".as_slice(),
            b"\0",
            b"a\0b",
            b"ab\0c",
            b"\xff",
            b"Br\xf8d og \xf8l",
            "Brød".as_bytes(),
            b"a\0b\0 and much more that is plain prose, as it stands in a file with a stray byte or two",
            &zeros,
            &torn,
        ] {
            assert_eq!(Encoding::of(bytes, std::str::from_utf8(bytes).is_ok()), None, "{bytes:?}");
        }
    }

    #[test]
    fn faults_of_utf8_are_counted() {
        for (bytes, first, count, looks_like_latin_1) in [
            (b"Br\xf8d".as_slice(), 2, 1, false),
            (b"Br\xf8d og \xf8l", 2, 2, true),
            (b"Br\xc3\xb8d og \xf8l \xe5r", 9, 2, false),
            (b"a\x81\x82b", 1, 2, false),
            (b"\xe6\xf8\xe5", 0, 3, true),
        ] {
            let expected = Utf8Faults { first, count, looks_like_latin_1 };
            assert_eq!(Utf8Faults::of(bytes), expected, "{bytes:?}");
        }
    }
}
