//! How publishing has failed.

use super::replace::ReplaceCounts;
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
    pub(super) fn halfway(mut diagnostics: Vec<Diagnostic>, done: &ReplaceCounts, survey: &Survey) -> Self {
        let (in_place, removed) = done.counts();
        if in_place + removed == 0 {
            return diagnostics.into();
        }
        let (wanted, unwanted) = (survey.writes.len(), survey.removals.len());
        let mut halfway =
            format!("{} of {} files are in place", survey.kept + in_place, survey.kept + wanted);
        if unwanted > 0 {
            halfway += &format!(", and {removed} of {unwanted} unwanted ones are removed");
        }
        halfway += match (in_place, removed) == (wanted, unwanted) {
            true => "; what is left is to tidy up, and the next build mends it",
            false => "; the folder is between two states, and the next build mends it",
        };
        // Callers may show the diagnostics alone, so the first one says it too.
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
