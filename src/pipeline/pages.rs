//! The pages of a site, kept by what each has asked of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::iter::Either;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::cards::draw;
use super::check::find_settled;
use super::loaded_templates::LoadedTemplates;
use super::stats::BuildStats;
use super::{Phase, PlannedSite, Progress};
use crate::base::{Diagnostic, Digest, FilePath};
use crate::output::{Output, OutputPath, Outputs, Store};
use crate::plan::{Address, Plan, Route};
use crate::render::{Fingerprints, QueryTable, Rendered, Renderer, World, headers};
use crate::source::Snapshot;

/// The pages of a build, and all that was published with them. A later build takes those as they
/// are that would become the same again.
#[derive(Default, Serialize, Deserialize)]
pub struct Pages {
    /// What was asked of the site, with the digests of the answers.
    pub queries: QueryTable,
    /// What each address has become, its text left out; static files have no entry.
    pub rendered: BTreeMap<Address, Rendered>,
    /// Everything that is published.
    #[serde(skip)]
    pub outputs: Arc<Outputs>,
    /// The digest of all that was asked of, but for what bodies say.
    pub world: Digest,
    /// The fingerprints of the documents.
    #[serde(skip)]
    pub fingerprints: Fingerprints,
    /// The templates, for a session.
    #[serde(skip)]
    pub templates: Option<LoadedTemplates>,
    /// Who asks for the pages of the next build.
    #[serde(skip)]
    pub audience: Consumer,
}

/// Who asks for pages when they have been published, and for how much of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Consumer {
    /// No later build: queries are not logged.
    #[default]
    Nobody,
    /// A later build, which checks them again.
    LaterBuild,
    /// A session, in which all of their links may be looked at too.
    Session,
}

pub(super) struct RenderedPages {
    pub stats: BuildStats,
    /// What templates got wrong.
    pub faults: Vec<Diagnostic>,
}

/// A page that is there: as it was, or made anew.
struct Page {
    rendered: Rendered,
    path: OutputPath,
    output: Output,
}

impl Pages {
    /// Makes the pages of a plan, where an earlier build has none that still hold.
    pub(super) fn make(
        &mut self,
        whole: World<'_>,
        plan: &Plan,
        before: Pages,
        store: &dyn Store,
        progress: &dyn Progress,
    ) -> RenderedPages {
        progress.phase(Phase::Render, plan.routes.len());
        let Pages { mut queries, rendered: mut earlier, outputs: published, audience, .. } = before;
        let world = &whole;
        if audience != Consumer::Nobody {
            self.world = world.digest();
        }
        let is_same = self.world == before.world;
        let changed =
            queries.ask_again(|query| !is_same || World::is_of_bodies(query), |query| world.answer(query));
        let renderer = Renderer::new(world, (audience != Consumer::Nobody).then_some(&queries));
        let routes: Vec<(&Address, &Route, Option<Rendered>)> =
            plan.routes.iter().map(|(address, route)| (address, route, earlier.remove(address))).collect();
        drop(earlier);
        let kept = |(address, route, kept): (&Address, &Route, Option<Rendered>)| {
            let page = kept.filter(|page| page.shows == world.route(route) && !changed.any(&page.queries))?;
            let path = OutputPath::new(&address.output_path()).ok()?;
            let output = published.get(&path)?.clone();
            Some((address.clone(), Page { rendered: page, path, output }))
        };
        let (kept, missing): (Vec<_>, Vec<_>) = routes.into_par_iter().partition_map(|place| {
            let (address, route) = (place.0, place.1);
            kept(place).map_or_else(|| Either::Right((address, route)), Either::Left)
        });
        let make = |(address, route): (&Address, &Route)| -> Result<_, Box<Diagnostic>> {
            let Some(mut rendered) = renderer.render(address, route)? else { return Ok(None) };
            find_settled(address, &mut rendered);
            if audience != Consumer::Session {
                // Settled links are never checked again.
                rendered.links.drain(..std::mem::take(&mut rendered.settled_links));
                rendered.links.shrink_to_fit();
            }
            let Ok(path) = OutputPath::new(&address.output_path()) else { return Ok(None) };
            let blob = store.put(&path, std::mem::take(&mut rendered.text).into_bytes());
            let output = Output { blob, media_type: rendered.media_type };
            Ok(Some((address.clone(), Page { rendered, path, output })))
        };
        // Items vary in cost: let rayon steal single ones.
        let missing = missing.into_par_iter().with_max_len(1);
        let made: Vec<_> = missing.map(|place| progress.step(place.0, || make(place))).collect();
        let (mut stats, mut faults, mut pages) = (BuildStats::default(), Vec::new(), kept);
        for made in made {
            match made {
                Ok(page) => {
                    stats.rendered += usize::from(page.is_some());
                    pages.extend(page);
                }
                Err(fault) => faults.push(*fault),
            }
        }
        let mut outputs = Vec::with_capacity(pages.len());
        let rendered = pages.into_iter().map(|(address, Page { rendered, path, output })| {
            outputs.push((path, output));
            (address, rendered)
        });
        self.rendered = rendered.collect();
        let mut outputs = Outputs::from_iter(outputs);
        // Cards of unchanged pages are already published.
        let cards = self.rendered.values().filter_map(|page| page.card.as_ref());
        for path in cards.map(|card| &card.path) {
            outputs.extend(published.get(path).map(|output| (path.clone(), output.clone())));
        }
        self.fingerprints = whole.into_fingerprints();
        self.audience = audience;
        self.queries = queries;
        self.outputs = Arc::new(outputs);
        RenderedPages { stats, faults }
    }

    /// Forgets what no page asks of the site any more.
    pub fn forget_unasked(&mut self) {
        self.queries.compact(self.rendered.values_mut().map(|page| &mut page.queries));
    }

    /// Adds what is published beside pages: static files, cards, what hosts are told.
    pub(super) fn publish_others(
        &mut self,
        planned: &PlannedSite,
        snapshot: &Snapshot,
        store: &dyn Store,
        faults: &mut Vec<Diagnostic>,
        progress: &dyn Progress,
    ) {
        let outputs = Arc::make_mut(&mut self.outputs);
        let pages = self.rendered.values();
        let referenced: BTreeSet<FilePath> = pages.clone().flat_map(|page| &page.assets).cloned().collect();
        let resized: BTreeSet<FilePath> = pages.flat_map(|page| &page.resized).cloned().collect();
        planned.assets.publish(&referenced, &resized, outputs, faults);
        draw(planned, &self.rendered, snapshot, store, outputs, faults, progress);
        let policies = self.rendered.iter().map(|(address, page)| (address, page.policy.as_str()));
        outputs.extend(headers(planned.resolver(), policies));
    }
}
