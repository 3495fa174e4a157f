//! The names of templates, and their files.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::FilePath;

/// The template of social cards.
pub const CARD: &str = "card.svg";

/// The texts of templates by their names.
pub(super) type Sources = BTreeMap<String, Arc<str>>;

/// The file of a template among the site's sources.
pub(super) fn file_of(name: &str) -> FilePath {
    FilePath::new(&format!("templates/{name}"))
}

/// The name of the template that a file is, if it is one.
pub(super) fn template_name(file: &FilePath) -> Option<&str> {
    file.below("templates").filter(|name| is_template(name))
}

/// Whether a file below `templates/` is one, by its name from there: pages, and the drawing of
/// social cards.
pub(super) fn is_template(name: &str) -> bool {
    name.ends_with(".html") || name == CARD
}
