//! Templates in Unicode's composed form, and the places in what was written.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::names::{Sources, template_name};
use crate::base::{Diagnostic, FilePath, Place, Position, Span, composed, offset, position};
use crate::source::Text;

/// The texts of templates that were written in another form than they are read in.
#[derive(Clone, Debug, Default)]
pub(super) struct OtherForms(BTreeMap<String, Arc<str>>);

/// The site's own templates as they are read, so that names in them are one in either form.
pub(super) fn in_one_form(texts: &BTreeMap<FilePath, Text>) -> (Sources, OtherForms) {
    let (mut own, mut others) = (Sources::new(), OtherForms::default());
    for (file, text) in texts {
        let Some(name) = template_name(file) else { continue };
        let read = match composed(&text.text) {
            Cow::Borrowed(_) => Arc::clone(&text.text),
            Cow::Owned(read) => {
                others.0.insert(name.to_owned(), Arc::clone(&text.text));
                read.into()
            }
        };
        own.insert(name.to_owned(), read);
    }
    (own, others)
}

impl OtherForms {
    /// Shows a fault where it was written.
    pub fn restore_places(&self, fault: &mut Diagnostic) {
        let places = fault.notes.iter_mut().filter_map(|note| note.place.as_mut());
        for place in fault.place.as_mut().into_iter().chain(places) {
            *place = self.written(place);
        }
    }

    /// Where a place in a template was written.
    pub fn written(&self, place: &Place) -> Place {
        let Some(text) = template_name(&place.file).and_then(|name| self.0.get(name)) else {
            return place.clone();
        };
        let read = composed(text);
        let at = |offset: u32| written_offset(text, &read, offset as usize);
        Place::new(&place.file, Span::new(at(place.span.start), at(place.span.end)))
    }
}

/// The offset in a text that is one in its composed form.
fn written_offset(text: &str, read: &str, at: usize) -> usize {
    let line = position(read, at).line;
    let start = |text: &str| offset(text, Position { line, column: 1 });
    let (written, read) = (&text[start(text)..], &read[start(read)..at.min(read.len())]);
    let ends: Vec<usize> = written.char_indices().map(|(end, _)| end).collect();
    let end = ends.partition_point(|end| composed(&written[..*end]).len() < read.len());
    start(text) + ends.get(end).copied().unwrap_or(written.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_that_were_written() {
        let text = "a\nbe\u{301}a\u{30a}x {{ e\u{301} }}\n\u{e9}x";
        let read = composed(text);
        for word in ["b", "x {{", "{{", "}}", "\n"] {
            let (there, here) = (read.find(word).unwrap(), text.find(word).unwrap());
            assert_eq!(written_offset(text, &read, there), here, "{word}");
            assert_eq!(written_offset(text, &read, there + word.len()), here + word.len(), "{word}");
        }
        assert_eq!(written_offset(text, &read, read.len()), text.len());
    }
}
