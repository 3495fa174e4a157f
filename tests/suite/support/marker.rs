//! Diagnostics that stand below the line they are about:
//!
//! ```text
//! :tech-blog/tags :css
//!                 ^^^^ error[wrong-type]: `:tech-blog/tags` wants keywords in brackets, and this is a keyword
//!                      = help: write `[:css]`
//! ```
//!
//! A further place of a diagnostic is underlined with dashes: `---- note[duplicate-key]: it stands
//! here first`. Further lines of a help or a note begin with `= | `.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use diglot::base::{Diagnostic, Place, position};

/// Whether a line of a case is a marker; `after` says whether the line before it is one.
pub fn is_marker(line: &str, after: bool) -> bool {
    let line = line.trim_start();
    let begins = |mark: char, words: &[&str]| {
        let rest = line.trim_start_matches(mark);
        rest.len() < line.len() && words.iter().any(|word| rest.starts_with(word))
    };
    begins('^', &[" error[", " warning[", " note["])
        || begins('-', &[" note["])
        || (after
            && ["= label: ", "= note: ", "= page: ", "= help: ", "= | "]
                .iter()
                .any(|it| line.starts_with(it)))
}

/// The markers of one file, by line and column.
type Markers = BTreeMap<usize, Vec<(usize, String)>>;

/// Diagnostics as markers: those of each text, and those that stand in none of the texts.
pub struct Told {
    placed: BTreeMap<String, Markers>,
    /// One text, empty where there are none.
    pub elsewhere: String,
}

impl Told {
    /// Writes diagnostics as markers below the lines of some texts.
    pub fn new(diagnostics: &[Diagnostic], texts: &BTreeMap<String, String>) -> Self {
        let mut told = Self { placed: BTreeMap::new(), elsewhere: String::new() };
        for diagnostic in diagnostics {
            told.add(diagnostic, texts);
        }
        told
    }

    /// A text with the markers below its lines; `raw` is how the case writes it.
    pub fn below(&self, path: &str, raw: &[&str]) -> String {
        let none = Markers::new();
        let markers = self.placed.get(path).unwrap_or(&none);
        let mut out = String::new();
        for number in 1..=raw.len().max(markers.keys().next_back().copied().unwrap_or_default()) {
            if let Some(line) = raw.get(number - 1) {
                let _ = writeln!(out, "{line}");
            }
            let mut here = markers.get(&number).cloned().unwrap_or_default();
            here.sort();
            here.iter().for_each(|(_, marker)| out.push_str(marker));
        }
        out
    }

    fn add(&mut self, diagnostic: &Diagnostic, texts: &BTreeMap<String, String>) {
        let head =
            format!("{}[{}]: {}", diagnostic.severity.name(), diagnostic.code.name(), diagnostic.message);
        let mut further = Vec::new();
        if !diagnostic.label.is_empty() {
            further.push(format!("= label: {}", diagnostic.label));
        }
        for note in &diagnostic.notes {
            match &note.place {
                Some(place) if texts.contains_key(place.file.as_str()) => {
                    let note = format!("note[{}]: {}", diagnostic.code.name(), note.message);
                    self.mark(place, '-', &note, &[], texts);
                }
                Some(place) => further.push(format!("= note: {} ({})", note.message, place.file)),
                None => further.push(format!("= note: {}", note.message)),
            }
        }
        further.extend(diagnostic.further().map(|more| format!("= note: {more}")));
        further.extend(diagnostic.page.iter().map(|page| format!("= page: {page}")));
        further.extend(diagnostic.help.iter().map(|help| format!("= help: {help}")));
        match &diagnostic.place {
            Some(place) if texts.contains_key(place.file.as_str()) => {
                self.mark(place, '^', &head, &further, texts);
            }
            place => {
                let at = place.as_ref().map(|place| format!(" ({})", place.file)).unwrap_or_default();
                let _ = writeln!(self.elsewhere, "{head}{at}");
                for line in further {
                    let _ = writeln!(self.elsewhere, "  {}", line.replace('\n', "\n  = | "));
                }
            }
        }
    }

    fn mark(
        &mut self,
        place: &Place,
        mark: char,
        head: &str,
        further: &[String],
        texts: &BTreeMap<String, String>,
    ) {
        let text = &texts[place.file.as_str()];
        let range = place.span.range();
        assert!(text.get(range.clone()).is_some(), "a span lies in its text: {place:?} ({head})");
        let start = position(text, range.start);
        let first_line = text[range].lines().next().unwrap_or_default();
        let width = first_line.chars().count().max(1);
        let indent = " ".repeat(start.column - 1);
        let marks = mark.to_string().repeat(width);
        let mut marker = format!("{indent}{marks} {head}\n");
        for line in further {
            let margin = format!("{indent}{} ", " ".repeat(width));
            let _ = writeln!(marker, "{margin}{}", line.replace('\n', &format!("\n{margin}= | ")));
        }
        let lines = self.placed.entry(place.file.to_string()).or_default();
        lines.entry(start.line).or_default().push((start.column, marker));
    }
}
