//! Diagnostics for people: the line, a caret under the fault, the way out.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::texts::{SourceText, Texts};
use crate::base::{Diagnostic, Place, Severity};
use crate::cli::terminal::{sanitize, sanitize_name, write_stderr};

/// Shows diagnostics on standard error: coloured on a terminal, plain elsewhere and under
/// `NO_COLOR`.
pub fn show(diagnostics: &[Diagnostic], source: SourceText<'_>) {
    let texts = Texts::of(diagnostics, source);
    let renderer = Renderer::styled();
    for diagnostic in diagnostics {
        write_stderr(&format!("{}\n", render(diagnostic, &texts, &renderer)));
    }
}

/// A diagnostic as it is shown where there are no colours.
pub fn plain(diagnostic: &Diagnostic, source: SourceText<'_>) -> String {
    render(diagnostic, &Texts::of(std::slice::from_ref(diagnostic), source), &Renderer::plain())
}

fn render(diagnostic: &Diagnostic, texts: &Texts, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(sanitize(&diagnostic.message)).id(diagnostic.code.name());
    let text = |place: &Place| texts.get(&place.file);
    let mut group = Group::with_title(title);
    match diagnostic.place.as_ref().map(|place| (place, text(place))) {
        Some((place, Some(text))) => {
            let label = Some(sanitize(&diagnostic.label)).filter(|label| !label.is_empty());
            let mut snippet = Snippet::source(text)
                .path(sanitize_name(place.file.as_str()))
                .annotation(AnnotationKind::Primary.span(first_line(text, place)).label(label));
            for note in &diagnostic.notes {
                if let Some(other) = note.place.as_ref().filter(|other| other.file == place.file) {
                    let span = first_line(text, other);
                    snippet =
                        snippet.annotation(AnnotationKind::Context.span(span).label(sanitize(&note.message)));
                }
            }
            group = group.element(snippet);
        }
        Some((place, None)) => group = group.element(Origin::path(sanitize_name(place.file.as_str()))),
        None => {}
    }
    for note in &diagnostic.notes {
        match &note.place {
            None => group = group.element(Level::NOTE.message(sanitize(&note.message))),
            Some(place) if diagnostic.place.as_ref().is_none_or(|first| first.file != place.file) => {
                group = group.element(Level::NOTE.message(sanitize(&note.message)));
                if let Some(text) = text(place) {
                    group = group.element(
                        Snippet::source(text)
                            .path(sanitize_name(place.file.as_str()))
                            .annotation(AnnotationKind::Context.span(first_line(text, place))),
                    );
                }
            }
            Some(_) => {}
        }
    }
    if let Some(further) = diagnostic.further() {
        group = group.element(Level::NOTE.message(further));
    }
    if let Some(page) = &diagnostic.page {
        group =
            group.element(Level::NOTE.message(format!("found while rendering `{}`", sanitize_name(page))));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(sanitize(help)));
    }
    renderer.render(&[group])
}

/// The part of a span that lies on its first line. A file on disk may be another by now than the
/// one that was read.
fn first_line(text: &str, place: &Place) -> Range<usize> {
    let range = place.span.range();
    let (start, end) = (text.floor_char_boundary(range.start), text.floor_char_boundary(range.end));
    let line_end = text[start..end].find('\n').map_or(end, |at| start + at);
    start..line_end
}
