//! Lines that were meant to be separators and key lines, and are none.

use super::line::{SEPARATOR_LEN, is_blank};
use crate::base::is_invisible;

/// The shortest run of dashes that is taken for a separator gone wrong.
const NEAR_SEPARATOR_LEN: usize = 60;

/// Marks that look like a colon.
const COLONS: [char; 5] = ['：', '﹕', '∶', '꞉', 'ː'];

/// Why a line is not what it looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// It has another number of dashes.
    Count(usize),
    /// It is made of other marks.
    Mark(char),
    /// It holds a character that nobody sees.
    Invisible(char),
    /// It begins with white space.
    Blank(char),
    /// Something else than white space follows the key.
    Attached(char),
}

/// A line that was meant to be a key line.
pub(super) struct NearKey {
    /// The key, without its colon and without what nobody sees.
    pub key: String,
    /// Where it ends in the line.
    pub end: usize,
    pub why: Why,
}

/// Why a line is no separator that was meant to be one.
pub(super) fn separator(line: &str) -> Option<Why> {
    let marks = line.trim_matches(is_blank);
    // Editors make one long dash of two or three short ones.
    let weight = |c: char| match c {
        '—' | '―' => 3,
        '–' => 2,
        '-' | '‐' | '‑' | '‒' | '−' | '─' | '━' | '═' | '﹘' | '－' | 'ー' => 1,
        _ => 0,
    };
    if weight(marks.chars().next()?) == 0 {
        return None;
    }
    let (mut len, mut count, mut other, mut invisible) = (0, 0, None, None);
    for c in marks.chars() {
        match weight(c) {
            0 if is_invisible(c) => invisible = Some(c),
            0 => return None,
            weight => (len, count) = (len + weight, count + 1),
        }
        other = other.or((c != '-' && weight(c) > 0).then_some(c));
    }
    let around = || line.chars().find(|c| is_invisible(*c));
    let why = match (other, invisible.or_else(around), line.chars().next()?) {
        (Some(mark), ..) => Why::Mark(mark),
        _ if count != SEPARATOR_LEN => Why::Count(count),
        (_, Some(c), _) => Why::Invisible(c),
        (_, _, first) => Why::Blank(first),
    };
    (len >= NEAR_SEPARATOR_LEN).then_some(why)
}

/// Reads a line that is no key line as what was meant to be one.
pub(super) fn key(line: &str) -> Option<NearKey> {
    let start = line.find(|c| !is_blank(c))?;
    let mut rest = line[start..].char_indices();
    let (_, colon) = rest.next().filter(|(_, c)| *c == ':' || COLONS.contains(c))?;
    let mut key = String::new();
    let mut after = None;
    for (at, c) in rest {
        if c.is_alphanumeric() || "-?/_".contains(c) {
            key.push(c);
        } else if !is_invisible(c) {
            after = Some((start + at, c));
            break;
        }
    }
    let end = after.map_or(line.len(), |(at, _)| at);
    let why = match (line[..end].chars().find(|c| is_invisible(*c)), after) {
        _ if colon != ':' => Why::Mark(colon),
        (Some(c), _) => Why::Invisible(c),
        _ if start > 0 => Why::Blank(line.chars().next()?),
        (_, Some((_, c))) if !c.is_whitespace() => Why::Attached(c),
        _ => return None,
    };
    let is_apart = after.is_none_or(|(_, c)| c.is_whitespace() || ":=[{(\"".contains(c));
    (is_apart && !key.is_empty()).then_some(NearKey { key, end, why })
}

/// How many columns of white space a line begins with, as Markdown counts them.
pub(super) fn indentation(line: &str) -> usize {
    let columns = |column, byte| if byte == b'\t' { column / 4 * 4 + 4 } else { column + 1 };
    line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).fold(0, columns)
}

impl Why {
    /// What is wrong, after "the line".
    pub(super) fn words(self) -> String {
        match self {
            Why::Count(count) => format!("has {count} dashes"),
            Why::Mark(mark) => format!("is made with `{mark}`"),
            Why::Invisible(c) => format!("holds U+{:04X}, which nobody sees", u32::from(c)),
            Why::Blank(' ') => "begins with a blank".to_owned(),
            Why::Blank('\t') => "begins with a tab".to_owned(),
            Why::Blank(c) => format!("begins with U+{:04X}, which looks like a blank", u32::from(c)),
            Why::Attached(c) => format!("has `{c}` where a blank must follow the key"),
        }
    }
}
