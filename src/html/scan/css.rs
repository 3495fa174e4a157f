//! The addresses in a style sheet or a `style` attribute.

use std::ops::Range;

/// Calls `found` with the range of every address in CSS: the insides of `url()` and the strings of
/// `@import`, without quotes. Comments and other strings hold none (CSS Syntax Level 3, sections
/// 4.3.2, 4.3.5 and 4.3.6).
pub(super) fn addresses(css: &str, mut found: impl FnMut(Range<usize>)) {
    let mut at = 0;
    while let Some(byte) = css.as_bytes().get(at) {
        at = match byte {
            b'/' if css[at..].starts_with("/*") => {
                css[at + 2..].find("*/").map_or(css.len(), |end| at + 2 + end + 2)
            }
            b'"' | b'\'' => string_end(css, at) + 1,
            b'&' if quote_at(css, at).is_some() => {
                string_end(css, at) + quote_at(css, at).map_or(1, str::len)
            }
            b'u' | b'U' if starts_with(css, at, "url(") => {
                let inside = skip_blanks(css, at + 4);
                match quote_at(css, inside) {
                    Some(quote) => quoted(css, inside, quote, &mut found),
                    None => {
                        let end = css[inside..].find(')').map_or(css.len(), |end| inside + end);
                        found(inside..inside + css[inside..end].trim_ascii_end().len());
                        end
                    }
                }
            }
            b'@' if starts_with(css, at, "@import") => {
                let inside = skip_blanks(css, at + 7);
                match quote_at(css, inside) {
                    Some(quote) => quoted(css, inside, quote, &mut found),
                    None => inside,
                }
            }
            _ => at + 1,
        };
    }
}

/// Reports the inside of the string that begins at `start`, and gives the place behind it.
fn quoted(css: &str, start: usize, quote: &str, found: &mut impl FnMut(Range<usize>)) -> usize {
    let end = string_end(css, start);
    found(start + quote.len()..end);
    end + quote.len()
}

/// The place of the quote that ends the string which begins at `start`.
fn string_end(css: &str, start: usize) -> usize {
    let quote = quote_at(css, start).unwrap_or("\"");
    let mut at = start + quote.len();
    while at < css.len() {
        match css.as_bytes()[at] {
            b'\\' => at += 2,
            b'\n' => return at,
            _ if css.as_bytes()[at..].starts_with(quote.as_bytes()) => return at,
            _ => at += 1,
        }
    }
    css.len()
}

/// The quote at a place: in an attribute's value it may be written as a character reference.
fn quote_at(css: &str, at: usize) -> Option<&'static str> {
    let rest = css.as_bytes().get(at..)?;
    ["\"", "'", "&quot;", "&#39;", "&#34;", "&apos;"]
        .into_iter()
        .find(|quote| rest.starts_with(quote.as_bytes()))
}

fn starts_with(css: &str, at: usize, word: &str) -> bool {
    css.as_bytes().get(at..at + word.len()).is_some_and(|bytes| bytes.eq_ignore_ascii_case(word.as_bytes()))
}

fn skip_blanks(css: &str, at: usize) -> usize {
    let rest = css.get(at..).unwrap_or_default();
    at + (rest.len() - rest.trim_ascii_start().len())
}

#[cfg(test)]
mod tests {
    use super::addresses;

    fn all(css: &str) -> Vec<&str> {
        let mut ranges = Vec::new();
        addresses(css, |range| ranges.push(range));
        ranges.into_iter().map(|range| &css[range]).collect()
    }

    #[test]
    fn finds_addresses_and_nothing_else() {
        for (css, expected) in [
            ("a{background:url(/x.png)}", vec!["/x.png"]),
            ("a{background:URL( '/x y.png' ) , url(\"b.svg#c\")}", vec!["/x y.png", "b.svg#c"]),
            ("@import \"a.css\"; @import url(b.css);", vec!["a.css", "b.css"]),
            ("/* url(no) */ a::after{content:\"url(no)\"}", vec![]),
            ("background:url(&quot;/x.png&quot;)", vec!["/x.png"]),
            ("url(", vec![""]),
            ("url(\"å", vec!["å"]),
            ("a{content:'\\'url(no)'}", vec![]),
            ("&quot;a", vec![]),
        ] {
            assert_eq!(all(css), expected, "{css}");
        }
    }
}
