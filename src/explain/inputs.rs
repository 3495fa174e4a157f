//! Which files the bytes of a page depend on.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::assets::AssetSource;
use crate::base::FilePath;
use crate::document::EntryKind;
use crate::pipeline::{BuiltSite, PageSources, is_dictionary};
use crate::plan::{Address, Route};
use crate::render::{Destination, Rendered};
use crate::site::{DocumentId, SiteAuthor};

/// A file, and a sort of change to it, that alters the bytes of a page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Input {
    /// The file.
    pub file: FilePath,
    /// What in it.
    pub change: Change,
    /// Whether it is compiled into Diglot: it changes where the site puts a file of its own in its
    /// place.
    pub built_in: bool,
}

/// A sort of change, by how far it reaches: as a build that goes on from the last one tells them
/// apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// What the bodies of a page's sections say.
    Text,
    /// What is seen of a page elsewhere: title, description, headings and the like (see
    /// [`crate::document::Document::public_fingerprint`]).
    Face,
    /// Anything.
    Any,
}

/// Every file that the bytes at an address depend on as the site stands.
///
/// A page that moves – by its address, time, tags, language or draft – or comes or goes, may change
/// what others list and lead to beyond this.
pub fn inputs(sight: BuiltSite<'_>, address: &Address, route: &Route) -> BTreeSet<Input> {
    inputs_with(sight, &mut Parts::new(), address, route)
}

/// What templates are put together from, by their names, as far as it has been asked for.
pub(super) type Parts = BTreeMap<String, BTreeSet<FilePath>>;

/// As [`inputs`], for many pages in a row, which share their templates.
pub(super) fn inputs_with(
    sight: BuiltSite<'_>,
    parts: &mut Parts,
    address: &Address,
    route: &Route,
) -> BTreeSet<Input> {
    let mut found = InputCollector { sight, parts, inputs: BTreeSet::new() };
    match (route, sight.pages.get(address)) {
        (Route::Static(file), _) => found.asset(file),
        (Route::Robots, _) => found.settings(),
        (Route::Sitemap, _) => {
            found.settings();
            let site = &sight.planned.site;
            let shown = (0..site.documents.len()).filter(|id| site.is_shown[*id]);
            shown.for_each(|id| found.face(id));
        }
        (_, Some(page)) => found.page(route, page),
        // Its template failed.
        (_, None) => found.settings(),
    }
    found.inputs
}

struct InputCollector<'a> {
    sight: BuiltSite<'a>,
    parts: &'a mut Parts,
    inputs: BTreeSet<Input>,
}

impl InputCollector<'_> {
    fn page(&mut self, route: &Route, page: &Rendered) {
        self.settings();
        self.words();
        let ingredients = self.sight.ingredients(page);
        // Feeds have none.
        if !ingredients.templates.is_empty() {
            self.templates(&ingredients.templates);
        }
        self.entries_of(route);
        let PageSources { documents, sections, descriptions, entries, .. } = ingredients;
        documents.iter().for_each(|id| self.document(*id));
        sections.iter().for_each(|file| self.add(file, Change::Text));
        descriptions.iter().for_each(|file| self.add(file, Change::Face));
        entries.iter().for_each(|file| self.add(file, Change::Any));
        for link in &page.links {
            let end = match &link.end {
                Destination::Page(address, _) => Some(address),
                Destination::Missing(_) | Destination::Unsafe(_) => None,
            };
            end.into_iter().chain(&link.redirected_from).for_each(|address| self.end_of_link(address));
        }
        page.assets.iter().for_each(|file| self.asset(file));
    }

    fn settings(&mut self) {
        let site = &self.sight.planned.site;
        let file = site.settings.file.clone();
        file.iter().for_each(|file| self.add(file, Change::Any));
        if let Some(SiteAuthor::Entry(id)) = &site.settings.author {
            self.entry(EntryKind::Author, &id.value);
        }
    }

    /// The dictionaries: bodies have words of theirs too.
    fn words(&mut self) {
        let files = self.sight.snapshot.texts.keys().filter(|file| is_dictionary(file));
        files.for_each(|file| self.add(file, Change::Any));
    }

    /// Templates, with what each of them sees.
    fn templates(&mut self, names: &BTreeSet<String>) {
        for name in names {
            if !self.parts.contains_key(name) {
                self.parts.insert(name.clone(), self.sight.templates.parts(name));
            }
            let files: Vec<FilePath> = self.parts[name].iter().cloned().collect();
            files.iter().for_each(|file| self.add(file, Change::Any));
        }
        let site = &self.sight.planned.site;
        site.data.values().for_each(|data| self.add(&data.file, Change::Any));
        self.schemes();
    }

    fn schemes(&mut self) {
        let is_it = |file: &&FilePath| file.name() == "themes.edn" && file.below("templates").is_none();
        self.sight.snapshot.texts.keys().filter(is_it).for_each(|file| self.add(file, Change::Any));
    }

    fn entries_of(&mut self, route: &Route) {
        if let Route::Entries { kind, .. } = route {
            let site = &self.sight.planned.site;
            site.entries(*kind).ids().for_each(|id| self.entry(*kind, id));
        }
        if let Some((kind, id)) = route.entry() {
            self.entry(kind, id);
        }
    }

    fn entry(&mut self, kind: EntryKind, id: &str) {
        let named = self.sight.planned.site.entries(kind).get(id);
        let file = named.and_then(|named| named.entry.as_ref()).map(|entry| entry.file.clone());
        file.iter().for_each(|file| self.add(file, Change::Any));
    }

    /// A document that is shown: its face, what it has of its original, and the entries that it
    /// names.
    fn document(&mut self, id: DocumentId) {
        let site = &self.sight.planned.site;
        self.face(id);
        self.face(site.originals[id]);
        for kind in EntryKind::ALL {
            let named = site.named_by(&site.documents[id], kind);
            named.for_each(|named| self.entry(kind, &named.id));
        }
    }

    /// A page that is linked to: where its anchors are in another language is told by all its
    /// versions.
    fn end_of_link(&mut self, address: &Address) {
        let Some(Route::Document(id)) = self.sight.planned.plan.routes.get(address) else { return };
        let site = &self.sight.planned.site;
        site.versions(&site.documents[*id]).values().for_each(|id| self.face(*id));
    }

    fn face(&mut self, id: DocumentId) {
        self.add(&self.sight.planned.site.documents[id].file, Change::Face);
    }

    /// A static file, and what is in it of others.
    fn asset(&mut self, file: &FilePath) {
        let assets = &self.sight.planned.assets;
        let Some(asset) = assets.find(&format!("/{file}")) else { return };
        for ingredient in assets.ingredients(asset) {
            match ingredient.source() {
                AssetSource::Generated => self.schemes(),
                _ => self.add(ingredient.file(), Change::Any),
            }
        }
    }

    fn add(&mut self, file: &FilePath, change: Change) {
        let built_in = !self.sight.snapshot.holds(file);
        self.inputs.insert(Input { file: file.clone(), change, built_in });
    }
}
