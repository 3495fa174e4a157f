//! What one line of a section file is, seen alone.

use std::ops::Range;

/// The length of a separator.
pub(super) const SEPARATOR_LEN: usize = 80;

/// The shortest run of dashes that is taken for a separator gone wrong.
const NEAR_SEPARATOR_LEN: usize = 60;

/// A line's meaning outside code fences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Exactly 80 dashes.
    Separator,
    /// A run of 60 or more dashes that is not 80 long.
    NearSeparator(usize),
    /// An EDN keyword in column 1; the range is the keyword without its colon.
    Key(Range<usize>),
    /// Nothing but white space.
    Blank,
    /// Anything else.
    Text,
}

/// Tells what a line is; the line is given without its end.
pub(super) fn classify(line: &str) -> Line {
    let trimmed = line.trim_end();
    if trimmed.is_empty() {
        return Line::Blank;
    }
    if trimmed.len() >= NEAR_SEPARATOR_LEN && trimmed.bytes().all(|byte| byte == b'-') {
        return if trimmed.len() == SEPARATOR_LEN {
            Line::Separator
        } else {
            Line::NearSeparator(trimmed.len())
        };
    }
    match key(trimmed) {
        Some(range) => Line::Key(range),
        None => Line::Text,
    }
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
        && name.chars().all(|c| c.is_alphanumeric() || ".*+!-_?$%&=<>|/#:'".contains(c));
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
        assert_eq!(classify(&"-".repeat(80)), Line::Separator);
        assert_eq!(classify(&format!("{}  \t", "-".repeat(80))), Line::Separator);
        assert_eq!(classify(&"-".repeat(79)), Line::NearSeparator(79));
        assert_eq!(classify(&"-".repeat(60)), Line::NearSeparator(60));
        assert_eq!(classify(&"-".repeat(59)), Line::Text);
        assert_eq!(classify(&format!(" {}", "-".repeat(80))), Line::Text);
    }
}
