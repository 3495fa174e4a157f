//! An index of link destinations, to suggest what a broken link may mean.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock};

use crate::base::{FilePath, Names, Place, lock_unpoisoned};
use crate::output::MediaType;
use crate::plan::{Address, Route};
use crate::render::{Rendered, Resolver};
use crate::source::Blob;
use crate::template::Templates;

/// All that a link may lead to by its name. Each table is made when it is first asked for, and once
/// for all links.
pub(super) struct LinkIndex<'a> {
    resolver: Resolver<'a>,
    templates: &'a Templates,
    pages: &'a BTreeMap<Address, Rendered>,
    /// The media of `content/`.
    media: &'a BTreeMap<FilePath, Blob>,
    media_names: OnceLock<MediaNames<'a>>,
    folders: OnceLock<Names<&'a str>>,
    /// The addresses of files that are published as they are.
    files: OnceLock<Names<&'a str>>,
    documents: OnceLock<Names<&'a str>>,
    /// The first address of those that have one last part.
    last_parts: OnceLock<BTreeMap<&'a str, &'a str>>,
    anchors: Mutex<BTreeMap<&'a Address, Arc<Anchors<'a>>>>,
    in_templates: Mutex<BTreeMap<String, Option<Place>>>,
    ids_in_templates: Mutex<BTreeMap<IdOfTemplates, Option<Place>>>,
}

/// The paths of media, and the first of each name in lower case.
type MediaNames<'a> = (Names<&'a str>, BTreeMap<String, &'a str>);

/// An id, and the templates that a page asks for.
type IdOfTemplates = (String, Vec<String>);

pub(super) struct Anchors<'a> {
    page: &'a Rendered,
    pub all: BTreeSet<&'a str>,
    names: OnceLock<Names<&'a str>>,
}

impl Anchors<'_> {
    /// The anchor that is a letter or two off another.
    pub fn nearest(&self, anchor: &str) -> Option<&str> {
        self.names.get_or_init(|| in_order(self.page).collect()).nearest(anchor)
    }
}

impl<'a> LinkIndex<'a> {
    pub fn new(
        resolver: Resolver<'a>,
        templates: &'a Templates,
        pages: &'a BTreeMap<Address, Rendered>,
        media: &'a BTreeMap<FilePath, Blob>,
    ) -> Self {
        Self {
            resolver,
            templates,
            pages,
            media,
            media_names: OnceLock::new(),
            folders: OnceLock::new(),
            files: OnceLock::new(),
            documents: OnceLock::new(),
            last_parts: OnceLock::new(),
            anchors: Mutex::default(),
            in_templates: Mutex::default(),
            ids_in_templates: Mutex::default(),
        }
    }

    /// The address that may be meant by one where nothing is: that of the same last part in another
    /// place or in another language, else one of its kind that is a letter or two off.
    pub fn address(&self, address: &Address) -> Option<&str> {
        let address = address.as_str();
        if let Some(elsewhere) = self.elsewhere(address) {
            return Some(elsewhere);
        }
        let is_file = !address.ends_with('/');
        let gather = || {
            let routes = self.resolver.plan.routes.iter();
            let is_alike = |route: &Route| matches!(route, Route::Static(_)) == is_file;
            routes.filter(|(_, route)| is_alike(route)).map(|(address, _)| address.as_str()).collect()
        };
        let names = if is_file { &self.files } else { &self.folders };
        names.get_or_init(gather).nearest(address)
    }

    fn elsewhere(&self, address: &str) -> Option<&'a str> {
        let wanted = Some(name(address)).filter(|name| !name.is_empty())?;
        let gather = || {
            let addresses = self.resolver.plan.routes.keys().map(Address::as_str);
            // Reversed: of two with one key, the first wins.
            addresses.rev().map(|address| (name(address), address)).collect()
        };
        self.last_parts.get_or_init(gather).get(wanted).copied()
    }

    /// The name of a section file that is a letter or two off another.
    pub fn document(&self, file: &str) -> Option<&str> {
        let documents = self.resolver.site.documents.iter();
        let gather = || documents.map(|document| document.file.name()).collect();
        self.documents.get_or_init(gather).nearest(file)
    }

    /// The file beside posts that may be meant by one that is not there: one of its name in any
    /// case, else one whose path is a letter or two off.
    pub fn media(&self, file: &FilePath) -> Option<&str> {
        let (paths, namesakes) = self.media_names.get_or_init(|| {
            // Reversed: of two with one key, the first wins.
            let named = self.media.keys().rev().map(|file| (file.name().to_lowercase(), file.as_str()));
            (self.media.keys().map(FilePath::as_str).collect(), named.collect())
        });
        namesakes.get(&file.name().to_lowercase()).copied().or_else(|| paths.nearest(file.as_str()))
    }

    /// The anchors of the page at an address; `None` where that is no page.
    pub fn anchors(&self, address: &Address) -> Option<Arc<Anchors<'a>>> {
        let (address, page) = self.pages.get_key_value(address)?;
        let Resolver { site, plan, .. } = self.resolver;
        if plan.routes.get(address)?.kind(site).media_type != MediaType::HTML {
            return None;
        }
        let gather = || Arc::new(Anchors { page, all: in_order(page).collect(), names: OnceLock::new() });
        Some(Arc::clone(lock_unpoisoned(&self.anchors).entry(address).or_insert_with(gather)))
    }

    /// The first place in the templates where an address stands, whole.
    pub fn in_templates(&self, address: &str) -> Option<Place> {
        let mut known = lock_unpoisoned(&self.in_templates);
        if let Some(place) = known.get(address) {
            return place.clone();
        }
        let place = self.templates.place_of(address);
        known.insert(address.to_owned(), place.clone());
        place
    }

    /// The place in the templates, first of all in some of them, where an element has an id.
    pub fn id_in_templates(&self, id: &str, first: Vec<String>) -> Option<Place> {
        let mut known = lock_unpoisoned(&self.ids_in_templates);
        let place = known.entry((id.to_owned(), first));
        place.or_insert_with_key(|(id, first)| self.templates.place_of_id(id, first)).clone()
    }
}

fn in_order(page: &Rendered) -> impl Iterator<Item = &str> {
    page.anchors.iter().map(|(anchor, _)| anchor.as_str())
}

pub(super) fn name(path: &str) -> &str {
    path.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}
