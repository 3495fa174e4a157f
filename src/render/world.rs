//! All that pages are made from, and the answers to what they ask of it.

use std::sync::OnceLock;

use chrono::{DateTime, Utc};

use super::common::Common;
use super::query::{BodyKind, Query};
use super::resolve::{LinkContext, PageTarget, Resolver, Target};
use crate::assets::Dimensions;
use crate::base::{Digest, Hasher};
use crate::document::Document;
use crate::locale::{Locale, PerLocale};
use crate::plan::Route;
use crate::site::DocumentId;
use crate::template::{Templates, UiLanguage};

/// All that pages are made from.
pub struct World<'a> {
    /// The site, its plan and its files.
    pub resolver: Resolver<'a>,
    pub(super) templates: &'a Templates,
    pub(super) ui_languages: &'a PerLocale<UiLanguage>,
    pub(super) common: &'a Common,
    pub(super) now: DateTime<Utc>,
    /// See [`World::digest`].
    digest: OnceLock<Digest>,
}

impl<'a> World<'a> {
    /// Puts together what pages are made from.
    pub fn new(
        resolver: Resolver<'a>,
        templates: &'a Templates,
        ui_languages: &'a PerLocale<UiLanguage>,
        common: &'a Common,
        now: DateTime<Utc>,
    ) -> Self {
        Self { resolver, templates, ui_languages, common, now, digest: OnceLock::new() }
    }

    /// The digest of all that can be asked but for [what bodies say](Query::is_of_bodies): where
    /// it is as it was, so is every other answer.
    pub fn digest(&self) -> Digest {
        *self.digest.get_or_init(|| self.work_out_digest())
    }

    fn work_out_digest(&self) -> Digest {
        let Self { resolver, templates, ui_languages, common, now: _, digest: _ } = self;
        let Resolver { site, plan, assets } = resolver;
        let (of_site, (plan, assets)) = rayon::join(
            || site.digest(|document| self.is_future(document)),
            || rayon::join(|| plan.digest(), || assets.digest()),
        );
        let of_languages: Vec<Digest> =
            ui_languages.iter().map(|(locale, _)| common.digest(site, locale)).collect();
        Digest::of_value(&(of_site, plan, assets, templates.digest(), of_languages))
    }

    /// The digest of a route, by what it shows.
    pub fn route(&self, route: &Route) -> Digest {
        match route {
            Route::Document(id) => Digest::of_value(&("document", self.resolver.site.names.name(*id))),
            route => Digest::of_value(route),
        }
    }

    /// The digest of the answer to a query as the site is now.
    pub fn answer(&self, query: &Query) -> Digest {
        let Resolver { site, plan, .. } = self.resolver;
        let locale = |tag: &str| site.settings.locales.iter().find(|locale| locale.tag() == tag);
        let names = |ids: &[DocumentId]| {
            let mut hasher = Hasher::default();
            ids.iter().for_each(|id| hasher.text(&format!("{:?}", site.names.name(*id))));
            hasher.finish()
        };
        match query {
            Query::Whole => self.digest(),
            Query::Common(tag) => {
                locale(tag).map_or(Digest::default(), |locale| self.common.digest(site, locale))
            }
            Query::Text(tag, key) => {
                let ui_language = locale(tag).and_then(|locale| self.ui_languages.get(locale));
                Digest::of_debug(
                    &ui_language
                        .and_then(|ui_language| ui_language.dictionary.get(key))
                        .map(|entry| &entry.message),
                )
            }
            Query::Template(tag, name) => self.templates.digest_of(name, tag),
            Query::Document(name) => site.names.find(name).map_or(Digest::default(), |id| {
                let document = &site.documents[id];
                Digest::of_value(&(document.public_fingerprint(), self.is_future(document)))
            }),
            Query::Bodies(name, kind) => {
                let document = site.names.find(name).map(|id| &site.documents[id]);
                let digest = document.and_then(|document| match kind {
                    BodyKind::Description => document.description.as_ref().map(|body| body.digest()),
                    BodyKind::Sections => Some(document.sections_digest()),
                });
                digest.unwrap_or_default()
            }
            Query::Neighbours(tag, name) => {
                let found = locale(tag).zip(site.names.find(name));
                let (newer, older) =
                    found.map(|(locale, id)| self.neighbours(locale, id)).unwrap_or_default();
                Digest::of_value(&(newer.map(|id| site.names.name(id)), older.map(|id| site.names.name(id))))
            }
            Query::DocumentAddress(name) => {
                Digest::of_value(&site.names.find(name).and_then(|id| plan.document(id)))
            }
            Query::Home(name, file) => {
                let home = site.names.find(name).and_then(|id| self.resolver.home_in(id, file));
                Digest::of_value(&home)
            }
            Query::RouteAddress(route) => Digest::of_value(&plan.address(route)),
            Query::RouteAt(address) => {
                Digest::of_value(&plan.routes.get(address).map(|route| self.route(route)))
            }
            Query::Version(tag, address) => {
                let found = locale(tag).zip(plan.routes.get(address));
                Digest::of_value(&found.and_then(|(locale, route)| plan.version(site, route, locale)))
            }
            Query::Posts(tag) => names(locale(tag).map_or(&[], |locale| site.posts_in(locale))),
            Query::Listed(tag, kind, id) => {
                names(locale(tag).map_or(&[], |locale| site.listed(*kind, id, locale)))
            }
            Query::Entries(kind) => Digest::of_value(&site.entries(*kind).ids().collect::<Vec<_>>()),
            Query::Entry(kind, id) => Digest::of_debug(&site.entries(*kind).get(id)),
            Query::Link(written) => {
                let Some(root) = plan.front(site.settings.default_locale()) else { return Digest::default() };
                let Some(locale) = locale(&written.language) else { return Digest::default() };
                let from = LinkContext {
                    address: written.home.as_ref().unwrap_or(root),
                    locale,
                    file: written.file.as_ref(),
                    is_exact: written.is_exact,
                };
                self.target(&self.resolver.resolve(&written.text, from))
            }
        }
    }

    /// The digest of where an address leads, and of all that can be seen of it from there.
    fn target(&self, target: &Target<'_>) -> Digest {
        match target {
            Target::Elsewhere => Digest::of_value(&"elsewhere"),
            Target::Here { fragment } => Digest::of_value(&("here", fragment)),
            Target::Page(PageTarget { address, route, query, fragment, redirected_from, is_intentional }) => {
                let language = route.language(self.resolver.site);
                Digest::of_value(&(
                    "page",
                    address,
                    language,
                    query,
                    fragment,
                    redirected_from,
                    is_intentional,
                ))
            }
            Target::File { asset, suffix } => {
                let assets = self.resolver.assets;
                let size = asset.dimensions().map(|Dimensions { width, height }| (width, height));
                let set = assets.image_set(asset);
                let variants = set.map(|set| {
                    let variant = |variant| assets.variant_url(asset, variant);
                    (set.variants.iter().map(variant).collect::<Vec<_>>(), &set.tone)
                });
                let css = assets.css_that_leads_elsewhere(asset.path()).map(|css| Digest::of(&css));
                Digest::of_value(&("file", assets.url(asset), asset.path(), suffix, size, variants, css))
            }
            Target::Missing { address } => Digest::of_value(&("missing", address)),
        }
    }

    pub(super) fn neighbours(
        &self,
        locale: &Locale,
        id: DocumentId,
    ) -> (Option<DocumentId>, Option<DocumentId>) {
        self.common.shared(locale).neighbours.get(&id).copied().unwrap_or_default()
    }

    pub(super) fn is_future(&self, document: &Document) -> bool {
        document.published.as_ref().is_some_and(|time| time.value.at > self.now)
    }
}
