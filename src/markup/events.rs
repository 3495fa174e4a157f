//! A Markdown text as events, each with its place.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use memchr::memchr;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag};

use super::plain::is_inline;
use super::protect::COLON;
use super::raw::is_void;
use crate::base::is_forbidden;

/// Events in order, each with its bytes in the text.
pub(super) type Events<'a> = Vec<(Event<'a>, Range<usize>)>;

/// A Markdown text, read.
pub(super) struct Parsed<'a> {
    /// The events. Neighbouring texts are merged, soft line ends with them; only a mark that a backslash escapes
    /// stands alone, its range with the backslash.
    pub events: Events<'a>,
    /// Where the link definitions stand, by their labels as the definitions have them in lower case.
    pub definitions: BTreeMap<String, Range<usize>>,
}

/// Reads CommonMark and the extensions of the format in a text that [`super::protect::protect`] has made.
pub(super) fn parse(text: &str) -> Parsed<'_> {
    let mut iter = Parser::new_ext(text, extensions()).into_offset_iter();
    let has_colons = memchr(COLON as u8, text.as_bytes()).is_some();
    let events = iter.by_ref().map(|(event, range)| {
        let event = without_references(event, &text[range.clone()]);
        (if has_colons { with_colons(event) } else { event }, range)
    });
    let events = events.collect();
    let events = merge(type_parameters_as_text(events), text);
    let definitions = iter
        .reference_definitions()
        .iter()
        .map(|(label, definition)| (label.to_lowercase(), definition.span.clone()))
        .collect();
    Parsed { events, definitions }
}

/// The index of the end event that belongs to the start event at `start`.
pub(super) fn end_of(events: &Events<'_>, start: usize) -> usize {
    let mut depth = 0usize;
    for (index, (event, _)) in events.iter().enumerate().skip(start) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return index;
        }
    }
    events.len().saturating_sub(1)
}

/// The extensions of the format.
pub(super) fn extensions() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
}

/// Makes text of what looks like a tag but is none: a bare name that begins with a capital and is never closed in its paragraph, as in
/// `Vec<String>`. CommonMark takes it for raw HTML (section 6.6), and a reader would never see it.
fn type_parameters_as_text(mut events: Events<'_>) -> Events<'_> {
    // The elements whose end tags stand further on in the paragraph.
    let mut closed: BTreeSet<String> = BTreeSet::new();
    for (event, _) in events.iter_mut().rev() {
        match event {
            Event::End(end) if !is_inline(*end) => closed.clear(),
            Event::InlineHtml(html) => match html.strip_prefix("</") {
                Some(end) => {
                    closed.insert(end.trim_end_matches('>').trim_ascii_end().to_ascii_lowercase());
                }
                None if is_type_parameter(html, &closed) => *event = Event::Text(html.clone()),
                None => {}
            },
            _ => {}
        }
    }
    events
}

fn is_type_parameter(html: &str, closed: &BTreeSet<String>) -> bool {
    let name = html.strip_prefix('<').and_then(|html| html.strip_suffix('>')).unwrap_or_default();
    let is_bare = name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric());
    let name = name.to_ascii_lowercase();
    is_bare && !is_void(&name) && !closed.contains(&name)
}

/// An event with the colons that were masked.
fn with_colons(event: Event<'_>) -> Event<'_> {
    let colons = |text: CowStr<'_>| CowStr::from(text.replace(COLON, ":"));
    match event {
        Event::Text(text) if text.contains(COLON) => Event::Text(colons(text)),
        Event::Code(text) if text.contains(COLON) => Event::Code(colons(text)),
        Event::Html(text) if text.contains(COLON) => Event::Html(colons(text)),
        Event::InlineHtml(text) if text.contains(COLON) => Event::InlineHtml(colons(text)),
        event => event,
    }
}

/// An event without the characters that may stand in no page, which a reference such as `&#1;` can make: U+FFFD stands
/// for each, as CommonMark has it for `&#0;` (section 2.5).
fn without_references<'a>(event: Event<'a>, source: &str) -> Event<'a> {
    let clean = |text: CowStr<'a>| match text.contains(is_forbidden) {
        true => text.replace(is_forbidden, "\u{fffd}").into(),
        false => text,
    };
    match event {
        Event::Text(text) if source.starts_with('&') => Event::Text(clean(text)),
        // A definition further down may hold the reference.
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let (dest_url, title) = (clean(dest_url), clean(title));
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            let (dest_url, title) = (clean(dest_url), clean(title));
            Event::Start(Tag::Image { link_type, dest_url, title, id })
        }
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(clean(info))))
        }
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            let id = id.map(clean);
            let classes = classes.into_iter().map(clean).collect();
            let attrs = attrs.into_iter().map(|(name, value)| (name, value.map(clean))).collect();
            Event::Start(Tag::Heading { level, id, classes, attrs })
        }
        event => event,
    }
}

fn merge<'a>(events: Events<'a>, text: &str) -> Events<'a> {
    let mut merged: Events<'a> = Vec::new();
    let mut pending: Option<(Cow<'a, str>, Range<usize>)> = None;
    for (event, range) in events {
        let (piece, range) = match event {
            Event::Text(piece) => (piece, range),
            Event::SoftBreak => (CowStr::Borrowed("\n"), range),
            other => {
                merged.extend(pending.take().map(text_event));
                merged.push((other, range));
                continue;
            }
        };
        let (mut piece, mut range): (Cow<'a, str>, _) = (piece.into(), range);
        if is_escaped_mark(text, &range, &piece) {
            merged.extend(pending.take().map(text_event));
            merged.push(text_event((piece[..1].to_owned().into(), range.start - 1..range.start + 1)));
            piece.to_mut().remove(0);
            range.start += 1;
        }
        match &mut pending {
            Some((before, at)) => {
                before.to_mut().push_str(&piece);
                at.end = range.end;
            }
            None if piece.is_empty() => {}
            None => pending = Some((piece, range)),
        }
    }
    merged.extend(pending.map(text_event));
    merged
}

fn text_event<'a>((text, range): (Cow<'a, str>, Range<usize>)) -> (Event<'a>, Range<usize>) {
    (Event::Text(text.into()), range)
}

/// Whether a text starts with a mark that typography would change, had the writer not put a backslash before it.
fn is_escaped_mark(text: &str, range: &Range<usize>, piece: &str) -> bool {
    piece.starts_with(['"', '\'', '-', '.'])
        && text[range.clone()] == *piece
        && text[..range.start].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}
