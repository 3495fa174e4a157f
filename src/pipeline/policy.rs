//! The severity of each fault by the owner's settings.

use crate::base::{Code, Diagnostic, Severity};

/// What the command line and `:site/allow` say of faults.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// Whether warnings count as errors; notes never do. What is allowed stays a warning and counts
    /// as one.
    pub strict: bool,
    /// The codes whose errors are let pass as warnings, and whose notes are not told.
    pub allow: Vec<Code>,
}

impl Policy {
    /// Sets the severities of diagnostics, takes out what is not to be told, and says whether the
    /// site may be published.
    pub fn apply(&self, allowed_by_site: &[Code], diagnostics: &mut Vec<Diagnostic>) -> bool {
        let is_allowed = |code: Code| self.allow.contains(&code) || allowed_by_site.contains(&code);
        diagnostics.retain(|found| found.severity != Severity::Note || !is_allowed(found.code));
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
            (Error, false, false, Some(Error), false),
            (Error, false, true, Some(Warning), true),
            (Error, true, true, Some(Warning), true),
            (Warning, false, false, Some(Warning), true),
            (Warning, true, false, Some(Warning), false),
            (Warning, true, true, Some(Warning), true),
            (Note, true, false, Some(Note), true),
            (Note, true, true, None, true),
        ] {
            let mut diagnostics = vec![Diagnostic { severity, ..Diagnostic::general(Code::LongText, "x") }];
            let policy = Policy { strict, allow: Vec::new() };
            let by_site: &[Code] = if allowed { &[Code::LongText] } else { &[] };
            assert_eq!(policy.apply(by_site, &mut diagnostics), is_sound, "{severity:?} {strict} {allowed}");
            assert_eq!(
                diagnostics.first().map(|told| told.severity),
                after,
                "{severity:?} {strict} {allowed}"
            );
        }
    }
}
