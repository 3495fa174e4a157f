//! A site built again and again.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::build::{Whole, output_of, policies};
use super::check::Checker;
use super::sections::Sections;
use super::{Build, Policy, Sight, Watch, Work};
use crate::base::{Code, Diagnostic, FilePath};
use crate::plan::Address;
use crate::render::{InMemory, Memo, Part, Rendered, Renderer, headers};
use crate::source::Snapshot;

/// Builds a site again and again: what has not changed since the last time is not done anew, and
/// what comes out is what a first build would give.
pub struct Session {
    sections: Sections,
    memo: Memo,
    last: Option<Last>,
}

/// The last build, and what it was made from.
struct Last {
    snapshot: Snapshot,
    whole: Whole,
}

impl Default for Session {
    fn default() -> Self {
        Self { sections: Sections::kept(), memo: Memo::default(), last: None }
    }
}

impl Session {
    /// Builds the site as it is now.
    pub fn build(&mut self, snapshot: &Snapshot, policy: &Policy, watch: &dyn Watch) -> Build {
        (self.sections.compiled, self.sections.reused) = (0, 0);
        if !self.change_bodies(snapshot) {
            // Of the two, one site is in memory at a time.
            self.last = None;
            let mut whole = Whole::new(snapshot, &mut self.sections, Some(&self.memo), &InMemory, watch);
            let made = |(address, page): (&Address, &mut Rendered)| {
                (address.clone(), std::mem::take(&mut page.made))
            };
            self.memo = whole.pages.iter_mut().map(made).collect();
            self.last = Some(Last { snapshot: snapshot.clone(), whole });
        }
        let last = self.last.as_ref().expect("the site has been built");
        last.whole.finish(&self.sections, policy)
    }

    /// What there is to see of the last build; `None` before the first.
    pub fn sight(&self) -> Option<Sight<'_>> {
        let Last { snapshot, whole } = self.last.as_ref()?;
        let Whole { prepared, templates, pages, outputs, .. } = whole;
        Some(Sight { snapshot, prepared, templates, pages, outputs })
    }

    /// Builds on the last build where nothing has changed but what some documents' own bodies say,
    /// and says whether it could.
    ///
    /// What is seen of a document elsewhere is its face. While that stays, so do the plan, the
    /// lists and all that templates see of other pages, and only pages that hold one of the
    /// document's bodies are put together anew.
    fn change_bodies(&mut self, snapshot: &Snapshot) -> bool {
        let Some(last) = &mut self.last else { return false };
        let Some(changed) = last.changed_texts(snapshot) else { return false };
        let whole = &mut last.whole;
        if whole.is_at_fault(&changed) {
            return false;
        }
        let mut parts = Vec::new();
        for file in &changed {
            let Some(id) = whole.document_of(file) else { return false };
            let text = &snapshot.texts[file];
            let Some(mut document) = self.sections.change(file, text) else { return false };
            // What was changed stands in the place of what was there, and the other way about.
            if !whole.prepared.site.change_bodies(id, &mut document) {
                return false;
            }
            parts.push((file.clone(), Part::Sections));
            if document.description != whole.prepared.site.documents[id].description {
                parts.push((file.clone(), Part::Description));
            }
            last.snapshot.texts.insert(file.clone(), text.clone());
        }
        whole.work = Work { compiled: self.sections.compiled, ..Work::default() };
        let holders = whole.holders(&parts);
        whole.put_together(&holders, snapshot, &mut self.memo)
    }
}

impl Last {
    /// The section files that alone tell a snapshot from that of the last build; `None` where it
    /// differs in more.
    fn changed_texts(&self, snapshot: &Snapshot) -> Option<Vec<FilePath>> {
        let before = &self.snapshot;
        let is_alike = before.options == snapshot.options
            && before.now == snapshot.now
            && before.diagnostics == snapshot.diagnostics
            && before.texts.len() == snapshot.texts.len()
            && before.statics.len() == snapshot.statics.len()
            && before
                .statics
                .iter()
                .zip(&snapshot.statics)
                .all(|(a, b)| a.0 == b.0 && a.1.digest == b.1.digest);
        if !is_alike {
            return None;
        }
        let mut changed = Vec::new();
        for ((file, text), (other, now)) in before.texts.iter().zip(&snapshot.texts) {
            if file != other {
                return None;
            }
            if text.digest != now.digest {
                (file.extension() == "md").then(|| changed.push(file.clone()))?;
            }
        }
        Some(changed)
    }
}

impl Whole {
    /// The document of a file that holds one.
    fn document_of(&self, file: &FilePath) -> Option<usize> {
        self.prepared.site.documents.iter().position(|document| document.file == *file)
    }

    /// Whether something beyond their own blocks is wrong in some files, whose place is told as it
    /// was when the site was linked; or in a template, so that little is known of any page.
    fn is_at_fault(&self, files: &[FilePath]) -> bool {
        let mut told =
            self.prepared.linked.iter().chain(&self.faults).chain(self.faults_of_pages.values().flatten());
        told.any(|fault| {
            let notes = fault.notes.iter().filter_map(|note| note.place.as_ref());
            let mut places = fault.place.iter().chain(notes);
            fault.code == Code::Template || places.any(|place| files.contains(&place.file))
        })
    }

    /// The pages that hold one of some parts of files, and the files' own.
    fn holders(&self, parts: &[(FilePath, Part)]) -> Vec<Address> {
        let plan = &self.prepared.plan;
        let own = parts.iter().filter_map(|(file, _)| plan.document(self.document_of(file)?).cloned());
        let holds = |page: &Rendered| parts.iter().any(|part| page.sources.contains(part));
        let others = self.pages.iter().filter(|(_, page)| holds(page)).map(|(address, _)| address.clone());
        own.chain(others).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Puts some pages together anew, and says whether nothing beyond them is touched by it.
    fn put_together(&mut self, addresses: &[Address], snapshot: &Snapshot, memo: &mut Memo) -> bool {
        let Self { prepared, templates, common, pages, outputs, faults_of_pages, work, .. } = self;
        let resolver = prepared.resolver();
        let renderer =
            Renderer::new(resolver, templates, &prepared.tongues, snapshot.now, common, Some(memo));
        let render = |address: &Address| -> Result<Option<Rendered>, Box<Diagnostic>> {
            let Some(route) = prepared.plan.routes.get(address) else { return Ok(None) };
            renderer.render(address, route)
        };
        let rendered: Result<Vec<Option<Rendered>>, _> = addresses.par_iter().map(render).collect();
        // What a template gets wrong may change what is known of other pages.
        let Ok(rendered) = rendered else { return false };
        let mut changed = Vec::new();
        for (address, page) in addresses.iter().zip(rendered) {
            let (Some(mut page), Some(before)) = (page, pages.get(address)) else { continue };
            if page.assets != before.assets
                || page.resized != before.resized
                || page.card.as_ref().map(|card| &card.path) != before.card.as_ref().map(|card| &card.path)
                || page.anchors.iter().map(|a| &a.0).ne(before.anchors.iter().map(|a| &a.0))
            {
                return false;
            }
            work.count(&page);
            if !page.made.is_empty() {
                memo.insert(address.clone(), std::mem::take(&mut page.made));
            }
            changed.extend(output_of(address, &mut page, &InMemory).map(|(path, output, _)| (path, output)));
            pages.insert(address.clone(), page);
        }
        let checker = Checker::new(resolver, templates, pages, true);
        for address in addresses {
            let Some(page) = pages.get(address) else { continue };
            let found = checker.page(address, page);
            faults_of_pages.remove(address);
            if !found.is_empty() {
                faults_of_pages.insert(address.clone(), found);
            }
        }
        changed.extend(headers(resolver, policies(pages)));
        Arc::make_mut(outputs).extend(changed);
        true
    }
}
