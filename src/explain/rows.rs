//! The rows of `diglot explain` for people: a label and its values.

use super::file::FileEntry;
use super::inputs::{Change, Input};
use super::page::{PageEntry, PublicState};

/// A label, and what stands beside it, one below the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The label.
    pub label: &'static str,
    /// What stands beside it.
    pub items: Vec<Item>,
}

/// One thing that is told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// The address or the file that it is; else it is its note alone.
    pub name: String,
    /// Whether the name is an address of the site or a file, so that more can be asked of it.
    pub can_be_asked: bool,
    /// What is to be said of it.
    pub note: String,
}

impl Item {
    fn name(name: impl ToString) -> Self {
        Self { name: name.to_string(), can_be_asked: true, note: String::new() }
    }

    fn noted(name: impl ToString, note: impl Into<String>) -> Self {
        Self { note: note.into(), ..Self::name(name) }
    }

    fn words(words: impl Into<String>) -> Self {
        Self { note: words.into(), ..Self::default() }
    }
}

/// What is told of a page, row by row; rows without items are left out.
pub fn rows_of_page(page: &PageEntry) -> Vec<Row> {
    let names = |addresses: &[String]| addresses.iter().map(Item::name).collect::<Vec<_>>();
    let spots = page.sources.iter().map(|spot| match spot.file.below("static") {
        Some(_) => Item::name(&spot.file),
        None => Item::noted(&spot.file, format!("line {}", spot.line)),
    });
    let inherits = page.inherits.iter().map(|inherited| {
        let section = inherited.section.map_or_else(String::new, |number| format!(" of section {number}"));
        let note = format!("{}{section}, line {}", inherited.what, inherited.spot.line);
        Item::noted(&inherited.spot.file, note)
    });
    let versions = page.translations.iter().map(|version| {
        let is_original = page.original.as_ref() == Some(version);
        let note = format!("{}{}", version.language, if is_original { ", the original" } else { "" });
        Item::noted(&version.address, note)
    });
    let missing = page.missing.iter().map(|tag| Item::words(format!("{tag}: none")));
    let templates = page.templates.iter().map(|template| {
        Item::noted(&template.file, if template.own { "the site's own" } else { "built in" })
    });
    let inputs = |change: Change| -> Vec<Item> {
        let of_change = page.rebuilt_by.iter().filter(|input| input.change == change && !input.built_in);
        of_change.map(|Input { file, .. }| Item::name(file)).collect()
    };
    rows([
        ("state", page.state.iter().flat_map(states).collect()),
        ("written in", spots.collect()),
        ("from its original", inherits.collect()),
        ("in other languages", versions.chain(missing).collect()),
        ("leads to", page.leads_to.iter().map(Item::name).collect()),
        ("older addresses", names(&page.redirects)),
        ("shown in lists", names(&page.lists)),
        ("carried by feeds", names(&page.feeds)),
        ("linked from", names(&page.linked_from)),
        ("shows", names(&page.shows)),
        ("templates", templates.collect()),
        ("static files", page.files.iter().map(Item::name).collect()),
        ("rebuilt by the text of", inputs(Change::Text)),
        ("by what is seen of", inputs(Change::Face)),
        ("by anything in", inputs(Change::Any)),
    ])
}

/// What is told of a file, row by row; what it makes is told apart.
pub fn rows_of_file(entry: &FileEntry) -> Vec<Row> {
    let names = |addresses: &[String]| addresses.iter().map(Item::name).collect::<Vec<_>>();
    let built_in = if entry.built_in { ", built in" } else { "" };
    let rebuilds = &entry.rebuilds;
    let is_idle = rebuilds.text.is_empty() && rebuilds.face.is_empty() && rebuilds.any.is_empty();
    let moves = rebuilds
        .moves_pages
        .then(|| Item::words("what lists and links show elsewhere, where pages come, go or move by it"));
    let nothing = (is_idle && !rebuilds.moves_pages).then(|| Item::words("nothing"));
    rows([
        ("it is", vec![Item::words(format!("{}{built_in}", entry.what.describe()))]),
        ("makes", entry.makes.iter().map(|page| Item::noted(&page.address, page.what)).collect()),
        ("its text rebuilds", names(&rebuilds.text)),
        ("what is seen of it rebuilds", names(&rebuilds.face)),
        ("anything in it rebuilds", names(&rebuilds.any)),
        ("rebuilds", nothing.into_iter().collect()),
        ("and", moves.into_iter().collect()),
    ])
}

fn states(state: &PublicState) -> Vec<Item> {
    let mut items = Vec::new();
    if state.draft {
        items.push(Item::words("draft"));
    }
    if let Some(published) = &state.published {
        let verb = if state.future { "will be published" } else { "published" };
        items.push(Item::words(format!("{verb} {published}")));
    }
    if !state.shown {
        items.push(Item::words("not part of this build"));
    }
    items
}

fn rows<const N: usize>(rows: [(&'static str, Vec<Item>); N]) -> Vec<Row> {
    let rows = rows.into_iter().filter(|(_, items)| !items.is_empty());
    rows.map(|(label, items)| Row { label, items }).collect()
}
