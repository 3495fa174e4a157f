//! Offsets told as lines and columns.

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

/// The line that a byte offset lies in, without its end.
pub fn line_at(text: &str, offset: usize) -> &str {
    let offset = offset.min(text.len());
    let start = text.as_bytes()[..offset].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    text[start..].split('\n').next().unwrap_or_default()
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
}
