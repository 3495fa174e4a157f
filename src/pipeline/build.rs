//! A snapshot to everything that is published.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Datelike, TimeZone, Utc};
use rayon::prelude::*;

use super::check::Checker;
use super::images::{clean, resize};
use super::loaded_templates::LoadedTemplates;
use super::pages::{Consumer, Pages, RenderedPages};
use super::planned_site::{PlannedSite, plan_site};
use super::sections::Sections;
use super::stats::BuildStats;
use super::{Phase, Policy, Progress, Unpublished};
use crate::base::{Code, Diagnostic};
use crate::locale::Locale;
use crate::output::{InMemory, Outputs, Store};
use crate::plan::{Address, Plan};
use crate::render::{Common, World};
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
    pub stats: BuildStats,
    /// From when until when (that moment excluded) a build of the same inputs gives the same site.
    pub valid: (DateTime<Utc>, DateTime<Utc>),
}

/// What a build has to tell of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many pages each language has, in the order of the site's locales; redirects and
    /// feeds are not counted.
    pub pages: Vec<(Locale, usize)>,
}

/// Builds a site in memory: every phase in order, each over what the one before it made.
pub fn build(snapshot: &Snapshot, policy: &Policy, progress: &dyn Progress) -> Build {
    build_into(&InMemory, snapshot, policy, Pages::default(), progress).0
}

/// Builds a site; what is made is put into a store at once. Pages of an earlier build are taken as
/// they are where they would become the same again. Gives the pages for a later build, too.
pub fn build_into(
    store: &dyn Store,
    snapshot: &Snapshot,
    policy: &Policy,
    before: Pages,
    progress: &dyn Progress,
) -> (Build, Pages) {
    let mut sections = Sections::default();
    let audience = if snapshot.cache.is_lasting() { Consumer::LaterBuild } else { Consumer::Nobody };
    let before = Pages { audience, ..before };
    let mut whole = FullBuild::new(snapshot, &mut sections, before, store, progress);
    let built = whole.finish(&sections, policy);
    let pages = std::mem::take(&mut whole.pages);
    // Dropping a large site is slow: do it in the background.
    rayon::spawn(move || drop((whole, sections)));
    (built, pages)
}

/// A site as it was built, with all that it was built from.
pub(super) struct FullBuild {
    pub planned: PlannedSite,
    pub templates: LoadedTemplates,
    pub pages: Pages,
    pub unpublished: Arc<BTreeMap<Address, Unpublished>>,
    /// What is wrong with the site, as far as it is not told of what was read.
    faults: Vec<Diagnostic>,
    stats: BuildStats,
    valid: (DateTime<Utc>, DateTime<Utc>),
}

impl FullBuild {
    /// Builds a site; of the section files those that `sections` does not have yet are compiled,
    /// and of the pages those are made of which an earlier build has none that still holds.
    pub fn new(
        snapshot: &Snapshot,
        sections: &mut Sections,
        mut before: Pages,
        store: &dyn Store,
        progress: &dyn Progress,
    ) -> Self {
        let planned = plan_site(snapshot, sections, progress);
        let mut faults = Vec::new();
        let PlannedSite { assets, ui_languages, .. } = &planned;
        let resolver = planned.resolver();
        let dictionaries = ui_languages.map(|_, ui_language| ui_language.dictionary.clone());
        clean(&planned, progress);
        progress.phase(Phase::Templates, 0);
        let (known, is_session) = (before.templates.take(), before.audience == Consumer::Session);
        let (templates, ()) = rayon::join(
            || LoadedTemplates::load(&snapshot.texts, dictionaries, known, is_session),
            || assets.bundle_main_style_sheet(),
        );
        faults.extend(templates.faults.iter().cloned());
        let common = Common::new(resolver, ui_languages, snapshot.now);

        resize(&planned, progress);
        let world = World::new(resolver, &templates.templates, ui_languages, &common, snapshot.now);
        let (mut pages, RenderedPages { stats, faults: of_pages }) =
            Pages::make(&world, before, store, progress);
        let stats = BuildStats { compiled: sections.compiled, reused: sections.reused, ..stats };

        progress.phase(Phase::Check, 0);
        let is_template = |fault: &Diagnostic| fault.code == Code::Template;
        let anchors_are_whole = !faults.iter().any(is_template) && of_pages.is_empty();
        faults.extend(of_pages);
        let checker =
            Checker::new(resolver, &templates.templates, &pages.rendered, &snapshot.media, anchors_are_whole);
        faults.extend(checker.fields());
        let found: Vec<_> =
            pages.rendered.par_iter().flat_map_iter(|(address, page)| checker.page(address, page)).collect();
        faults.extend(found);
        pages.publish_others(&planned, snapshot, store, &mut faults, progress);
        let unpublished = Arc::new(Unpublished::of_all(&planned, snapshot.now));
        let valid = valid(&planned.site, snapshot.now);
        Self { planned, templates, pages, unpublished, faults, stats, valid }
    }

    /// What the build has come to.
    pub fn finish(&self, sections: &Sections, policy: &Policy) -> Build {
        let (diagnostics, is_sound) = self.planned.conclude(sections, self.faults.iter().cloned(), policy);
        Build {
            outputs: is_sound.then(|| Arc::clone(&self.pages.outputs)),
            diagnostics,
            base_path: self.planned.site.settings.base_url.path.clone(),
            unpublished: Arc::clone(&self.unpublished),
            summary: summary(&self.planned.site, &self.planned.plan),
            stats: self.stats,
            valid: self.valid,
        }
    }
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
    let pages = plan.routes.values().filter(|route| route.kind(site).is_counted);
    for locale in pages.filter_map(|route| route.language(site)) {
        *counts.entry(locale).or_default() += 1;
    }
    let count = |locale: &Locale| counts.get(locale).copied().unwrap_or_default();
    Summary { pages: site.settings.locales.iter().map(|locale| (locale.clone(), count(locale))).collect() }
}
