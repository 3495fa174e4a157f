//! Diagnostics to the terminal, and to machines.

mod human;
mod json;

use crate::base::{Diagnostic, FilePath};

use super::args::Format;

pub use human::plain;

/// The text of the file that a diagnostic points into, where it can still be had.
pub type SourceText<'a> = &'a dyn Fn(&FilePath) -> Option<String>;

/// Shows diagnostics in the order given.
pub fn show(diagnostics: &[Diagnostic], format: Format, source: SourceText<'_>) {
    match format {
        Format::Human => human::show(diagnostics, source),
        Format::Json => json::show(diagnostics, source),
    }
}
