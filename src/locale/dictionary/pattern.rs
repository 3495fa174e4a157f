//! A text with places for parameters.

use std::fmt;
use std::ops::Range;

/// A text with parameters, `Page {n} of {m}`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pattern(Vec<PatternPart>);

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PatternPart {
    /// Text that stands as it is.
    Text(String),
    /// The name of the parameter that stands here.
    Param(String),
}

/// What keeps a text from being a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternFault {
    /// The bytes at fault in the text.
    pub range: Range<usize>,
    /// The fault, in words.
    pub message: String,
}

impl Pattern {
    /// Reads a pattern: `{name}` is a parameter, `{{` and `}}` are braces. A name is of lower-case
    /// letters, digits, `-` and `_`.
    pub fn parse(text: &str) -> Result<Self, PatternFault> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut at = 0;
        while let Some(found) = text[at..].find(['{', '}']) {
            let brace = at + found;
            plain.push_str(&text[at..brace]);
            let rest = &text[brace..];
            if rest.starts_with("{{") || rest.starts_with("}}") {
                plain.push_str(&rest[..1]);
                at = brace + 2;
            } else if rest.starts_with('}') {
                return Err(fault(brace..brace + 1, "this brace closes nothing"));
            } else {
                let Some(length) = rest.find('}') else {
                    return Err(fault(brace..text.len(), "this brace is never closed"));
                };
                let name = &rest[1..length];
                let lawful = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
                if name.is_empty() || !name.chars().all(lawful) {
                    return Err(fault(
                        brace..brace + length + 1,
                        &format!("`{name}` is no name of a parameter"),
                    ));
                }
                if !plain.is_empty() {
                    parts.push(PatternPart::Text(std::mem::take(&mut plain)));
                }
                parts.push(PatternPart::Param(name.to_owned()));
                at = brace + length + 1;
            }
        }
        plain.push_str(&text[at..]);
        if !plain.is_empty() {
            parts.push(PatternPart::Text(plain));
        }
        Ok(Self(parts))
    }

    /// The parts, in order.
    pub fn parts(&self) -> &[PatternPart] {
        &self.0
    }

    /// The names of the parameters, in the order of their places.
    pub fn params(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|part| match part {
            PatternPart::Param(name) => Some(name.as_str()),
            PatternPart::Text(_) => None,
        })
    }
}

/// Prints the pattern as it is written in a dictionary.
impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|part| match part {
            PatternPart::Text(text) => f.write_str(&text.replace('{', "{{").replace('}', "}}")),
            PatternPart::Param(name) => write!(f, "{{{name}}}"),
        })
    }
}

fn fault(range: Range<usize>, message: &str) -> PatternFault {
    PatternFault { range, message: message.to_owned() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Pattern;

    #[test]
    fn patterns_have_parameters() {
        let pattern = Pattern::parse("Side {n} av {m} {{uten}}").unwrap();
        assert_eq!(pattern.params().collect::<Vec<_>>(), ["n", "m"]);
        assert_eq!(pattern.to_string(), "Side {n} av {m} {{uten}}");
    }

    #[test]
    fn faults_show_their_place() {
        for (text, range) in
            [("a {n", 2..4), ("a } b", 2..3), ("{}", 0..2), ("x {No}", 2..6), ("{a b}", 0..5)]
        {
            assert_eq!(Pattern::parse(text).unwrap_err().range, range, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_the_same(text in "[a-c{}é-]*") {
            if let Ok(pattern) = Pattern::parse(&text) {
                prop_assert_eq!(Pattern::parse(&pattern.to_string()), Ok(pattern));
            }
        }
    }
}
