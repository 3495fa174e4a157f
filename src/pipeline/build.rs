//! A snapshot to everything that is published.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::gather::{Gathered, gather};
use super::{Policy, Watch, check};
use crate::base::{Code, Diagnostic, FilePath};
use crate::locale::Locale;
use crate::plan::{Address, Plan, Route, plan};
use crate::render::{
    Asset, Assets, Output, OutputPath, Outputs, Rendered, Renderer, Resolver, Templates, scheme_css,
};
use crate::site::{self, Site};
use crate::source::{Blob, Snapshot};

/// What a build has come to.
#[derive(Clone, Debug)]
pub struct Build {
    /// Everything that is published; `None` where something is wrong.
    pub outputs: Option<Outputs>,
    /// Every fault of every file, in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
    /// What there is to tell.
    pub summary: Summary,
}

/// What a build has to tell of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many pages each language has, in the order of the site's locales; redirects are not counted.
    pub pages: Vec<(Locale, usize)>,
}

/// Builds a site: every phase in order, each over what the one before it made.
pub fn build(snapshot: &Snapshot, policy: &Policy, watch: &dyn Watch) -> Build {
    let mut diagnostics = snapshot.diagnostics.clone();
    watch.phase("read", 0);
    let Gathered { parts, tongues, settings_unread } = gather(snapshot, &mut diagnostics);
    let gathered = diagnostics.len();
    let site = site::link(parts, snapshot, &mut diagnostics);
    let base_path = &site.settings.base_url.path;
    let schemes = Blob::of(scheme_css::write(&site.schemes).into_bytes());
    let generated = BTreeMap::from([(FilePath::new(scheme_css::PATH), schemes)]);
    let assets = Assets::new(&snapshot.statics, &generated, base_path, &mut diagnostics);
    let copied = assets.iter().filter(|asset| asset.is_copied()).map(Asset::path);
    let plan = plan(&site, copied, snapshot.now, &mut diagnostics);
    let dictionaries = tongues.map(|_, tongue| tongue.dictionary.clone());
    let templates = Templates::load(&snapshot.texts, dictionaries, &mut diagnostics);
    let resolver = Resolver { site: &site, plan: &plan, assets: &assets };

    watch.phase("render", plan.routes.len());
    let renderer = Renderer::new(resolver, &templates, &tongues, snapshot.now);
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
    for (address, result) in results {
        match result {
            Ok(Some(rendered)) => {
                pages.insert(address, rendered);
            }
            Ok(None) => {}
            Err(fault) => diagnostics.push(*fault),
        }
    }

    watch.phase("check", 0);
    check::check(resolver, &templates, &pages, &mut diagnostics);
    let mut outputs = page_outputs(&pages);
    let referenced: BTreeSet<FilePath> = pages.values().flat_map(|page| &page.assets).cloned().collect();
    assets.publish(&referenced, &mut outputs, &mut diagnostics);
    // Without the settings nobody knows which languages and addresses there are.
    if settings_unread {
        let later = diagnostics.split_off(gathered);
        diagnostics
            .extend(later.into_iter().filter(|fault| fault.code == Code::Template && fault.page.is_none()));
        diagnostics.retain(|fault| fault.code != Code::UnknownLocale);
    }
    tidy(&mut diagnostics);
    let summary = summary(&site, &plan);
    let sound = policy.apply(&site.settings.allow, &mut diagnostics);
    Build { outputs: sound.then_some(outputs), diagnostics, summary }
}

/// Puts faults in the order of their places, and tells each but once: a template's fault is met on every page.
fn tidy(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort();
    diagnostics.dedup_by(|next, first| {
        let same = next.place == first.place && next.code == first.code && next.message == first.message;
        same && (first.place.is_some() || next.page == first.page)
    });
}

fn summary(site: &Site, plan: &Plan) -> Summary {
    let mut counts: BTreeMap<&Locale, usize> = BTreeMap::new();
    for route in plan.routes.values() {
        let locale = match route {
            Route::Document(id) => Some(&site.documents[*id].locale),
            Route::Redirect { .. } | Route::Feed { .. } => None,
            route => route.locale(),
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
