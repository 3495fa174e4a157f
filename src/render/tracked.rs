//! A site as pages see it: each look at it is noted in the page's log.

use std::sync::{Arc, OnceLock};

use chrono::{DateTime, Utc};
use rustc_hash::FxHashMap;
use serde::Serialize;
use tera::Context;

use super::fill::Part;
use super::page::{Common, Shared};
use super::query::{Log, Query, Written};
use super::resolve::{Destination, From, Resolver, Target};
use crate::assets::cards::Cards;
use crate::assets::{Asset, Assets, Dimensions};
use crate::base::{Diagnostic, Digest, FilePath, Hasher, Place};
use crate::document::{Document, EntryKind};
use crate::locale::{Language, Locale, PerLocale};
use crate::markup::Body;
use crate::output::OutputPath;
use crate::plan::{Address, Route};
use crate::site::{DocumentId, DocumentNames, Named, Schemes, Settings, Site};
use crate::template::{Phrase, Templates, Tongue};

/// All that pages are made from.
pub struct World<'a> {
    resolver: Resolver<'a>,
    templates: &'a Templates,
    tongues: &'a PerLocale<Tongue>,
    common: &'a Common,
    now: DateTime<Utc>,
    names: DocumentNames,
    fingerprints: Fingerprints,
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
        tongues: &'a PerLocale<Tongue>,
        common: &'a Common,
        now: DateTime<Utc>,
        fingerprints: Fingerprints,
    ) -> Self {
        let documents = &resolver.site.documents;
        let fingerprints = fingerprints.next(documents);
        let names = DocumentNames::of(documents);
        Self { resolver, templates, tongues, common, now, names, fingerprints }
    }

    /// Where addresses lead, for whoever need not note it.
    pub(super) fn resolver(&self) -> Resolver<'a> {
        self.resolver
    }

    /// The fingerprints of the documents, for the next time.
    pub fn into_fingerprints(self) -> Fingerprints {
        self.fingerprints
    }

    /// The digest of all that can be asked but for [what bodies say](World::is_of_bodies): where
    /// it is as it was, so is every other answer.
    pub fn digest(&self) -> Digest {
        let Self { resolver, templates, tongues, common, now: _, names: _, fingerprints } = self;
        let Resolver { site, plan, assets } = resolver;
        let document = |id: DocumentId| {
            let document = &site.documents[id];
            digest(&(&document.file, fingerprints.get(id), self.is_future(document)))
        };
        let (of_site, (plan, assets)) =
            rayon::join(|| site.digest(document), || rayon::join(|| plan.digest(), || assets.digest()));
        let of_languages: Vec<Digest> = tongues.iter().map(|(locale, _)| common.digest(locale)).collect();
        digest(&(of_site, plan, assets, templates.digest(), of_languages))
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
            Route::Document(id) => digest(&("document", self.names.name(*id))),
            route => digest(route),
        }
    }

    /// The digest of the answer to a query as the site is now.
    pub fn answer(&self, query: &Query) -> Digest {
        let Resolver { site, plan, .. } = self.resolver;
        let locale = |tag: &str| site.settings.locales.iter().find(|locale| locale.tag() == tag);
        let names = |ids: &[DocumentId]| {
            let mut hasher = Hasher::default();
            ids.iter().for_each(|id| add_text(&mut hasher, &format!("{:?}", self.names.name(*id))));
            hasher.finish()
        };
        match query {
            Query::Common(tag) => locale(tag).map_or(Digest::default(), |locale| self.common.digest(locale)),
            Query::Text(tag, key) => {
                let tongue = locale(tag).and_then(|locale| self.tongues.get(locale));
                debug(&tongue.and_then(|tongue| tongue.dictionary.get(key)).map(|entry| &entry.message))
            }
            Query::Template(tag, name) => self.templates.digest_of(name, tag),
            Query::Document(name) => self.names.find(name).map_or(Digest::default(), |id| {
                digest(&(self.fingerprints.get(id), self.is_future(&site.documents[id])))
            }),
            Query::Body(name, part, number) => {
                let body = self.names.find(name).and_then(|id| body_of(&site.documents[id], *part, *number));
                body.map_or(Digest::default(), Body::digest)
            }
            Query::Neighbours(tag, name) => {
                let found = locale(tag).zip(self.names.find(name));
                let (newer, older) =
                    found.map(|(locale, id)| self.neighbours(locale, id)).unwrap_or_default();
                digest(&(newer.map(|id| self.names.name(id)), older.map(|id| self.names.name(id))))
            }
            Query::DocumentAddress(name) => digest(&self.names.find(name).and_then(|id| plan.document(id))),
            Query::Home(name, file) => {
                let home = self.names.find(name).and_then(|id| self.resolver.home_in(id, file));
                digest(&home)
            }
            Query::RouteAddress(route) => digest(&plan.address(route)),
            Query::RouteAt(address) => digest(&plan.routes.get(address).map(|route| self.route(route))),
            Query::Version(tag, address) => {
                let found = locale(tag).zip(plan.routes.get(address));
                digest(&found.and_then(|(locale, route)| plan.version(site, route, locale)))
            }
            Query::Posts(tag) => names(locale(tag).map_or(&[], |locale| site.posts_in(locale))),
            Query::Listed(tag, kind, id) => {
                names(locale(tag).map_or(&[], |locale| site.listed(*kind, id, locale)))
            }
            Query::Entries(kind) => digest(&site.entries(*kind).ids().collect::<Vec<_>>()),
            Query::Entry(kind, id) => debug(&site.entries(*kind).get(id)),
            Query::Link(written) => {
                let Some(root) = plan.front(site.settings.default_locale()) else { return Digest::default() };
                let Some(locale) = locale(&written.language) else { return Digest::default() };
                let from = From {
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
            Target::Elsewhere => digest(&"elsewhere"),
            Target::Here { fragment } => digest(&("here", fragment)),
            Target::Page(Destination { address, route, query, fragment, passed, is_meant }) => {
                let language = route.language(self.resolver.site);
                digest(&("page", address, language, query, fragment, passed, is_meant))
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
                digest(&("file", assets.url(asset), asset.path(), suffix, size, variants, css))
            }
            Target::Missing { address } => digest(&("missing", address)),
        }
    }

    fn neighbours(&self, locale: &Locale, id: DocumentId) -> (Option<DocumentId>, Option<DocumentId>) {
        self.common.shared(locale).neighbours.get(&id).copied().unwrap_or_default()
    }

    fn is_future(&self, document: &Document) -> bool {
        document.published.as_ref().is_some_and(|time| time.value.at > self.now)
    }
}

/// A site as the maker of one page sees it, who leaves a note of each look.
#[derive(Clone, Copy)]
pub struct Tracked<'a> {
    world: &'a World<'a>,
    log: &'a Log<'a>,
}

impl<'a> Tracked<'a> {
    /// Lets a page's maker look at a world.
    pub fn new(world: &'a World<'a>, log: &'a Log<'a>) -> Self {
        Self { world, log }
    }

    /// Takes over the queries that were made for several pages at once.
    pub fn extend(self, ids: &[super::query::QueryId]) {
        self.log.extend(ids);
    }

    /// The same world, with a log of its own.
    pub fn with_log<'b>(self, log: &'b Log<'b>) -> Tracked<'b>
    where
        'a: 'b,
    {
        Tracked { world: self.world, log }
    }

    /// The settings. Each page depends on all of them.
    pub fn settings(self) -> &'a Settings {
        &self.site().settings
    }

    /// What all pages of a language share.
    pub fn shared(self, locale: &Locale) -> &'a Shared {
        self.ask(|| Query::Common(locale.tag().to_owned()));
        self.world.common.shared(locale)
    }

    /// The colour schemes. Each page depends on all of them.
    pub fn schemes(self) -> &'a Schemes {
        &self.site().schemes
    }

    /// The data that all templates have.
    pub fn data(self) -> tera::Value {
        self.world.common.data().clone()
    }

    /// What draws cards.
    pub fn cards(self) -> &'a Cards {
        self.world.common.cards()
    }

    /// What CLDR knows of a language.
    pub fn language(self, locale: &Locale) -> &'a Language {
        &self.tongue(locale).language
    }

    /// A text of the interface in a language.
    pub fn say(self, locale: &Locale, phrase: Phrase<'_>) -> String {
        self.ask(|| Query::Text(locale.tag().to_owned(), phrase.key().to_owned()));
        self.tongue(locale).say(phrase)
    }

    /// `in English`, in a language itself.
    pub fn in_language(self, locale: &Locale, other: &Locale) -> String {
        let language = &other.name_in(locale);
        self.say(locale, Phrase::InLanguage { language })
    }

    /// Whether there is a template of a name.
    pub fn has_template(self, locale: &Locale, name: &str) -> bool {
        self.ask(|| Query::Template(locale.tag().to_owned(), name.to_owned()));
        self.world.templates.has(name)
    }

    /// What a template makes of what it sees.
    ///
    /// # Errors
    ///
    /// What it got wrong.
    pub fn render(
        self,
        locale: &Locale,
        name: &str,
        context: &Context,
        page: &Address,
    ) -> Result<String, Box<Diagnostic>> {
        self.ask(|| Query::Template(locale.tag().to_owned(), name.to_owned()));
        self.world.templates.render(name, context, page)
    }

    /// The fault of a template that has taken apart what stands for a body.
    pub fn took_apart(self, name: &str) -> Diagnostic {
        self.world.templates.took_apart(name)
    }

    /// What can be seen of a document.
    pub fn document(self, id: DocumentId) -> &'a Document {
        self.ask(|| Query::Document(self.world.names.name(id).clone()));
        &self.site().documents[id]
    }

    /// A body of a document: the one of a number among its sections', or its description.
    pub fn body(self, id: DocumentId, part: Part, number: usize) -> Option<&'a Body> {
        let index = u32::try_from(number).ok()?;
        self.ask(|| Query::Body(self.world.names.name(id).clone(), part, index));
        body_of(&self.site().documents[id], part, index)
    }

    /// Whether a document's time has not come yet.
    pub fn is_future(self, document: &Document) -> bool {
        self.world.is_future(document)
    }

    /// The moment of the build, of which no page may tell more than the year.
    pub fn now(self) -> DateTime<Utc> {
        self.world.now
    }

    /// The next newer and the next older post of a language.
    pub fn neighbours(self, locale: &Locale, id: DocumentId) -> (Option<DocumentId>, Option<DocumentId>) {
        self.ask(|| Query::Neighbours(locale.tag().to_owned(), self.world.names.name(id).clone()));
        self.world.neighbours(locale, id)
    }

    /// Where a document stands.
    pub fn address_of(self, id: DocumentId) -> Option<&'a Address> {
        self.ask(|| Query::DocumentAddress(self.world.names.name(id).clone()));
        self.world.resolver.plan.document(id)
    }

    /// Where a route stands.
    pub fn address(self, route: &Route) -> Option<&'a Address> {
        match route {
            Route::Document(id) => self.address_of(*id),
            route => {
                self.ask(|| Query::RouteAddress(route.clone()));
                self.world.resolver.plan.address(route)
            }
        }
    }

    /// What stands at an address.
    pub fn route_at(self, address: &Address) -> Option<&'a Route> {
        self.ask(|| Query::RouteAt(address.clone()));
        self.world.resolver.plan.routes.get(address)
    }

    /// The front page of a language.
    pub fn front(self, locale: &Locale) -> Option<&'a Address> {
        self.address(&Route::Front { locale: locale.clone(), number: 1 })
    }

    /// The page of a route, which stands at an address, in a language.
    pub fn version(self, address: &Address, route: &Route, locale: &Locale) -> Option<&'a Address> {
        self.ask(|| Query::Version(locale.tag().to_owned(), address.clone()));
        self.world.resolver.plan.version(self.site(), route, locale)
    }

    /// The posts that lists of a language show, newest first.
    pub fn posts_in(self, locale: &Locale) -> &'a [DocumentId] {
        self.ask(|| Query::Posts(locale.tag().to_owned()));
        self.site().posts_in(locale)
    }

    /// The posts of an entry that lists of a language show.
    pub fn listed(self, kind: EntryKind, id: &str, locale: &Locale) -> &'a [DocumentId] {
        self.ask(|| Query::Listed(locale.tag().to_owned(), kind, id.to_owned()));
        self.site().listed(kind, id, locale)
    }

    /// An entry of a kind.
    pub fn entry(self, kind: EntryKind, id: &str) -> Option<&'a Named> {
        self.ask(|| Query::Entry(kind, id.to_owned()));
        self.site().entries(kind).get(id)
    }

    /// Every entry of a kind, in the order of the ids.
    pub fn entries(self, kind: EntryKind) -> impl Iterator<Item = &'a Named> {
        self.ask(|| Query::Entries(kind));
        self.site().entries(kind).ids().filter_map(move |id| self.entry(kind, id))
    }

    /// The entries of a kind that a document names and the site has, in the order of writing.
    pub fn named_by(self, document: &Document, kind: EntryKind) -> impl Iterator<Item = &'a Named> {
        document.references(kind).iter().filter_map(move |name| self.entry(kind, &name.value))
    }

    /// Where an address leads.
    pub fn resolve<'t>(self, written: &'t str, from: From<'_>) -> Target<'t>
    where
        'a: 't,
    {
        let target = self.world.resolver.resolve(written, from);
        // What leads away does so by the settings alone.
        if !matches!(target, Target::Elsewhere) {
            self.note_link(written, from);
        }
        target
    }

    /// Where an address leads that is written in a data file.
    pub fn resolve_data<'t>(self, written: &'t str, file: &FilePath, locale: &Locale) -> Target<'t>
    where
        'a: 't,
    {
        match self.front(self.settings().default_locale()) {
            Some(root) => self.resolve(written, From::file(file, root, locale)),
            None => Target::Elsewhere,
        }
    }

    /// The page from which relative addresses count in a value that a document has, perhaps from
    /// its original.
    pub fn home(self, id: DocumentId, place: &Place) -> Option<&'a Address> {
        self.ask(|| Query::Home(self.world.names.name(id).clone(), place.file.clone()));
        self.world.resolver.home(id, place)
    }

    /// An address in a data file, for a page in a language, see [`Resolver::for_reader`].
    pub fn for_reader(self, written: &str, file: &FilePath, locale: &Locale) -> String {
        self.resolve_data(written, file, locale);
        self.world.resolver.for_reader(written, file, locale)
    }

    /// The whole URL of an address in a data file, see [`Resolver::absolute`].
    pub fn absolute(self, written: &str, file: &FilePath, locale: &Locale) -> String {
        self.resolve_data(written, file, locale);
        self.world.resolver.absolute(written, file, locale)
    }

    /// The static files, of which nothing may be asked but what is told of a file when a link
    /// leads there.
    pub fn assets(self) -> &'a Assets {
        self.world.resolver.assets
    }

    /// The address of a file for those who refer to it.
    pub fn asset_url(self, asset: &'a Asset) -> &'a str {
        self.world.resolver.assets.url(asset)
    }

    /// The absolute URL of a file that is made for a page.
    pub fn output_url(self, path: &OutputPath) -> String {
        self.world.resolver.output_url(path)
    }

    /// The URL of a place within the site, from the root of its host.
    pub fn url(self, address: &Address) -> String {
        self.world.resolver.url(address)
    }

    /// The whole URL of a place within the site.
    pub fn absolute_url(self, address: &Address) -> String {
        self.world.resolver.absolute_url(address)
    }

    /// The language of what a link leads to.
    pub fn language_at(self, end: &Destination<'a>) -> Option<&'a Locale> {
        end.route.language(self.site())
    }

    fn site(self) -> &'a Site {
        self.world.resolver.site
    }

    fn tongue(self, locale: &Locale) -> &'a Tongue {
        self.world.tongues.get(locale).expect("every locale of the site has its tongue")
    }

    fn note_link(self, text: &str, from: From<'_>) {
        let is_relative = from.file.is_some() || !text.starts_with('/');
        self.ask(|| {
            Query::Link(Written {
                text: text.to_owned(),
                home: is_relative.then(|| from.address.clone()),
                file: from.file.cloned(),
                language: from.locale.tag().to_owned(),
                is_exact: from.is_exact,
            })
        });
    }

    fn ask(self, query: impl FnOnce() -> Query) {
        self.log.add(query, |query| self.world.answer(query));
    }
}

fn body_of(document: &Document, part: Part, number: u32) -> Option<&Body> {
    match part {
        Part::Description => document.description.as_deref(),
        Part::Sections => document.sections.get(number as usize)?.body.as_deref(),
    }
}

fn add_text(hasher: &mut Hasher, text: &str) {
    hasher.update(&(text.len() as u64).to_le_bytes());
    hasher.update(text.as_bytes());
}

/// The digest of a value as it is serialised.
pub(super) fn digest(value: &impl Serialize) -> Digest {
    Digest::of(&postcard::to_stdvec(value).expect("plain data is serialised"))
}

/// The digest of a value as it is shown to programmers, which leaves nothing out.
pub(super) fn debug(value: &impl std::fmt::Debug) -> Digest {
    Digest::of(format!("{value:?}").as_bytes())
}
