//! A snapshot to everything that is published.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::prepare::{Prepared, prepare};
use super::sections::Sections;
use super::{Policy, Watch, check};
use crate::base::{Diagnostic, FilePath};
use crate::locale::Locale;
use crate::plan::{Address, Plan, Route};
use crate::render::{Memo, Output, OutputPath, Outputs, Rendered, Renderer, Templates};
use crate::site::Site;
use crate::source::Snapshot;

/// What a build has come to.
#[derive(Clone, Debug)]
pub struct Build {
    /// Everything that is published; `None` where something is wrong.
    pub outputs: Option<Outputs>,
    /// Every fault of every file, in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
    /// The path of the site's base URL: empty, or such as `/blog`.
    pub base_path: String,
    /// What there is to tell.
    pub summary: Summary,
    /// How much of it was work.
    pub work: Work,
}

/// What a build has to tell of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many pages each language has, in the order of the site's locales; redirects are not counted.
    pub pages: Vec<(Locale, usize)>,
}

/// How much of a build was work, and not what an earlier build had done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// How many section files were compiled.
    pub compiled: usize,
    /// For how many pages a template was run.
    pub rendered: usize,
}

/// Builds a site: every phase in order, each over what the one before it made.
pub fn build(snapshot: &Snapshot, policy: &Policy, watch: &dyn Watch) -> Build {
    build_with(snapshot, policy, watch, &mut Sections::default(), None)
}

/// Builds a site again and again; what has not changed since the last time is not done anew, and the outputs are those of a first
/// build.
#[derive(Debug, Default)]
pub struct Session {
    sections: Sections,
    memo: Memo,
}

impl Session {
    /// Builds the site as it is now.
    pub fn build(&mut self, snapshot: &Snapshot, policy: &Policy, watch: &dyn Watch) -> Build {
        build_with(snapshot, policy, watch, &mut self.sections, Some(&mut self.memo))
    }
}

fn build_with(
    snapshot: &Snapshot,
    policy: &Policy,
    watch: &dyn Watch,
    sections: &mut Sections,
    mut memo: Option<&mut Memo>,
) -> Build {
    let mut diagnostics = Vec::new();
    let prepared = prepare(snapshot, sections, watch, &mut diagnostics);
    let Prepared { site, plan, assets, tongues, .. } = &prepared;
    let resolver = prepared.resolver();
    let dictionaries = tongues.map(|_, tongue| tongue.dictionary.clone());
    let templates = Templates::load(&snapshot.texts, dictionaries, &mut diagnostics);

    watch.phase("render", plan.routes.len());
    let renderer = Renderer::new(resolver, &templates, tongues, snapshot.now, memo.as_deref());
    let routes: Vec<(&Address, &Route)> = plan.routes.iter().collect();
    let results: Vec<_> = routes
        .into_par_iter()
        .map(|(address, route)| {
            let rendered = renderer.render(address, route);
            watch.step();
            (address, rendered)
        })
        .collect();
    let mut pages: BTreeMap<&Address, Rendered> = BTreeMap::new();
    let mut work = Work { compiled: sections.compiled, rendered: 0 };
    for (address, result) in results {
        match result {
            Ok(Some(rendered)) => {
                work.rendered += usize::from(rendered.runs > 0);
                pages.insert(address, rendered);
            }
            Ok(None) => {}
            Err(fault) => diagnostics.push(*fault),
        }
    }

    if let Some(memo) = memo.as_mut() {
        **memo = pages
            .iter_mut()
            .map(|(address, page)| ((*address).clone(), std::mem::take(&mut page.made)))
            .collect();
    }

    watch.phase("check", 0);
    check::check(resolver, &templates, &pages, &mut diagnostics);
    let mut outputs = page_outputs(&pages);
    let referenced: BTreeSet<FilePath> = pages.values().flat_map(|page| &page.assets).cloned().collect();
    assets.publish(&referenced, &mut outputs, &mut diagnostics);
    let summary = summary(site, plan);
    let base_path = site.settings.base_url.path.clone();
    let sound = prepared.settle(policy, &mut diagnostics);
    Build { outputs: sound.then_some(outputs), diagnostics, base_path, summary, work }
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

fn page_outputs(pages: &BTreeMap<&Address, Rendered>) -> Outputs {
    pages
        .iter()
        .filter_map(|(address, page)| {
            let path = OutputPath::new(&address.output_path()).ok()?;
            Some((path, Output::new(page.text.as_bytes(), page.media_type)))
        })
        .collect()
}
