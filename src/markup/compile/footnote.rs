//! Footnotes.

use std::collections::BTreeSet;
use std::ops::Range;

use super::compiler::{Compiler, Note};
use crate::base::{Code, Diagnostic};
use crate::html::{Pieces, Reference, Role};
use crate::markup::events::{Events, end_of, footnote_labels, label_key};

impl Compiler<'_> {
    /// Keeps a definition for the end of the body, and gives the index of the next event.
    pub(super) fn footnote_definition(&mut self, events: &Events<'_>, index: usize, label: &str) -> usize {
        let end = end_of(events, index);
        self.footnotes.definitions.entry(label_key(label)).or_insert(index + 1..end);
        self.footnotes.written.push((label.to_owned(), events[index].1.clone()));
        end + 1
    }

    /// Writes a reference to a footnote; nothing where the body is to have no anchors.
    pub(super) fn footnote_reference(&mut self, label: &str, range: &Range<usize>) {
        if !self.options.anchors {
            return;
        }
        let label = label_key(label);
        let index = match self.footnotes.numbers.get(&label) {
            Some(index) => *index,
            None => {
                let number = self.page.next_note();
                let id = self.page.unique(&format!("fn-{number}"));
                self.footnotes.numbers.insert(label.clone(), self.footnotes.notes.len());
                self.footnotes.notes.push(Note {
                    label,
                    number,
                    id,
                    references: Vec::new(),
                    at: range.clone(),
                });
                self.footnotes.notes.len() - 1
            }
        };
        let note = &mut self.footnotes.notes[index];
        let id = self.page.unique(&format!("fnref-{}", note.number));
        let span = self.origin.span_of(range.clone());
        note.references.push(id.clone());
        let (number, target) = (note.number, format!("#{}", note.id));
        self.anchor(&id, span, true);
        self.void_element("sup");
        self.out.html("<sup class=\"footnote\"><a");
        self.out.address("href", &Reference::new(target, span, Role::Link));
        self.out.attribute("id", &id);
        self.out.html(&format!(" role=\"doc-noteref\">{number}</a></sup>"));
        self.typographer.opaque();
    }

    /// Writes the footnotes that the text, or a footnote before them, refers to.
    pub(super) fn render_footnotes(&mut self, events: &Events<'_>) {
        let mut rendered: Vec<Pieces> = Vec::new();
        let body = std::mem::take(&mut self.out);
        while let Some(note) = self.footnotes.notes.get(rendered.len()) {
            let span = self.origin.span_of(note.at.clone());
            let inside = self.footnotes.definitions.get(&note.label).cloned().unwrap_or_default();
            let id = note.id.clone();
            self.anchor(&id, span, true);
            self.begin_text();
            self.render(events, inside);
            self.end_text();
            rendered.push(std::mem::take(&mut self.out));
        }
        self.out = body;
        self.unused_footnotes();
        let Some(first) = self.footnotes.notes.first() else { return };
        let start = if first.number == 1 { String::new() } else { format!(" start=\"{}\"", first.number) };
        self.out.html("<div class=\"footnotes\" role=\"doc-endnotes\"");
        self.out.attribute("aria-label", &self.options.words.footnotes);
        self.out.html(&format!(">\n<ol{start}>\n"));
        for (note, mut content) in std::mem::take(&mut self.footnotes.notes).into_iter().zip(rendered) {
            // The backlink goes into the last paragraph if the note ends with one.
            let tail = if content.strip("</p>\n") { "</p>\n" } else { "" };
            self.out.html("<li");
            self.out.attribute("id", &note.id);
            self.out.html(">");
            self.out.append(content);
            self.ways_back(&note);
            self.out.html(tail);
            self.out.html("</li>\n");
        }
        self.out.html("</ol>\n</div>\n");
    }

    fn ways_back(&mut self, note: &Note) {
        let span = self.origin.span_of(note.at.clone());
        for (index, id) in note.references.iter().enumerate() {
            let count = index + 1;
            let mut label = self.options.words.back_to_text.clone();
            self.out.html(" <a");
            self.out.address("href", &Reference::new(format!("#{id}"), span, Role::Link));
            if count > 1 {
                label = format!("{label} {count}");
            }
            self.out.attribute("aria-label", &label);
            self.out.html(" role=\"doc-backlink\">↩\u{fe0e}");
            if count > 1 {
                self.out.html(&format!("<sup>{count}</sup>"));
            }
            self.out.html("</a>");
        }
    }

    /// Tells of footnotes that are not shown. Texts without anchors show none.
    fn unused_footnotes(&mut self) {
        if !self.options.anchors {
            return;
        }
        let mut met = BTreeSet::new();
        for (label, at) in std::mem::take(&mut self.footnotes.written) {
            let key = label_key(&label);
            let is_used = self.footnotes.numbers.contains_key(&key);
            let is_first = met.insert(key);
            if is_used && is_first {
                continue;
            }
            let (message, help) = match is_first {
                true => (
                    format!("nothing refers to the footnote `{label}`"),
                    format!("write `[^{label}]` where it belongs, or remove it"),
                ),
                false => (
                    format!("there is a footnote `{label}` before this one"),
                    "give one of them another name".to_owned(),
                ),
            };
            let mark = self.source[at.clone()].find("]:").map_or(at.end, |end| at.start + end + 1);
            let place = self.origin.place_of(at.start..mark);
            let fault = Diagnostic::at(place, Code::UnusedFootnote, message);
            self.diagnostics.push(fault.label("it is shown nowhere").help(help));
        }
    }

    /// Tells of references to footnotes that are not there, which stay text.
    pub(super) fn unknown_footnotes(&mut self, text: &str, range: &Range<usize>) {
        if !text.contains("[^") {
            return;
        }
        for (start, label) in footnote_labels(self.source, range.clone()) {
            let place = self.origin.place_of(start..start + label.len() + "[^]".len());
            self.diagnostics.push(
                Diagnostic::at(place, Code::UnknownFootnote, format!("there is no footnote `{label}`"))
                    .label("it stays text")
                    .help(format!("write the footnote on a line of its own, `[^{label}]: …`")),
            );
        }
    }
}
