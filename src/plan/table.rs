//! The one table of addresses.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::claims::{Claim, ClaimPriority, resolve};
use super::scheme::UrlScheme;
use super::{Address, AddressError, FeedFormat, Route};
use crate::base::{Code, Diagnostic, Digest, FilePath, Hasher, Place, Span};
use crate::document::{Document, EntryKind};
use crate::locale::{Locale, PerLocale, Slugs};
use crate::site::{DocumentId, Named, Site};

/// The one table: each address and what it shows.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What each address shows.
    pub routes: BTreeMap<Address, Route>,
    addresses: FxHashMap<Route, Address>,
    documents: Vec<Option<Address>>,
    hidden: BTreeMap<Address, DocumentId>,
    /// What the addresses of each language begin with, where those of every one begin with
    /// something.
    pub(super) prefixes: PerLocale<String>,
}

impl Plan {
    /// The digest of all that can be asked of the plan, where documents are known by their places
    /// in the site.
    pub fn digest(&self) -> Digest {
        let Self {
            routes,
            // The inverse of `routes`.
            addresses: _,
            documents,
            hidden,
            prefixes,
        } = self;
        let mut hasher = Hasher::default();
        for (address, route) in routes {
            hasher.text(address.as_str());
            match route {
                Route::Document(id) => hasher.number(*id),
                route => hasher.text(&format!("{route:?}")),
            }
        }
        documents.iter().for_each(|address| hasher.text(address.as_ref().map_or("", Address::as_str)));
        for (address, id) in hidden {
            hasher.text(address.as_str());
            hasher.number(*id);
        }
        hasher.text(&format!("{prefixes:?}"));
        hasher.finish()
    }

    /// The address of a route, where the site has it.
    pub fn address(&self, route: &Route) -> Option<&Address> {
        self.addresses.get(route)
    }

    /// The address of a document, shown or hidden; `None` where it cannot have one.
    pub fn document(&self, id: DocumentId) -> Option<&Address> {
        self.documents[id].as_ref()
    }

    /// The document that would stand at an address if it were published.
    pub fn hidden(&self, address: &Address) -> Option<DocumentId> {
        self.hidden.get(address).copied()
    }

    /// The front page of a language.
    pub fn front(&self, locale: &Locale) -> Option<&Address> {
        self.address(&Route::Front { locale: locale.clone(), number: 1 })
    }
}

/// Gives everything the site shows its address. Two claims on one address are an error that names
/// both.
pub fn plan<'a>(
    site: &Site,
    statics: impl IntoIterator<Item = &'a FilePath>,
    now: DateTime<Utc>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Plan {
    let by_default = Slugs::new(&site.settings.locales);
    let older = (by_default != site.settings.slugs).then_some(by_default);
    let scheme = UrlScheme::new(&site.settings, diagnostics);
    let mut planner = Planner { site, older, scheme, claims: Vec::new(), diagnostics };
    let documents = planner.documents(now);
    for locale in &site.settings.locales {
        planner.lists(locale);
    }
    planner.whole_site();
    for file in statics {
        let (path, route) = (file.as_str(), Route::Static(file.clone()));
        planner.claim_at(Address::of_file(path), path, route, format!("the file `static/{file}`"), None);
    }
    let prefixes = planner.scheme.prefixes();
    let mut hidden = BTreeMap::new();
    for (id, address) in documents.iter().enumerate().filter(|(id, _)| !site.is_shown[*id]) {
        hidden.extend(address.clone().map(|address| (address, id)));
    }
    let routes = resolve(planner.claims, diagnostics);
    let addresses = routes.iter().map(|(address, route)| (route.clone(), address.clone())).collect();
    Plan { routes, addresses, documents, hidden, prefixes }
}

struct Planner<'a> {
    site: &'a Site,
    /// The letters that addresses would have if the site set none, where it sets some.
    older: Option<Slugs>,
    scheme: UrlScheme<'a>,
    claims: Vec<Claim>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Planner<'_> {
    fn documents(&mut self, now: DateTime<Utc>) -> Vec<Option<Address>> {
        let site = self.site;
        let mut addresses = Vec::with_capacity(site.documents.len());
        let find = |(id, document): (DocumentId, &Arc<Document>)| {
            let address = self.scheme.document(document, now, &site.settings.slugs);
            (address, site.is_shown[id].then(|| (owner(document), place(document))))
        };
        let found: Vec<_> = site.documents.par_iter().enumerate().map(find).collect();
        for ((id, document), (address, shown)) in site.documents.iter().enumerate().zip(found) {
            if let Some((owner, place)) = shown {
                match &address {
                    Ok(address) => {
                        self.push(address.clone(), Route::Document(id), owner, Some(place));
                        let older = self.older.as_ref();
                        let older = older.and_then(|slugs| self.scheme.document(document, now, slugs).ok());
                        self.add_redirect(older, address, &document.locale);
                    }
                    Err(error) => {
                        self.invalid(document, "the address of this page", address_span(document), *error)
                    }
                }
                self.redirects(document, address.as_ref().ok());
            }
            addresses.push(address.ok());
        }
        addresses
    }

    /// Claims the older addresses of a document, if it has one that they can lead to.
    fn redirects(&mut self, document: &Document, to: Option<&Address>) {
        for uri in &document.alt_uris {
            match (Address::parse(&uri.value), to) {
                (Ok(address), Some(to)) => {
                    let route = Route::Redirect { to: to.clone(), locale: document.locale.clone() };
                    let owner = format!("the older address of `{}`", document.file);
                    self.push(address, route, owner, Some(document.place(uri.span)));
                }
                (Ok(_), None) => {}
                (Err(error), _) => self.invalid(document, "this older address", uri.span, error),
            }
        }
    }

    fn lists(&mut self, locale: &Locale) {
        let (site, tag) = (self.site, locale.tag());
        let posts = site.posts_in(locale).len();
        for number in 1..=posts.div_ceil(site.settings.posts_per_page).max(1) {
            let (path, locale) = (self.scheme.front(locale, number), locale.clone());
            let owner = format!("page {number} of the `{tag}` front page");
            self.claim(&path, Route::Front { locale, number }, owner, None);
        }
        let archive = self.scheme.one("archive", locale);
        self.claim(&archive, Route::Archive(locale.clone()), format!("the `{tag}` archive"), None);
        for kind in EntryKind::ALL {
            self.entries(kind, locale);
        }
        let not_found = self.scheme.not_found(locale);
        self.claim(&not_found, Route::NotFound(locale.clone()), format!("the `{tag}` 404 page"), None);
        for format in FeedFormat::ALL {
            let name = format.kind().name;
            let route = Route::Feed { format, locale: locale.clone(), of: None };
            self.claim(&self.scheme.one(name, locale), route, format!("the `{tag}` {name}"), None);
        }
    }

    /// Claims the index of a kind, and the page and the feed of each entry that has posts in the
    /// language.
    fn entries(&mut self, kind: EntryKind, locale: &Locale) {
        let site = self.site;
        let has_posts = |entry: &&Named| !site.listed(kind, &entry.id, locale).is_empty();
        let entries: Vec<&Named> = site.entries(kind).iter().filter(has_posts).collect();
        let index = self.scheme.index(kind, locale);
        let (route, owner) = (
            Route::Entries { kind, locale: locale.clone() },
            format!("the `{locale}` index of {}", kind.plural()),
        );
        match index {
            // Menus lead to the tags of every language.
            Some(index) if kind == EntryKind::Tag => self.claim(&index, route, owner, None),
            Some(index) if !entries.is_empty() => self.claim_if_free(&index, route, &owner),
            _ => {}
        }
        for entry in entries {
            let address = self.scheme.entry(kind, entry, locale, &site.settings.slugs);
            let owner = format!("the {} `:{}`", kind.word(), entry.id);
            let route = Route::Entry { kind, id: entry.id.clone(), locale: locale.clone() };
            self.claim(&address, route, owner.clone(), entry.place());
            if let Ok(to) = Address::parse(&address) {
                let older = self.older.as_ref().map(|slugs| self.scheme.entry(kind, entry, locale, slugs));
                self.add_redirect(older.and_then(|older| Address::parse(&older).ok()), &to, locale);
                let folder = address.trim_end_matches(".html").trim_end_matches('/');
                for format in FeedFormat::ALL {
                    let of = Some((kind, entry.id.clone()));
                    let feed = Route::Feed { format, locale: locale.clone(), of };
                    let owner = format!("the {} of {owner}", format.kind().name);
                    self.claim(&format!("{folder}{}", format.path()), feed, owner, entry.place());
                }
            }
        }
    }

    fn whole_site(&mut self) {
        let settings = &self.site.settings;
        if settings.prefix_default_locale
            && let Ok(to) = Address::parse(&self.scheme.front(settings.default_locale(), 1))
        {
            let route = Route::Redirect { to, locale: settings.default_locale().clone() };
            self.claim_if_free("/", route, "the way from the root to the front page");
        }
        self.claim("/sitemap.xml", Route::Sitemap, "the sitemap".to_owned(), None);
        self.claim_if_free("/robots.txt", Route::Robots, "the file for robots");
    }

    /// Claims, for a redirect, the address that a page would have if the site had not set its
    /// letters: it may have stood there.
    fn add_redirect(&mut self, older: Option<Address>, to: &Address, locale: &Locale) {
        if let Some(address) = older.filter(|older| older != to) {
            let route = Route::Redirect { to: to.clone(), locale: locale.clone() };
            let owner = format!("the way to `{to}`");
            self.claims.push(Claim { address, route, owner, place: None, strength: ClaimPriority::Spare });
        }
    }

    /// Claims an address, unless a file of the site itself takes it.
    fn claim_if_free(&mut self, path: &str, route: Route, owner: &str) {
        if let Ok(address) = Address::parse(path) {
            let (owner, strength) = (owner.to_owned(), ClaimPriority::Yielding);
            self.claims.push(Claim { address, route, owner, place: None, strength });
        }
    }

    fn claim(&mut self, path: &str, route: Route, owner: String, place: Option<Place>) {
        self.claim_at(Address::parse(path), path, route, owner, place);
    }

    fn claim_at(
        &mut self,
        address: Result<Address, AddressError>,
        path: &str,
        route: Route,
        owner: String,
        place: Option<Place>,
    ) {
        match address {
            Ok(address) => self.push(address, route, owner, place),
            Err(error) => {
                let message = format!("the address `{path}` of {owner} {}", error.describe());
                let mut fault = Diagnostic::general(Code::InvalidAddress, message);
                fault.place = place;
                self.diagnostics.push(fault.help("write it like `/en/keys/`"));
            }
        }
    }

    fn push(&mut self, address: Address, route: Route, owner: String, place: Option<Place>) {
        self.claims.push(Claim { address, route, owner, place, strength: ClaimPriority::Firm });
    }

    fn invalid(&mut self, document: &Document, what: &str, span: Span, error: AddressError) {
        let message = format!("{what} {}", error.describe());
        self.diagnostics.push(
            Diagnostic::at(document.place(span), Code::InvalidAddress, message)
                .help("write it like `/en/keys/`"),
        );
    }
}

fn owner(document: &Document) -> String {
    format!("the {} `{}`", document.kind.word(), document.file)
}

fn place(document: &Document) -> Place {
    document.place(address_span(document))
}

/// What in a document says its address: its own words for it, else its title.
fn address_span(document: &Document) -> Span {
    document.uri.as_ref().or(document.slug.as_ref()).unwrap_or(&document.title).span
}
