//! Blocks and their ends.

use pulldown_cmark::{BlockQuoteKind, CowStr, Event, HeadingLevel, Tag, TagEnd};

use super::compiler::Compiler;
use super::link::LinkTag;
use crate::base::{Span, Spanned};
use crate::markup::body::Heading;
use crate::markup::events::{Events, end_of, is_inline};
use crate::markup::plain::{one_line, plain_of};

/// The start of a heading, as it is written.
struct HeadingTag<'a> {
    level: HeadingLevel,
    id: Option<&'a str>,
    classes: &'a [CowStr<'a>],
    attributes: &'a [(CowStr<'a>, Option<CowStr<'a>>)],
}

impl Compiler<'_> {
    /// Writes the start of an element.
    pub(super) fn start(&mut self, events: &Events<'_>, index: usize, tag: &Tag<'_>) {
        if !is_inline(tag.to_end()) {
            self.close_label();
            self.block_of_text(events[index].1.start);
        }
        match tag {
            Tag::Heading { level, id, classes, attrs } => {
                let heading = HeadingTag { level: *level, id: id.as_deref(), classes, attributes: attrs };
                self.heading(events, index, heading);
            }
            Tag::BlockQuote(None) => self.quotation(events[index].1.start),
            Tag::BlockQuote(Some(kind)) => self.alert(*kind),
            Tag::List(None) => self.open_block("<ul>\n"),
            Tag::List(Some(1)) => self.open_block("<ol>\n"),
            Tag::List(Some(start)) => self.open_block(&format!("<ol start=\"{start}\">\n")),
            Tag::Item => self.out.html(if is_task(events, index) { "<li class=\"task\">" } else { "<li>" }),
            Tag::DefinitionList => self.open_block("<dl>\n"),
            Tag::DefinitionListTitle => self.out.html("<dt>"),
            Tag::DefinitionListDefinition => self.out.html("<dd>"),
            Tag::Table(alignments) => self.table(alignments),
            Tag::TableRow => self.table_row(),
            Tag::TableCell => self.table_cell(events, index),
            Tag::Emphasis => self.out.html("<em>"),
            Tag::Strong => self.out.html("<strong>"),
            Tag::Strikethrough => self.out.html("<del>"),
            Tag::Link { link_type, dest_url, title, id } => {
                self.link(events, index, LinkTag { kind: *link_type, target: dest_url, title, label: id });
            }
            _ => {}
        }
    }

    /// Writes the end of an element.
    pub(super) fn end(&mut self, events: &Events<'_>, index: usize, tag: TagEnd) {
        if !is_inline(tag) {
            self.close_label();
            self.text.push(' ');
        }
        match tag {
            TagEnd::Paragraph => self.out.html("</p>\n"),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(None) => self.out.html("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.out.html("</div>\n"),
            TagEnd::List(true) => self.out.html("</ol>\n"),
            TagEnd::List(false) => self.out.html("</ul>\n"),
            TagEnd::Item => self.out.html("</li>\n"),
            TagEnd::DefinitionList => self.out.html("</dl>\n"),
            TagEnd::DefinitionListTitle => self.out.html("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.out.html("</dd>\n"),
            TagEnd::Table => self.end_table(events, index),
            TagEnd::TableRow => self.out.html("</tr>\n"),
            TagEnd::TableCell => self.end_table_cell(),
            TagEnd::Emphasis => self.out.html("</em>"),
            TagEnd::Strong => self.out.html("</strong>"),
            TagEnd::Strikethrough => self.out.html("</del>"),
            TagEnd::Link => self.end_link(),
            _ => {}
        }
    }

    /// Writes a paragraph, or the figure that it is where an image with a title stands in it alone;
    /// gives the index of the next event.
    pub(super) fn paragraph(&mut self, events: &Events<'_>, index: usize) -> usize {
        self.close_label();
        self.block_of_text(events[index].1.start);
        if let Some(next) = self.figure(events, index) {
            return next;
        }
        self.out.html("<p>");
        self.start_element(TagEnd::Paragraph);
        index + 1
    }

    /// Writes the start of the quotation that starts at an offset.
    fn quotation(&mut self, start: usize) {
        self.out.html("<blockquote");
        if let Some(attributes) = self.quotations.attributes(start) {
            self.out.html(attributes);
        }
        self.out.html(">\n");
    }

    pub(super) fn task_marker(&mut self, checked: bool) {
        let checked = if checked { " checked" } else { "" };
        self.out.html(&format!("<label><input type=\"checkbox\" disabled{checked}> "));
        self.label_is_open = true;
    }

    /// Writes a block's start tag on a line of its own.
    pub(super) fn open_block(&mut self, tag: &str) {
        self.out.end_line();
        self.out.html(tag);
    }

    pub(super) fn close_label(&mut self) {
        if std::mem::take(&mut self.label_is_open) {
            self.out.html("</label>");
        }
    }

    fn heading(
        &mut self,
        events: &Events<'_>,
        index: usize,
        HeadingTag { level, id, classes, attributes }: HeadingTag<'_>,
    ) {
        let level = self.heading_level(level as u8);
        self.out.html(&format!("<h{level}"));
        if self.options.anchors {
            let text = one_line(&plain_of(&events[index..=end_of(events, index)]));
            let is_made = id.is_none();
            let id = match id {
                Some(id) => id.to_owned(),
                None => self.page.unique(match self.options.letters.slug(&text).as_str() {
                    "" => "section",
                    slug => slug,
                }),
            };
            self.out.attribute("id", &id);
            let span = self.origin.span_of(events[index].1.clone());
            self.anchor(&id, span, is_made);
            self.headings.push(Heading { level, id, text });
            self.heading = Some(String::new());
        }
        if !classes.is_empty() {
            self.out.attribute("class", &classes.join(" "));
        }
        for (name, value) in attributes.iter().filter(|(name, _)| is_attribute_name(name)) {
            self.out.attribute(name, value.as_deref().unwrap_or_default());
        }
        self.out.html(">");
    }

    /// Notes an anchor that the compiler writes.
    pub(super) fn anchor(&mut self, id: &str, span: Span, is_made: bool) {
        self.made.extend(is_made.then_some(self.found.anchors.len() as u32));
        self.found.anchors.push(Spanned::new(id.to_owned(), span));
    }

    /// The level of a heading written at `written`: one below the heading it stands under, so that
    /// none is skipped.
    fn heading_level(&mut self, written: u8) -> u8 {
        while self.levels.last().is_some_and(|level| *level >= written) {
            self.levels.pop();
        }
        self.levels.push(written);
        self.level()
    }

    /// The level of the heading that was written last.
    fn level(&self) -> u8 {
        let depth = u8::try_from(self.levels.len()).unwrap_or(6);
        self.options.heading_base.saturating_add(depth).clamp(1, 6)
    }

    pub(super) fn heading_name(&self) -> &'static str {
        ["h1", "h2", "h3", "h4", "h5", "h6"][usize::from(self.level()) - 1]
    }

    fn end_heading(&mut self) {
        if let (Some(text), Some(heading)) = (self.heading.take(), self.headings.last_mut()) {
            heading.text = one_line(&text);
        }
        self.out.html(&format!("</{}>\n", self.heading_name()));
    }

    fn alert(&mut self, kind: BlockQuoteKind) {
        let words = self.options.words;
        let (name, title) = match kind {
            BlockQuoteKind::Note => ("note", &words.note),
            BlockQuoteKind::Tip => ("tip", &words.tip),
            BlockQuoteKind::Important => ("important", &words.important),
            BlockQuoteKind::Warning => ("warning", &words.warning),
            BlockQuoteKind::Caution => ("caution", &words.caution),
        };
        self.out
            .html(&format!("<div class=\"alert alert-{name}\" role=\"note\">\n<p class=\"alert-title\">"));
        self.out.text(title);
        self.out.html("</p>\n");
    }
}

/// Whether the list item that starts at an index is a task.
fn is_task(events: &Events<'_>, index: usize) -> bool {
    let mut inside = events[index + 1..].iter().map(|(event, _)| event);
    match inside.next() {
        Some(Event::TaskListMarker(_)) => true,
        Some(Event::Start(Tag::Paragraph)) => matches!(inside.next(), Some(Event::TaskListMarker(_))),
        _ => false,
    }
}

/// Whether a name may be written as an attribute's, beside `id` and `class`, which are written
/// already.
fn is_attribute_name(name: &str) -> bool {
    !matches!(name, "id" | "class")
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))
}
