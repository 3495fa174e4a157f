//! HTML that would hide all that follows it.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::events::{Events, end_of};
use crate::html::{FaultKind, HtmlToken, html_tokens, is_raw_text};

/// Stands for the name of a comment.
const COMMENT: &str = "!--";

pub(super) fn hold_html(events: &Events<'_>) -> bool {
    events.iter().any(|(event, _)| matches!(event, Event::Html(_) | Event::InlineHtml(_)))
}

/// Makes text of the elements whose insides are no HTML, and of comments, that have no end: a text
/// that stands on other pages than its own is to hide nothing there. Gives each with its place in
/// the source too. `closing` tells of the elements that are raw HTML as a whole, from the event at
/// one index to that at another: they are left as they are.
pub(super) fn endless_as_text<'e>(
    events: Events<'e>,
    closing: &BTreeMap<usize, usize>,
) -> (Events<'e>, Vec<(FaultKind, String, Range<usize>)>) {
    let ends = last_ends(&events);
    let (mut made, mut faults) = (Vec::with_capacity(events.len()), Vec::new());
    let mut index = 0;
    while index < events.len() {
        if let Some(end) = closing.get(&index) {
            made.extend_from_slice(&events[index..=*end]);
            index = end + 1;
            continue;
        }
        let end = match &events[index].0 {
            Event::Start(Tag::HtmlBlock) => end_of(&events, index),
            _ => index,
        };
        let html: String = events[index..=end].iter().filter_map(|(event, _)| html_of(event)).collect();
        let is_endless = |name: &str| ends.get(name).is_none_or(|last| *last <= end);
        match left_open(&html).filter(|(name, _)| is_endless(name)) {
            Some((name, at)) => {
                let range = events[index].1.clone();
                let (kind, name) = match name.as_str() {
                    COMMENT => (FaultKind::UnfinishedComment, "-->".to_owned()),
                    _ => (FaultKind::Unclosed, name),
                };
                faults.push((kind, name, range.start + at.start..(range.start + at.end).min(range.end)));
                let text = (Event::Text(html.trim_end().to_owned().into()), range.clone());
                if end == index {
                    made.push(text);
                } else {
                    made.push((Event::Start(Tag::Paragraph), range.clone()));
                    made.push(text);
                    made.push((Event::End(TagEnd::Paragraph), range));
                }
            }
            None => made.extend_from_slice(&events[index..=end]),
        }
        index = end + 1;
    }
    (made, faults)
}

/// The element or comment that HTML leaves open, all that follows being its text, and where it
/// begins.
fn left_open(html: &str) -> Option<(String, Range<usize>)> {
    let mut open = None;
    html_tokens(html, |event, at| match event {
        HtmlToken::OpenStartTag { name } => {
            let name = String::from_utf8_lossy(name);
            open = is_raw_text(&name).then(|| (name.into_owned(), at));
        }
        HtmlToken::CloseStartTag { .. } => {
            if let Some((_, tag)) = &mut open {
                tag.end = at.end;
            }
        }
        HtmlToken::EndTag { .. } => open = None,
        HtmlToken::Comment { .. } if html.get(at.clone()).is_some_and(is_open_comment) => {
            open = Some((COMMENT.to_owned(), at.start..at.start + "<!--".len()));
        }
        _ => {}
    });
    open
}

fn is_open_comment(comment: &str) -> bool {
    comment.starts_with("<!--") && !comment.ends_with("-->") && !comment.ends_with("--!>")
}

/// The index of the last event with an end of each element, and of a comment.
fn last_ends(events: &Events<'_>) -> BTreeMap<String, usize> {
    let mut ends = BTreeMap::new();
    for (index, (event, _)) in events.iter().enumerate() {
        let Some(html) = html_of(event) else { continue };
        for (at, _) in html.match_indices("</") {
            let name = html[at + 2..].split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
            if is_raw_text(&name.to_ascii_lowercase()) {
                ends.insert(name.to_ascii_lowercase(), index);
            }
        }
        if html.contains("-->") {
            ends.insert(COMMENT.to_owned(), index);
        }
    }
    ends
}

fn html_of<'e>(event: &'e Event<'_>) -> Option<&'e str> {
    match event {
        Event::Html(html) | Event::InlineHtml(html) => Some(html),
        _ => None,
    }
}
