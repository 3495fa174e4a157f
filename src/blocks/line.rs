//! What one line of a section file is, seen alone.

use std::ops::Range;

use super::near::{self, Mistake, SEPARATOR_LEN, is_blank};
use crate::base::composed;

/// A line's meaning outside code fences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Exactly 80 dashes.
    Separator,
    NearSeparator(Mistake),
    /// An EDN keyword in column 1; the range is the keyword without its colon.
    Key(Range<usize>),
    /// What was meant to be a key line, and is text.
    NearKey,
    /// Nothing that anybody sees.
    Blank,
    Comment,
    /// A line of fenced code, or of HTML that is no Markdown, whatever it looks like.
    Inside,
    Text,
}

/// Tells what a line is; the line is given without its end.
pub(super) fn classify(line: &str) -> Line {
    match line.as_bytes().first() {
        None => Line::Blank,
        Some(b':') => key(line).map_or(Line::Text, Line::Key),
        Some(b'-') if is_separator(line) => Line::Separator,
        // Most lines begin with a letter, and need not be looked at further.
        Some(byte) if byte.is_ascii_graphic() && *byte != b'-' => Line::Text,
        _ if line.chars().all(is_blank) => Line::Blank,
        _ => near::separator(line).map_or(Line::Text, Line::NearSeparator),
    }
}

fn is_separator(line: &str) -> bool {
    let line = line.trim_end();
    line.len() == SEPARATOR_LEN && line.bytes().all(|byte| byte == b'-')
}

/// The keyword that a key line starts with. A keyword that ends in a colon (`:smile:`) is prose.
fn key(line: &str) -> Option<Range<usize>> {
    let rest = line.strip_prefix(':')?;
    let len = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let name = &rest[..len];
    let begins_well = |part: &str| part.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let mut parts = name.split('/');
    let whole = parts.next().is_some_and(begins_well)
        && parts.next().is_none_or(begins_well)
        && parts.next().is_none()
        && !name.ends_with(':')
        && composed(name).chars().all(|c| c.is_alphanumeric() || ".*+!-_?$%&=<>|/#:'".contains(c));
    whole.then_some(1..1 + len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_lines() {
        for (line, expected) in [
            (":page/title Hello", Some("page/title")),
            (":tag", Some("tag")),
            (":bla\u{30a}/ba\u{308}r 1", Some("bla\u{30a}/ba\u{308}r")),
            (":page/draft? true", Some("page/draft?")),
            (":smile: is prose", None),
            (":-) is prose", None),
            (" :page/title indented", None),
            ("\\:like this", None),
            (":a/b/c three parts", None),
            (":page/", None),
            ("::x", None),
            (":12 o'clock", None),
            (":title, and so on", None),
        ] {
            let found = key(line).map(|range| &line[range]);
            assert_eq!(found, expected, "{line}");
        }
    }

    #[test]
    fn dashes() {
        let dashes = |count: usize| "-".repeat(count);
        assert_eq!(classify(&dashes(80)), Line::Separator);
        assert_eq!(classify(&format!("{}  \t\u{a0}", dashes(80))), Line::Separator);
        for near in [
            dashes(79),
            dashes(60),
            format!(" {}", dashes(80)),
            format!("\u{feff}{}", dashes(80)),
            format!("{}\u{200b}", dashes(80)),
            format!("{}\u{ad}{}", dashes(40), dashes(40)),
            "—".repeat(40),
            "–".repeat(80),
            "═".repeat(80),
        ] {
            assert!(matches!(classify(&near), Line::NearSeparator(_)), "{near}");
        }
        for text in [dashes(59), "—".repeat(3), "=".repeat(80), format!("{} x", dashes(80))] {
            assert_eq!(classify(&text), Line::Text, "{text}");
        }
        assert_eq!(classify("\u{200b}\u{feff} "), Line::Blank);
    }
}
