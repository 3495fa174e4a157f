//! All that pages are made from, and the answers to what they ask of it.

use std::sync::{Arc, OnceLock};

use chrono::{DateTime, Utc};
use rustc_hash::FxHashMap;

use super::common::Common;
use super::query::{BodyKind, Query};
use super::resolve::{LinkContext, PageTarget, Resolver, Target};
use crate::assets::Dimensions;
use crate::base::{Digest, Hasher};
use crate::document::Document;
use crate::locale::{Locale, PerLocale};
use crate::markup::Body;
use crate::plan::Route;
use crate::site::DocumentId;
use crate::template::{Templates, UiLanguage};

/// All that pages are made from.
pub struct World<'a> {
    pub(super) resolver: Resolver<'a>,
    pub(super) templates: &'a Templates,
    pub(super) ui_languages: &'a PerLocale<UiLanguage>,
    pub(super) common: &'a Common,
    pub(super) now: DateTime<Utc>,
    fingerprints: Fingerprints,
    /// See [`World::digest`].
    digest: OnceLock<Digest>,
}

/// The fingerprints of a site's documents, as far as they have been asked for.
#[derive(Default)]
pub struct Fingerprints(Vec<(Arc<Document>, OnceLock<Digest>)>);

impl Fingerprints {
    /// Those of other documents, some of which may be the same objects, which say the same.
    pub fn next(self, documents: &[Arc<Document>]) -> Self {
        let place = |document: &Arc<Document>| Arc::as_ptr(document).addr();
        let before = self.0.into_iter().filter_map(|(document, digest)| {
            let digest = digest.into_inner()?;
            Some((place(&document), (document, digest)))
        });
        let before: FxHashMap<usize, (Arc<Document>, Digest)> = before.collect();
        let now = documents.iter().map(|document| {
            let known = before.get(&place(document)).map(|(_, digest)| *digest);
            (Arc::clone(document), known.map_or_else(OnceLock::new, OnceLock::from))
        });
        Self(now.collect())
    }

    fn get(&self, id: DocumentId) -> Digest {
        let (document, digest) = &self.0[id];
        *digest.get_or_init(|| document.public_fingerprint())
    }
}

impl<'a> World<'a> {
    /// Puts together what pages are made from.
    pub fn new(
        resolver: Resolver<'a>,
        templates: &'a Templates,
        ui_languages: &'a PerLocale<UiLanguage>,
        common: &'a Common,
        now: DateTime<Utc>,
        fingerprints: Fingerprints,
    ) -> Self {
        let fingerprints = fingerprints.next(&resolver.site.documents);
        Self { resolver, templates, ui_languages, common, now, fingerprints, digest: OnceLock::new() }
    }

    /// The fingerprints of the documents, for the next time.
    pub fn into_fingerprints(self) -> Fingerprints {
        self.fingerprints
    }

    /// The digest of all that can be asked but for [what bodies say](World::is_of_bodies): where
    /// it is as it was, so is every other answer.
    pub fn digest(&self) -> Digest {
        *self.digest.get_or_init(|| self.work_out_digest())
    }

    fn work_out_digest(&self) -> Digest {
        let Self { resolver, templates, ui_languages, common, now: _, fingerprints, digest: _ } = self;
        let Resolver { site, plan, assets } = resolver;
        let document = |id: DocumentId| {
            let document = &site.documents[id];
            Digest::of_value(&(&document.file, fingerprints.get(id), self.is_future(document)))
        };
        let (of_site, (plan, assets)) =
            rayon::join(|| site.digest(document), || rayon::join(|| plan.digest(), || assets.digest()));
        let of_languages: Vec<Digest> =
            ui_languages.iter().map(|(locale, _)| common.digest(site, locale)).collect();
        Digest::of_value(&(of_site, plan, assets, templates.digest(), of_languages))
    }

    /// Whether the answer to a query depends on what bodies say, or on how texts of several
    /// languages answer to each other.
    pub fn is_of_bodies(query: &Query) -> bool {
        match query {
            Query::Body(..) => true,
            Query::Link(written) => written.text.contains('#'),
            _ => false,
        }
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
                Digest::of_value(&(self.fingerprints.get(id), self.is_future(&site.documents[id])))
            }),
            Query::Body(name, part, number) => {
                let body = site.names.find(name).and_then(|id| body_of(&site.documents[id], *part, *number));
                body.map_or(Digest::default(), Body::digest)
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

pub(super) fn body_of(document: &Document, part: BodyKind, number: u32) -> Option<&Body> {
    match part {
        BodyKind::Description => document.description.as_deref(),
        BodyKind::Sections => document.sections.get(number as usize)?.body.as_deref(),
    }
}
