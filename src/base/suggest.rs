//! The nearest known name to one that is not known.

/// The candidate that is one or two letters off `name`, or `None` where none is that near.
///
/// Distance is Damerau–Levenshtein (a swap of neighbours is one letter off); among equals the first wins.
/// A name of three letters or fewer must be within one.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = if name.chars().count() <= 3 { 1 } else { 2 };
    candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
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
    }
}
