//! Code blocks.

use pulldown_cmark::{CodeBlockKind, Event};

use super::compiler::Compiler;
use crate::base::{Code, Diagnostic, Place, Span};
use crate::highlight::{self, Fence, HighlightError, HighlightedBlock};
use crate::markup::body::CodeBlock;
use crate::markup::events::{Events, end_of};

impl Compiler<'_> {
    /// Writes a code block, and gives the index of the next event.
    pub(super) fn code_block(
        &mut self,
        events: &Events<'_>,
        index: usize,
        kind: &CodeBlockKind<'_>,
    ) -> usize {
        let end = end_of(events, index);
        let code: String = events[index + 1..end].iter().filter_map(|(event, _)| text_of(event)).collect();
        let fence = match kind {
            CodeBlockKind::Indented if self.is_inside_html(&code) => {
                self.indented_html(&events[index + 1..end]);
                return end + 1;
            }
            CodeBlockKind::Indented => Fence::default(),
            CodeBlockKind::Fenced(info) => self.fence(info, events[index].1.start),
        };
        self.close_label();
        self.out.end_line();
        let uncoloured = self.block(&code, &fence);
        self.out.html("\n");
        self.text.push(' ');
        let range = events[index].1.clone();
        let opening = first_line(&self.source[range.clone()]);
        self.report_highlight_error(
            uncoloured,
            self.origin.span_of(range.start..range.start + opening.len()),
        );
        let span = self.origin.span_of(range);
        // Cloning drops the spare capacity.
        self.code.push(CodeBlock { language: fence.language, code: code.as_str().to_owned(), span });
        end + 1
    }

    /// Writes the HTML of a code block, whose line does not end there; says why it has not all of
    /// its colours.
    pub(super) fn block(&mut self, code: &str, fence: &Fence) -> Option<HighlightError> {
        let HighlightedBlock { opening, code, closing, uncoloured } = highlight::block(code, fence);
        self.out.html(&opening);
        self.out.code(code);
        self.out.html(closing);
        uncoloured
    }

    /// Tells that code is shown plain, where it begins.
    pub(super) fn report_highlight_error(&mut self, reason: Option<HighlightError>, span: Span) {
        self.diagnostics.extend(reason.map(|reason| {
            let place = Place::new(&self.origin.file, span);
            Diagnostic::at(place, Code::UncolouredCode, reason.to_string())
                .help("show less of it; `text` as its language says so without a note")
        }));
    }

    /// Reads the info string of the fence that starts at `start`, and tells its faults.
    fn fence(&mut self, info: &str, start: usize) -> Fence {
        let (fence, faults) = Fence::parse(info);
        if faults.is_empty() {
            return fence;
        }
        let line = first_line(&self.source[start..]);
        let info_start = line.rfind(info);
        for fault in faults {
            // With escapes, offsets in the info string do not match the source: blame the whole
            // line.
            let range = match info_start {
                Some(at) => start + at + fault.range.start..start + at + fault.range.end,
                None => start..start + line.len(),
            };
            let place = self.origin.place_of(range);
            self.diagnostics.push(Diagnostic::at(place, fault.code, fault.message).help(fault.help));
        }
        fence
    }

    /// Whether indented code is really the children of an element that raw HTML has left open:
    /// after a blank line inside a `<div>`, CommonMark takes them for code, and no writer means
    /// that.
    fn is_inside_html(&self, code: &str) -> bool {
        let tag = code.trim_ascii_start().strip_prefix('<').unwrap_or_default();
        self.html_depth > 0 && tag.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'))
    }
}

pub(super) fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

fn text_of<'e>(event: &'e Event<'_>) -> Option<&'e str> {
    match event {
        Event::Text(text) => Some(text),
        _ => None,
    }
}
