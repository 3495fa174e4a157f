//! Texts of a draft that nobody has translated yet.

use super::texts;
use crate::base::{Code, Diagnostic};
use crate::document::{Document, Section};
use crate::site::Site;

/// Whether a fault tells of the language of a text that stands in another version of its page too,
/// and so has not been translated yet: a translation is begun as a draft that says what its
/// original does.
pub fn is_of_copied_text(site: &Site, fault: &Diagnostic) -> bool {
    if fault.code != Code::WrongLanguage {
        return false;
    }
    let Some(place) = &fault.place else { return false };
    let draft = site.documents.iter().find(|document| document.file == place.file && document.draft);
    let Some(draft) = draft else { return false };
    let is_version =
        |document: &&Document| document.page_key() == draft.page_key() && document.file != draft.file;
    let versions = site.documents.iter().map(|document| &**document).filter(is_version);
    let at = place.span.start;
    let here = draft.sections.iter().position(|section| (section.span.start..section.span.end).contains(&at));
    versions.into_iter().any(|version| {
        let is_copied =
            |(own, other): (&Section, &Section)| texts::of_section(own) == texts::of_section(other);
        let mut pairs = draft.sections.iter().zip(&version.sections);
        match here {
            Some(at) => pairs.nth(at).is_some_and(is_copied),
            // What is told of the page as a whole speaks for all that is left to translate.
            None => texts::of_page(draft) == texts::of_page(version) || pairs.any(is_copied),
        }
    })
}
