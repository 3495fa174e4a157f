//! One route to its bytes.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::Serialize;
use tera::Context;

use super::shared::Shared;
use crate::base::{Diagnostic, FilePath, Place};
use crate::locale::{Locale, PerLocale};
use crate::plan::{Address, Route};
use crate::render::fill::{Filled, Filler, Inserts, Link};
use crate::render::resolve::Resolver;
use crate::render::templates::Templates;
use crate::render::{MediaType, Tongue, feed, robots, sitemap};
use crate::site::Site;

/// Renders the routes of one site, each on its own.
pub struct Renderer<'a> {
    pub(super) resolver: Resolver<'a>,
    pub(super) templates: &'a Templates,
    pub(super) tongues: &'a PerLocale<Tongue>,
    pub(super) now: DateTime<Utc>,
    shared: PerLocale<Shared>,
    data: tera::Value,
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
}

impl<'a> Renderer<'a> {
    /// Prepares what all pages share.
    pub fn new(
        resolver: Resolver<'a>,
        templates: &'a Templates,
        tongues: &'a PerLocale<Tongue>,
        now: DateTime<Utc>,
    ) -> Self {
        let shared = tongues.map(|locale, tongue| Shared::new(resolver, locale, tongue));
        let data = tera::Value::from_serializable(&resolver.site.data);
        Self { resolver, templates, tongues, now, shared, data }
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
                let feed = feed::Feed { resolver: self.resolver, tongues: self.tongues, locale, address };
                Rendered::of(feed.write(of.as_ref()), MediaType::ATOM)
            }
            Route::Sitemap => Rendered::text(sitemap::write(self.resolver), MediaType::XML),
            Route::Robots => Rendered::text(robots::write(self.resolver), MediaType::TEXT),
            _ => Rendered::of(self.page(address, route)?, MediaType::HTML),
        };
        Ok(Some(rendered))
    }

    fn page(&self, address: &Address, route: &Route) -> Result<Filled, Box<Diagnostic>> {
        let locale = self.locale_of(route);
        let mut job = Job { renderer: self, address, route, locale, inserts: Inserts::default() };
        let html = job.html()?;
        Ok(Filler::new(self.resolver, address, self.tongue(locale)).page(&html, &job.inserts))
    }

    pub(super) fn site(&self) -> &'a Site {
        self.resolver.site
    }

    pub(super) fn tongue(&self, locale: &Locale) -> &'a Tongue {
        self.tongues.get(locale).expect("every locale of the site has its tongue")
    }

    pub(super) fn shared(&self, locale: &Locale) -> &Shared {
        self.shared.get(locale).expect("every locale of the site has its shared view")
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
}

impl Job<'_, '_> {
    /// The context of a template: what all see, and its own view.
    pub(super) fn context(&self, page: &impl Serialize, view: &impl Serialize) -> Context {
        let mut context = Context::from_serialize(view).unwrap_or_default();
        context.insert_value("site", self.renderer.shared(self.locale).view.clone());
        context.insert_value("data", self.renderer.data.clone());
        context.insert("locale", self.locale.tag());
        context.insert("page", page);
        context
    }

    pub(super) fn template(&self, name: &str, context: &Context) -> Result<String, Box<Diagnostic>> {
        self.renderer.templates.render(name, context, self.address)
    }
}

impl Rendered {
    fn of(filled: Filled, media_type: MediaType) -> Self {
        let Filled { html, anchors, links, assets } = filled;
        Self { text: html, media_type, anchors, links, assets }
    }

    fn text(text: String, media_type: MediaType) -> Self {
        Self { media_type, ..Self::of(Filled { html: text, ..Filled::default() }, media_type) }
    }
}
