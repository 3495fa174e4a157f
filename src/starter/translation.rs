//! A translation that is begun.

use super::file::{bare_name, file_beside};
use crate::base::FilePath;
use crate::blocks::{Fields, Value};
use crate::document::{
    Document, POST_NAMES, POST_NAMESPACES, SourceRecords, fields_of, records_of, section_file,
};
use crate::locale::Locale;
use crate::markup;

/// The file of a translation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// Where it belongs: where the original lies, but for what says the language.
    pub file: FilePath,
    /// What it says: what the original does, in the original's language.
    pub text: String,
}

/// The keys of a page that a translation takes from its original, or that are not the same in it.
const LEFT_OUT: [&str; 6] =
    ["page/locale", "page/uri", "page/slug", "page/alt-uris", "page/kind", "open-graph/image"];

/// The names of a post's keys that are texts; a translation takes all others from its original.
const TEXTS: [&str; 4] = ["description", "short-description", "short-title", "body"];

/// Begins the translation of a page: a draft with the blocks of its original, whose texts are there
/// to be written over.
///
/// `text` is that of the original's file.
pub fn begin_translation(original: &Document, text: &str, locale: &Locale) -> Begun {
    let mut blocks = match records_of(&original.file, text, &mut Vec::new()) {
        SourceRecords::Blocks(records) => records.iter().map(fields_of).collect(),
        SourceRecords::Plain => vec![plain(original, text)],
    };
    if let Some(page) = blocks.first_mut() {
        page.retain(is_text);
        page.push(("page/draft?".to_owned(), Value::boolean(true)));
    }
    let (_, name) = original.file.as_str().rsplit_once('/').unwrap_or_default();
    Begun { file: file_beside(original, bare_name(name, original), locale), text: section_file(blocks) }
}

/// The block of a page without keys, whose first heading is its title.
fn plain(original: &Document, text: &str) -> Fields {
    let body = match markup::first_heading_as_title(text) {
        Some((_, heading)) => format!("{}{}", &text[..heading.start], &text[heading.end..]),
        None => text.to_owned(),
    };
    let title = Value::text(&original.title.value);
    vec![("page/title".to_owned(), title), ("page/body".to_owned(), Value::Text(body))]
}

/// Whether a translation has a key of its own.
fn is_text((key, value): &(String, Value)) -> bool {
    let post_name = key.split_once('/').filter(|(namespace, _)| POST_NAMESPACES.contains(namespace));
    match post_name {
        Some((_, name)) => TEXTS.contains(&name) || !POST_NAMES.contains(&name),
        None => {
            let is_inherited = matches!(value, Value::Edn(form) if form.as_text().is_none());
            key != "page/draft?" && !LEFT_OUT.contains(&key.as_str()) && !is_inherited
        }
    }
}
