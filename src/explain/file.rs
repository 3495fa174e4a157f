//! What `diglot explain` shows of a file.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::inputs::{Change, Parts, inputs_with};
use super::page::PageEntry;
use crate::assets::{Asset, AssetSource};
use crate::base::FilePath;
use crate::document::EntryKind;
use crate::pipeline::{BuiltSite, is_dictionary};
use crate::plan::Route;
use crate::site::DocumentId;
use crate::template::built_in_text;
use crate::translation::STATE_FILE;

/// What `diglot explain` shows of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileEntry {
    /// The file.
    pub file: FilePath,
    /// What it is to the site.
    pub what: FileKind,
    /// Whether it is compiled into Diglot, and the site has none of its own in its place.
    pub built_in: bool,
    /// What stands at the addresses that it makes.
    pub makes: Vec<PageEntry>,
    /// What a change to it rebuilds.
    pub rebuilds: Rebuilds,
}

/// What a file is to the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileKind {
    /// A post or page.
    Document,
    /// Tags, authors or series.
    Entries,
    /// The settings.
    Settings,
    /// Colour schemes.
    Schemes,
    /// Data for templates.
    Data,
    /// Words of the interface.
    Dictionary,
    /// A template.
    Template,
    /// A static file.
    Static,
    /// An image or another file beside the posts that refer to it.
    Beside,
    /// The memory of translations.
    Translations,
    /// A file that is read and serves nothing, such as a second one of settings, or an image beside
    /// posts that none refers to.
    Idle,
}

/// The addresses that a change to a file rebuilds, by what in it changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Rebuilds {
    /// What the bodies of its sections say ([`Change::Text`]).
    pub text: Vec<String>,
    /// What else is seen of it elsewhere ([`Change::Face`]).
    pub face: Vec<String>,
    /// Anything in it ([`Change::Any`]).
    pub any: Vec<String>,
    /// Whether it can move pages – by address, time, tags, language or draft – and so change what
    /// lists and links elsewhere show.
    pub moves_pages: bool,
}

impl FileKind {
    /// The kind in words.
    pub fn describe(self) -> &'static str {
        match self {
            FileKind::Document => "a page of yours",
            FileKind::Entries => "tags, authors or series",
            FileKind::Settings => "the settings",
            FileKind::Schemes => "colour schemes",
            FileKind::Data => "data for templates",
            FileKind::Dictionary => "words of the interface",
            FileKind::Template => "a template",
            FileKind::Static => "a static file",
            FileKind::Beside => "a file beside posts",
            FileKind::Translations => "the memory of translations",
            FileKind::Idle => "read, but of no use",
        }
    }
}

impl FileEntry {
    /// What is told of a file; `None` where the site has no such file.
    pub fn new(sight: BuiltSite<'_>, file: &FilePath) -> Option<Self> {
        let what = kind(sight, file)?;
        let is_built_in = match what {
            FileKind::Template => !sight.templates.is_own(file),
            FileKind::Static => {
                asset(sight, file).is_some_and(|asset| asset.source() == AssetSource::BuiltIn)
            }
            _ => false,
        };
        let moves_pages = matches!(what, FileKind::Document | FileKind::Entries | FileKind::Settings);
        let rebuilds = Rebuilds { moves_pages, ..rebuilds(sight, file) };
        Some(Self { file: file.clone(), what, built_in: is_built_in, makes: makes(sight, file), rebuilds })
    }
}

/// What a file is to the site; `None` where the site has no such file.
pub(super) fn kind(sight: BuiltSite<'_>, file: &FilePath) -> Option<FileKind> {
    let BuiltSite { snapshot, planned, .. } = sight;
    let site = &planned.site;
    if file.as_str() == STATE_FILE {
        return Some(FileKind::Translations);
    }
    match asset(sight, file).map(Asset::source) {
        Some(AssetSource::Generated) | None => {}
        Some(AssetSource::Beside) => return Some(FileKind::Beside),
        Some(_) => return Some(FileKind::Static),
    }
    if snapshot.media.contains_key(file) {
        return Some(FileKind::Idle);
    }
    if built_in_text(file).is_some() && file.extension() == "html" {
        return Some(FileKind::Template);
    }
    if !snapshot.texts.contains_key(file) {
        return None;
    }
    let entries = || EntryKind::ALL.into_iter().flat_map(|kind| site.entries(kind).iter());
    let holds_entry = || entries().any(|named| named.entry.as_ref().is_some_and(|entry| entry.file == *file));
    let is_list = || EntryKind::ALL.iter().any(|kind| kind.file_name() == file.name());
    Some(match file.as_str() {
        _ if file.below("templates").is_some() && file.extension() == "html" => FileKind::Template,
        _ if site.settings.file.as_ref() == Some(file) => FileKind::Settings,
        _ if site.documents.iter().any(|document| document.file == *file) => FileKind::Document,
        _ if is_dictionary(file) => FileKind::Dictionary,
        _ if file.name() == "themes.edn" && file.below("templates").is_none() => FileKind::Schemes,
        _ if holds_entry() || is_list() => FileKind::Entries,
        _ if site.data.values().any(|data| data.file == *file) => FileKind::Data,
        _ => FileKind::Idle,
    })
}

pub(super) fn files(sight: BuiltSite<'_>) -> BTreeSet<FilePath> {
    let assets = sight.planned.assets.iter().map(Asset::file);
    let BuiltSite { snapshot, .. } = sight;
    snapshot.texts.keys().chain(snapshot.media.keys()).chain(assets).cloned().collect()
}

fn asset<'a>(sight: BuiltSite<'a>, file: &FilePath) -> Option<&'a Asset> {
    sight.planned.assets.of_file(file)
}

fn makes(sight: BuiltSite<'_>, file: &FilePath) -> Vec<PageEntry> {
    let plan = &sight.planned.plan;
    let documents = sight.planned.site.documents.iter().enumerate();
    let ids: Vec<DocumentId> =
        documents.filter(|(_, document)| document.file == *file).map(|(id, _)| id).collect();
    let of_document = |id: &DocumentId| {
        let address = plan.document(*id)?;
        Some(match plan.routes.get(address) {
            Some(route @ Route::Document(shown)) if shown == id => PageEntry::of_route(sight, address, route),
            _ => PageEntry::of_document(sight, *id, address),
        })
    };
    let is_made = |route: &Route| match route {
        Route::Entry { kind, id, .. } => {
            let named = sight.planned.site.entries(*kind).get(id);
            named.and_then(|named| named.entry.as_ref()).is_some_and(|entry| entry.file == *file)
        }
        Route::Static(below) => file.below("static") == Some(below.as_str()),
        _ => false,
    };
    let routes = plan.routes.iter().filter(|(_, route)| is_made(route));
    let others = routes.map(|(address, route)| PageEntry::of_route(sight, address, route));
    ids.iter().filter_map(of_document).chain(others).collect()
}

fn rebuilds(sight: BuiltSite<'_>, file: &FilePath) -> Rebuilds {
    let mut parts = Parts::new();
    let mut found: BTreeMap<Change, Vec<String>> = BTreeMap::new();
    for (address, route) in &sight.planned.plan.routes {
        for input in
            inputs_with(sight, &mut parts, address, route).into_iter().filter(|input| input.file == *file)
        {
            found.entry(input.change).or_default().push(address.to_string());
        }
    }
    // What is published of static files under names with their digests has no route of its own.
    let assets = &sight.planned.assets;
    for other in assets.iter().filter(|other| !other.is_copied()) {
        if assets.ingredients(other).any(|ingredient| ingredient.file() == file) {
            found.entry(Change::Any).or_default().push(format!("/{}", other.path()));
        }
    }
    let mut take = |change| found.remove(&change).unwrap_or_default();
    Rebuilds {
        text: take(Change::Text),
        face: take(Change::Face),
        any: take(Change::Any),
        moves_pages: false,
    }
}
