//! Code fences, as far as the block splitter must know them (CommonMark 0.31.2, section 4.5).

use super::near::columns;

/// The line that opens a code fence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Opener {
    mark: char,
    len: usize,
    /// Whether something follows the marks.
    pub has_info: bool,
    /// Whether the line is indented so far that it may be indented code instead of a fence in a
    /// list.
    pub deep: bool,
}

/// Reads a line as a fence's opening. List markers before it are allowed, and any indentation,
/// since fences lie in list items too.
pub(super) fn opener(line: &str) -> Option<Opener> {
    if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let indented = line.trim_start();
    let deep = line.len() - indented.len() >= 4;
    let rest = after_list_markers(indented);
    let mark = rest.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let len = rest.chars().take_while(|c| *c == mark).count();
    let info = rest[len..].trim();
    let is_fence = len >= 3 && !(mark == '`' && info.contains('`'));
    is_fence.then_some(Opener { mark, len, has_info: !info.is_empty(), deep })
}

impl Opener {
    /// The character that its marks are.
    pub(super) fn mark(self) -> char {
        self.mark
    }

    pub(super) fn is_closed_by(self, line: &str) -> bool {
        let line = line.trim();
        line.len() >= self.len && line.chars().all(|c| c == self.mark)
    }

    /// Whether a closing of so many of a mark would close the fence.
    pub(super) fn may_be_closed_by(self, (mark, len): (char, usize)) -> bool {
        self.mark == mark && len >= self.len
    }

    /// Whether a line inside the fence could only have been meant to open another one.
    pub(super) fn is_like(self, other: Opener) -> bool {
        self.mark == other.mark && other.has_info && other.len >= self.len
    }
}

/// The column at which the text of the last list item begins that a line opens; `None` where it
/// opens none.
pub(super) fn item_column(line: &str) -> Option<usize> {
    let indented = line.trim_start();
    let text = after_list_markers(indented);
    (text.len() < indented.len()).then(|| columns(&line[..line.len() - text.len()]))
}

fn after_list_markers(line: &str) -> &str {
    let mut rest = line;
    loop {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let marker = match rest.as_bytes().get(digits) {
            Some(b'.' | b')') if (1..=9).contains(&digits) => digits + 1,
            Some(b'-' | b'*' | b'+') if digits == 0 => 1,
            _ => return rest,
        };
        let after = rest[marker..].trim_start();
        if after.len() == rest.len() - marker {
            return rest;
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::opener;

    #[test]
    fn openings() {
        for (line, is_one) in [
            ("```", true),
            ("```clj", true),
            ("~~~~ text", true),
            ("   ```sh", true),
            ("- ```sh", true),
            ("12. - ~~~", true),
            ("``", false),
            ("```one line```", false),
            ("text ```", false),
            ("-```", false),
        ] {
            assert_eq!(opener(line).is_some(), is_one, "{line}");
        }
    }
}
