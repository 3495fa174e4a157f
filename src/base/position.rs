//! Offsets told as lines and columns.

use std::borrow::Cow;

use memchr::{memchr, memrchr};

/// A line and column, both from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// The position of a byte offset; one past the end is the end.
pub fn position(text: &str, offset: usize) -> Position {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    Position {
        line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
    }
}

/// The byte offset of a position; one past the end of its line is the line's end.
pub fn offset(text: &str, position: Position) -> usize {
    let mut start = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        if index + 1 == position.line {
            let line = line.trim_end_matches('\n');
            let column = line.char_indices().nth(position.column - 1).map_or(line.len(), |(at, _)| at);
            return start + column;
        }
        start += line.len();
    }
    text.len()
}

/// How many bytes of a line are shown before a place in it, and how many from there on.
const SHOWN: usize = 400;

/// The line that a byte offset lies in, without its end; of a long one the part around the offset,
/// with `…` where more is.
pub fn line_at(text: &str, offset: usize) -> Cow<'_, str> {
    let offset = text.floor_char_boundary(offset);
    let start = memrchr(b'\n', &text.as_bytes()[..offset]).map_or(0, |at| at + 1);
    let end = memchr(b'\n', &text.as_bytes()[offset..]).map_or(text.len(), |at| offset + at);
    let shown_from = text.floor_char_boundary(offset.saturating_sub(SHOWN)).max(start);
    let shown_to = text.floor_char_boundary(offset + SHOWN).min(end);
    let shown = &text[shown_from..shown_to];
    match (shown_from > start, shown_to < end) {
        (false, false) => Cow::Borrowed(shown),
        (before, behind) => {
            let mark = |is_cut| if is_cut { "…" } else { "" };
            Cow::Owned(format!("{}{shown}{}", mark(before), mark(behind)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_and_offsets_are_inverse() {
        let text = "æb\n\ncd";
        for (at, line, column) in [(0, 1, 1), (2, 1, 2), (3, 1, 3), (4, 2, 1), (5, 3, 1), (7, 3, 3)] {
            let found = position(text, at);
            assert_eq!(found, Position { line, column }, "{at}");
            assert_eq!(offset(text, found), at);
        }
        assert_eq!(line_at(text, 6), "cd");
        assert_eq!(line_at(text, 4), "");
    }

    #[test]
    fn of_a_long_line_the_part_around_the_place_is_shown() {
        let text = format!("a\n{}b{}\nc", "x".repeat(1000), "æ".repeat(1000));
        let shown = format!("…{}b{}…", "x".repeat(SHOWN), "æ".repeat((SHOWN - 1) / 2));
        assert_eq!(line_at(&text, 1002), shown);
        assert_eq!(line_at(&text, 0), "a");
        assert_eq!(line_at(&text, text.len()), "c");
    }
}
