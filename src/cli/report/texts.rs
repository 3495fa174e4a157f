//! The texts that diagnostics point into.

use std::collections::BTreeMap;

use crate::base::{Diagnostic, FilePath};

/// The text of the file that a diagnostic points into, where it can still be had.
pub type SourceText<'a> = &'a dyn Fn(&FilePath) -> Option<String>;

/// The texts of all files that some diagnostics point into, each asked for once.
pub(super) struct Texts(BTreeMap<FilePath, Option<String>>);

impl Texts {
    pub fn of(diagnostics: &[Diagnostic], source: SourceText<'_>) -> Self {
        let mut texts = BTreeMap::new();
        for diagnostic in diagnostics {
            let notes = diagnostic.notes.iter().filter_map(|note| note.place.as_ref());
            for place in diagnostic.place.iter().chain(notes) {
                texts.entry(place.file.clone()).or_insert_with(|| source(&place.file));
            }
        }
        Self(texts)
    }

    pub fn get(&self, file: &FilePath) -> Option<&str> {
        self.0.get(file)?.as_deref()
    }
}
