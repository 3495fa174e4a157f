//! Markdown as plain text.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use super::events::{self, Events, end_of, is_inline};
use super::protect::protect;
use super::raw;
use crate::html::tag_name;

/// The text of Markdown without its marks, on one line, for what becomes an attribute or a title in
/// a feed.
///
/// Images give their alternative texts; code blocks, footnotes and the marks of raw HTML give
/// nothing.
pub fn plain(text: &str) -> String {
    let masked = protect(text);
    one_line(&plain_of(&events::parse(&masked).events))
}

/// The first level-1 heading of a text as plain text, and its bytes in the text: the title of a
/// file without keys.
pub fn first_heading_as_title(text: &str) -> Option<(String, Range<usize>)> {
    let masked = protect(text);
    let events = events::parse(&masked).events;
    let start = events
        .iter()
        .position(|(event, _)| matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. })))?;
    let inside = &events[start..=end_of(&events, start)];
    let title = one_line(&plain_of(inside));
    Some((title, events[start].1.clone()))
}

/// The text of events; blocks are parted by blanks.
pub(super) fn plain_of(events: &[(Event<'_>, Range<usize>)]) -> String {
    let mut out = String::new();
    let mut html = String::new();
    let mut skipped = 0usize;
    for (event, _) in events {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::FootnoteDefinition(_)) => skipped += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::FootnoteDefinition) => skipped = skipped.saturating_sub(1),
            _ if skipped > 0 => {}
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                out.push_str(text)
            }
            Event::Html(line) => html.push_str(line),
            Event::End(TagEnd::HtmlBlock) => {
                out.push_str(&raw::read(&std::mem::take(&mut html)).text);
                out.push(' ');
            }
            Event::InlineHtml(html) if tag_name(html).is_some_and(|(name, _)| name == "br") => out.push(' '),
            Event::HardBreak | Event::Rule => out.push(' '),
            Event::End(end) if !is_inline(*end) => out.push(' '),
            Event::Start(_)
            | Event::End(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::SoftBreak
            | Event::TaskListMarker(_) => {}
        }
    }
    out
}

/// The text with every stretch of blanks as one space, and none at the ends; no-break spaces stay.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_ascii_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// The events of a text as one line of inline content: what only makes blocks falls away.
pub(super) fn inline_only(events: Events<'_>) -> Events<'_> {
    let mut kept: Events<'_> = Vec::with_capacity(events.len());
    let mut skipped = 0usize;
    for (event, range) in events {
        match &event {
            Event::Start(Tag::CodeBlock(_) | Tag::FootnoteDefinition(_) | Tag::HtmlBlock) => skipped += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::FootnoteDefinition | TagEnd::HtmlBlock) => {
                skipped = skipped.saturating_sub(1);
            }
            _ if skipped > 0 => {}
            Event::Start(tag) if is_inline(tag.to_end()) => kept.push((event, range)),
            Event::End(end) if is_inline(*end) => kept.push((event, range)),
            Event::End(_) if !kept.is_empty() => kept.push((Event::Text(" ".into()), range.end..range.end)),
            Event::Text(_)
            | Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::HardBreak => kept.push((event, range)),
            Event::Start(_)
            | Event::End(_)
            | Event::Html(_)
            | Event::SoftBreak
            | Event::Rule
            | Event::TaskListMarker(_) => {}
        }
    }
    while matches!(kept.last(), Some((Event::Text(text), _)) if text.trim_ascii().is_empty()) {
        kept.pop();
    }
    kept
}
