//! Diagnostics for machines: one JSON object a line.

use serde::Serialize;

use super::texts::{SourceText, Texts};
use crate::base::{Diagnostic, Place, line_at, position};
use crate::cli::terminal::print_json;

/// Shows diagnostics on standard output.
pub fn show(diagnostics: &[Diagnostic], source: SourceText<'_>) {
    let texts = Texts::of(diagnostics, source);
    for diagnostic in diagnostics {
        print_json(&Object::of(diagnostic, &texts));
    }
}

#[derive(Serialize)]
struct Object<'a> {
    severity: &'static str,
    code: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: Option<JsonRange>,
    #[serde(skip_serializing_if = "str::is_empty")]
    label: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<JsonNote<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<&'a str>,
    #[serde(skip_serializing_if = "is_none")]
    more: usize,
}

/// A place: lines and columns from 1, columns in characters, the end after the last character.
#[derive(Serialize)]
struct JsonRange {
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    source: String,
}

#[derive(Serialize)]
struct JsonNote<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Option<JsonRange>,
}

impl<'a> Object<'a> {
    fn of(diagnostic: &'a Diagnostic, texts: &Texts) -> Self {
        Self {
            severity: diagnostic.severity.name(),
            code: diagnostic.code.name(),
            message: &diagnostic.message,
            place: diagnostic.place.as_ref().map(|place| JsonRange::of(place, texts)),
            label: &diagnostic.label,
            notes: diagnostic
                .notes
                .iter()
                .map(|note| JsonNote {
                    message: &note.message,
                    place: note.place.as_ref().map(|place| JsonRange::of(place, texts)),
                })
                .collect(),
            help: diagnostic.help.as_deref(),
            page: diagnostic.page.as_deref(),
            more: diagnostic.more,
        }
    }
}

fn is_none(more: &usize) -> bool {
    *more == 0
}

impl JsonRange {
    fn of(place: &Place, texts: &Texts) -> Self {
        let text = texts.get(&place.file).unwrap_or_default();
        let range = place.span.range();
        let (start, end) = (position(text, range.start), position(text, range.end));
        Self {
            file: place.file.to_string(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            source: line_at(text, range.start).into_owned(),
        }
    }
}
