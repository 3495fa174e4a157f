//! Keeping raw elements whole, and prose that begins with a colon.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use memchr::{memchr_iter, memmem};
use pulldown_cmark::{Event, Parser, Tag};

use super::options::extensions;
use super::raw;
use crate::html::WHOLE;

/// Stands for a line end before a blank line inside a raw element.
pub(super) const JOINT: u8 = 1;

/// How often a text is read for elements that are cut, each time as it is without those that were
/// found before.
const ROUNDS: usize = 32;

/// Stands for a colon that begins no definition.
pub(super) const COLON: char = '\u{2}';

/// Makes a text in which no blank line cuts a raw element in two, byte for byte as long as the
/// original.
///
/// CommonMark ends a block of HTML that began with `<div>` at the first blank line, even where that
/// line lies inside a style sheet, a script, a `pre`, a drawing or a comment (section 4.6, kinds 6
/// and 7). No writer means that. So the line ends before such blank lines are masked.
///
/// A definition begins with a colon and a blank. The parser takes any colon for one, so those that
/// words follow (`:smile:`) are masked too, as [`COLON`]. [`super::events::parse`] puts back what
/// was there.
pub(super) fn protect(text: &str) -> Cow<'_, str> {
    let mut masked = without_colons(text);
    let begins_whole = |at: usize| {
        let rest = &text[at + 1..];
        rest.starts_with("!--") || WHOLE.iter().any(|name| rest.starts_with(name))
    };
    if !memchr_iter(b'<', text.as_bytes()).any(begins_whole) {
        return masked;
    }
    let closings = Closings::of(text);
    // Masking may reveal another cut element, hardly more than once.
    for _ in 0..ROUNDS {
        let line_ends = cuts(&masked, &closings);
        if line_ends.is_empty() {
            break;
        }
        let mut bytes = masked.into_owned().into_bytes();
        line_ends.into_iter().for_each(|at| bytes[at] = JOINT);
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

/// Whether a colon stands at the start of a line, or of what a list or a quotation holds there, and
/// a word follows it.
fn begins_with_colon_at(text: &str, colon: usize) -> bool {
    let (before, after) = (&text[..colon], &text[colon + 1..]);
    let may_stand_before = |c: char| c.is_whitespace() || c.is_ascii_digit() || "->*+.)".contains(c);
    after.starts_with(|c: char| !c.is_whitespace())
        && before.chars().rev().take_while(|c| *c != '\n').all(may_stand_before)
}

/// A stretch of such a text as it was written.
pub(super) fn unmasked(text: &str) -> Cow<'_, str> {
    match text.contains([JOINT as char, COLON]) {
        true => Cow::Owned(text.replace(JOINT as char, "\n").replace(COLON, ":")),
        false => Cow::Borrowed(text),
    }
}

/// The line ends before blank lines in raw elements that these cut, and that the text closes
/// further down, in the same block of Markdown.
///
/// Behind an element that is cut, the text is read anew at the next blank line at which no block is
/// open, whether it is masked or not; where there is none, what follows is for the next round.
fn cuts(text: &str, closings: &Closings) -> Vec<usize> {
    let blanks = line_ends_before_blanks(text.as_bytes());
    let blanks_in = |range: &Range<usize>| {
        let first = blanks.partition_point(|at| *at < range.start);
        let behind = blanks.partition_point(|at| *at < range.end);
        &blanks[first..behind.max(first)]
    };
    let mut found = Vec::new();
    // The ends of the blocks that are open.
    let mut ends: Vec<usize> = Vec::new();
    // The end of the last cut element, as long as the text behind it is not read anew.
    let mut behind: Option<usize> = None;
    for (event, range) in Parser::new_ext(text, extensions()).into_offset_iter() {
        let tag = match event {
            Event::Start(tag) => tag,
            Event::End(_) => {
                ends.pop();
                continue;
            }
            _ => continue,
        };
        let is_outermost = ends.is_empty();
        let end_around = ends.last().copied().unwrap_or(text.len());
        ends.push(range.end);
        if let Some(end) = behind.filter(|_| is_outermost) {
            let ends_at_blank = matches!(tag, Tag::Paragraph | Tag::HtmlBlock);
            if (range.start..range.end).contains(&end) && !ends_at_blank {
                break;
            }
            if range.start >= end && !blanks_in(&(end..range.start)).is_empty() {
                behind = None;
            }
        }
        if behind.is_some() || !matches!(tag, Tag::HtmlBlock) {
            continue;
        }
        let Some(cut) = cut(text, &range, closings).filter(|cut| cut.end < end_around) else { continue };
        let line_ends = blanks_in(&cut);
        found.extend(line_ends);
        if !line_ends.is_empty() {
            if !is_outermost {
                break;
            }
            behind = Some(cut.end);
        }
    }
    found
}

/// The raw element that a block of HTML leaves open, up to where the text closes it behind the
/// block.
fn cut(text: &str, block: &Range<usize>, closings: &Closings) -> Option<Range<usize>> {
    let open = raw::read(&unmasked(&text[block.clone()])).open?;
    let start = block.start + open.start;
    let end = closings.after(&open.name, start)?;
    (end > block.end).then_some(start..end)
}

/// Where raw elements and comments may end, by their names.
struct Closings(BTreeMap<&'static str, Vec<usize>>);

impl Closings {
    fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for at in memchr_iter(b'<', bytes).filter(|at| bytes.get(at + 1) == Some(&b'/')) {
            let ends = |name: &&str| {
                let found = bytes.get(at + 2..at + 2 + name.len());
                found.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
            };
            if let Some(name) = WHOLE.into_iter().find(ends) {
                places.entry(name).or_default().push(at);
            }
        }
        places.insert(COMMENT, memmem::find_iter(bytes, "-->").collect());
        Self(places)
    }

    /// The first end of a name from a place on.
    fn after(&self, name: &str, from: usize) -> Option<usize> {
        let places = self.0.get(name)?;
        places.get(places.partition_point(|at| *at < from)).copied()
    }
}

/// The name of a comment, among those of elements.
const COMMENT: &str = "!--";

fn line_ends_before_blanks(text: &[u8]) -> Vec<usize> {
    let is_blank = |from: usize| {
        text[from..]
            .iter()
            .find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'))
            .is_none_or(|byte| *byte == b'\n')
    };
    memchr_iter(b'\n', text).filter(|at| is_blank(at + 1)).collect()
}
