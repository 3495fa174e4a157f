//! The digests of what is translated.

use crate::base::{Digest, Spanned};
use crate::document::{Document, Section};
use crate::markup::Body;

/// The digest of a section's texts. Its theme, kind and image are no text: they are compared as
/// they are.
pub(super) fn of_section(section: &Section) -> String {
    let mut texts = Texts::default();
    texts.line("title", section.title.as_ref());
    texts.line("sub-title", section.sub_title.as_ref());
    texts.body("body", section.body.as_deref());
    texts.line("image-alt", section.image_alt.as_ref());
    texts.line("note", section.note.as_ref());
    texts.digest()
}

/// The digest of a page's own texts: its title, and those that it is shown by elsewhere.
pub(super) fn of_page(document: &Document) -> String {
    let mut texts = Texts::default();
    texts.line("title", Some(&document.title));
    texts.line("short-title", document.short_title.as_ref());
    texts.body("description", document.description.as_deref());
    texts.line("short-description", document.short_description.as_ref());
    texts.line("og-title", document.open_graph.title.as_ref());
    texts.line("og-description", document.open_graph.description.as_ref());
    texts.line("og-image-alt", document.open_graph.image_alt.as_ref());
    texts.digest()
}

/// Texts by their names. What is missing and what is empty is the same.
#[derive(Default)]
struct Texts(String);

impl Texts {
    fn line(&mut self, name: &str, text: Option<&Spanned<String>>) {
        if let Some(text) = text {
            self.add(name, &text.value.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }

    fn body(&mut self, name: &str, body: Option<&Body>) {
        if let Some(body) = body {
            self.add(name, &body.wording.hex());
        }
    }

    fn add(&mut self, name: &str, text: &str) {
        for part in [name, "\u{1}", text, "\u{2}"] {
            self.0.push_str(part);
        }
    }

    fn digest(self) -> String {
        Digest::of(self.0.as_bytes()).short()
    }
}
