//! The addresses in a `srcset`.

use std::ops::Range;

/// Calls `found` with the range of every address in the value of a `srcset` or `imagesrcset`
/// attribute (WHATWG HTML, 4.8.4.2.2).
pub(super) fn addresses(value: &str, mut found: impl FnMut(Range<usize>)) {
    let mut at = 0;
    loop {
        at =
            value.len() - value[at..].trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',').len();
        if at == value.len() {
            return;
        }
        let address = value[at..].split_ascii_whitespace().next().unwrap_or_default();
        let bare = address.trim_end_matches(',');
        found(at..at + bare.len());
        at += address.len();
        if bare.len() == address.len() {
            at = value[at..].find(',').map_or(value.len(), |comma| at + comma + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::addresses;

    #[test]
    fn finds_every_candidate() {
        for (value, expected) in [
            ("a.png 1x, b.png 2x", vec!["a.png", "b.png"]),
            (" a.png, b.png 200w ", vec!["a.png", "b.png"]),
            ("a,b.png 1x", vec!["a,b.png"]),
            ("data:image/png;base64,AA 1x,/b.png 2x", vec!["data:image/png;base64,AA", "/b.png"]),
            (",", vec![]),
            ("", vec![]),
        ] {
            let mut found = Vec::new();
            addresses(value, |range| found.push(&value[range]));
            assert_eq!(found, expected, "{value}");
        }
    }
}
