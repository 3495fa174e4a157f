//! Raw HTML: passed through byte for byte, but for its addresses and hand-written listings.

use std::ops::Range;

use pulldown_cmark::Event;

use super::Compiler;
use crate::markup::body::CodeBlock;
use crate::markup::events::{Events, end_of};
use crate::markup::highlight::{Fence, coloured};
use crate::markup::map::Map;
use crate::markup::protect::unmasked;
use crate::markup::raw::{self, is_code, tag_name};
use crate::markup::scan::scan_into;

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

    /// Writes a tag inside a paragraph, or the whole element where its inside is no Markdown; gives the index of the next
    /// event.
    pub(super) fn inline_html(&mut self, events: &Events<'_>, index: usize, html: &str) -> usize {
        let range = events[index].1.clone();
        let name = tag_name(html);
        if let Some((name, false)) = &name
            && is_whole(name)
            && !html.ends_with("/>")
            && let Some(close) = closing_tag(events, index, name)
        {
            let whole = range.start..events[close].1.end;
            let source = self.source;
            self.raw_html(&source[whole.clone()], &Map::of(whole));
            self.typographer.opaque();
            return close + 1;
        }
        self.raw_html(html, &Map::of(range));
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

    /// Writes the lines of a block of HTML. In a list or quote they are not neighbours in the source.
    fn html_lines(&mut self, lines: &[(Event<'_>, Range<usize>)]) {
        let mut html = String::new();
        let mut map = Map::default();
        for (event, range) in lines {
            if let Event::Html(line) | Event::Text(line) = event {
                map.push(html.len(), line.len(), range.clone());
                html.push_str(line);
            }
        }
        let html = unmasked(&html);
        let read = raw::read(&html);
        self.html_depth = (self.html_depth + read.depth).max(0);
        self.text.push_str(&read.text);
        self.text.push(' ');
        let mut done = 0;
        for listing in read.listings {
            let replaced = if listing.has_attributes { listing.inside } else { listing.whole.clone() };
            self.raw_html(&html[done..replaced.start], &map.from(done));
            if listing.has_attributes {
                self.out.code(coloured(listing.language, &listing.code));
            } else {
                let fence = Fence { language: Some(listing.language), ..Fence::default() };
                self.block(&listing.code, &fence);
            }
            done = replaced.end;
            let span = map.span(listing.whole, |range| self.origin.span_of(range));
            self.code.push(CodeBlock { language: Some(listing.language), code: listing.code, span });
        }
        self.raw_html(&html[done..], &map.from(done));
        self.out.end_line();
    }

    fn raw_html(&mut self, html: &str, map: &Map) {
        let origin = self.origin;
        scan_into(
            html,
            &|range| map.span(range, |range| origin.span_of(range)),
            &mut self.out,
            &mut self.found,
        );
    }
}

/// Whether an element's inside, in the midst of a paragraph, is no Markdown.
fn is_whole(name: &str) -> bool {
    raw::WHOLE.contains(&name) || matches!(name, "iframe" | "video" | "audio" | "object" | "noscript")
}

/// The index of the first end tag of an element, after an index and in the same paragraph.
fn closing_tag(events: &Events<'_>, index: usize, name: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, (event, _)) in events.iter().enumerate().skip(index + 1) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) if depth == 0 => return None,
            Event::End(_) => depth -= 1,
            Event::InlineHtml(html) if depth == 0 && tag_name(html) == Some((name.to_owned(), true)) => {
                return Some(at);
            }
            _ => {}
        }
    }
    None
}
