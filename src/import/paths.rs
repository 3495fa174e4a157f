//! Names of files and what they say, and where references between them lead.

use percent_encoding::percent_decode_str;

use crate::locale::Locale;
use crate::render::normalised;

/// A path without an ending that says a language: `posts/bread.nb` is `posts/bread`.
pub fn without_locale(path: &str) -> (&str, Option<Locale>) {
    let Some((bare, suffix)) = path.rsplit_once('.').filter(|(_, suffix)| !suffix.contains('/')) else {
        return (path, None);
    };
    match locale(suffix) {
        Some(locale) if !bare.is_empty() && !bare.ends_with('/') => (bare, Some(locale)),
        _ => (path, None),
    }
}

/// The language that a name is a tag of.
pub fn locale(name: &str) -> Option<Locale> {
    let is_tag = matches!(name.split(['-', '_']).next().map(str::len), Some(2 | 3));
    Locale::parse(&name.replace('_', "-")).filter(|locale| is_tag && locale.has_name())
}

/// A path in two: its ending, and what stands before its dot.
pub fn ending(path: &str) -> (&str, &str) {
    let from = path.rfind('/').map_or(0, |at| at + 1);
    match path[from..].rfind('.') {
        Some(at) if at > 0 => (&path[..from + at], &path[from + at + 1..]),
        _ => (path, ""),
    }
}

/// A name without the day that it begins with, and that day: `2020-01-02-bread`.
pub fn without_day(name: &str) -> (&str, Option<&str>) {
    let (Some(day), Some(rest)) = (name.get(..10), name.get(10..)) else { return (name, None) };
    let rest = rest.strip_prefix(['-', '_', ' ']).unwrap_or_default();
    let is_day = chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d").is_ok();
    if is_day && !rest.is_empty() { (rest, Some(day)) } else { (name, None) }
}

/// The folder of a path, without a slash at its end.
pub fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The last part of a path.
pub fn name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// A path from a folder, both from the site's root, with its `.` and `..` worked out; `None` where
/// it leads out.
pub fn join(folder: &str, path: &str) -> Option<String> {
    let (from, path) = match path.strip_prefix('/') {
        Some(path) => ("", path),
        None => (folder, path),
    };
    normalised(&format!("{from}/{path}"))
}

/// A destination of a link as the path that it names, decoded, and what follows that from `?` or
/// `#` on; `None` where it leads to another host or only within its page.
pub fn local(destination: &str) -> Option<(String, &str)> {
    let end = destination.find(['?', '#']).unwrap_or(destination.len());
    let (path, rest) = destination.split_at(end);
    let is_elsewhere = path.starts_with("//")
        || path.split_once(':').is_some_and(|(scheme, _)| scheme.chars().all(|c| c.is_ascii_alphanumeric()));
    if path.is_empty() || is_elsewhere {
        return None;
    }
    let decoded = percent_decode_str(path).decode_utf8().ok()?.into_owned();
    Some((decoded, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_languages_and_days() {
        for (path, bare, tag) in [
            ("posts/bread.nb", "posts/bread", Some("nb")),
            ("bread.en-GB", "bread", Some("en-GB")),
            ("bread.pt_br", "bread", Some("pt-BR")),
            ("node.js", "node.js", None),
            ("bread.draft", "bread.draft", None),
            ("a.nb/bread", "a.nb/bread", None),
            (".nb", ".nb", None),
        ] {
            let (found, locale) = without_locale(path);
            assert_eq!((found, locale.as_ref().map(Locale::tag)), (bare, tag), "{path}");
        }
        assert_eq!(without_day("2020-01-02-bread"), ("bread", Some("2020-01-02")));
        assert_eq!(without_day("2020-13-02-bread"), ("2020-13-02-bread", None));
        assert_eq!(without_day("2020-01-02"), ("2020-01-02", None));
        assert_eq!(without_day("ååååå-bread"), ("ååååå-bread", None));
    }

    #[test]
    fn references_lead_somewhere() {
        assert_eq!(join("a/b", "../c.md").as_deref(), Some("a/c.md"));
        assert_eq!(join("a", "../../c.md"), None);
        assert_eq!(join("a", "/c.md").as_deref(), Some("c.md"));
        assert_eq!(local("a%20b.md#c"), Some(("a b.md".to_owned(), "#c")));
        assert_eq!(local("https://a.example/b"), None);
        assert_eq!(local("mailto:a@b.example"), None);
        assert_eq!(local("#c"), None);
    }
}
