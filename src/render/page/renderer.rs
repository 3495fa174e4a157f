//! One route to its bytes.

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::job::Job;
use crate::assets::Card;
use crate::base::{Diagnostic, Digest, FilePath, Place};
use crate::html;
use crate::output::{Output, OutputPath};
use crate::plan::{Address, Route};
use crate::render::feed::{self, robots, sitemap};
use crate::render::fill::{Filled, Filler, Inserts, Link};
use crate::render::query::{Log, QueryId, QueryTable};
use crate::render::tracked::Tracked;
use crate::render::world::World;

/// Renders the routes of one site, each on its own.
pub struct Renderer<'a> {
    world: &'a World<'a>,
    queries: Option<&'a QueryTable>,
    /// What feeds have in common.
    contents: feed::Contents,
}

/// What a route has become.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Rendered {
    /// The text, until it is stored.
    pub text: String,
    /// The file that holds the text, once it is stored.
    #[serde(skip)]
    pub stored: Option<(OutputPath, Output)>,
    /// Every anchor of the page, with its place where it was written in a body.
    pub anchors: Vec<(String, Option<Place>)>,
    /// Every address on the page that leads into the site.
    pub links: Vec<Link>,
    /// How many of those, which come first, need not be checked again.
    pub settled_links: usize,
    /// Whether an anchor stands there twice.
    pub repeats_ids: bool,
    /// The static files that the page refers to.
    pub assets: BTreeSet<FilePath>,
    /// Where in the text the sections of its document begin: each one's place in the document, and
    /// its offset in bytes.
    pub sections: Vec<(usize, usize)>,
    /// Those of the files that are images which the page has in several sizes.
    pub resized: BTreeSet<FilePath>,
    /// What a browser may run and load on it, where its host is to say so; else empty.
    pub policy: String,
    /// The card that stands for it elsewhere, where it has no image of its own.
    pub card: Option<Card>,
    /// What is wrong with what was made for it beside its text.
    pub faults: Vec<Diagnostic>,
    /// What it shows, by its digest: at an address something else may stand.
    pub shows: Digest,
    /// What was asked of the site to make it.
    pub queries: Vec<QueryId>,
}

impl<'a> Renderer<'a> {
    /// Makes a renderer. What pages ask of the world goes into a table, where there is one.
    pub fn new(world: &'a World<'a>, queries: Option<&'a QueryTable>) -> Self {
        Self { world, queries, contents: feed::Contents::default() }
    }

    /// Renders what stands at an address; `None` for static files, which are copied.
    ///
    /// # Errors
    ///
    /// What a template got wrong.
    pub fn render(&self, address: &Address, route: &Route) -> Result<Option<Rendered>, Box<Diagnostic>> {
        let log = Log::new(self.queries);
        let site = Tracked::new(self.world, &log);
        let page = |html: Html<'_>| page(site, address, route, html);
        let rendered = match route {
            Route::Document(id) => page(&|job| job.document(*id))?,
            Route::Front { number, .. } => page(&|job| job.front(*number))?,
            Route::Archive(_) => page(&|job| job.archive())?,
            Route::Entries { kind, .. } => page(&|job| job.entries(*kind))?,
            Route::Entry { kind, id, .. } => page(&|job| job.entry(*kind, id))?,
            Route::NotFound(_) => page(&|job| job.not_found())?,
            Route::Redirect { to, .. } => page(&|job| job.redirect(to))?,
            Route::Feed { format, locale, .. } => {
                let (queries, contents) = (self.queries, &self.contents);
                let maker = feed::FeedMaker { site, queries, address, route, locale, contents };
                Rendered::of(maker.write(*format))
            }
            Route::Sitemap => Rendered::text(sitemap::write(site.whole())),
            Route::Robots => Rendered::text(robots::write(site)),
            Route::Static(_) => return Ok(None),
        };
        Ok(Some(Rendered { shows: self.world.route(route), queries: log.finish(), ..rendered }))
    }
}

/// What makes the HTML of a page, with marks for bodies and holes not yet filled.
type Html<'a> = &'a dyn Fn(&mut Job<'_>) -> Result<String, Box<Diagnostic>>;

fn page(
    site: Tracked<'_>,
    address: &Address,
    route: &Route,
    html: Html<'_>,
) -> Result<Rendered, Box<Diagnostic>> {
    let locale = match route {
        Route::Document(id) => Some(&site.document(*id).locale),
        route => route.locale(),
    };
    let locale = locale.unwrap_or_else(|| site.settings().default_locale());
    // Every page depends on the shared views of its language.
    site.shared(locale);
    let (inserts, cards) = (Inserts::default(), RefCell::default());
    let mut job = Job { site, address, route, locale, inserts, cards };
    let html = html(&mut job)?;
    let (card, mut faults): (Option<Card>, Vec<Diagnostic>) = job.cards.take();
    let card_url = card.as_ref().map(|card| site.output_url(&card.path));
    let filler = Filler::new(site, address, locale).with_card(card_url.as_deref());
    let filled = filler.page(&html, &job.inserts);
    faults.extend(filled.is_cut.then(|| html::too_many_attributes().page(address.as_str())));
    Ok(Rendered { card, faults, ..Rendered::of(filled) })
}

impl Rendered {
    fn of(filled: Filled) -> Self {
        let Filled { html, anchors, links, assets, sections, resized, policy, .. } = filled;
        Self { text: html, anchors, links, assets, sections, resized, policy, ..Self::default() }
    }

    fn text(text: String) -> Self {
        Self::of(Filled { html: text, ..Filled::default() })
    }
}
