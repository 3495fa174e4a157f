//! The pages and sections that somebody names.

use percent_encoding::percent_decode_str;
use std::sync::Arc;

use super::report::{PairReport, ReportPart, SectionReport};
use crate::base::{composed, nearest};
use crate::document::{Document, Section};
use crate::locale::Locale;
use crate::plan::{Address, Route};
use crate::render::Resolver;
use crate::site::{DocumentId, Site};

/// The pages and sections that somebody has named; without any, all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    choices: Vec<Selector>,
}

/// A name that nothing has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// The fault, in words.
    pub message: String,
    /// The way out.
    pub help: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Selector {
    key: String,
    /// The language of the translation, where the name is that of a translation.
    locale: Option<Locale>,
    section: Option<String>,
}

impl Selection {
    /// Reads names such as `posts/keys`, `content/posts/keys.en.md#part` and `/en/keys/#2`: a
    /// page's key (or the last part of it), its file or its address, and after `#` a section's
    /// number, id or anchor in either language, or `page` for the page's own texts.
    ///
    /// A translation's file or address names that translation; a key, and what is the original's,
    /// all translations.
    ///
    /// # Errors
    ///
    /// Where no page, or no section of the page, has the name.
    pub fn read(names: &[String], resolver: Resolver<'_>) -> Result<Self, Unknown> {
        let mut choices = Vec::new();
        for name in names {
            let name = composed(name);
            let (page, section) =
                name.split_once('#').map_or((&*name, None), |(page, section)| (page, Some(section)));
            let documents = documents(page, resolver).ok_or_else(|| unknown_page(page, resolver.site))?;
            let site = resolver.site;
            if let Some(section) = section.filter(|section| !is_known(section, &documents, site)) {
                return Err(unknown_section(page, section, &site.documents[documents[0]]));
            }
            choices.extend(documents.into_iter().map(|id| {
                let is_key = site.documents[id].page_key() == page;
                let is_translation = site.originals[id] != id && !is_key;
                Selector {
                    key: site.documents[id].page_key().to_owned(),
                    locale: is_translation.then(|| site.documents[id].locale.clone()),
                    section: section.map(str::to_owned),
                }
            }));
        }
        Ok(Self { choices })
    }

    /// Whether a section of a pair has been named.
    pub fn includes(&self, site: &Site, pair: &PairReport, section: &SectionReport) -> bool {
        let includes = |choice: &Selector| {
            choice.key == pair.pair.key
                && choice.locale.as_ref().is_none_or(|locale| *locale == pair.pair.to)
                && choice.section.as_ref().is_none_or(|name| is_named(name, site, pair, section.part))
        };
        self.choices.is_empty() || self.choices.iter().any(includes)
    }
}

/// The page that somebody names by its key (or the last part of it), its file or its address: the
/// version that was named, else the original.
///
/// # Errors
///
/// Where no page, or more than one, has the name.
pub fn page_named(name: &str, resolver: Resolver<'_>) -> Result<DocumentId, Unknown> {
    let name = composed(name);
    documents(&name, resolver).map(|ids| ids[0]).ok_or_else(|| unknown_page(&name, resolver.site))
}

/// The documents of a key, file or address; never an empty list.
fn documents(name: &str, resolver: Resolver<'_>) -> Option<Vec<DocumentId>> {
    let site = resolver.site;
    let all = |wanted: &dyn Fn(&Document) -> bool| {
        let found = site.documents.iter().enumerate().filter(|(_, document)| wanted(document));
        let ids: Vec<DocumentId> = found.map(|(id, _)| id).collect();
        (!ids.is_empty()).then_some(ids)
    };
    let file = name.trim_start_matches("./");
    let is_last_part = |key: &str| key.rsplit('/').next() == Some(name);
    let originals = |ids: Vec<DocumentId>| {
        let mut ids: Vec<DocumentId> = ids.into_iter().map(|id| site.originals[id]).collect();
        ids.dedup();
        ids
    };
    all(&|document| document.file.as_str() == file || document.file.below("content") == Some(file))
        .or_else(|| all(&|document| document.page_key() == name).map(originals))
        .or_else(|| of_address(name, resolver).map(|id| vec![id]))
        .or_else(|| {
            let found = originals(all(&|document| is_last_part(document.page_key()))?);
            let first = site.documents[found[0]].page_key();
            // An ambiguous name selects nothing.
            found.iter().all(|id| site.documents[*id].page_key() == first).then_some(found)
        })
}

/// The document at an address, written with the site's host or without.
fn of_address(name: &str, resolver: Resolver<'_>) -> Option<DocumentId> {
    let base = &resolver.site.settings.base_url;
    let path = name.strip_prefix(&base.origin).and_then(|path| path.strip_prefix(&base.path)).unwrap_or(name);
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let mut address = Address::parse(&path).ok()?;
    if let Some(Route::Redirect { to, .. }) = resolver.plan.routes.get(&address) {
        address = to.clone();
    }
    match resolver.plan.routes.get(&address)? {
        Route::Document(id) => Some(*id),
        _ => None,
    }
}

fn is_named(name: &str, site: &Site, pair: &PairReport, part: ReportPart) -> bool {
    let ReportPart::Section(original, translation) = part else { return name == "page" };
    let number = original.map(|index| (index + 1).to_string());
    let sides = [(Some(pair.original), original), (pair.translation, translation)];
    let has_anchor = |(id, index): (Option<DocumentId>, Option<usize>)| {
        id.zip(index).is_some_and(|(id, index)| has_anchor(&site.documents[id].sections[index], name))
    };
    number.as_deref() == Some(name) || sides.into_iter().any(has_anchor)
}

fn has_anchor(section: &Section, name: &str) -> bool {
    let headings = section.body.iter().flat_map(|body| &body.headings);
    section.id.as_ref().is_some_and(|id| id.value == name)
        || headings.into_iter().any(|heading| composed(&heading.id) == name)
}

/// Whether any version of the documents' pages has a section of a name.
fn is_known(section: &str, documents: &[DocumentId], site: &Site) -> bool {
    let is_in = |document: &Arc<Document>| {
        let number = section.parse().is_ok_and(|number| (1..=document.sections.len()).contains(&number));
        number || document.sections.iter().any(|other| has_anchor(other, section))
    };
    let keys: Vec<&str> = documents.iter().map(|id| site.documents[*id].page_key()).collect();
    section == "page"
        || site.documents.iter().filter(|document| keys.contains(&document.page_key())).any(is_in)
}

fn unknown_page(name: &str, site: &Site) -> Unknown {
    let keys = site.documents.iter().map(|document| document.page_key());
    let last_parts = keys.clone().filter_map(|key| key.rsplit('/').next());
    let mut namesakes: Vec<&str> = keys.clone().filter(|key| key.rsplit('/').next() == Some(name)).collect();
    namesakes.dedup();
    if let [first, .., last] = namesakes.as_slice() {
        let help = format!("say which: `{first}`, or `{last}`");
        return Unknown { message: format!("several pages are named `{name}`"), help };
    }
    let help = match nearest(name, keys.clone().chain(last_parts)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => match keys.min() {
            Some(key) => format!("name it by its file, its address or its key, such as `{key}`"),
            None => "the site has no pages".to_owned(),
        },
    };
    Unknown { message: format!("no page is named `{name}`"), help }
}

fn unknown_section(page: &str, section: &str, document: &Document) -> Unknown {
    let names: Vec<String> = document
        .sections
        .iter()
        .enumerate()
        .map(|(index, section)| match &section.id {
            Some(id) => format!("`{}` or `{}`", index + 1, id.value),
            None => format!("`{}`", index + 1),
        })
        .collect();
    Unknown {
        message: format!("`{page}` has no section `{section}`"),
        help: format!("its sections are `page`, {}", names.join(", ")),
    }
}
