//! Tokens of ASCII: most are, and what there is to know of one is found in one go.

use std::ops::Range;

/// What stands between two ends of tokens, as far as it is ASCII.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Token {
    /// How many bytes there are before the end of the token, or before what is not ASCII.
    pub len: usize,
    /// From its first letter or digit to its last; empty where it has none.
    pub word: Range<usize>,
    /// How many letters the word has.
    pub letters: usize,
    /// How many of them are capitals.
    pub capitals: usize,
    /// Whether the word has what stands [in no word](is_no_prose).
    pub is_no_prose: bool,
}

impl Token {
    /// The token that a text begins with.
    pub fn first_of(text: &str) -> Self {
        let mut token = Self::default();
        // Whether what stands in no word has been met since the first letter or digit.
        let mut is_sign = false;
        for byte in text.bytes() {
            let kind = KINDS[usize::from(byte)];
            if kind & END != 0 {
                break;
            }
            token.len += 1;
            is_sign |= kind & NO_PROSE != 0;
            if kind & ALPHANUMERIC != 0 {
                if token.word.is_empty() {
                    token.word.start = token.len - 1;
                    is_sign = kind & NO_PROSE != 0;
                }
                token.word.end = token.len;
                token.letters += usize::from(kind & LETTER != 0);
                token.capitals += usize::from(kind & CAPITAL != 0);
                token.is_no_prose |= is_sign;
            }
        }
        token
    }
}

/// Whether a character of ASCII stands in names of files, addresses and code, and in no word.
pub(super) const fn is_no_prose(byte: u8) -> bool {
    matches!(
        byte,
        b'0'..=b'9'
            | b'.'
            | b'/'
            | b'\\'
            | b'_'
            | b'@'
            | b'='
            | b'<'
            | b'>'
            | b'{'
            | b'}'
            | b'['
            | b']'
            | b'#'
            | b'$'
            | b'&'
            | b'+'
            | b'*'
            | b'|'
            | b'~'
            | b'^'
    )
}

const END: u8 = 1;
const ALPHANUMERIC: u8 = 2;
const LETTER: u8 = 4;
const CAPITAL: u8 = 8;
const NO_PROSE: u8 = 16;

/// What each byte is. What is not ASCII ends what is ASCII of a token.
const KINDS: [u8; 256] = {
    let mut kinds = [END; 256];
    let mut byte: u8 = 0;
    while byte.is_ascii() {
        kinds[byte as usize] = (END * char::is_whitespace(byte as char) as u8)
            | (ALPHANUMERIC * byte.is_ascii_alphanumeric() as u8)
            | (LETTER * byte.is_ascii_alphabetic() as u8)
            | (CAPITAL * byte.is_ascii_uppercase() as u8)
            | (NO_PROSE * is_no_prose(byte) as u8);
        byte += 1;
    }
    kinds
};

#[cfg(test)]
mod tests {
    use super::Token;

    #[test]
    fn a_token_is_read_up_to_its_end() {
        for (text, token) in [
            ("", Token::default()),
            ("--", Token { len: 2, ..Token::default() }),
            ("(Ut. av", Token { len: 4, word: 1..3, letters: 2, capitals: 1, is_no_prose: false }),
            ("/a", Token { len: 2, word: 1..2, letters: 1, capitals: 0, is_no_prose: false }),
            ("/a/b", Token { len: 4, word: 1..4, letters: 2, capitals: 0, is_no_prose: true }),
            ("a1", Token { len: 2, word: 0..2, letters: 1, capitals: 0, is_no_prose: true }),
            ("1", Token { len: 1, word: 0..1, letters: 0, capitals: 0, is_no_prose: true }),
            ("don't", Token { len: 5, word: 0..5, letters: 4, capitals: 0, is_no_prose: false }),
            ("også", Token { len: 3, word: 0..3, letters: 3, capitals: 0, is_no_prose: false }),
        ] {
            assert_eq!(Token::first_of(text), token, "{text}");
        }
    }
}
