//! Diagnostics to the terminal, and to machines.

mod human;
mod json;
mod texts;

use crate::base::Diagnostic;

use super::args::Format;

pub use human::plain;
pub use texts::SourceText;

/// Shows diagnostics in the order given.
pub fn show(diagnostics: &[Diagnostic], format: Format, source: SourceText<'_>) {
    match format {
        Format::Human => human::show(diagnostics, source),
        Format::Json => json::show(diagnostics, source),
    }
}
