//! Markdown to a body.

mod balanced;
mod block;
mod code;
mod compiler;
mod footnote;
mod html;
mod image;
mod link;
mod table;

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::autolink::link_addresses;
use super::body::{Body, Content};
use super::endless::{endless_as_text, hold_html};
use super::events::{self, Events, Parsed};
use super::foreign;
use super::ids::PageIds;
use super::options::{DeclaredLanguage, Options};
use super::passages::{Passage, PassageKind, passages_of};
use super::plain::{inline_only, one_line};
use super::protect::protect;
use super::quotations::Quotations;
use super::wording::wording;
use crate::base::{Diagnostic, Origin, Span};
use crate::html::{Fault, Pieces, ScanResult, scan_into};
use crate::locale::{Evidence, Typographer};
use balanced::diagnostic;
use compiler::{Compiler, Footnotes};

/// Compiles a Markdown text to HTML with holes for its addresses.
///
/// The bodies of one page share `page`, in the order in which they stand there, so that ids and
/// footnote numbers are unique in the page. Nothing that a writer writes stops it; faults are told,
/// at their places, and the text goes on.
pub fn compile(
    text: &str,
    origin: &Origin,
    options: &Options<'_>,
    page: &mut PageIds,
    diagnostics: &mut Vec<Diagnostic>,
) -> Body {
    compile_with(Source { text, origin }, options, page, diagnostics, Extent::Whole(None))
}

/// Compiles a Markdown text as [`compile`] does, and gives its [`passages`](super::passages) too,
/// for which it is parsed but once.
pub fn compile_and_read(
    text: &str,
    origin: &Origin,
    options: &Options<'_>,
    page: &mut PageIds,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Body, Vec<Passage>) {
    let mut passages = Vec::new();
    let extent = Extent::Whole(Some(&mut passages));
    let body = compile_with(Source { text, origin }, options, page, diagnostics, extent);
    (body, passages)
}

/// Compiles a Markdown text to what can stand inside a paragraph or heading.
///
/// Emphasis, links, code, images and line breaks stay; blocks lose what makes them blocks, and code
/// blocks and blocks of HTML fall away. The rest is as in [`compile`].
pub fn compile_inline(
    text: &str,
    origin: &Origin,
    options: &Options<'_>,
    page: &mut PageIds,
    diagnostics: &mut Vec<Diagnostic>,
) -> Body {
    let options = Options { anchors: false, declared: None, ..*options };
    compile_with(Source { text, origin }, &options, page, diagnostics, Extent::Inline)
}

/// A text, and where it stands.
#[derive(Clone, Copy)]
struct Source<'a> {
    text: &'a str,
    origin: &'a Origin,
}

/// How much of a text becomes HTML.
enum Extent<'a> {
    /// All of it; its passages are noted where they are asked for.
    Whole(Option<&'a mut Vec<Passage>>),
    /// What can stand inside a paragraph or heading.
    Inline,
}

fn compile_with(
    Source { text, origin }: Source<'_>,
    options: &Options<'_>,
    page: &mut PageIds,
    diagnostics: &mut Vec<Diagnostic>,
    extent: Extent<'_>,
) -> Body {
    let is_inline = matches!(extent, Extent::Inline);
    let passages = match extent {
        Extent::Whole(passages) => passages,
        Extent::Inline => None,
    };
    let masked = protect(text);
    let Parsed { events, definitions } = events::parse(&masked);
    let mut quotations = Quotations::default();
    let declared = options.declared.filter(|_| options.is_quotation || holds_quotation(&events, text));
    if passages.is_some() || declared.is_some() {
        let (found, quoted) = passages_of(&events, text, origin);
        if let Some(DeclaredLanguage { locale, detector }) = declared {
            let whole = options.is_quotation.then(|| evidence_of_prose(&found));
            quotations = Quotations::of(quoted, whole.as_deref(), detector, locale);
        }
        if let Some(passages) = passages {
            *passages = found;
        }
    }
    diagnostics.extend(foreign::note(text, &events, origin));
    let wording = wording(&events);
    let mut events = link_addresses(events, &masked);
    if is_inline {
        events = inline_only(events);
    }
    let has_html = hold_html(&events);
    let (events, endless) = if has_html && !options.anchors {
        let closing = html::closing_tags(&events);
        endless_as_text(events, &closing)
    } else {
        (events, Vec::new())
    };
    diagnostics.extend(endless.into_iter().map(|(kind, name, at)| {
        diagnostic(&Fault { kind, name, span: origin.span_of(at) }, origin).label("it is shown as text")
    }));
    let mut compiler = Compiler {
        source: text,
        origin,
        options,
        definitions,
        page,
        diagnostics,
        out: Pieces::default(),
        found: ScanResult::default(),
        made: Vec::new(),
        typographer: Typographer::new(options.quotes),
        quotations,
        scratch: String::new(),
        headings: Vec::new(),
        heading: None,
        levels: Vec::new(),
        text: String::new(),
        code: Vec::new(),
        tables: Vec::new(),
        literals: 0,
        links: Vec::new(),
        label_is_open: false,
        html_depth: 0,
        closing_tags: None,
        destinations: BTreeMap::new(),
        has_html,
        footnotes: Footnotes::default(),
    };
    compiler.claim_written_ids(&events);
    compiler.render_whole(&events);
    let text = one_line(&compiler.text);
    compiler.render_footnotes(&events);
    compiler.report_unsafe_addresses();
    let content = Content { pieces: exact(compiler.out.finish()), code: exact(compiler.code) };
    Body {
        words: words(&compiler.text),
        headings: exact(compiler.headings),
        anchors: exact(compiler.found.anchors),
        made: exact(compiler.made),
        first_image: compiler.found.first_image,
        guarded: compiler.found.guarded,
        runs: compiler.found.runs,
        wording,
        text,
        ..Body::default()
    }
    .with_content(content)
}

/// What speaks for the language of a text, paragraph by paragraph: quotations in it do not.
fn evidence_of_prose(passages: &[Passage]) -> Vec<Evidence> {
    let prose = passages.iter().filter(|passage| passage.kind != PassageKind::Quotation);
    prose.map(|passage| Evidence::of(&passage.text)).collect()
}

fn holds_quotation(events: &Events<'_>, text: &str) -> bool {
    events.iter().any(|(event, _)| matches!(event, Event::Start(Tag::BlockQuote(None))))
        || ["<blockquote", "<BLOCKQUOTE"].iter().any(|tag| text.contains(tag))
}

/// The same items with no more room than they need, since a site's bodies are in memory all at
/// once.
fn exact<T>(items: Vec<T>) -> Vec<T> {
    let mut exact = Vec::with_capacity(items.len());
    exact.extend(items);
    exact
}

/// The number of words in a text: what stands between blanks and holds a letter or digit.
fn words(text: &str) -> usize {
    let mut count = 0;
    let mut is_counted = false;
    for c in text.chars() {
        if c.is_whitespace() {
            is_counted = false;
        } else if !is_counted && c.is_alphanumeric() {
            is_counted = true;
            count += 1;
        }
    }
    count
}

impl Compiler<'_> {
    /// Renders all but the footnotes; one quotation in another language stands in an element that
    /// says so.
    fn render_whole(&mut self, events: &Events<'_>) {
        let around = self.quotations.around().map(|attributes| format!("<div{attributes}>\n"));
        self.out.html(around.as_deref().unwrap_or_default());
        self.begin_text();
        self.render(events, 0..events.len());
        self.end_text();
        if around.is_some() {
            self.out.html("</div>\n");
        }
    }

    fn render(&mut self, events: &Events<'_>, range: Range<usize>) {
        let mut index = range.start;
        while index < range.end {
            index = self.event(events, index);
        }
    }

    /// Renders the event at an index, or the element that starts there, and gives the index of the
    /// next.
    fn event(&mut self, events: &Events<'_>, index: usize) -> usize {
        let (event, range) = &events[index];
        match event {
            Event::Start(Tag::CodeBlock(kind)) => return self.code_block(events, index, kind),
            Event::Start(Tag::HtmlBlock) => return self.html_block(events, index),
            Event::Start(Tag::Paragraph) => return self.paragraph(events, index),
            Event::Start(Tag::Image { dest_url, title, id, .. }) => {
                return self.image(events, index, dest_url, title, id);
            }
            Event::Start(Tag::TableHead) => return self.table_head(events, index),
            Event::Start(Tag::FootnoteDefinition(label)) => {
                return self.footnote_definition(events, index, label);
            }
            Event::InlineHtml(html) => return self.inline_html(events, index, html),
            Event::Start(tag) => {
                self.start(events, index, tag);
                self.start_element(tag.to_end());
            }
            Event::End(tag) => self.end_element(events, index, *tag),
            Event::Text(text) => self.run(text, range),
            Event::Code(code) => self.inline_code(code),
            Event::FootnoteReference(label) => self.footnote_reference(label, range),
            Event::HardBreak => {
                self.void_element("br");
                self.out.html("<br>");
                self.prose("\n");
            }
            Event::SoftBreak => self.prose("\n"),
            Event::Rule => {
                self.void_element("hr");
                self.out.html("<hr>\n");
            }
            Event::TaskListMarker(checked) => self.task_marker(*checked),
            Event::Html(html) => self.out.html(html),
            // The format has no formulas; were the parser to read some, they would be text.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.run(text, range),
        }
        index + 1
    }

    /// Writes a run of text: prose, unless it stands in code, is an address, or is a mark that a
    /// backslash escapes.
    fn run(&mut self, text: &str, range: &Range<usize>) {
        self.unknown_footnotes(text, range);
        let is_escaped = text.len() == 1 && range.len() == 2 && self.source[range.clone()].starts_with('\\');
        if self.literals == 0 && !is_escaped {
            return self.prose(text);
        }
        self.literal(text);
    }

    /// Writes text that typography leaves alone.
    fn literal(&mut self, text: &str) {
        self.out.text(text);
        self.pass(text);
    }

    /// Starts a block of text at an offset: what was open in the one before it is so no longer, and
    /// its quotation may be in another language.
    fn block_of_text(&mut self, start: usize) {
        self.typographer.block();
        if !self.quotations.is_empty() {
            self.typographer.set_quotes(self.quotations.quotes(start).unwrap_or(self.options.quotes));
        }
    }

    fn prose(&mut self, text: &str) {
        self.text.push_str(text);
        self.scratch.clear();
        self.typographer.text(text, &mut self.scratch);
        self.out.text(&self.scratch);
        if let Some(heading) = &mut self.heading {
            heading.push_str(&self.scratch);
        }
    }

    fn inline_code(&mut self, code: &str) {
        self.void_element("code");
        self.out.html("<code>");
        self.literal(code);
        self.out.html("</code>");
    }

    /// Keeps text that is not the typographer's to set, and tells it.
    fn pass(&mut self, text: &str) {
        self.text.push_str(text);
        if let Some(heading) = &mut self.heading {
            heading.push_str(text);
        }
        match text.chars().next_back() {
            Some(last) => self.typographer.opaque_end(last),
            None => self.typographer.opaque(),
        }
    }

    /// Takes the ids that the writer chose, so that made ones avoid them.
    fn claim_written_ids(&mut self, events: &Events<'_>) {
        for (event, range) in events {
            match event {
                Event::Start(Tag::Heading { id: Some(id), .. }) => self.page.claim(id),
                Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => {
                    let html = &self.source[range.clone()];
                    if html.contains("id") || html.contains("name") {
                        let mut found = ScanResult::default();
                        scan_into(html, &|_| Span::default(), &mut Pieces::default(), &mut found);
                        found.anchors.iter().for_each(|anchor| self.page.claim(&anchor.value));
                    }
                }
                _ => {}
            }
        }
    }
}
