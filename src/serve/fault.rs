//! A diagnostic, as it is shown over the page.

use serde::Serialize;

use crate::base::Severity;

/// A diagnostic, as it is shown over the page.
#[derive(Clone, Debug, Serialize)]
pub struct Fault {
    /// The severity, by name.
    pub severity: &'static str,
    /// All that the terminal would show: the fault, its lines, the way out.
    pub text: String,
}

impl Fault {
    /// Makes a fault of a diagnostic's severity and its text.
    pub fn new(severity: Severity, text: String) -> Self {
        Self { severity: severity.name(), text }
    }
}
