//! How publishing has failed.

use super::replace::Done;
use super::survey::Survey;
use crate::base::Diagnostic;

/// Why a site could not be published, and what that has left in the folder.
#[derive(Debug)]
pub struct Failure {
    /// What stood in the way.
    pub diagnostics: Vec<Diagnostic>,
    /// How far publishing came, in words; `None` where the folder is as it was.
    pub halfway: Option<String>,
}

impl Failure {
    /// A failure after which the folder may be between two states.
    pub(super) fn halfway(mut diagnostics: Vec<Diagnostic>, done: &Done, survey: &Survey) -> Self {
        let (in_place, removed) = done.counts();
        if in_place + removed == 0 {
            return diagnostics.into();
        }
        let counts = [
            ("new or changed files are in place", in_place, survey.writes.len()),
            ("unwanted files are gone", removed, survey.removals.len()),
        ];
        let counts = counts.into_iter().filter(|(_, _, all)| *all > 0);
        let counts: Vec<_> = counts.map(|(what, done, all)| format!("{done} of {all} {what}")).collect();
        let is_all = in_place == survey.writes.len() && removed == survey.removals.len();
        let left = if is_all { "what is left is to tidy up" } else { "the folder is between two states" };
        let halfway = format!("{}; {left}, and the next build mends it", counts.join(", and "));
        // Those who ask for nothing but the faults must know it too.
        if let Some(first) = diagnostics.first_mut() {
            *first = first.clone().note(halfway.clone());
        }
        Self { diagnostics, halfway: Some(halfway) }
    }
}

impl From<Vec<Diagnostic>> for Failure {
    fn from(diagnostics: Vec<Diagnostic>) -> Self {
        Self { diagnostics, halfway: None }
    }
}
