//! What `diglot explain` shows of an address.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use super::inputs::{Input, inputs};
use crate::base::{FilePath, Place, position};
use crate::document::{Document, EntryKind};
use crate::locale::Locale;
use crate::pipeline::{BuiltSite, source_text};
use crate::plan::{Address, Route};
use crate::render::{Destination, Rendered};
use crate::site::{DocumentId, Named};

/// What is told of an address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PageEntry {
    /// The address, decoded, without the path of the site's base URL.
    pub address: String,
    /// What stands there, in a word or two.
    pub what: &'static str,
    /// The tag of its language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What keeps the public from it, for a page of the writer's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<PublicState>,
    /// Where it is written.
    pub sources: Vec<SourceLine>,
    /// What it has of its original.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inherits: Vec<Inherited>,
    /// The version that the others are translations of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original: Option<Version>,
    /// The other versions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<Version>,
    /// The tags of the site's languages that have none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// The templates that it is put together from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub templates: Vec<Template>,
    /// The feeds that carry it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub feeds: Vec<String>,
    /// The lists that show it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<String>,
    /// The posts that it shows, where it is a list or a feed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shows: Vec<String>,
    /// The pages whose writers link to it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub linked_from: Vec<String>,
    /// The addresses that lead to it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub redirects: Vec<String>,
    /// Where it leads, for a redirect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leads_to: Option<String>,
    /// The static files that it refers to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FilePath>,
    /// What would rebuild it.
    pub rebuilt_by: Vec<Input>,
}

/// What keeps the public from a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PublicState {
    /// Whether it is a draft.
    pub draft: bool,
    /// When it is published (RFC 3339), where it says so.
    pub published: Option<String>,
    /// Whether that is still to come.
    pub future: bool,
    /// Whether it is part of this build.
    pub shown: bool,
}

/// A line of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct SourceLine {
    /// The file.
    pub file: FilePath,
    /// The line, from 1.
    pub line: usize,
}

/// Something that a translation leaves out and its original has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Inherited {
    /// What it is, in a word.
    pub what: &'static str,
    /// The number of the section that has it, from 1; `None` for the page itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<usize>,
    /// Where it is written.
    #[serde(flatten)]
    pub spot: SourceLine,
}

/// A version of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Version {
    /// The tag of its language.
    pub language: String,
    /// Where it stands.
    pub address: String,
    /// Where it is written, for a page of the writer's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<FilePath>,
}

/// A template in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Template {
    /// Its file.
    pub file: FilePath,
    /// Whether it is the site's own, and not built in.
    pub own: bool,
}

impl PageEntry {
    /// What is told of a route and its address.
    pub fn of_route(sight: BuiltSite<'_>, address: &Address, route: &Route) -> Self {
        let page = sight.pages.get(address);
        let look = AddressReport { sight, address, route };
        let document = match route {
            Route::Document(id) => Some(*id),
            _ => None,
        };
        let mut entry = match document {
            Some(id) => Self::of_document(sight, id, address),
            None => Self::bare(address, route.kind(&sight.planned.site).name),
        };
        entry.title = title_of(sight, route);
        entry.language = route.language(&sight.planned.site).map(|locale| locale.tag().to_owned());
        if document.is_none() {
            entry.sources = look.sources();
            look.versions(&mut entry);
            let shown = page.into_iter().flat_map(|page| sight.ingredients(page).documents);
            let shown = shown.filter_map(|id| sight.planned.plan.document(id));
            entry.shows = shown.map(ToString::to_string).collect();
        }
        entry.templates = page.map(|page| templates(sight, page)).unwrap_or_default();
        look.others(document, &mut entry);
        if let Route::Redirect { to, .. } = route {
            entry.leads_to = Some(to.to_string());
        }
        entry.files = page.map(|page| look.files(page)).unwrap_or_default();
        entry.rebuilt_by = inputs(sight, address, route).into_iter().collect();
        entry
    }

    /// What is told of a document, whether it is part of the build or not.
    pub fn of_document(sight: BuiltSite<'_>, id: DocumentId, address: &Address) -> Self {
        let (site, plan) = (&sight.planned.site, &sight.planned.plan);
        let document = &site.documents[id];
        let published = document.published.as_ref().map(|time| time.value.at);
        let state = PublicState {
            draft: document.is_draft(),
            published: published.map(|at| at.to_rfc3339()),
            future: published.is_some_and(|at| at > sight.snapshot.now),
            shown: site.is_shown[id],
        };
        let version = |id: DocumentId| {
            let document = &site.documents[id];
            Some(Version {
                language: document.locale.tag().to_owned(),
                address: plan.document(id)?.to_string(),
                file: Some(document.file.clone()),
            })
        };
        let key = document.page_key();
        let is_version = |(_, other): &(DocumentId, &Arc<Document>)| other.page_key() == key;
        let versions = site.documents.iter().enumerate().filter(is_version).map(|(other, _)| other);
        let versions: Vec<DocumentId> = versions.filter(|other| *other != id).collect();
        let has = |locale: &Locale| {
            versions.iter().chain([&id]).any(|version| site.documents[*version].locale == *locale)
        };
        Self {
            language: Some(document.locale.tag().to_owned()),
            title: Some(document.title.value.clone()),
            state: Some(state),
            sources: vec![spot(sight, &document.place(document.span))],
            inherits: inherited(sight, document),
            original: (site.originals[id] != id).then(|| version(site.originals[id])).flatten(),
            translations: versions.iter().filter_map(|other| version(*other)).collect(),
            missing: site
                .settings
                .locales
                .iter()
                .filter(|locale| !has(locale))
                .map(|locale| locale.tag().to_owned())
                .collect(),
            ..Self::bare(address, Route::Document(id).kind(site).name)
        }
    }

    fn bare(address: &Address, what: &'static str) -> Self {
        Self { address: address.to_string(), what, ..Self::default() }
    }
}

/// What a route is called, where it has a name of its own.
pub fn title_of(sight: BuiltSite<'_>, route: &Route) -> Option<String> {
    let site = &sight.planned.site;
    let locales = &site.settings.locales;
    match route {
        Route::Document(id) => Some(site.documents[*id].title.value.clone()),
        Route::Front { locale, number: 1 } | Route::Feed { of: None, locale, .. } => {
            site.settings.title.get(locale, locales).cloned()
        }
        route => {
            let (kind, id) = route.entry()?;
            Some(site.entries(kind).get(id)?.name(route.locale()?, locales))
        }
    }
}

pub(super) fn spot(sight: BuiltSite<'_>, place: &Place) -> SourceLine {
    let text = source_text(sight.snapshot, &place.file).unwrap_or_default();
    SourceLine { file: place.file.clone(), line: position(&text, place.span.range().start).line }
}

fn templates(sight: BuiltSite<'_>, page: &Rendered) -> Vec<Template> {
    let files: BTreeSet<FilePath> =
        sight.ingredients(page).templates.iter().flat_map(|name| sight.templates.parts(name)).collect();
    files.into_iter().map(|file| Template { own: sight.templates.is_own(&file), file }).collect()
}

fn inherited(sight: BuiltSite<'_>, document: &Document) -> Vec<Inherited> {
    let add = |what: &'static str, section: Option<usize>, place: Option<&Place>| {
        let place = place.filter(|place| place.file != document.file)?;
        Some(Inherited { what, section, spot: spot(sight, place) })
    };
    let first = |kind| document.references(kind).first().map(|name| &name.place);
    let mut found: Vec<Inherited> = [
        add("time", None, document.published.as_ref().map(|time| &time.place)),
        add("tags", None, first(EntryKind::Tag)),
        add("authors", None, first(EntryKind::Author)),
        add("series", None, first(EntryKind::Series)),
        add("kind", None, document.layout.as_ref().map(|layout| &layout.place)),
        add("image", None, document.image.as_ref().map(|image| &image.place)),
        add("image elsewhere", None, document.open_graph.image.as_ref().map(|image| &image.place)),
    ]
    .into_iter()
    .flatten()
    .collect();
    for (index, section) in document.sections.iter().enumerate() {
        let values = [("theme", &section.theme), ("kind", &section.kind), ("image", &section.image)];
        for (what, value) in values {
            found.extend(add(what, Some(index + 1), value.as_ref().map(|value| &value.place)));
        }
    }
    found
}

struct AddressReport<'a> {
    sight: BuiltSite<'a>,
    address: &'a Address,
    route: &'a Route,
}

impl AddressReport<'_> {
    /// Where something that no document makes is written.
    fn sources(&self) -> Vec<SourceLine> {
        let BuiltSite { planned, .. } = self.sight;
        if let Some((kind, id)) = self.route.entry() {
            let place = planned.site.entries(kind).get(id).and_then(Named::place);
            return place.iter().map(|place| spot(self.sight, place)).collect();
        }
        match self.route {
            Route::Entries { kind, .. } => {
                let entries = planned.site.entries(*kind).iter();
                let files: BTreeSet<&FilePath> =
                    entries.filter_map(|named| Some(&named.entry.as_ref()?.file)).collect();
                files.into_iter().map(|file| SourceLine { file: file.clone(), line: 1 }).collect()
            }
            Route::Static(file) => {
                let asset = planned.assets.find(&format!("/{file}"));
                asset.map(|asset| SourceLine { file: asset.file().clone(), line: 1 }).into_iter().collect()
            }
            Route::Redirect { to, .. } => match planned.plan.routes.get(to) {
                Some(Route::Document(id)) => {
                    let document = &planned.site.documents[*id];
                    let is_it = |uri: &&crate::base::Spanned<String>| {
                        Address::parse(&uri.value).is_ok_and(|old| old == *self.address)
                    };
                    let written = document.alt_uris.iter().find(is_it);
                    written.map(|uri| spot(self.sight, &document.place(uri.span))).into_iter().collect()
                }
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// The versions in other languages of something that no document makes.
    fn versions(&self, entry: &mut PageEntry) {
        let BuiltSite { planned, .. } = self.sight;
        let site = &planned.site;
        let Some(own) = self.route.locale() else { return };
        for locale in site.settings.locales.iter().filter(|locale| *locale != own) {
            if let Some(address) = planned.plan.version(site, self.route, locale) {
                let language = locale.tag().to_owned();
                entry.translations.push(Version { language, address: address.to_string(), file: None });
            }
        }
    }

    /// The other addresses that carry, show or name this one, or lead to it.
    fn others(&self, document: Option<DocumentId>, entry: &mut PageEntry) {
        for (address, route) in &self.sight.planned.plan.routes {
            if let Route::Redirect { to, .. } = route
                && to == self.address
            {
                entry.redirects.push(address.to_string());
            }
            let Some(page) = self.sight.pages.get(address).filter(|_| address != self.address) else {
                continue;
            };
            let shows = document.is_some_and(|id| self.sight.ingredients(page).documents.contains(&id));
            match route {
                Route::Feed { .. } if shows => entry.feeds.push(address.to_string()),
                Route::Front { .. } | Route::Archive(_) | Route::Entry { .. } if shows => {
                    entry.lists.push(address.to_string());
                }
                _ => {}
            }
            let leads_here = page.links.iter().any(|link| {
                link.place.is_some() && matches!(&link.end, Destination::Page(end, _) if end == self.address)
            });
            if leads_here && matches!(route, Route::Document(_)) {
                entry.linked_from.push(address.to_string());
            }
        }
    }

    fn files(&self, page: &Rendered) -> Vec<FilePath> {
        let assets = &self.sight.planned.assets;
        let found = page.assets.iter().filter_map(|file| assets.find(&format!("/{file}")));
        found.map(|asset| asset.file().clone()).collect()
    }
}
