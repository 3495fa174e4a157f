//! Keeping raw elements whole, and prose that begins with a colon.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr_iter;
use pulldown_cmark::{Event, Parser, Tag};

use super::events::extensions;
use super::raw;

/// Stands for a line end before a blank line inside a raw element.
const JOINT: u8 = 1;

/// Stands for a colon that begins no definition.
pub(super) const COLON: char = '\u{2}';

/// Makes a text in which no blank line cuts a raw element in two, byte for byte as long as the original.
///
/// CommonMark ends a block of HTML that began with `<div>` at the first blank line, even where that line lies inside a
/// style sheet, a script, a `pre`, a drawing or a comment (section 4.6, kinds 6 and 7). No writer means that. So the line ends
/// before such blank lines are masked; [`unmasked`] puts them back.
///
/// A definition begins with a colon and a blank. The parser takes any colon for one, so those that words follow
/// (`:smile:`) are masked too, as [`COLON`], which [`super::events::parse`] puts back.
pub(super) fn protect(text: &str) -> Cow<'_, str> {
    let mut masked = without_colons(text);
    let begins_whole = |at: usize| {
        let rest = &text[at + 1..];
        rest.starts_with("!--") || raw::WHOLE.iter().any(|name| rest.starts_with(name))
    };
    if !memchr_iter(b'<', text.as_bytes()).any(begins_whole) {
        return masked;
    }
    // Each round masks the first cut element, so that there are no more rounds than there are elements.
    while let Some(cut) = first_cut(&masked) {
        let mut bytes = masked.into_owned().into_bytes();
        for at in line_ends_before_blanks(&bytes, cut) {
            bytes[at] = JOINT;
        }
        masked = Cow::Owned(String::from_utf8(bytes).expect("an ASCII byte has replaced an ASCII byte"));
    }
    masked
}

fn without_colons(text: &str) -> Cow<'_, str> {
    let mut masked = Cow::Borrowed(text);
    if !memchr_iter(b':', text.as_bytes()).any(|at| begins_with_colon_at(text, at)) {
        return masked;
    }
    loop {
        let bytes = masked.as_bytes();
        let found: Vec<usize> = Parser::new_ext(&masked, extensions())
            .into_offset_iter()
            .filter(|(event, _)| matches!(event, Event::Start(Tag::DefinitionListDefinition)))
            .map(|(_, range)| range.start)
            .filter(|at| {
                bytes[*at] == b':' && bytes.get(at + 1).is_some_and(|next| !next.is_ascii_whitespace())
            })
            .collect();
        if found.is_empty() {
            return masked;
        }
        let mut bytes = masked.into_owned().into_bytes();
        for at in found {
            bytes[at] = COLON as u8;
        }
        masked = Cow::Owned(String::from_utf8(bytes).expect("an ASCII byte has replaced an ASCII byte"));
    }
}

/// Whether a colon stands at the start of a line, or of what a list or a quotation holds there, and a word follows it.
fn begins_with_colon_at(text: &str, colon: usize) -> bool {
    let (before, after) = (&text[..colon], &text[colon + 1..]);
    let may_stand_before = |c: char| c.is_whitespace() || c.is_ascii_digit() || "->*+.)".contains(c);
    after.starts_with(|c: char| !c.is_whitespace())
        && before.chars().rev().take_while(|c| *c != '\n').all(may_stand_before)
}

/// The HTML as it was written.
pub(super) fn unmasked(html: &str) -> Cow<'_, str> {
    match html.contains(JOINT as char) {
        true => Cow::Owned(html.replace(JOINT as char, "\n")),
        false => Cow::Borrowed(html),
    }
}

/// The first raw element that a blank line cuts, if the text closes it further down.
fn first_cut(text: &str) -> Option<Range<usize>> {
    Parser::new_ext(text, extensions()).into_offset_iter().find_map(|(event, range)| {
        let Event::Start(Tag::HtmlBlock) = event else { return None };
        let html = &text[range.clone()];
        let open = raw::read(&unmasked(html)).open?;
        let rest = &text[range.start + open.start..];
        let close = if open.name == "!--" { "-->".to_owned() } else { format!("</{}", open.name) };
        let end = range.start + open.start + rest.to_ascii_lowercase().find(&close)?;
        let cut = range.start + open.start..end;
        (end > range.end && !line_ends_before_blanks(text.as_bytes(), cut.clone()).is_empty()).then_some(cut)
    })
}

fn line_ends_before_blanks(text: &[u8], range: Range<usize>) -> Vec<usize> {
    let is_blank = |from: usize| {
        text[from..]
            .iter()
            .find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'))
            .is_none_or(|byte| *byte == b'\n')
    };
    range.filter(|at| text[*at] == b'\n' && is_blank(at + 1)).collect()
}
