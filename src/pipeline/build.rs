//! A snapshot to everything that is published.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Datelike, TimeZone, Utc};
use rayon::prelude::*;

use super::cards::draw;
use super::check::{Checker, drop_settled};
use super::images::{clean, resize};
use super::ledger::OutputEntry;
use super::prepare::{Prepared, prepare};
use super::sections::Sections;
use super::{Ledger, Phase, Policy, Unpublished, Watch};
use crate::base::{Code, Diagnostic, FilePath};
use crate::locale::Locale;
use crate::plan::{Address, Plan, Route};
use crate::render::{
    Common, InMemory, Memo, Output, OutputPath, Outputs, Rendered, Renderer, Splice, Store, Templates,
    headers,
};
use crate::site::Site;
use crate::source::Snapshot;

/// What a build has come to.
#[derive(Debug)]
pub struct Build {
    /// Everything that is published; `None` where something is wrong.
    pub outputs: Option<Arc<Outputs>>,
    /// Every fault of every file, in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
    /// The path of the site's base URL: empty, or such as `/blog`.
    pub base_path: String,
    /// The pages that the public does not see yet.
    pub unpublished: Arc<BTreeMap<Address, Unpublished>>,
    /// What there is to tell.
    pub summary: Summary,
    /// How much of it was work.
    pub work: Work,
    /// From when until when (that moment excluded) a build of the same inputs gives the same site.
    pub valid: (DateTime<Utc>, DateTime<Utc>),
    /// What a later build must know to change no more than bodies; `None` where no later one will
    /// ask.
    pub ledger: Option<Ledger>,
}

/// What a build has to tell of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many pages each language has, in the order of the site's locales; redirects are not
    /// counted.
    pub pages: Vec<(Locale, usize)>,
}

/// How much of a build was work, and not what an earlier build had done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// How many section files were compiled.
    pub compiled: usize,
    /// For how many section files an earlier build had compiled the bodies.
    pub reused: usize,
    /// For how many pages a template was run.
    pub rendered: usize,
    /// How many pages, feeds and the like were put together from what templates had made and what
    /// files hold.
    pub filled: usize,
}

/// Builds a site in memory: every phase in order, each over what the one before it made.
pub fn build(snapshot: &Snapshot, policy: &Policy, watch: &dyn Watch) -> Build {
    build_into(&InMemory, snapshot, policy, watch)
}

/// Builds a site; what is made is put into a store at once.
pub fn build_into(store: &dyn Store, snapshot: &Snapshot, policy: &Policy, watch: &dyn Watch) -> Build {
    let mut sections = Sections::default();
    let whole = Whole::new(snapshot, &mut sections, None, store, watch);
    let built = whole.finish(&sections, policy);
    let is_asked_for = snapshot.cache.is_lasting() && built.diagnostics.is_empty();
    let ledger = is_asked_for.then(|| {
        watch.phase(Phase::Note, 0);
        Ledger::new(snapshot, &whole.prepared.notes, &whole.bodies)
    });
    // To take a large site apart takes a while, for which nobody need wait.
    rayon::spawn(move || drop(whole));
    Build { ledger, ..built }
}

/// A site as it was built, with all that it was built from.
pub(super) struct Whole {
    pub prepared: Prepared,
    pub templates: Templates,
    pub common: Common,
    pub pages: BTreeMap<Address, Rendered>,
    pub outputs: Arc<Outputs>,
    /// Where bodies stand in the outputs; empty where nobody will ask.
    bodies: BTreeMap<OutputPath, OutputEntry>,
    pub unpublished: Arc<BTreeMap<Address, Unpublished>>,
    /// What is wrong with templates, settings and files, as far as no page tells it.
    pub faults: Vec<Diagnostic>,
    /// What is wrong with each page.
    pub faults_of_pages: BTreeMap<Address, Vec<Diagnostic>>,
    pub work: Work,
    pub valid: (DateTime<Utc>, DateTime<Utc>),
}

impl Whole {
    /// Builds a site; of the section files those that `sections` does not have yet are compiled,
    /// and templates run where they would see what is not in `memo`.
    pub fn new(
        snapshot: &Snapshot,
        sections: &mut Sections,
        memo: Option<&Memo>,
        store: &dyn Store,
        watch: &dyn Watch,
    ) -> Self {
        let prepared = prepare(snapshot, sections, watch);
        let mut faults = Vec::new();
        let Prepared { plan, assets, tongues, .. } = &prepared;
        let resolver = prepared.resolver();
        let dictionaries = tongues.map(|_, tongue| tongue.dictionary.clone());
        clean(&prepared, watch);
        watch.phase(Phase::Templates, 0);
        let (templates, ()) =
            rayon::join(|| Templates::load(&snapshot.texts, dictionaries, &mut faults), || assets.prepare());
        let common = Common::new(resolver, &templates, tongues, memo.is_some());

        resize(&prepared, watch);
        watch.phase(Phase::Render, plan.routes.len());
        let renderer = Renderer::new(resolver, &templates, tongues, snapshot.now, &common, memo);
        let routes: Vec<(&Address, &Route)> = plan.routes.iter().collect();
        let is_session = memo.is_some();
        let notes = !is_session && snapshot.cache.is_lasting();
        let results: Vec<_> = routes
            .into_par_iter()
            // None waits behind another while a core has nothing to do.
            .with_max_len(1)
            .map(|(address, route)| {
                watch.begin(address);
                let mut rendered = renderer.render(address, route);
                let output = rendered.as_mut().ok().and_then(Option::as_mut).and_then(|page| {
                    if !is_session {
                        // Nobody will look at the page again but to check it.
                        drop_settled(address, page);
                        (page.used, page.sources, page.sections) = Default::default();
                    }
                    let (path, output, splices) = output_of(address, page, store)?;
                    let bodies = notes.then(|| OutputEntry::of(&output, splices)).flatten();
                    Some((path, output, bodies))
                });
                watch.end();
                (address, rendered, output)
            })
            .collect();
        let mut pages = BTreeMap::new();
        let mut faults_of_pages: BTreeMap<Address, Vec<Diagnostic>> = BTreeMap::new();
        let mut work = Work { compiled: sections.compiled, reused: sections.reused, ..Work::default() };
        let (mut outputs, mut bodies) = (Outputs::new(), BTreeMap::new());
        for (address, result, output) in results {
            if let Some((path, output, entry)) = output {
                bodies.extend(entry.map(|entry| (path.clone(), entry)));
                outputs.insert(path, output);
            }
            match result {
                Ok(Some(rendered)) => {
                    work.count(&rendered);
                    pages.insert(address.clone(), rendered);
                }
                Ok(None) => {}
                Err(fault) => faults_of_pages.entry(address.clone()).or_default().push(*fault),
            }
        }

        watch.phase(Phase::Check, 0);
        let is_template = |fault: &Diagnostic| fault.code == Code::Template;
        let anchors_are_whole = !faults.iter().any(is_template) && faults_of_pages.is_empty();
        let checker = Checker::new(resolver, &templates, &pages, anchors_are_whole);
        faults.extend(checker.fields());
        let found: Vec<_> =
            pages.par_iter().map(|(address, page)| (address, checker.page(address, page))).collect();
        for (address, found) in found.into_iter().filter(|(_, found)| !found.is_empty()) {
            faults_of_pages.entry(address.clone()).or_default().extend(found);
        }
        let referenced: BTreeSet<FilePath> = pages.values().flat_map(|page| &page.assets).cloned().collect();
        let resized: BTreeSet<FilePath> = pages.values().flat_map(|page| &page.resized).cloned().collect();
        assets.publish(&referenced, &resized, &mut outputs, &mut faults);
        draw(&prepared, &pages, snapshot, store, &mut outputs, &mut faults, watch);
        outputs.extend(headers(resolver, policies(&pages)));
        let outputs = Arc::new(outputs);
        let unpublished = Arc::new(Unpublished::of_all(&prepared, snapshot.now));
        let valid = valid(&prepared.site, snapshot.now);
        Self {
            prepared,
            templates,
            common,
            pages,
            outputs,
            bodies,
            unpublished,
            faults,
            faults_of_pages,
            work,
            valid,
        }
    }

    /// What the build has come to.
    pub fn finish(&self, sections: &Sections, policy: &Policy) -> Build {
        let later = self.faults.iter().chain(self.faults_of_pages.values().flatten()).cloned();
        let (diagnostics, is_sound) = self.prepared.settle(sections, later, policy);
        Build {
            outputs: is_sound.then(|| Arc::clone(&self.outputs)),
            diagnostics,
            base_path: self.prepared.site.settings.base_url.path.clone(),
            unpublished: Arc::clone(&self.unpublished),
            summary: summary(&self.prepared.site, &self.prepared.plan),
            work: self.work,
            valid: self.valid,
            ledger: None,
        }
    }
}

impl Work {
    /// Counts a page that was put together.
    pub fn count(&mut self, page: &Rendered) {
        self.filled += 1;
        self.rendered += usize::from(page.runs > 0);
    }
}

/// What browsers are told of each page.
pub(super) fn policies(pages: &BTreeMap<Address, Rendered>) -> impl Iterator<Item = (&Address, &str)> {
    pages.iter().map(|(address, page)| (address, page.policy.as_str()))
}

/// What is published of a page, whose text is taken, and where bodies stand in it.
pub(super) fn output_of(
    address: &Address,
    page: &mut Rendered,
    store: &dyn Store,
) -> Option<(OutputPath, Output, Vec<Splice>)> {
    let path = OutputPath::new(&address.output_path()).ok()?;
    let blob = store.put(&path, std::mem::take(&mut page.text).into_bytes());
    Some((path, Output { blob, media_type: page.media_type }, std::mem::take(&mut page.splices)))
}

/// The stretch of time around a moment in which no post's time comes, and no year begins: drafts
/// stand under the year that it is.
fn valid(site: &Site, now: DateTime<Utc>) -> (DateTime<Utc>, DateTime<Utc>) {
    let year = |years: i32| {
        let year = now.with_timezone(&site.settings.zone).year() + years;
        site.settings.zone.with_ymd_and_hms(year, 1, 1, 0, 0, 0).earliest().map(|at| at.to_utc())
    };
    let mut valid = (year(0).unwrap_or(now), year(1).unwrap_or(now));
    for at in
        site.documents.iter().filter_map(|document| document.published.as_ref()).map(|time| time.value.at)
    {
        let at = at.to_utc();
        if at > now {
            valid.1 = valid.1.min(at);
        } else {
            valid.0 = valid.0.max(at);
        }
    }
    valid
}

fn summary(site: &Site, plan: &Plan) -> Summary {
    let mut counts: BTreeMap<&Locale, usize> = BTreeMap::new();
    for route in plan.routes.values() {
        let locale = match route {
            Route::Redirect { .. } | Route::Feed { .. } => None,
            route => route.language(site),
        };
        if let Some(locale) = locale {
            *counts.entry(locale).or_default() += 1;
        }
    }
    let count = |locale: &Locale| counts.get(locale).copied().unwrap_or_default();
    Summary { pages: site.settings.locales.iter().map(|locale| (locale.clone(), count(locale))).collect() }
}
