//! What a file's place says of its page.

use crate::base::FilePath;
use crate::locale::Locale;

/// A content file's path without `content/`, ending, and the suffix or folder that names its
/// locale.
///
/// Pages of different locales with one stem are translations of each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stem {
    /// The folders and the name, parted by `/`: `notes/keys` for `content/en/notes/keys.md`.
    pub path: String,
    /// The locale that the suffix names (`keys.en.md`), else the one a folder names (`en/keys.md`).
    pub locale: Option<Locale>,
    /// Whether a folder is left out of the path, since it names a locale.
    pub in_folder: bool,
}

impl Stem {
    /// Reads the path of a file among a site's locales.
    pub fn of(file: &FilePath, locales: &[Locale]) -> Self {
        let below = file.below("content").unwrap_or(file.as_str());
        let known =
            |name: &str| locales.iter().find(|locale| locale.tag().eq_ignore_ascii_case(name)).cloned();
        let mut parts: Vec<&str> = below.split('/').collect();
        let name = parts.pop().unwrap_or_default();
        let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let (name, suffix) = match name.rsplit_once('.') {
            Some((stem, suffix)) if known(suffix).is_some() => (stem, known(suffix)),
            _ => (name, None),
        };
        let folder = parts.iter().position(|part| known(part).is_some());
        let from_folder = folder.and_then(|at| known(parts.remove(at)));
        parts.push(name);
        Self { path: parts.join("/"), in_folder: from_folder.is_some(), locale: suffix.or(from_folder) }
    }

    /// The path with an `index` at its end taken for its folder: empty for `content/index.md`.
    pub fn page_path(&self) -> &str {
        match self.path.strip_suffix("index") {
            Some("") => "",
            Some(folder) if folder.ends_with('/') => folder.trim_end_matches('/'),
            _ => &self.path,
        }
    }

    /// The last part of the page's path.
    pub fn name(&self) -> &str {
        self.page_path().rsplit('/').next().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places() {
        let locales: Vec<Locale> =
            ["nb", "en", "en-GB"].iter().filter_map(|tag| Locale::parse(tag)).collect();
        for (file, path, page_path, locale) in [
            ("content/keys.md", "keys", "keys", ""),
            ("content/keys.en.md", "keys", "keys", "en"),
            ("content/en/keys.md", "keys", "keys", "en"),
            ("content/blog/en/keys.md", "blog/keys", "blog/keys", "en"),
            ("content/en/keys.nb.md", "keys", "keys", "nb"),
            ("content/keys.v2.md", "keys.v2", "keys.v2", ""),
            ("content/keys.en-gb.md", "keys", "keys", "en-GB"),
            ("content/notes/index.en.md", "notes/index", "notes", "en"),
            ("content/index.md", "index", "", ""),
            ("content/reindex.md", "reindex", "reindex", ""),
        ] {
            let stem = Stem::of(&FilePath::new(file), &locales);
            let found = stem.locale.as_ref().map_or("", Locale::tag);
            assert_eq!((stem.path.as_str(), stem.page_path(), found), (path, page_path, locale), "{file}");
        }
    }
}
