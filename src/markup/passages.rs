//! The prose of a Markdown text as written, without code, HTML and the like.

use std::ops::Range;

use memchr::{memchr, memmem};
use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::elements::{Element, OpenElements};
use super::events::{self, Events, end_of, is_inline};
use super::plain::plain_of;
use super::protect::protect;
use super::quotations::Quotation;
use super::source_map::SourceMap;
use crate::base::{Origin, Span, Spanned};
use crate::html::{HtmlToken, html_tokens, is_break, is_code, is_unread, is_void};
use crate::locale::{Evidence, Locale};

/// Stands in a passage for what is left out: code, a link's text.
const GAP: char = '\u{fffc}';

/// A stretch of prose: a paragraph, a heading, a cell of a table, an image's alternative text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// The words as they were written, on one line; U+FFFC stands for code and for the texts of
    /// links.
    pub text: String,
    /// Where it stands.
    pub kind: PassageKind,
    runs: Vec<Run>,
}

/// Where a passage stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PassageKind {
    /// Among other text.
    #[default]
    Prose,
    /// In a quotation.
    Quotation,
    /// In an element of a block of raw HTML.
    Html,
    /// Where no element can stand: in a title, in an alternative text.
    Line,
}

/// A part of a passage that stands in one piece in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Run {
    /// Where the part begins in the passage.
    at: usize,
    span: Span,
    /// Whether it stands there byte for byte.
    is_exact: bool,
}

impl Passage {
    /// A text that is all one passage, such as a title.
    pub fn of(text: &Spanned<String>) -> Self {
        let runs = vec![Run { at: 0, span: text.span, is_exact: text.span.len() == text.value.len() }];
        Self { text: text.value.clone(), kind: PassageKind::Line, runs }
    }

    /// Where a range of the text was written.
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = self.run(range.start).map_or_else(Span::default, |run| run.position(range.start, false));
        let end = self.run(range.end.saturating_sub(1));
        start.to(end.map_or(start, |run| run.position(range.end, true)))
    }

    fn run(&self, offset: usize) -> Option<&Run> {
        self.runs.get(self.runs.partition_point(|run| run.at <= offset).saturating_sub(1))
    }
}

impl Run {
    /// An empty span at an offset of the passage, or all of the run where that cannot be told.
    fn position(&self, offset: usize, is_end: bool) -> Span {
        let start = self.span.start as usize;
        let at = (start + offset.saturating_sub(self.at)).min(self.span.end as usize);
        match (self.is_exact, is_end) {
            (true, _) => Span::new(at, at),
            (false, true) => Span { start: self.span.end, end: self.span.end },
            (false, false) => Span { start: self.span.start, end: self.span.start },
        }
    }
}

/// The passages of a Markdown text whose language its elements leave to the page.
///
/// What stands in an element with `lang` is left out, and so are code, the texts of links (they are
/// titles as often as not), `cite`, scripts, drawings.
pub fn passages(text: &str, origin: &Origin) -> Vec<Passage> {
    passages_of(&events::parse(&protect(text)).events, text, origin).0
}

/// The passages of a text that is parsed already, and its quotations, in the order of their starts.
pub(super) fn passages_of(
    events: &Events<'_>,
    text: &str,
    origin: &Origin,
) -> (Vec<Passage>, Vec<Quotation>) {
    let mut collector = Collector::new(text, origin);
    let mut index = 0;
    while index < events.len() {
        index = collector.event(events, index);
    }
    collector.flush();
    (collector.passages, collector.quotations)
}

struct Collector<'a> {
    source: &'a str,
    origin: &'a Origin,
    passages: Vec<Passage>,
    passage: Passage,
    elements: OpenElements,
    links: usize,
    quotations: Vec<Quotation>,
    /// Those of them that are open, the inner ones last.
    quoting: Vec<usize>,
    /// The quotations of Markdown that are open; none where one stands in what is left out.
    blocks: Vec<Option<usize>>,
}

impl<'a> Collector<'a> {
    fn new(source: &'a str, origin: &'a Origin) -> Self {
        Self {
            source,
            origin,
            passages: Vec::new(),
            passage: Passage::default(),
            elements: OpenElements::default(),
            links: 0,
            quotations: Vec::new(),
            quoting: Vec::new(),
            blocks: Vec::new(),
        }
    }

    /// Takes in the event at an index, or the element that starts there, and gives the index of the
    /// next.
    fn event(&mut self, events: &Events<'_>, index: usize) -> usize {
        let (event, range) = &events[index];
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                let end = end_of(events, index);
                self.block();
                let is_html = matches!(kind, CodeBlockKind::Indented) && !self.elements.is_empty();
                if is_html {
                    self.html_block(&events[index + 1..end]);
                }
                return end + 1;
            }
            Event::Start(Tag::HtmlBlock) => {
                let end = end_of(events, index);
                self.block();
                self.html_block(&events[index + 1..end]);
                return end + 1;
            }
            Event::Start(Tag::Image { .. }) => {
                let end = end_of(events, index);
                self.image(&events[index + 1..end], range);
                return end + 1;
            }
            Event::Start(Tag::Heading { attrs, .. }) if attrs.iter().any(|(name, _)| is_lang(name)) => {
                self.block();
                return end_of(events, index) + 1;
            }
            Event::Start(tag) => {
                self.tag(tag.to_end(), true);
                if matches!(tag, Tag::BlockQuote(None)) {
                    let quotation = (!self.is_hidden()).then(|| self.quote(range.clone(), None));
                    self.blocks.push(quotation);
                }
            }
            Event::End(tag) => {
                self.tag(*tag, false);
                if matches!(tag, TagEnd::BlockQuote(None))
                    && let Some(quotation) = self.blocks.pop().flatten()
                {
                    self.end_quotations(quotation, range.end);
                }
            }
            Event::InlineHtml(html) => self.html(html, &SourceMap::of(range.clone()), true),
            Event::Text(text) => self.text(text, range),
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => self.gap(),
            Event::HardBreak => self.passage.text.push(' '),
            Event::Html(_)
            | Event::FootnoteReference(_)
            | Event::SoftBreak
            | Event::Rule
            | Event::TaskListMarker(_) => {}
        }
        index + 1
    }

    fn tag(&mut self, tag: TagEnd, is_start: bool) {
        match tag {
            TagEnd::Link if is_start => {
                self.gap();
                self.links += 1;
            }
            TagEnd::Link => self.links = self.links.saturating_sub(1),
            tag if !is_inline(tag) => self.block(),
            _ => {}
        }
    }

    /// Takes in a run of text, line by line: in a list or a quotation the lines are not neighbours
    /// in the source.
    fn text(&mut self, text: &str, range: &Range<usize>) {
        if self.is_hidden() {
            return;
        }
        let mut from = range.start;
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.passage.text.push(' ');
                from += memchr(b'\n', &self.source.as_bytes()[from..range.end]).map_or(0, |end| end + 1);
            }
            let rest = &self.source[from..range.end];
            let written = &rest[..memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len())];
            let found = if written.starts_with(line) {
                Some(0)
            } else {
                memmem::find(written.as_bytes(), line.as_bytes())
            };
            match found {
                Some(found) => {
                    let at = from + found;
                    from = at + line.len();
                    self.push(line, self.origin.span_of(at..from), self.origin.verbatim);
                }
                None => self.push(line, self.origin.span_of(from..from + written.len()), false),
            }
        }
    }

    /// Takes in an image: its alternative text is a passage of its own.
    fn image(&mut self, inside: &[(Event<'_>, Range<usize>)], whole: &Range<usize>) {
        self.gap();
        let alt = plain_of(inside).replace('\n', " ");
        if self.is_hidden() || alt.is_empty() {
            return;
        }
        let written = inside.first().map_or(whole.clone(), |(_, first)| first.start..whole.end);
        let end = inside.last().map_or(whole.end, |(_, last)| last.end);
        let span = self.origin.span_of(written.start..end);
        let mut passage = Passage::of(&Spanned::new(alt, span));
        if !self.quoting.is_empty() {
            passage.kind = PassageKind::Quotation;
        }
        self.passages.push(passage);
    }

    /// Takes in the lines of a block of HTML.
    fn html_block(&mut self, lines: &[(Event<'_>, Range<usize>)]) {
        let mut html = String::new();
        let mut map = SourceMap::default();
        for (event, range) in lines {
            if let Event::Html(line) | Event::Text(line) = event {
                map.push(html.len(), line.len(), range.clone());
                html.push_str(line);
            }
        }
        self.html(&html, &map, false);
    }

    fn html(&mut self, html: &str, map: &SourceMap, is_inline: bool) {
        let mut tag = Element { name: String::new(), is_hidden: false, is_inline, quotation: None };
        let (mut tag_start, mut said, mut is_said) = (0, None, false);
        let in_text = |at: Range<usize>| map.span(at, |range| Span::new(range.start, range.end)).range();
        html_tokens(html, |event, at| match event {
            HtmlToken::OpenStartTag { name } => {
                let name = String::from_utf8_lossy(name).into_owned();
                (tag_start, said) = (at.start, None);
                tag = Element {
                    is_hidden: is_unread(&name) || is_code(&name) || is_name(&name),
                    name,
                    is_inline,
                    quotation: None,
                };
            }
            HtmlToken::AttributeName { name } => {
                is_said = is_lang(&String::from_utf8_lossy(name));
                tag.is_hidden |= is_said;
            }
            HtmlToken::AttributeValue { value } if is_said => {
                said = Locale::parse(&String::from_utf8_lossy(value));
            }
            HtmlToken::CloseStartTag { self_closing } => {
                self.part(&tag.name, is_inline);
                if !self_closing && !is_void(&tag.name) {
                    let is_quotation = tag.name == QUOTATION && !is_inline && !self.is_hidden();
                    let quotation = is_quotation.then(|| {
                        let start = in_text(tag_start..tag_start).start;
                        self.quote(start..self.source.len(), said.take())
                    });
                    self.open(Element { name: tag.name.clone(), quotation, ..tag });
                }
            }
            HtmlToken::EndTag { name } => {
                let name = String::from_utf8_lossy(name);
                self.part(&name, is_inline);
                if let Some(first) = self.elements.close(&name) {
                    self.end_quotations(first, in_text(at.start..at.start).start);
                }
            }
            HtmlToken::String { value } if !self.is_hidden() => {
                let text = String::from_utf8_lossy(value).replace('\n', " ");
                let span = map.span(at, |range| self.origin.span_of(range));
                let is_exact = self.origin.verbatim && span.len() == text.len();
                self.push(&text, span, is_exact);
            }
            _ => {}
        });
    }

    /// Opens a quotation that stands at a range of the text, and gives its number.
    fn quote(&mut self, range: Range<usize>, said: Option<Locale>) -> usize {
        let number = self.quotations.len();
        self.quotations.push(Quotation { range, said, paragraphs: Vec::new() });
        self.quoting.push(number);
        number
    }

    /// Ends a quotation, and those within it, at an offset of the text.
    fn end_quotations(&mut self, first: usize, at: usize) {
        let kept = self.quoting.partition_point(|open| *open < first);
        for ended in self.quoting.drain(kept..) {
            let range = &mut self.quotations[ended].range;
            range.end = range.end.min(at);
        }
    }

    /// Opens an element; one that cannot hold another of its name ends that (WHATWG HTML,
    /// 13.1.2.4).
    fn open(&mut self, element: Element) {
        let ends_like = matches!(element.name.as_str(), "p" | "li" | "dt" | "dd" | "tr" | "td" | "th");
        if ends_like && self.elements.last().is_some_and(|last| last.name == element.name) {
            self.elements.close(&element.name);
        }
        if element.is_hidden {
            self.gap();
        }
        self.elements.push(element);
    }

    /// Ends the passage at a tag that parts words.
    fn part(&mut self, name: &str, is_inline: bool) {
        match name {
            "br" => self.passage.text.push(' '),
            name if is_break(name) && !is_inline => self.flush(),
            _ => {}
        }
    }

    fn block(&mut self) {
        self.flush();
        self.elements.end_block();
    }

    fn push(&mut self, text: &str, span: Span, is_exact: bool) {
        self.passage.runs.push(Run { at: self.passage.text.len(), span, is_exact });
        self.passage.text.push_str(text);
    }

    /// Leaves something out.
    fn gap(&mut self) {
        if !self.passage.text.ends_with(GAP) {
            self.passage.text.push(GAP);
        }
    }

    fn is_hidden(&self) -> bool {
        self.links > 0 || self.elements.hide()
    }

    fn flush(&mut self) {
        let mut passage = std::mem::take(&mut self.passage);
        if passage.text.contains(char::is_alphabetic) {
            passage.kind = match self.elements.last() {
                _ if !self.quoting.is_empty() => PassageKind::Quotation,
                Some(element) if !element.is_inline => PassageKind::Html,
                _ => PassageKind::Prose,
            };
            if let Some(quotation) = self.quoting.last() {
                self.quotations[*quotation].paragraphs.push(Evidence::of(&passage.text));
            }
            self.passages.push(passage);
        }
    }
}

const QUOTATION: &str = "blockquote";

fn is_lang(attribute: &str) -> bool {
    attribute.eq_ignore_ascii_case("lang") || attribute.eq_ignore_ascii_case("xml:lang")
}

/// Whether an element holds names and titles rather than prose.
fn is_name(element: &str) -> bool {
    matches!(element, "a" | "cite")
}
