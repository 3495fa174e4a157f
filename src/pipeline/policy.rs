//! The severity of each fault by the owner's settings.

use crate::base::{Code, Diagnostic, Severity};

/// What the command line and `:site/allow` say of faults.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// Whether warnings count as errors; notes never do. What is allowed stays a warning and counts
    /// as one.
    pub strict: bool,
    /// The codes whose errors are let pass as warnings.
    pub allow: Vec<Code>,
}

impl Policy {
    /// Sets the severities of diagnostics, and says whether the site may be published.
    pub fn apply(&self, allowed_by_site: &[Code], diagnostics: &mut [Diagnostic]) -> bool {
        let is_allowed = |code: Code| self.allow.contains(&code) || allowed_by_site.contains(&code);
        for diagnostic in diagnostics.iter_mut().filter(|diagnostic| is_allowed(diagnostic.code)) {
            diagnostic.severity = diagnostic.severity.max(Severity::Warning);
        }
        let fails = |diagnostic: &Diagnostic| match diagnostic.severity {
            Severity::Error => true,
            Severity::Warning => self.strict && !is_allowed(diagnostic.code),
            Severity::Note => false,
        };
        !diagnostics.iter().any(fails)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn severities_and_what_they_stop() {
        use Severity::{Error, Note, Warning};
        for (severity, strict, allowed, after, is_sound) in [
            (Error, false, false, Error, false),
            (Error, false, true, Warning, true),
            (Error, true, true, Warning, true),
            (Warning, false, false, Warning, true),
            (Warning, true, false, Warning, false),
            (Warning, true, true, Warning, true),
            (Note, true, false, Note, true),
            (Note, true, true, Note, true),
        ] {
            let mut diagnostics = [Diagnostic { severity, ..Diagnostic::general(Code::LongText, "x") }];
            let policy = Policy { strict, allow: Vec::new() };
            let by_site: &[Code] = if allowed { &[Code::LongText] } else { &[] };
            assert_eq!(policy.apply(by_site, &mut diagnostics), is_sound, "{severity:?} {strict} {allowed}");
            assert_eq!(diagnostics[0].severity, after, "{severity:?} {strict} {allowed}");
        }
    }
}
