//! A site as pages see it: each query is noted in the page's log.

use chrono::{DateTime, Utc};
use tera::Context;

use super::query::{BodyKind, Log, Query, Written};
use super::resolve::{LinkContext, PageTarget, Resolver, Target};
use super::shared::Shared;
use super::world::World;
use crate::assets::cards::Cards;
use crate::assets::{Asset, Assets};
use crate::base::{Diagnostic, FilePath, Place};
use crate::document::{Document, EntryKind};
use crate::locale::{Language, Locale};
use crate::markup::Body;
use crate::output::OutputPath;
use crate::plan::{Address, Route};
use crate::site::{ColourSchemes, DocumentId, Named, Settings, Site};
use crate::template::{MessageId, UiLanguage};

/// The site as the renderer of one page sees it; each query is logged.
#[derive(Clone, Copy)]
pub struct Tracked<'a> {
    world: &'a World<'a>,
    log: &'a Log<'a>,
}

impl<'a> Tracked<'a> {
    /// Wraps a world so that the log notes each query.
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

    /// All of the site, for what depends on nearly all of it; not what bodies say.
    pub fn whole(self) -> Resolver<'a> {
        self.ask(|| Query::Whole);
        self.world.resolver
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
    pub fn schemes(self) -> &'a ColourSchemes {
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
        &self.ui_language(locale).language
    }

    /// A text of the interface in a language.
    pub fn text(self, locale: &Locale, id: MessageId<'_>) -> String {
        self.ask(|| Query::Text(locale.tag().to_owned(), id.key().to_owned()));
        self.ui_language(locale).text(id)
    }

    /// `in English`, in a language itself.
    pub fn in_language(self, locale: &Locale, other: &Locale) -> String {
        let language = &other.name_in(locale);
        self.text(locale, MessageId::InLanguage { language })
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

    /// The fault of a template that filters the mark of a body.
    pub fn filtered_body_fault(self, name: &str) -> Diagnostic {
        self.world.templates.filtered_body_fault(name)
    }

    /// What can be seen of a document.
    pub fn document(self, id: DocumentId) -> &'a Document {
        self.ask(|| Query::Document(self.site().names.name(id).clone()));
        &self.site().documents[id]
    }

    /// A body of a document: the one of a number among its sections', or its description.
    pub fn body(self, id: DocumentId, kind: BodyKind, number: usize) -> Option<&'a Body> {
        self.ask(|| Query::Bodies(self.site().names.name(id).clone(), kind));
        let document = &self.site().documents[id];
        match kind {
            BodyKind::Description => document.description.as_deref(),
            BodyKind::Sections => document.sections.get(number)?.body.as_deref(),
        }
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
        self.ask(|| Query::Neighbours(locale.tag().to_owned(), self.site().names.name(id).clone()));
        self.world.neighbours(locale, id)
    }

    /// Where a document stands.
    pub fn address_of(self, id: DocumentId) -> Option<&'a Address> {
        self.ask(|| Query::DocumentAddress(self.site().names.name(id).clone()));
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
    pub fn resolve<'t>(self, written: &'t str, from: LinkContext<'_>) -> Target<'t>
    where
        'a: 't,
    {
        let target = self.world.resolver.resolve(written, from);
        let is_constant = match &target {
            // Depends on the settings only.
            Target::Elsewhere => true,
            Target::Here { .. } => from.file.is_none(),
            _ => false,
        };
        if !is_constant {
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
            Some(root) => self.resolve(written, LinkContext::file(file, root, locale)),
            None => Target::Elsewhere,
        }
    }

    /// The page from which relative addresses count in a value that a document has, perhaps from
    /// its original.
    pub fn home(self, id: DocumentId, place: &Place) -> Option<&'a Address> {
        self.ask(|| Query::Home(self.site().names.name(id).clone(), place.file.clone()));
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

    /// The static files. Ask only for what `resolve` tells of a file: anything else is not logged.
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
    pub fn language_at(self, end: &PageTarget<'a>) -> Option<&'a Locale> {
        end.route.language(self.site())
    }

    fn site(self) -> &'a Site {
        self.world.resolver.site
    }

    fn ui_language(self, locale: &Locale) -> &'a UiLanguage {
        self.world.ui_languages.get(locale).expect("every locale of the site has its language")
    }

    fn note_link(self, text: &str, from: LinkContext<'_>) {
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
