//! The tokens of Tera's expressions, with their places.
//!
//! Tera keeps its syntax tree to itself, so this follows its lexer (`tera` 2.4,
//! `parsing/lexer.rs`). It reads templates that Tera has accepted: in others it may find less, but
//! never fails.

use std::ops::Range;

use memchr::{memchr, memmem};

/// The smallest part of an expression or a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Name(&'a str),
    /// The text of a string, without its quotation marks and escapes.
    Text(String),
    /// An operator, a bracket, or one letter of a number.
    Sign(&'a str),
    /// The border between two tags, or between two printed values.
    Border,
}

/// A token and where it stands in the template.
pub(super) type LocatedToken<'a> = (Token<'a>, Range<usize>);

/// The tokens of all tags and printed values of a template; comments and raw blocks have none.
pub(super) fn tokens(template: &str) -> Vec<LocatedToken<'_>> {
    let mut tokens = Vec::with_capacity(template.len() / 8);
    read(template, &mut tokens, |_| {});
    tokens
}

/// The same, and the stretches of a template that are not printed as they are: tags, printed
/// values, comments.
pub(super) fn tokens_and_code(template: &str) -> (Vec<LocatedToken<'_>>, Vec<Range<usize>>) {
    let (mut tokens, mut code) = (Vec::new(), Vec::new());
    read(template, &mut tokens, |range| code.push(range));
    (tokens, code)
}

fn read<'a>(template: &'a str, tokens: &mut Vec<LocatedToken<'a>>, mut code: impl FnMut(Range<usize>)) {
    let bytes = template.as_bytes();
    let mut at = 0;
    while let Some(found) = memchr(b'{', &bytes[at..]) {
        let open = at + found;
        at = match bytes.get(open + 1) {
            Some(b'#') => after(template, open + 2, "#}"),
            Some(b'%') => match raw_block(template, open) {
                Some(raw) => {
                    code(open..raw.start);
                    code(raw.end..after(template, raw.end, "%}"));
                    at = after(template, raw.end, "%}");
                    continue;
                }
                None => inside(template, open + 2, b"%}", tokens),
            },
            Some(b'{') => inside(template, open + 2, b"}}", tokens),
            _ => {
                at = open + 1;
                continue;
            }
        };
        code(open..at);
    }
}

/// Signs of two letters that must not be taken for two of one; the others do not matter here.
const LONG_SIGNS: [&[u8]; 4] = [b"==", b"!=", b">=", b"<="];

/// Reads a tag or a printed value up to its end, and gives the place behind it.
fn inside<'a>(template: &'a str, start: usize, end: &[u8], tokens: &mut Vec<LocatedToken<'a>>) -> usize {
    let mut at = start;
    let stop = loop {
        let rest = &template[at..];
        let bytes = rest.as_bytes();
        let Some(next) = bytes.first() else { break at };
        if bytes.starts_with(end) {
            break at + end.len();
        }
        let (token, length) = match next {
            _ if next.is_ascii_whitespace() => (None, 1),
            b'"' | b'\'' | b'`' => match string(rest, char::from(*next)) {
                Some((text, length)) => (Some(Token::Text(text)), length),
                None => break template.len(),
            },
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => {
                let length = bytes.iter().position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_');
                let length = length.unwrap_or(rest.len());
                (Some(Token::Name(&rest[..length])), length)
            }
            _ => {
                let is_long = LONG_SIGNS.iter().any(|sign| bytes.starts_with(sign));
                let length = if is_long { 2 } else { rest.chars().next().map_or(1, char::len_utf8) };
                (Some(Token::Sign(&rest[..length])), length)
            }
        };
        tokens.extend(token.map(|token| (token, at..at + length)));
        at += length;
    };
    tokens.push((Token::Border, stop..stop));
    stop
}

/// A string's text, and its length with its quotation marks; `None` where it is never closed.
fn string(rest: &str, quote: char) -> Option<(String, usize)> {
    let mut text = String::new();
    let mut chars = rest.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => match chars.next()?.1 {
                'n' => text.push('\n'),
                't' => text.push('\t'),
                'r' => text.push('\r'),
                escaped => text.push(escaped),
            },
            _ if c == quote => return Some((text, at + 1)),
            _ => text.push(c),
        }
    }
    None
}

/// What stands in a raw block that begins at a place.
fn raw_block(template: &str, open: usize) -> Option<Range<usize>> {
    let start = tag_named(template, open, "raw")?;
    let mut at = start;
    while let Some(found) = memmem::find(&template.as_bytes()[at..], b"{%") {
        let tag = at + found;
        if tag_named(template, tag, "endraw").is_some() {
            return Some(start..tag);
        }
        at = tag + 2;
    }
    Some(start..template.len())
}

/// The end of a tag that holds nothing but a name.
fn tag_named(template: &str, open: usize, name: &str) -> Option<usize> {
    let rest = template[open..].strip_prefix("{%")?;
    let rest =
        rest.strip_prefix('-').unwrap_or(rest).trim_ascii_start().strip_prefix(name)?.trim_ascii_start();
    let rest = rest.strip_prefix('-').unwrap_or(rest).strip_prefix("%}")?;
    Some(template.len() - rest.len())
}

/// The place behind the next occurrence of a word, or the end.
fn after(template: &str, start: usize, word: &str) -> usize {
    memmem::find(&template.as_bytes()[start..], word.as_bytes())
        .map_or(template.len(), |found| start + found + word.len())
}
