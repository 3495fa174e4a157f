//! A Markdown text as events, each with its place.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use memchr::memchr2;
use pulldown_cmark::{BrokenLink, BrokenLinkCallback, CodeBlockKind, CowStr, Event, Parser, Tag, TagEnd};

use super::options::extensions;
use super::protect::{COLON, JOINT, unmasked};
use crate::base::{into_composed, is_forbidden};
use crate::html::{is_break, is_void, may_be_left_open, tag_name};

/// How long a label may be, its brackets included (CommonMark, section 4.7).
const LABEL_LIMIT: usize = 1001;

/// Events in order, each with its bytes in the text.
pub(super) type Events<'a> = Vec<(Event<'a>, Range<usize>)>;

pub(super) struct Parsed<'a> {
    /// The events. Neighbouring texts are merged, soft line ends with them; only a mark that a
    /// backslash escapes stands alone, its range with the backslash.
    pub events: Events<'a>,
    /// Where the link definitions stand, by the keys of their labels.
    pub definitions: BTreeMap<String, Range<usize>>,
}

/// Reads CommonMark and the extensions of the format in a text that [`super::protect::protect`] has
/// made.
pub(super) fn parse(text: &str) -> Parsed<'_> {
    let parser = Parser::new_ext(text, extensions());
    // ASCII is always NFC.
    if parser.reference_definitions().iter().all(|(label, _)| label.is_ascii()) {
        return read(text, parser);
    }
    let targets: BTreeMap<String, Target> = parser
        .reference_definitions()
        .iter()
        .map(|(label, found)| {
            (label_key(label), (found.dest.to_string(), found.title.as_deref().map(str::to_owned)))
        })
        .collect();
    let in_other_forms = |link: BrokenLink<'_>| {
        let (address, title) = targets.get(&label_key(&link.reference))?;
        Some((address.clone().into(), title.clone().unwrap_or_default().into()))
    };
    read(text, Parser::new_with_broken_link_callback(text, extensions(), Some(in_other_forms)))
}

type Target = (String, Option<String>);

/// What is one for all spellings of a label: in lower case, and in one form of Unicode.
pub(super) fn label_key(label: &str) -> String {
    match label.is_ascii() {
        true => label.to_ascii_lowercase(),
        // `ß` is `SS` in capitals.
        false => into_composed(label.to_uppercase().to_lowercase()),
    }
}

fn read<'a, F: BrokenLinkCallback<'a>>(text: &'a str, parser: Parser<'a, F>) -> Parsed<'a> {
    let mut iter = parser.into_offset_iter();
    let has_masks = memchr2(JOINT, COLON as u8, text.as_bytes()).is_some();
    let events = iter.by_ref().map(|(event, range)| {
        let source = &text[range.clone()];
        let event = if has_masks { without_masks(event, source) } else { event };
        (without_references(event, source), range)
    });
    let events = events.collect();
    let events = merge(type_parameters_as_text(events), text);
    let definitions = iter
        .reference_definitions()
        .iter()
        .map(|(label, definition)| (label_key(label), definition.span.clone()))
        .collect();
    Parsed { events: footnotes_in_other_forms(events, text), definitions }
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

/// Whether what ends stands inside a line.
pub(super) fn is_inline(end: TagEnd) -> bool {
    matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

/// Makes text of what looks like a tag but is none: a bare name that begins with a capital and is
/// never closed in its paragraph, as in `Vec<String>`. CommonMark takes it for raw HTML (section
/// 6.6), and a reader would never see it. One whose end tag HTML lets one leave out (`<LI>`) is a
/// tag within an element of blocks.
fn type_parameters_as_text(mut events: Events<'_>) -> Events<'_> {
    // The elements whose end tags stand further on in the paragraph, and of those of blocks: what
    // is open.
    let mut closed: BTreeSet<String> = BTreeSet::new();
    let mut open: Vec<String> = Vec::new();
    for (event, _) in events.iter_mut().rev() {
        match event {
            Event::End(end) if !is_inline(*end) => {
                closed.clear();
                open.clear();
            }
            Event::InlineHtml(html) => match html.strip_prefix("</") {
                Some(end) => {
                    let name = end.trim_end_matches('>').trim_ascii_end().to_ascii_lowercase();
                    open.extend(is_break(&name).then(|| name.clone()));
                    closed.insert(name);
                }
                None if is_type_parameter(html, &closed, !open.is_empty()) => {
                    *event = Event::Text(html.clone());
                }
                None if !open.is_empty() => {
                    open.pop_if(|last| tag_name(html).is_some_and(|(name, _)| name == *last));
                }
                None => {}
            },
            _ => {}
        }
    }
    events
}

fn is_type_parameter(html: &str, closed: &BTreeSet<String>, in_block: bool) -> bool {
    let name = html.strip_prefix('<').and_then(|html| html.strip_suffix('>')).unwrap_or_default();
    let is_bare = name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric());
    let name = name.to_ascii_lowercase();
    let is_tag = is_void(&name) || closed.contains(&name) || (in_block && may_be_left_open(&name));
    is_bare && !is_tag
}

/// An event as it was before anything in its source was masked. What a reference such as `&#1;`
/// makes is no mask.
fn without_masks<'a>(event: Event<'a>, source: &str) -> Event<'a> {
    let is_reference = matches!(event, Event::Text(_)) && source.starts_with('&');
    if is_reference || !source.contains([JOINT as char, COLON]) {
        return event;
    }
    with_texts(event, |text| match unmasked(&text) {
        Cow::Owned(text) => text.into(),
        Cow::Borrowed(_) => text,
    })
}

/// An event without the characters that may stand in no page, which a reference such as `&#1;` can
/// make: U+FFFD stands for each, as CommonMark has it for `&#0;` (section 2.5).
fn without_references<'a>(event: Event<'a>, source: &str) -> Event<'a> {
    match event {
        Event::Text(_) if !source.starts_with('&') => event,
        // A definition further down may hold the reference of a link.
        Event::Text(_) | Event::Start(_) => with_texts(event, |text| match text.contains(is_forbidden) {
            true => text.replace(is_forbidden, "\u{fffd}").into(),
            false => text,
        }),
        event => event,
    }
}

fn with_texts<'a>(event: Event<'a>, change: impl Fn(CowStr<'a>) -> CowStr<'a>) -> Event<'a> {
    match event {
        Event::Text(text) => Event::Text(change(text)),
        Event::Code(text) => Event::Code(change(text)),
        Event::InlineMath(text) => Event::InlineMath(change(text)),
        Event::DisplayMath(text) => Event::DisplayMath(change(text)),
        Event::Html(text) => Event::Html(change(text)),
        Event::InlineHtml(text) => Event::InlineHtml(change(text)),
        Event::FootnoteReference(label) => Event::FootnoteReference(change(label)),
        Event::Start(tag) => Event::Start(tag_with_texts(tag, change)),
        Event::End(_) | Event::SoftBreak | Event::HardBreak | Event::Rule | Event::TaskListMarker(_) => event,
    }
}

fn tag_with_texts<'a>(tag: Tag<'a>, change: impl Fn(CowStr<'a>) -> CowStr<'a>) -> Tag<'a> {
    match tag {
        Tag::Link { link_type, dest_url, title, id } => {
            Tag::Link { link_type, dest_url: change(dest_url), title: change(title), id }
        }
        Tag::Image { link_type, dest_url, title, id } => {
            Tag::Image { link_type, dest_url: change(dest_url), title: change(title), id }
        }
        Tag::CodeBlock(CodeBlockKind::Fenced(info)) => Tag::CodeBlock(CodeBlockKind::Fenced(change(info))),
        Tag::Heading { level, id, classes, attrs } => {
            let id = id.map(&change);
            let classes = classes.into_iter().map(&change).collect();
            let attrs = attrs.into_iter().map(|(name, value)| (name, value.map(&change))).collect();
            Tag::Heading { level, id, classes, attrs }
        }
        tag => tag,
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

/// Finds the references to footnotes whose definitions are written in another form of Unicode.
fn footnotes_in_other_forms<'a>(events: Events<'a>, source: &str) -> Events<'a> {
    let label_of = |event: &Event<'a>| match event {
        Event::Start(Tag::FootnoteDefinition(label)) => Some(label_key(label)),
        _ => None,
    };
    let may_refer = |(event, range): &(Event<'_>, Range<usize>)| {
        matches!(event, Event::Text(text) if text.contains("[^")) && !source[range.clone()].is_ascii()
    };
    let defined: BTreeSet<String> = events.iter().filter_map(|(event, _)| label_of(event)).collect();
    if defined.is_empty() || !events.iter().any(may_refer) {
        return events;
    }
    let (mut made, mut in_code) = (Vec::with_capacity(events.len()), false);
    for (event, range) in events {
        match &event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(text) if !in_code && text.contains("[^") => {
                push_run(text, range, source, &defined, &mut made);
                continue;
            }
            _ => {}
        }
        made.push((event, range));
    }
    made
}

fn push_run<'a>(
    text: &str,
    range: Range<usize>,
    source: &str,
    defined: &BTreeSet<String>,
    made: &mut Events<'a>,
) {
    let (mut done, mut from, mut looked) = (0, range.start, 0);
    for (at, label, is_escaped) in footnote_marks(source, range.clone()) {
        if !defined.contains(&label_key(label)) {
            continue;
        }
        let mark = format!("[^{label}]");
        let Some(found) = text[looked..].find(&mark).map(|found| looked + found) else { continue };
        looked = found + mark.len();
        if is_escaped {
            continue;
        }
        if found > done {
            made.push((Event::Text(text[done..found].to_owned().into()), from..at));
        }
        (done, from) = (found + mark.len(), at + mark.len());
        made.push((Event::FootnoteReference(label.to_owned().into()), at..from));
    }
    if done < text.len() {
        made.push((Event::Text(text[done..].to_owned().into()), from..range.end));
    }
}

/// What may refer to a footnote in a range of the source that is a run of text: each label, and
/// where it begins with its bracket.
pub(super) fn footnote_labels(source: &str, range: Range<usize>) -> impl Iterator<Item = (usize, &str)> {
    footnote_marks(source, range).filter(|(.., is_escaped)| !is_escaped).map(|(at, label, _)| (at, label))
}

/// The same, with those before which a backslash stands.
fn footnote_marks(source: &str, range: Range<usize>) -> impl Iterator<Item = (usize, &str, bool)> {
    source[range.clone()].match_indices("[^").filter_map(move |(at, _)| {
        let start = range.start + at;
        let rest = &source[start..range.end];
        let near = &rest[..rest.floor_char_boundary(LABEL_LIMIT)];
        let stop = near.find(|c: char| c == ']' || c.is_whitespace());
        let length = stop.filter(|stop| *stop > 2 && rest[*stop..].starts_with(']'))?;
        Some((start, &rest[2..length], source[..start].ends_with('\\')))
    })
}

fn text_event<'a>((text, range): (Cow<'a, str>, Range<usize>)) -> (Event<'a>, Range<usize>) {
    (Event::Text(text.into()), range)
}

/// Whether a text starts with a mark that typography would change, had the writer not put a
/// backslash before it.
fn is_escaped_mark(text: &str, range: &Range<usize>, piece: &str) -> bool {
    piece.starts_with(['"', '\'', '-', '.'])
        && text[range.clone()] == *piece
        && text[..range.start].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}
