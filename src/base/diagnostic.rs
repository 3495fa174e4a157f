//! What went wrong, where, and the way out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Code, FilePath, Place, Severity, Span};

/// One fault in the site's inputs.
///
/// The message says the fault in lower case, with names in backticks and no full stop; `help` says
/// the way out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The file and span under which the caret stands; `None` for what lies in no file (a missing
    /// `site.edn`).
    pub place: Option<Place>,
    /// The severity: the code's own unless the owner has allowed or tightened it.
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
    /// How many further findings of the same kind in the same file this one stands for, see
    /// [`Diagnostic::bound`].
    pub more: usize,
}

/// A further place that belongs to a fault, or a further fact about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Note {
    /// What is to be seen there.
    pub message: String,
    /// Where, if it is anywhere.
    pub place: Option<Place>,
}

impl Diagnostic {
    /// The limit of errors or warnings of one kind in one file.
    pub const MOST: usize = 20;

    /// A fault of a kind, at a place, with the severity of its kind.
    pub fn at(place: Place, code: Code, message: impl Into<String>) -> Self {
        Self { place: Some(place), ..Self::general(code, message) }
    }

    /// A fault of a file or folder as a whole, by its path from the site's folder.
    pub fn of_file(path: &str, code: Code, message: impl Into<String>) -> Self {
        Self::at(Place::new(&FilePath::new(path), Span::default()), code, message)
    }

    /// A fault that lies in no file.
    pub fn general(code: Code, message: impl Into<String>) -> Self {
        Self {
            place: None,
            severity: code.severity(),
            code,
            message: shortened(message.into()),
            label: String::new(),
            notes: Vec::new(),
            help: None,
            page: None,
            more: 0,
        }
    }

    /// Limits the findings of one kind in one file to twenty errors or warnings, and one note. The
    /// last one counts those left out. Keeps the order.
    pub fn bound(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let mut told: Vec<Diagnostic> = Vec::new();
        // The count of each kind, and the index of the last one.
        let mut kinds: BTreeMap<(Option<FilePath>, Code), (usize, usize)> = BTreeMap::new();
        for diagnostic in diagnostics {
            let most = if diagnostic.severity == Severity::Note { 1 } else { Self::MOST };
            let file = diagnostic.place.as_ref().map(|place| place.file.clone());
            let (count, last) = kinds.entry((file, diagnostic.code)).or_default();
            if *count < most {
                (*count, *last) = (*count + 1, told.len());
                told.push(diagnostic);
            } else {
                told[*last].more += 1 + diagnostic.more;
            }
        }
        told
    }

    /// What there is to say of the findings that this one stands for.
    pub fn further(&self) -> Option<String> {
        let of_file = if self.place.is_some() { " in this file" } else { "" };
        (self.more > 0).then(|| format!("and {} more of this kind{of_file}", self.more))
    }

    /// Adds what to write under the caret.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = shortened(label.into());
        self
    }

    /// Adds a further place.
    pub fn note_at(mut self, place: Place, message: impl Into<String>) -> Self {
        self.notes.push(Note { message: shortened(message.into()), place: Some(place) });
        self
    }

    /// Adds a further fact.
    pub fn note(mut self, message: impl Into<String>) -> Self {
        self.notes.push(Note { message: shortened(message.into()), place: None });
        self
    }

    /// Adds the way out.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(shortened(help.into()));
        self
    }

    /// Names the page that was being rendered.
    pub fn page(mut self, address: impl Into<String>) -> Self {
        self.page = Some(address.into());
        self
    }
}

/// A text of a diagnostic as it is shown: of one that names something very long the midst is left
/// out.
fn shortened(text: String) -> String {
    const LONGEST: usize = 8_000;
    const END: usize = 400;
    if text.len() <= LONGEST {
        return text;
    }
    let (start, end) = (text.floor_char_boundary(LONGEST - END), text.ceil_char_boundary(text.len() - END));
    format!("{}…{}", &text[..start], &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_says_is_bounded() {
        let long = |mark: &str| mark.repeat(1_000_000);
        let told = Diagnostic::general(Code::BrokenLink, format!("`/{}/` leads nowhere", long("ø")))
            .label(long("a"))
            .note(long("🙂"))
            .help(long("é"));
        assert!(told.message.starts_with("`/øø") && told.message.ends_with("øø/` leads nowhere"));
        for text in [&told.message, &told.label, &told.notes[0].message, told.help.as_ref().unwrap()] {
            assert!(text.len() < 8_010 && text.contains('…'), "{}", text.len());
        }
    }

    #[test]
    fn of_one_kind_a_file_has_twenty_warnings_and_one_note() {
        let found = |file: &str, severity: Severity, code: Code, count: usize| {
            let place = Place::new(&FilePath::new(file), Span::default());
            let one = Diagnostic { severity, ..Diagnostic::at(place, code, "x") };
            std::iter::repeat_n(one, count)
        };
        let diagnostics = found("a.md", Severity::Warning, Code::LongText, 232)
            .chain(found("a.md", Severity::Note, Code::UnknownKey, 3))
            .chain(found("b.md", Severity::Warning, Code::LongText, 20))
            .collect();
        let told = Diagnostic::bound(diagnostics);
        assert_eq!(told.len(), 20 + 1 + 20);
        let more: Vec<(usize, usize)> =
            told.iter().enumerate().filter(|(_, it)| it.more > 0).map(|(at, it)| (at, it.more)).collect();
        assert_eq!(more, [(19, 212), (20, 2)]);
        assert_eq!(told[19].further().as_deref(), Some("and 212 more of this kind in this file"));
        assert_eq!(told[40].further(), None);
        assert_eq!(Diagnostic::bound(told.clone()), told, "what is bounded stays as it is");
    }
}
