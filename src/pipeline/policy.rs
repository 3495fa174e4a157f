//! How grave the owner takes each fault to be.

use crate::base::{Code, Diagnostic, Severity};

/// What the command line and `:site/allow` say of faults.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// Whether warnings count as errors. What is allowed stays a warning and counts as one.
    pub strict: bool,
    /// The codes whose errors are let pass as warnings.
    pub allow: Vec<Code>,
}

impl Policy {
    /// Sets the severities of diagnostics, and says whether the site may be published.
    pub fn apply(&self, allowed_by_site: &[Code], diagnostics: &mut [Diagnostic]) -> bool {
        for diagnostic in diagnostics.iter_mut() {
            let allowed = self.allow.contains(&diagnostic.code) || allowed_by_site.contains(&diagnostic.code);
            if allowed {
                diagnostic.severity = Severity::Warning;
            }
        }
        let fails = |diagnostic: &Diagnostic| {
            let allowed = self.allow.contains(&diagnostic.code) || allowed_by_site.contains(&diagnostic.code);
            diagnostic.severity == Severity::Error || (self.strict && !allowed)
        };
        !diagnostics.iter().any(fails)
    }
}
