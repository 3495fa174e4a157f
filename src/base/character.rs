//! Characters that may stand in no page, and those that nobody sees.

use std::borrow::Cow;

use super::{Code, Diagnostic, Place};

/// Whether a character is one that no HTML document may hold: a control character or a noncharacter
/// (WHATWG HTML, section 13.2.3.5).
pub fn is_forbidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{fdd0}'..='\u{fdef}')
        || (c as u32 & 0xFFFE) == 0xFFFE
}

/// Whether a character takes no room and shows nothing: marks of joining and of direction,
/// byte-order marks, soft hyphens.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{180b}'..='\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// The fault of characters that no page may hold: the first of them, its place, and how many there
/// are.
pub fn forbidden_characters(place: Place, first: char, count: usize) -> Diagnostic {
    let code = format!("U+{:04X}", u32::from(first));
    let message = match count {
        1 => format!("the character {code} may not stand in a page"),
        count => format!("{count} characters may not stand in a page; the first is {code}"),
    };
    let help = match (first, count) {
        ('\0', 2..) => {
            "these are zeros in the place of text, as a loss of power can leave them: take the file from a backup"
        }
        (_, 1) => "remove it",
        _ => "remove them",
    };
    Diagnostic::at(place, Code::InvalidCharacter, message).help(help)
}

/// A text with U+FFFD in the place of each character that no page may hold: a reference can make
/// one.
pub fn without_forbidden(text: Cow<'_, str>) -> Cow<'_, str> {
    match text.contains(is_forbidden) {
        true => Cow::Owned(text.replace(is_forbidden, "\u{fffd}")),
        false => text,
    }
}
