//! Where a file belongs.

use crate::base::FilePath;
use crate::document::Document;
use crate::locale::Locale;

/// The file of a page beside another one: in its folder, and with the language where that has its
/// own.
pub(super) fn file_beside(page: &Document, name: &str, locale: &Locale) -> FilePath {
    let (folder, own_name) = page.file.as_str().rsplit_once('/').unwrap_or_default();
    let own = page.locale.tag();
    let has_suffix = bare_name(own_name, page).len() + ".md".len() < own_name.len();
    if has_suffix || (!page.stem.in_folder && page.locale != *locale) {
        return FilePath::new(&format!("{folder}/{name}.{locale}.md"));
    }
    let mut parts: Vec<&str> = folder.split('/').collect();
    if let Some(part) = parts.iter_mut().find(|part| part.eq_ignore_ascii_case(own))
        && page.stem.in_folder
    {
        *part = locale.tag();
    }
    FilePath::new(&format!("{}/{name}.md", parts.join("/")))
}

/// A file's name without its ending, and without what says the language of its page.
pub(super) fn bare_name<'a>(name: &'a str, page: &Document) -> &'a str {
    let stem = name.strip_suffix(".md").unwrap_or(name);
    match stem.rsplit_once('.') {
        Some((bare, suffix)) if suffix.eq_ignore_ascii_case(page.locale.tag()) => bare,
        _ => stem,
    }
}
