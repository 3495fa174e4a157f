//! From the style sheet parser's positions to spans.

use crate::base::Span;

/// How far behind the position of what holds it a thing may stand: behind `@import url(` and
/// blanks.
const REACH: usize = 64;

/// Where the lines of a text begin (CSS Syntax 3, section 3.3; `\r\n` has been made `\n`).
pub(super) fn line_starts(text: &str) -> Vec<usize> {
    let ends = text.match_indices(['\n', '\r', '\u{c}']);
    std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect()
}

/// The span at a line (from 0) and a column (from 1, in UTF-16 code units) of a text: of what is
/// sought, where it follows there, else of the character at the position.
pub(super) fn span_at(text: &str, starts: &[usize], line: u32, column: u32, sought: &str) -> Span {
    let start = offset(text, starts, line, column);
    let rest = &text[start..];
    let near = &rest[..rest.floor_char_boundary(sought.len() + REACH)];
    match near.find(sought) {
        Some(at) if !sought.is_empty() => Span::new(start + at, start + at + sought.len()),
        _ => Span::new(start, start + rest.chars().next().map_or(0, char::len_utf8)),
    }
}

fn offset(text: &str, starts: &[usize], line: u32, column: u32) -> usize {
    let start = starts.get(line as usize).copied().unwrap_or(text.len());
    let mut units = column.saturating_sub(1) as usize;
    let end = text.floor_char_boundary(start + units);
    if text[start..end].is_ascii() && !text[start..end].contains('\n') {
        return end;
    }
    for (at, c) in text[start..].char_indices() {
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
        let starts = line_starts(text);
        assert_eq!(
            span_at(text, &starts, 1, 8, ""),
            Span::new(text.find('b').unwrap(), text.find('b').unwrap() + 1)
        );
        assert_eq!(span_at(text, &starts, 1, 1, "b{}").range(), text.len() - 3..text.len());
        assert_eq!(span_at(text, &starts, 0, 9, ""), Span::new(3, 4));
        assert_eq!(span_at(text, &starts, 7, 1, ""), Span::new(text.len(), text.len()));
    }
}
