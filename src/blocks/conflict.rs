//! The marks that an open merge conflict leaves in a file.

use super::faults;
use super::line::Line;
use crate::base::{Diagnostic, FilePath, Span};

/// What begins the first version, that which both were made of, and the end of the second. A line
/// of `=======` between them may as well underline a heading.
const MARKS: [&str; 3] = ["<<<<<<<", "|||||||", ">>>>>>>"];

/// Warns of the conflicts that a section file holds outside code.
pub(super) fn check(file: &FilePath, text: &str, lines: &[(Line, Span)], diagnostics: &mut Vec<Diagnostic>) {
    let outside = lines.iter().filter(|(line, _)| *line == Line::Text);
    conflicts(file, text, outside.map(|(_, span)| *span), diagnostics);
}

/// Warns of the conflicts that any other text holds.
pub fn check_conflicts(file: &FilePath, text: &str, diagnostics: &mut Vec<Diagnostic>) {
    let mut start = 0;
    let spans = text.split('\n').map(|line| {
        let span = Span::new(start, start + line.len());
        start += line.len() + 1;
        span
    });
    conflicts(file, text, spans, diagnostics);
}

/// Tells each conflict once, at its first mark.
fn conflicts(
    file: &FilePath,
    text: &str,
    lines: impl Iterator<Item = Span>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut is_open = false;
    for span in lines {
        let line = &text[span.range()];
        if !line.starts_with(['<', '|', '>']) {
            continue;
        }
        let is_marked = |mark: &&str| {
            line.strip_prefix(*mark).is_some_and(|label| label.is_empty() || label.starts_with([' ', '\r']))
        };
        let Some(mark) = MARKS.into_iter().find(is_marked) else { continue };
        if !is_open || mark == MARKS[0] {
            diagnostics.push(faults::merge_conflict(file, span));
        }
        is_open = mark != MARKS[2];
    }
}
