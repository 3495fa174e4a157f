//! What went wrong, where, and the way out.

use super::{Code, Place, Severity};

/// One fault in the site's inputs.
///
/// The message says the fault in lower case, with names in backticks and no full stop; `help` says the way out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// The file and span under which the caret stands; `None` for what lies in no file (a missing `site.edn`).
    pub place: Option<Place>,
    /// How grave it is; the code's own severity unless the owner has allowed or tightened it.
    pub severity: Severity,
    /// The stable name of this kind of fault.
    pub code: Code,
    /// The fault, in words.
    pub message: String,
    /// What to write under the caret; empty for nothing.
    pub label: String,
    /// Further places that belong to the fault.
    pub notes: Vec<Note>,
    /// The way out.
    pub help: Option<String>,
    /// The address of the page that was being rendered, for faults found there.
    pub page: Option<String>,
}

/// A further place that belongs to a fault, or a further fact about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// What is to be seen there.
    pub message: String,
    /// Where, if it is anywhere.
    pub place: Option<Place>,
}

impl Diagnostic {
    /// A fault of a kind, at a place, with the severity of its kind.
    pub fn at(place: Place, code: Code, message: impl Into<String>) -> Self {
        Self { place: Some(place), ..Self::general(code, message) }
    }

    /// A fault that lies in no file.
    pub fn general(code: Code, message: impl Into<String>) -> Self {
        Self {
            place: None,
            severity: code.severity(),
            code,
            message: message.into(),
            label: String::new(),
            notes: Vec::new(),
            help: None,
            page: None,
        }
    }

    /// Adds what to write under the caret.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds a further place.
    pub fn note_at(mut self, place: Place, message: impl Into<String>) -> Self {
        self.notes.push(Note { message: message.into(), place: Some(place) });
        self
    }

    /// Adds a further fact.
    pub fn note(mut self, message: impl Into<String>) -> Self {
        self.notes.push(Note { message: message.into(), place: None });
        self
    }

    /// Adds the way out.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Names the page that was being rendered.
    pub fn page(mut self, address: impl Into<String>) -> Self {
        self.page = Some(address.into());
        self
    }
}
