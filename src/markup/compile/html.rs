//! Raw HTML: passed through byte for byte, but for its addresses and hand-written listings.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::Event;

use super::code::first_line;
use super::compiler::Compiler;
use crate::base::{Diagnostic, Place, Span};
use crate::highlight::{Fence, HighlightedCode, coloured};
use crate::html::{Balance, WHOLE, is_code, scan_into, tag_name, too_many_attributes};
use crate::markup::body::CodeBlock;
use crate::markup::events::{Events, end_of};
use crate::markup::raw;
use crate::markup::source_map::SourceMap;

impl Compiler<'_> {
    /// Writes a block of HTML, and gives the index of the next event.
    pub(super) fn html_block(&mut self, events: &Events<'_>, index: usize) -> usize {
        let end = end_of(events, index);
        self.close_label();
        self.html_lines(&events[index + 1..end]);
        end + 1
    }

    /// Writes what CommonMark took for indented code in the midst of raw HTML.
    pub(super) fn indented_html(&mut self, events: &[(Event<'_>, Range<usize>)]) {
        self.html_lines(events);
    }

    /// Writes a tag inside a paragraph, or the whole element where its inside is no Markdown; gives
    /// the index of the next event.
    pub(super) fn inline_html(&mut self, events: &Events<'_>, index: usize, html: &str) -> usize {
        let range = events[index].1.clone();
        let name = tag_name(html);
        let is_opening = matches!(&name, Some((name, false)) if is_whole(name));
        if is_opening && let Some(close) = self.closing_tag(events, index) {
            let whole = range.start..events[close].1.end;
            let source = self.source;
            self.raw_html(&source[whole.clone()], &SourceMap::of(whole), 0);
            self.typographer.opaque();
            return close + 1;
        }
        self.raw_html(html, &SourceMap::of(range), 0);
        match name {
            Some((name, is_end)) if is_code(&name) => {
                self.literals = if is_end { self.literals.saturating_sub(1) } else { self.literals + 1 };
            }
            Some((name, _)) if name == "img" => self.typographer.opaque(),
            Some((name, _)) if name == "br" => self.text.push(' '),
            _ => {}
        }
        index + 1
    }

    fn closing_tag(&mut self, events: &Events<'_>, index: usize) -> Option<usize> {
        self.closing_tags.get_or_insert_with(|| closing_tags(events)).get(&index).copied()
    }

    /// Writes the lines of a block of HTML. In a list or quote they are not neighbours in the
    /// source.
    fn html_lines(&mut self, lines: &[(Event<'_>, Range<usize>)]) {
        let mut html = String::new();
        let mut map = SourceMap::default();
        for (event, range) in lines {
            if let Event::Html(line) | Event::Text(line) = event {
                map.push(html.len(), line.len(), range.clone());
                html.push_str(line);
            }
        }
        let read = raw::read(&html);
        self.html_depth = (self.html_depth + read.depth).max(0);
        self.text.push_str(&read.text);
        self.text.push(' ');
        let mut done = 0;
        for listing in read.listings {
            let replaced = if listing.has_attributes { listing.inside } else { listing.whole.clone() };
            self.raw_html(&html[done..replaced.start], &map, done);
            let uncoloured = if listing.has_attributes {
                let HighlightedCode { html, uncoloured } = coloured(listing.language, &listing.code);
                self.out.code(html);
                uncoloured
            } else {
                let fence = Fence { language: Some(listing.language), ..Fence::default() };
                self.block(&listing.code, &fence)
            };
            done = replaced.end;
            let start = listing.whole.start;
            let opening = start..start + first_line(&html[listing.whole.clone()]).len();
            self.report_highlight_error(uncoloured, map.span(opening, |range| self.origin.span_of(range)));
            let span = map.span(listing.whole, |range| self.origin.span_of(range));
            self.code.push(CodeBlock { language: Some(listing.language), code: listing.code, span });
        }
        self.raw_html(&html[done..], &map, done);
        self.out.end_line();
    }

    /// Writes HTML that begins at an offset of what the map is of.
    fn raw_html(&mut self, html: &str, map: &SourceMap, offset: usize) {
        let origin = self.origin;
        let start = self.still_text(html);
        self.out.html(&html[..start]);
        let place = |range: Range<usize>| {
            let begin = offset + start;
            map.span(begin + range.start..begin + range.end, |range| origin.span_of(range))
        };
        if !self.quotations.is_empty() {
            self.found.additions = self.languages_of_quotations(&html[start..], map, offset + start);
        }
        if let Some(at) = scan_into(&html[start..], &place, &mut self.out, &mut self.found) {
            let place = Some(Place::new(&origin.file, place(at..at)));
            self.diagnostics.push(Diagnostic { place, ..too_many_attributes() });
        }
        self.found.additions.clear();
    }

    /// What the start tags of quotations in raw HTML say of their languages, each with its offset
    /// there; the first comes last.
    fn languages_of_quotations(&self, html: &str, map: &SourceMap, offset: usize) -> Vec<(usize, String)> {
        let start_tags = html.rmatch_indices('<').map(|(at, _)| at);
        let language = |at: usize| {
            let at_offset = offset + at..offset + at;
            let start = map.span(at_offset, |range| Span::new(range.start, range.end)).start;
            Some((at, self.quotations.attributes(start as usize)?.to_owned()))
        };
        start_tags.filter_map(language).collect()
    }

    /// How far HTML is the text of an element that was left open before it.
    fn still_text(&self, html: &str) -> usize {
        let Some(name) = self.found.balance.as_ref().and_then(Balance::raw_text) else { return 0 };
        let ends = |at: &usize| {
            let rest = &html.as_bytes()[at + "</".len()..];
            rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
                && rest
                    .get(name.len())
                    .is_some_and(|next| matches!(next, b'>' | b'/') || next.is_ascii_whitespace())
        };
        html.match_indices("</").map(|(at, _)| at).find(ends).unwrap_or(html.len())
    }
}

/// Whether an element's inside, in the midst of a paragraph, is no Markdown.
fn is_whole(name: &str) -> bool {
    WHOLE.contains(&name) || matches!(name, "iframe" | "video" | "audio" | "object" | "noscript")
}

/// For each tag inside a paragraph whose element is no Markdown: the index of its end tag, which
/// stands after it among the same marks.
pub(super) fn closing_tags(events: &Events<'_>) -> BTreeMap<usize, usize> {
    let mut closing = BTreeMap::new();
    // What comes later, by name, in each of the elements that the place lies in.
    let mut later: Vec<BTreeMap<String, usize>> = vec![BTreeMap::new()];
    for (index, (event, _)) in events.iter().enumerate().rev() {
        match event {
            Event::End(_) => later.push(BTreeMap::new()),
            Event::Start(_) => {
                later.pop();
            }
            Event::InlineHtml(html) => {
                let (Some((name, is_end)), Some(later)) = (tag_name(html), later.last_mut()) else {
                    continue;
                };
                match later.get(&name) {
                    _ if !is_whole(&name) => {}
                    _ if is_end => {
                        later.insert(name, index);
                    }
                    Some(close) if !html.ends_with("/>") => {
                        closing.insert(index, *close);
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    closing
}
