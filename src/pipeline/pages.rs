//! The pages of a site, kept by what each has asked of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::cards::{CardPrinter, draw};
use super::check::find_settled;
use super::loaded_templates::LoadedTemplates;
use super::stats::BuildStats;
use super::{Phase, PlannedSite, Progress};
use crate::base::{Diagnostic, Digest, FilePath};
use crate::output::{Output, OutputPath, Outputs, Store};
use crate::plan::{Address, Route};
use crate::render::{QueryTable, Rendered, Renderer, Resolver, World, headers};
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

impl Pages {
    /// Makes the pages of a plan, where an earlier build has none that still hold.
    pub(super) fn make(
        world: &World<'_>,
        before: Pages,
        store: &dyn Store,
        progress: &dyn Progress,
    ) -> (Self, RenderedPages) {
        let Resolver { site, plan, .. } = world.resolver;
        progress.phase(Phase::Render, plan.routes.len());
        let Pages { mut queries, mut rendered, outputs: published, audience, .. } = before;
        let digest = if audience == Consumer::Nobody { Digest::default() } else { world.digest() };
        let is_same = digest == before.world;
        let changed = queries.ask_again(is_same, |query| world.answer(query));
        let renderer = Renderer::new(world, (audience != Consumer::Nobody).then_some(&queries));
        let media_type = |route: &Route| route.kind(site).media_type;
        let holds = |address: &Address, route: &Route, page: &mut Rendered| {
            let shows_the_same = is_same || page.shows == world.route(route);
            if !shows_the_same || changed.any(&page.queries) {
                return false;
            }
            if page.stored.is_none() {
                page.stored = output_path(address).and_then(|path| {
                    let output = Output { media_type: media_type(route), ..published.get(&path)?.clone() };
                    Some((path, output))
                });
            }
            page.stored.is_some()
        };
        // Both tables are in the order of the addresses.
        let mut gone = Vec::new();
        let mut earlier = rendered.iter_mut().peekable();
        let mut places = Vec::with_capacity(plan.routes.len());
        for (address, route) in &plan.routes {
            gone.extend(std::iter::from_fn(|| {
                Some(earlier.next_if(|(other, _)| *other < address)?.0.clone())
            }));
            let page = earlier.next_if(|(other, _)| *other == address).map(|(_, page)| page);
            places.push((address, route, page));
        }
        gone.extend(earlier.map(|(address, _)| address.clone()));
        let is_missing = |(address, route, page): (_, _, Option<&mut Rendered>)| {
            let holds = page.is_some_and(|page| holds(address, route, page));
            (!holds).then_some((address, route))
        };
        let missing: Vec<(&Address, &Route)> = places.into_par_iter().filter_map(is_missing).collect();
        for address in gone.iter().chain(missing.iter().map(|(address, _)| *address)) {
            rendered.remove(address);
        }
        let make = |(address, route): (&Address, &Route)| -> Result<_, Box<Diagnostic>> {
            let Some(mut page) = renderer.render(address, route)? else { return Ok(None) };
            find_settled(address, &mut page);
            if audience != Consumer::Session {
                // Settled links are never checked again.
                page.links.drain(..std::mem::take(&mut page.settled_links));
                page.links.shrink_to_fit();
            }
            let Some(path) = output_path(address) else { return Ok(None) };
            let blob = store.put(&path, std::mem::take(&mut page.text).into_bytes());
            page.stored = Some((path, Output { blob, media_type: media_type(route) }));
            Ok(Some((address.clone(), page)))
        };
        // Items vary in cost: let rayon steal single ones.
        let missing = missing.into_par_iter().with_max_len(1);
        let made: Vec<_> = missing.map(|place| progress.step(place.0, || make(place))).collect();
        let (mut stats, mut faults) = (BuildStats::default(), Vec::new());
        for made in made {
            match made {
                Ok(page) => {
                    stats.rendered += usize::from(page.is_some());
                    rendered.extend(page);
                }
                Err(fault) => faults.push(*fault),
            }
        }
        let mut outputs: Outputs = rendered.values().filter_map(|page| page.stored.clone()).collect();
        // Cards of unchanged pages are already published.
        let cards = rendered.values().filter_map(|page| page.card.as_ref());
        for path in cards.map(|card| &card.path) {
            outputs.extend(published.get(path).map(|output| (path.clone(), output.clone())));
        }
        let outputs = Arc::new(outputs);
        let pages = Self { queries, rendered, outputs, world: digest, templates: None, audience };
        (pages, RenderedPages { stats, faults })
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
        let referenced = distinct(pages.clone().flat_map(|page| &page.assets));
        let resized = distinct(pages.flat_map(|page| &page.resized));
        planned.assets.publish(&referenced, &resized, outputs, faults);
        let printer = CardPrinter { planned, snapshot, store, progress };
        draw(&self.rendered, printer, outputs, faults);
        let policies = self.rendered.iter().map(|(address, page)| (address, page.policy.as_str()));
        outputs.extend(headers(planned.resolver(), policies));
    }
}

fn output_path(address: &Address) -> Option<OutputPath> {
    OutputPath::new(&address.output_path()).ok()
}

/// The files that some files are, many of them again and again.
fn distinct<'a>(files: impl Iterator<Item = &'a FilePath>) -> BTreeSet<FilePath> {
    files.collect::<FxHashSet<_>>().into_iter().cloned().collect()
}
