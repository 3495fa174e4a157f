//! A look over EDN before it is parsed: what is left open, how deep it goes, and escapes that the
//! parser lacks.

use crate::base::Span;

/// What stands in for the backslash of an escape the parser does not know. It may not occur in a
/// source.
pub(super) const MASKED_BACKSLASH: char = '\u{1}';

/// How deep values may lie in one another; the parser's own tree is dropped recursively.
const DEPTH_LIMIT: usize = 100;

/// How many digits a number may have; the parser takes quadratic time for them.
const DIGITS_LIMIT: usize = 1_000;

pub(super) struct LexicalScan {
    /// The text with the backslash of `\uNNNN`, and of `\b` and `\f` in strings, masked; same
    /// length as the source.
    pub masked: String,
    /// The innermost bracket or quotation mark that is never closed.
    pub open: Option<Span>,
    /// The first closing bracket that does not close the one that is open, which comes before it.
    pub mismatch: Option<(Option<Span>, Span)>,
    /// The first bracket or tag that lies too deep.
    pub too_deep: Option<Span>,
    /// The first digits that are more than a number may have.
    pub too_long: Option<Span>,
}

pub(super) fn scan(text: &str) -> LexicalScan {
    let bytes = text.as_bytes();
    let mut masked = Vec::with_capacity(bytes.len());
    let mut brackets: Vec<Span> = Vec::new();
    let mut tags = 0;
    let mut mismatch = None;
    let mut too_deep = None;
    let (mut digits, mut too_long) = (0, None);
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        digits = if bytes[at].is_ascii_digit() { digits + 1 } else { 0 };
        if digits > DIGITS_LIMIT && too_long.is_none() {
            too_long = Some(Span::new(at + 1 - digits, at + 1));
        }
        match bytes[at] {
            b';' => {
                while at < bytes.len() && bytes[at] != b'\n' {
                    at += 1;
                }
                masked.extend_from_slice(&bytes[start..at]);
                continue;
            }
            b'"' => match string_end(bytes, at, &mut masked) {
                Some(end) => {
                    at = end;
                    tags = 0;
                    continue;
                }
                None => {
                    brackets.push(Span::new(start, start + 1));
                    break;
                }
            },
            b'\\' => {
                // A character literal: whatever follows the backslash is no delimiter. The parser
                // lacks `\uNNNN`, and gets a symbol in its place.
                let rest = &text[at + 1..];
                let is_code =
                    rest.starts_with('u') && rest.chars().nth(1).is_some_and(|c| c.is_ascii_hexdigit());
                masked.push(if is_code { MASKED_BACKSLASH as u8 } else { b'\\' });
                at += 1 + rest.chars().next().map_or(0, char::len_utf8);
                masked.extend_from_slice(&bytes[start + 1..at]);
                continue;
            }
            b'(' | b'[' | b'{' => {
                tags = 0;
                brackets.push(Span::new(at, at + 1));
            }
            b')' | b']' | b'}' => {
                tags = 0;
                let open = brackets.pop();
                let fits = open.is_some_and(|open| closes(bytes[open.start as usize], bytes[at]));
                if !fits && mismatch.is_none() {
                    mismatch = Some((open, Span::new(at, at + 1)));
                }
            }
            b'#' if !matches!(bytes.get(at + 1), Some(b'{' | b'#')) => tags += 1,
            _ => {}
        }
        if too_deep.is_none() && brackets.len() + tags > DEPTH_LIMIT {
            too_deep = Some(Span::new(at, at + 1));
        }
        masked.push(bytes[at]);
        at += 1;
    }
    masked.extend_from_slice(&bytes[masked.len()..]);
    LexicalScan {
        masked: String::from_utf8(masked).expect("one ASCII byte took the place of another"),
        open: brackets.last().copied(),
        mismatch,
        too_deep,
        too_long,
    }
}

fn closes(open: u8, close: u8) -> bool {
    matches!((open, close), (b'(', b')') | (b'[', b']') | (b'{', b'}'))
}

/// The offset after a string's closing mark; its bytes are copied with unknown escapes masked.
fn string_end(bytes: &[u8], start: usize, masked: &mut Vec<u8>) -> Option<usize> {
    let rollback = masked.len();
    masked.push(b'"');
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                masked.push(b'"');
                return Some(at + 1);
            }
            b'\\' if at + 1 < bytes.len() => {
                let known_here = matches!(bytes[at + 1], b'u' | b'b' | b'f');
                masked.push(if known_here { MASKED_BACKSLASH as u8 } else { b'\\' });
                masked.push(bytes[at + 1]);
                at += 2;
            }
            byte => {
                masked.push(byte);
                at += 1;
            }
        }
    }
    masked.truncate(rollback);
    None
}
