//! The nearest known name to one that is not known.

use std::fmt::Display;

/// The candidate that is one or two letters off `name`, or `None` where none is that near.
///
/// Distance is Damerau–Levenshtein (a swap of neighbours is one letter off); among equals the first wins.
/// What has four letters or fewer must be within one; a namespace that both have does not count.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let namespace = name.rfind('/').map_or("", |slash| &name[..=slash]);
            let own = if candidate.starts_with(namespace) { &name[namespace.len()..] } else { name };
            let limit = if own.chars().count() <= 4 { 1 } else { 2 };
            let distance = strsim::osa_distance(name, candidate);
            (distance <= limit).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Names as keywords in a row, for messages: `` `:nb`, `:en` ``.
pub fn keywords(names: impl IntoIterator<Item = impl Display>) -> String {
    let keywords: Vec<String> = names.into_iter().map(|name| format!("`:{name}`")).collect();
    keywords.join(", ")
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_names_one_or_two_letters_off() {
        let known = ["section/title", "section/theme", "section/body"];
        assert_eq!(nearest("section/tilte", known), Some("section/title"));
        assert_eq!(nearest("section/bdy", known), Some("section/body"));
        assert_eq!(nearest("section/picture", known), None);
        assert_eq!(nearest("cs", ["css", "js"]), Some("css"));
        assert_eq!(nearest("go", ["sql"]), None);
        assert_eq!(nearest("mine", ["link"]), None);
        assert_eq!(nearest("author/blog", ["author/slug"]), None);
    }
}
