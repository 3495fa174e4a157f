//! Why nothing is imported.

use super::value::Unreadable;
use crate::base::FilePath;

/// Why nothing is imported, and the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What is wrong, with its place where it has one.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Failure {
    pub(super) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }

    /// That of a text that cannot be read: with its place, and the line.
    pub(super) fn of_text(file: &FilePath, text: &str, fault: &Unreadable) -> Self {
        let line = text.lines().nth(fault.line.saturating_sub(1)).unwrap_or_default();
        let Unreadable { line: number, column, message } = fault;
        let message = format!("`{file}` cannot be read: {message}\n\n  {file}:{number}:{column}\n  {line}");
        Self::new(message, "mend it there, and import again")
    }
}
