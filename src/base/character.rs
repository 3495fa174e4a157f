//! Characters that may stand in no page.

use super::{Code, Diagnostic, Place};

/// Whether a character is one that no HTML document may hold: a control character or a noncharacter (WHATWG HTML,
/// section 13.2.3.5).
pub fn is_forbidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{fdd0}'..='\u{fdef}')
        || (c as u32 & 0xFFFE) == 0xFFFE
}

/// The fault of a character that no page may hold.
pub fn forbidden_character(place: Place, c: char) -> Diagnostic {
    let message = format!("the character U+{:04X} may not stand in a page", u32::from(c));
    Diagnostic::at(place, Code::InvalidCharacter, message).help("remove it")
}
