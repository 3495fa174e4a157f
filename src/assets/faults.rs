//! Faults of style sheets, of which there may be as many as a file has characters.

use std::collections::BTreeMap;

use crate::base::{Diagnostic, FilePath};

/// Faults of one kind; those that nobody will be told of are counted, and not made.
#[derive(Debug, Default)]
pub(super) struct Faults {
    told: Vec<Diagnostic>,
    /// By file, how many there are, and which of all is the last that is told.
    files: BTreeMap<FilePath, (usize, usize)>,
}

impl Faults {
    pub(super) fn push(&mut self, file: &FilePath, make: impl FnOnce() -> Diagnostic) {
        let (count, last) = self.files.entry(file.clone()).or_default();
        if *count < Diagnostic::MOST {
            (*count, *last) = (*count + 1, self.told.len());
            self.told.push(make());
        } else {
            self.told[*last].more += 1;
        }
    }

    pub(super) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.told
    }
}
