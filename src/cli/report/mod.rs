//! Diagnostics to the terminal, and to machines.

mod human;
mod json;

use std::collections::BTreeMap;

use crate::base::{Diagnostic, FilePath};

use super::args::Format;

pub use human::plain;

/// The text of the file that a diagnostic points into, where it can still be had.
pub type SourceText<'a> = &'a dyn Fn(&FilePath) -> Option<String>;

/// The texts of all files that some diagnostics point into, each asked for once.
struct Texts(BTreeMap<FilePath, Option<String>>);

impl Texts {
    fn of(diagnostics: &[Diagnostic], source: SourceText<'_>) -> Self {
        let mut texts = BTreeMap::new();
        for diagnostic in diagnostics {
            let notes = diagnostic.notes.iter().filter_map(|note| note.place.as_ref());
            for place in diagnostic.place.iter().chain(notes) {
                texts.entry(place.file.clone()).or_insert_with(|| source(&place.file));
            }
        }
        Self(texts)
    }

    fn get(&self, file: &FilePath) -> Option<&str> {
        self.0.get(file)?.as_deref()
    }
}

/// Shows diagnostics in the order given.
pub fn show(diagnostics: &[Diagnostic], format: Format, source: SourceText<'_>) {
    match format {
        Format::Human => human::show(diagnostics, source),
        Format::Json => json::show(diagnostics, source),
    }
}
