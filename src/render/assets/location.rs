//! From the style sheet parser's positions to spans.

use crate::base::Span;

/// The span at a line (from 0) and a column (from 1, in UTF-16 code units) of a text: of what is sought, where it follows
/// there, else of the character at the position.
pub(super) fn span_at(text: &str, line: u32, column: u32, sought: &str) -> Span {
    let start = offset(text, line, column);
    let rest = &text[start..];
    match rest.find(sought) {
        Some(at) if !sought.is_empty() => Span::new(start + at, start + at + sought.len()),
        _ => Span::new(start, start + rest.chars().next().map_or(0, char::len_utf8)),
    }
}

fn offset(text: &str, line: u32, column: u32) -> usize {
    // The line ends of CSS Syntax 3, section 3.3; `\r\n` has been made `\n`.
    let ends = text.match_indices(['\n', '\r', '\u{c}']);
    let start = match line {
        0 => 0,
        line => ends.map(|(at, _)| at + 1).nth(line as usize - 1).unwrap_or(text.len()),
    };
    let mut units = column.saturating_sub(1) as usize;
    let rest = text[start..].char_indices();
    for (at, c) in rest {
        if units == 0 || c == '\n' {
            return start + at;
        }
        units = units.saturating_sub(c.len_utf16());
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_utf16() {
        let text = "a{}\n/*ø😀*/b{}";
        assert_eq!(span_at(text, 1, 8, ""), Span::new(text.find('b').unwrap(), text.find('b').unwrap() + 1));
        assert_eq!(span_at(text, 1, 1, "b{}").range(), text.len() - 3..text.len());
        assert_eq!(span_at(text, 0, 9, ""), Span::new(3, 4));
        assert_eq!(span_at(text, 7, 1, ""), Span::new(text.len(), text.len()));
    }
}
