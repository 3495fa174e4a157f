//! A site built again and again.

use super::build::FullBuild;
use super::pages::Consumer;
use super::sections::Sections;
use super::{Build, BuiltSite, Pages, Policy, Progress};
use crate::output::InMemory;
use crate::source::Snapshot;

/// Builds a site again and again: what has not changed since the last time is not done anew, and
/// what comes out is what a first build would give.
pub struct Session {
    sections: Sections,
    last: Option<LastBuild>,
}

struct LastBuild {
    snapshot: Snapshot,
    whole: FullBuild,
}

impl Default for Session {
    fn default() -> Self {
        Self { sections: Sections::for_session(), last: None }
    }
}

impl Session {
    /// Builds the site as it is now.
    pub fn build(&mut self, snapshot: &Snapshot, policy: &Policy, progress: &dyn Progress) -> Build {
        (self.sections.compiled, self.sections.reused) = (0, 0);
        // Drop the old site first, but for its pages, to halve peak memory.
        let before =
            self.last.take().map(|LastBuild { whole: FullBuild { pages, templates, .. }, .. }| Pages {
                templates: Some(templates),
                ..pages
            });
        let before = Pages { audience: Consumer::Session, ..before.unwrap_or_default() };
        let whole = FullBuild::new(snapshot, &mut self.sections, before, &InMemory, progress);
        let built = whole.finish(&self.sections, policy);
        self.last = Some(LastBuild { snapshot: snapshot.clone(), whole });
        built
    }

    /// What there is to see of the last build; `None` before the first.
    pub fn sight(&self) -> Option<BuiltSite<'_>> {
        let LastBuild { snapshot, whole } = self.last.as_ref()?;
        let FullBuild { planned, templates, pages: Pages { queries, rendered, outputs, .. }, .. } = whole;
        Some(BuiltSite {
            snapshot,
            planned,
            templates: &templates.templates,
            pages: rendered,
            outputs,
            queries,
        })
    }
}
