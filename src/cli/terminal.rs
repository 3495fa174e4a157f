//! Texts of a site where a terminal shows them.

use std::borrow::Cow;
use std::io::Write as _;

use serde::Serialize;

/// Whether a character commands a terminal, or the order in which it shows others (UAX 9, section
/// 2).
fn is_command(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text as a terminal may show it: what would command the terminal is written as an escape.
pub fn sanitize(text: &str) -> Cow<'_, str> {
    replaced(text, is_command)
}

/// A name that stands in one line, as a terminal may show it.
pub fn sanitize_name(name: &str) -> Cow<'_, str> {
    replaced(name, |c| is_command(c) || matches!(c, '\n' | '\t'))
}

/// Prints a line on standard error, unsanitized. Ignores write errors.
pub fn write_stderr(line: &str) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

/// Prints a line of JSON on standard output.
pub fn print_json(value: &impl Serialize) {
    anstream::println!("{}", sanitize_json(&serde_json::to_string(value).unwrap_or_default()));
}

/// JSON as a terminal may show it, that still says the same.
fn sanitize_json(json: &str) -> Cow<'_, str> {
    if !json.contains(is_command) {
        return Cow::Borrowed(json);
    }
    let escaped = |c: char| match is_command(c) {
        true => format!("\\u{:04x}", u32::from(c)),
        false => c.to_string(),
    };
    Cow::Owned(json.chars().map(escaped).collect())
}

fn replaced(text: &str, is_command: impl Fn(char) -> bool + Copy) -> Cow<'_, str> {
    if !text.contains(is_command) {
        return Cow::Borrowed(text);
    }
    let escaped = |c: char| if is_command(c) { c.escape_unicode().to_string() } else { c.to_string() };
    Cow::Owned(text.chars().map(escaped).collect())
}

/// Prints a line on standard error, as [`sanitize`] has it.
macro_rules! eprint_line {
    ($($arg:tt)*) => { $crate::cli::terminal::write_stderr(&$crate::cli::terminal::sanitize(&format!($($arg)*))) };
}

/// Prints a line on standard output, as [`sanitize`] has it.
macro_rules! print_line {
    ($($arg:tt)*) => { anstream::println!("{}", $crate::cli::terminal::sanitize(&format!($($arg)*))) };
}

pub(super) use {eprint_line, print_line};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_commands_the_terminal() {
        assert_eq!(sanitize("a\u{1b}[2J\u{202e}b\u{9b}\n"), "a\\u{1b}[2J\\u{202e}b\\u{9b}\n");
        assert_eq!(sanitize_name("a\nb"), "a\\u{a}b");
        assert_eq!(sanitize("brød – «x» 🙂\u{200d}"), "brød – «x» 🙂\u{200d}");
        assert_eq!(sanitize_json("\"\u{202e}\u{7f}é\""), "\"\\u202e\\u007fé\"");
    }
}
