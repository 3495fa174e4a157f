//! Pages as writers set them out.

use super::keys::{POST_NAMESPACES, post_key};
use super::vocabulary::Keys;
use super::{Extra, Field, Raw, Record};
use crate::blocks::{Fields, Value, Vocabulary as _, print};

/// The known keys in the order in which writers have them. Those of the site's own come after
/// them, and Markdown last.
const ORDER: [&str; 31] = [
    "page/title",
    "page/locale",
    "page/slug",
    "page/uri",
    "page/translation-key",
    "page/alt-uris",
    "page/kind",
    "page/draft?",
    "post/published",
    "post/updated",
    "post/tags",
    "post/author",
    "post/authors",
    "post/series",
    "post/image",
    "post/short-title",
    "post/short-description",
    "open-graph/title",
    "open-graph/description",
    "open-graph/image",
    "open-graph/image-alt",
    "section/title",
    "section/sub-title",
    "section/id",
    "section/locale",
    "section/kind",
    "section/theme",
    "section/image",
    "section/image-alt",
    "section/note",
    "post/description",
];

/// Where a key stands among those of its block.
pub(super) fn place_of_key(key: &str) -> impl Ord + use<> {
    let name = match post_key(key) {
        Some((_, name)) => format!("{}/{name}", POST_NAMESPACES[2]),
        None => key.to_owned(),
    };
    let place = ORDER.iter().position(|known| *known == name).unwrap_or(ORDER.len());
    (Keys.is_markdown(key), place)
}

/// Prints a section file: the page's own block first, then its sections.
///
/// Give each key of the format with its value, in any order; texts and Markdown as they are, and
/// keywords, times, references and values of the site's own as EDN. What is read from the file is
/// what was given; see [`print`](crate::blocks::print) for what is escaped, and how.
///
/// ```
/// use diglot::blocks::Value;
/// use diglot::document::section_file;
/// use diglot::edn::Form;
///
/// let file = section_file(vec![
///     vec![
///         ("page/title".to_owned(), Value::text("Bread takes time")),
///         ("post/published".to_owned(), Value::Edn(Form::tagged("time/ldt", "2026-02-01T09:00"))),
///         ("post/tags".to_owned(), Value::Edn(Form::keywords(["baking"]))),
///     ],
///     vec![("section/body".to_owned(), Value::text("Flour, water, salt."))],
/// ]);
/// assert!(file.starts_with(":page/title Bread takes time\n:post/published #time/ldt "));
/// ```
pub fn section_file(mut blocks: Vec<Fields>) -> String {
    blocks.iter_mut().for_each(|fields| fields.sort_by_cached_key(|(key, _)| place_of_key(key)));
    print(&blocks, &Keys)
}

/// The fields of a block as it was read, to be printed again.
pub fn fields_of(record: &Record) -> Fields {
    let value = |field: &Field| match &field.value {
        Raw::Form(form) => Value::Edn(form.clone()),
        Raw::Text(text) if Keys.is_known(&field.key.value) => Value::Text(text.value.clone()),
        Raw::Text(text) => match Extra::of(&text.value) {
            Extra::Form(form) => Value::Edn(form),
            Extra::Text(text) => Value::Text(text),
        },
    };
    record.fields.iter().map(|field| (field.key.value.clone(), value(field))).collect()
}
