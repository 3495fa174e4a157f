//! Faults of style sheets, of which there may be as many as a file has characters.

use std::collections::BTreeMap;

use crate::base::{Diagnostic, FilePath};

/// Faults of one kind. Those beyond the limit are counted, and not made.
#[derive(Debug, Default)]
pub(super) struct Faults {
    told: Vec<Diagnostic>,
    /// By file: the count, and the index of the last one reported.
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
