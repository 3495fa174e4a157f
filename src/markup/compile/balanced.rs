//! Ends the elements that raw HTML leaves open, and reports them.

use pulldown_cmark::TagEnd;

use super::compiler::Compiler;
use crate::base::{Code, Diagnostic, Origin, Place};
use crate::html::{Balance, Fault, FaultKind};
use crate::markup::events::Events;

impl Compiler<'_> {
    /// Begins a text whose elements are to end in it.
    pub(super) fn begin_text(&mut self) {
        self.found.balance = self.has_html.then(Balance::new);
    }

    /// Ends what the text has left open, and tells it.
    pub(super) fn end_text(&mut self) {
        let Some(mut balance) = self.found.balance.take() else { return };
        let (formatting, closers) = balance.finish();
        if !formatting.is_empty() {
            let paragraph = if self.out.strip("</p>\n") { "</p>\n" } else { "" };
            self.out.html(&formatting);
            self.out.html(paragraph);
        }
        self.out.html(&closers);
        let faults = balance.into_faults().into_iter();
        self.diagnostics.extend(faults.map(|fault| diagnostic(&fault, self.origin)));
    }

    /// Knows that an element of Markdown has begun.
    pub(super) fn start_element(&mut self, tag: TagEnd) {
        let heading = self.heading_name();
        let Some(balance) = &mut self.found.balance else { return };
        match tag {
            TagEnd::Paragraph => balance.start_paragraph(),
            tag => block_name(tag, heading).into_iter().for_each(|name| balance.start_block(name)),
        }
    }

    /// Knows that Markdown has an element that begins and ends at once.
    pub(super) fn void_element(&mut self, name: &str) {
        if let Some(balance) = &mut self.found.balance {
            balance.meet(name);
        }
    }

    /// Writes the end of an element of Markdown, behind the end tags that are missing in it;
    /// nothing where it is not open any more.
    pub(super) fn end_element(&mut self, events: &Events<'_>, index: usize, tag: TagEnd) {
        let heading = self.heading_name();
        let closers = match &mut self.found.balance {
            Some(balance) if tag == TagEnd::Paragraph => Some(balance.end_paragraph()),
            Some(balance) => {
                block_name(tag, heading).map_or(Some(String::new()), |name| balance.end_block(name))
            }
            None => return self.end(events, index, tag),
        };
        match closers {
            Some(closers) => {
                self.out.html(&closers);
                self.end(events, index, tag);
            }
            None => {
                let out = std::mem::take(&mut self.out);
                self.end(events, index, tag);
                self.out = out;
            }
        }
    }
}

/// The element that becomes of Markdown and holds others, none of which goes on behind it.
fn block_name(tag: TagEnd, heading: &'static str) -> Option<&'static str> {
    match tag {
        TagEnd::Heading(_) => Some(heading),
        TagEnd::BlockQuote(None) => Some("blockquote"),
        TagEnd::BlockQuote(Some(_)) => Some("div"),
        TagEnd::List(true) => Some("ol"),
        TagEnd::List(false) => Some("ul"),
        TagEnd::Item => Some("li"),
        TagEnd::DefinitionList => Some("dl"),
        TagEnd::DefinitionListTitle => Some("dt"),
        TagEnd::DefinitionListDefinition => Some("dd"),
        TagEnd::Table => Some("table"),
        TagEnd::TableCell => Some("td"),
        TagEnd::Link => Some("a"),
        TagEnd::Emphasis => Some("em"),
        TagEnd::Strong => Some("strong"),
        TagEnd::Strikethrough => Some("del"),
        _ => None,
    }
}

pub(in crate::markup) fn diagnostic(Fault { kind, name, span }: &Fault, origin: &Origin) -> Diagnostic {
    let (code, message, help) = match kind {
        FaultKind::Unclosed => (
            Code::UnclosedElement,
            format!("`<{name}>` is never closed"),
            format!("close it with `</{name}>`, or write it as code where its name is meant"),
        ),
        FaultKind::Endless => (
            Code::UnclosedElement,
            format!("nothing can close `<{name}>`"),
            "write it as code where its name is meant, or use `<pre>`".to_owned(),
        ),
        FaultKind::UnfinishedTag => (
            Code::UnclosedElement,
            format!("the tag `<{name}` has no end"),
            "end it with `>`, and its values with the marks they begin with; write `&lt;` where the sign is meant"
                .to_owned(),
        ),
        FaultKind::UnfinishedComment => (
            Code::UnclosedElement,
            format!("the {} is never closed", if name == "-->" { "comment" } else { "declaration" }),
            format!("end it with `{name}`"),
        ),
        FaultKind::Stray => (
            Code::StrayTag,
            format!("`</{name}>` closes nothing"),
            "remove it, or open the element before it, in the same text".to_owned(),
        ),
        FaultKind::OfDocument => (
            Code::StrayTag,
            format!("`<{name}>` may stand in no text"),
            "remove it: the page's template has it".to_owned(),
        ),
    };
    let label = match kind {
        FaultKind::Unclosed | FaultKind::UnfinishedComment => "it ends with what it stands in",
        FaultKind::Endless | FaultKind::UnfinishedTag => "it is shown as text",
        FaultKind::Stray | FaultKind::OfDocument => "it is left out",
    };
    Diagnostic::at(Place::new(&origin.file, *span), code, message).label(label).help(help)
}
