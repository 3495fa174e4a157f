//! One route to its bytes.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::Serialize;
use tera::{Context, Value};

use super::memo::{Made, Memo, Seen, Work};
use super::shared::Shared;
use crate::base::{Diagnostic, Digest, FilePath, Place};
use crate::locale::{Locale, PerLocale};
use crate::markup;
use crate::plan::{Address, Route};
use crate::render::cards::{Card, Cards};
use crate::render::fill::{Filled, Filler, Inserts, Link, Part, Splice, marks};
use crate::render::resolve::Resolver;
use crate::render::templates::Templates;
use crate::render::view::{PageMeta, SectionView};
use crate::render::{MediaType, Tongue, feed, robots, sitemap};
use crate::site::{DocumentId, Site};

/// Renders the routes of one site, each on its own.
pub struct Renderer<'a> {
    pub(super) resolver: Resolver<'a>,
    pub(super) templates: &'a Templates,
    pub(super) tongues: &'a PerLocale<Tongue>,
    pub(super) now: DateTime<Utc>,
    pub(super) common: &'a Common,
    /// What templates made before, where there is a before.
    memo: Option<&'a Memo>,
    /// What feeds have in common.
    contents: feed::Contents,
}

/// What the pages of a site share, made once.
pub struct Common {
    shared: PerLocale<Shared>,
    data: Value,
    pub(super) cards: Cards,
    /// The digest of what pages of each language see beside their own views; empty where nothing is
    /// compared.
    ground: PerLocale<Digest>,
}

/// What a route has become.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// The text.
    pub text: String,
    /// What kind of text it is.
    pub media_type: MediaType,
    /// Every anchor of the page, with its place where it was written in a body.
    pub anchors: Vec<(String, Option<Place>)>,
    /// Every address on the page that leads into the site.
    pub links: Vec<Link>,
    /// The static files that the page refers to.
    pub assets: BTreeSet<FilePath>,
    /// What its bodies are, by the files that they were written in.
    pub sources: BTreeSet<(FilePath, Part)>,
    /// Where in the text the sections of its document begin: each one's place in the document, and
    /// its offset in bytes.
    pub sections: Vec<(usize, usize)>,
    /// Where its bodies stand in the text, in order.
    pub splices: Vec<Splice>,
    /// Those of them that it has in several sizes.
    pub resized: BTreeSet<FilePath>,
    /// What a browser may run and load on it, where its host is to say so; else empty.
    pub policy: String,
    /// The card that stands for it elsewhere, where it has no image of its own.
    pub card: Option<Card>,
    /// What is wrong with what was made for it beside its text.
    pub faults: Vec<Diagnostic>,
    /// What else it was made of.
    pub used: Used,
    /// What the page's templates made, for the next time.
    pub made: Vec<Made>,
    /// How many templates were run for it.
    pub runs: usize,
}

/// What a page was made of beside bodies and static files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Used {
    /// The documents of which it shows something, were it no more than the title.
    pub documents: BTreeSet<DocumentId>,
    /// The templates that were asked for by name: its own, and those of its sections.
    pub templates: BTreeSet<String>,
}

impl Common {
    /// Makes what the pages of a site share. `compares` says that what templates see will be
    /// compared with what they saw.
    pub fn new(
        resolver: Resolver<'_>,
        templates: &Templates,
        tongues: &PerLocale<Tongue>,
        compares: bool,
    ) -> Self {
        let shared = tongues.map(|locale, tongue| Shared::new(resolver, locale, tongue));
        let data = Value::from_serializable(&resolver.site.data);
        let ground = match compares {
            false => PerLocale::default(),
            true => {
                let common = Seen::default().digest(templates.digest()).value(&resolver.site.data).finish();
                let own = |locale: &Locale, shared: &Shared| {
                    Seen::default().digest(common).text(locale.tag()).value(&shared.view).finish()
                };
                shared.map(own)
            }
        };
        Self { shared, data, cards: Cards::new(resolver.assets), ground }
    }
}

impl<'a> Renderer<'a> {
    /// Makes a renderer.
    pub fn new(
        resolver: Resolver<'a>,
        templates: &'a Templates,
        tongues: &'a PerLocale<Tongue>,
        now: DateTime<Utc>,
        common: &'a Common,
        memo: Option<&'a Memo>,
    ) -> Self {
        Self { resolver, templates, tongues, now, common, memo, contents: feed::Contents::default() }
    }

    /// Renders what stands at an address; `None` for static files, which are copied.
    ///
    /// # Errors
    ///
    /// What a template got wrong.
    pub fn render(&self, address: &Address, route: &Route) -> Result<Option<Rendered>, Box<Diagnostic>> {
        let rendered = match route {
            Route::Static(_) => return Ok(None),
            Route::Feed { locale, of } => {
                let Self { resolver, tongues, contents, .. } = self;
                let feed = feed::Feed { resolver: *resolver, tongues, locale, address, contents };
                let (filled, documents) = feed.write(of.as_ref());
                let used = Used { documents, ..Used::default() };
                Rendered { used, ..Rendered::of(filled, MediaType::ATOM) }
            }
            Route::Sitemap => Rendered::text(sitemap::write(self.resolver), MediaType::XML),
            Route::Robots => Rendered::text(robots::write(self.resolver), MediaType::TEXT),
            _ => self.page(address, route)?,
        };
        Ok(Some(rendered))
    }

    fn page(&self, address: &Address, route: &Route) -> Result<Rendered, Box<Diagnostic>> {
        let locale = self.locale_of(route);
        let work = Work::new(self.memo, address);
        let (inserts, used) = (Inserts::default(), RefCell::default());
        let cards = RefCell::default();
        let mut job = Job { renderer: self, address, route, locale, inserts, work, used, cards };
        let html = job.html()?;
        let (card, mut faults): (Option<Card>, Vec<Diagnostic>) = job.cards.take();
        let card_url = card.as_ref().map(|card| self.resolver.output_url(&card.path));
        let filler = Filler::new(self.resolver, address, self.tongue(locale)).with_card(card_url.as_deref());
        let filled = filler.page(&html, &job.inserts);
        faults.extend(filled.is_cut.then(|| markup::too_many_attributes().page(address.as_str())));
        let runs = job.work.runs;
        let (made, used) = (job.work.finish(), job.used.into_inner());
        Ok(Rendered { made, runs, used, card, faults, ..Rendered::of(filled, MediaType::HTML) })
    }

    pub(super) fn site(&self) -> &'a Site {
        self.resolver.site
    }

    pub(super) fn tongue(&self, locale: &Locale) -> &'a Tongue {
        self.tongues.get(locale).expect("every locale of the site has its tongue")
    }

    pub(super) fn shared(&self, locale: &Locale) -> &'a Shared {
        self.common.shared.get(locale).expect("every locale of the site has its shared view")
    }

    fn locale_of(&self, route: &'a Route) -> &'a Locale {
        let site = self.site();
        route.language(site).unwrap_or_else(|| site.settings.default_locale())
    }
}

/// One page in the making.
pub(super) struct Job<'r, 'a> {
    pub renderer: &'r Renderer<'a>,
    pub address: &'r Address,
    pub route: &'r Route,
    pub locale: &'r Locale,
    pub inserts: Inserts<'a>,
    pub work: Work<'r>,
    pub used: RefCell<Used>,
    /// The page's card, and what is wrong with it.
    pub cards: RefCell<(Option<Card>, Vec<Diagnostic>)>,
}

impl Renderer<'_> {
    /// What a template makes of what it sees, with marks where bodies go.
    fn run(&self, name: &str, context: &Context, page: &Address) -> Result<String, Box<Diagnostic>> {
        let html = self.templates.render(name, context, page)?;
        let is_whole = marks::check(&html);
        is_whole.map_err(|_| Box::new(self.templates.took_apart(name).page(page.as_str())))?;
        Ok(html)
    }
}

/// What a template of a page sees: what all see, the page, and its own view.
pub(super) struct Scene<'v, V> {
    pub page: &'v PageMeta,
    pub view: &'v V,
}

impl Job<'_, '_> {
    /// What a page's own template makes of a scene.
    pub(super) fn template(
        &mut self,
        name: &str,
        scene: &Scene<'_, impl Serialize>,
    ) -> Result<Arc<str>, Box<Diagnostic>> {
        let Self { renderer, address, locale, work, used, .. } = self;
        used.get_mut().templates.insert(name.to_owned());
        let seen = || scene.digest(renderer, locale).text(name).finish();
        work.html(seen, || renderer.run(name, &scene.context(renderer, locale), address))
    }

    /// What the templates of sections make of a scene, each of its own section.
    pub(super) fn section_templates<'s>(
        &mut self,
        sections: impl Iterator<Item = (String, &'s SectionView)>,
        scene: &Scene<'_, impl Serialize>,
    ) -> Result<Vec<Arc<str>>, Box<Diagnostic>> {
        let Self { renderer, address, locale, work, used, .. } = self;
        let page_seen = OnceCell::new();
        let mut context = None;
        let mut html = Vec::new();
        for (name, section) in sections {
            used.get_mut().templates.insert(name.clone());
            let seen = || {
                let page_seen = *page_seen.get_or_init(|| scene.digest(renderer, locale).finish());
                Seen::default().digest(page_seen).text(&name).value(section).finish()
            };
            html.push(work.html(seen, || {
                let context = context.get_or_insert_with(|| scene.context(renderer, locale));
                context.insert("section", section);
                renderer.run(&name, context, address)
            })?);
        }
        Ok(html)
    }

    /// Notes that the page shows something of a document.
    pub(super) fn shows(&self, id: DocumentId) {
        self.used.borrow_mut().documents.insert(id);
    }
}

impl<V: Serialize> Scene<'_, V> {
    fn digest(&self, renderer: &Renderer<'_>, locale: &Locale) -> Seen {
        let ground = renderer.common.ground.get(locale).expect("every locale of the site has its ground");
        Seen::default().digest(*ground).value(self.page).value(self.view)
    }

    fn context(&self, renderer: &Renderer<'_>, locale: &Locale) -> Context {
        let mut context = Context::from_serialize(self.view).unwrap_or_default();
        context.insert_value("site", renderer.shared(locale).view.clone());
        context.insert_value("data", renderer.common.data.clone());
        context.insert("locale", locale.tag());
        context.insert("page", self.page);
        context
    }
}

impl Rendered {
    fn of(filled: Filled, media_type: MediaType) -> Self {
        let Filled { html, anchors, links, assets, sources, sections, splices, resized, policy, .. } = filled;
        Self {
            text: html,
            media_type,
            anchors,
            links,
            assets,
            sources,
            sections,
            splices,
            resized,
            policy,
            card: None,
            faults: Vec::new(),
            used: Used::default(),
            made: Vec::new(),
            runs: 0,
        }
    }

    fn text(text: String, media_type: MediaType) -> Self {
        Self { media_type, ..Self::of(Filled { html: text, ..Filled::default() }, media_type) }
    }
}
