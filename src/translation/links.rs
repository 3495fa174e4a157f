//! Where links lead, whatever the language.

use std::collections::BTreeMap;

use super::report::Mention;
use crate::base::{FilePath, Place};
use crate::document::Document;
use crate::markup::{Body, Piece, Reference, Role};
use crate::plan::Route;
use crate::render::{From, Resolver, Target};
use crate::site::{DocumentId, align, key};

/// An address as written, and the document that it is written in.
pub(super) type Written<'a> = (DocumentId, &'a str, Place);

/// The end of a link, the same for all versions of a page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum End {
    /// A page that is written, by its key; its query; the anchor.
    Page(String, String, Option<Anchor>),
    /// A page or file that is made, in the default language; its query and fragment.
    Made(Route, String, Option<String>),
    /// A static file; its query and fragment.
    File(FilePath, String),
    /// Elsewhere, as written.
    Elsewhere(String),
}

/// An anchor, by its place in the original.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Anchor {
    /// A section, or something in its body.
    In(usize, Option<Inside>),
    /// One that is at no known place, by its name.
    Named(String),
}

/// An anchor in a section's body, counted from the body's beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Inside {
    /// A heading.
    Heading(usize),
    /// Anything else.
    Other(usize),
}

/// The addresses of a role in a body.
pub(super) fn addresses<'a>(
    id: DocumentId,
    document: &Document,
    body: Option<&'a Body>,
    role: Role,
) -> Vec<Written<'a>> {
    let pieces = body.map_or(&[][..], |body| &body.pieces);
    let references = pieces.iter().filter_map(|piece| match piece {
        Piece::Url(reference) if reference.role == role => Some(reference),
        _ => None,
    });
    references.map(|Reference { target, span, .. }| (id, target.as_str(), document.place(*span))).collect()
}

/// What each of two lists of addresses has and the other has not, counting those that lead to one end.
pub(super) fn difference(
    resolver: Resolver<'_>,
    ours: &[Written<'_>],
    theirs: &[Written<'_>],
) -> (Vec<Mention>, Vec<Mention>) {
    let mut balance: BTreeMap<End, (Vec<&Written<'_>>, Vec<&Written<'_>>)> = BTreeMap::new();
    for address in ours {
        balance.entry(end(resolver, address.0, address.1)).or_default().0.push(address);
    }
    for address in theirs {
        balance.entry(end(resolver, address.0, address.1)).or_default().1.push(address);
    }
    let mut left = (Vec::new(), Vec::new());
    for (ours, theirs) in balance.into_values() {
        let both = ours.len().min(theirs.len());
        left.0.extend(ours.into_iter().skip(both).map(mention));
        left.1.extend(theirs.into_iter().skip(both).map(mention));
    }
    left.0.sort_by(|a, b| a.place.cmp(&b.place));
    left.1.sort_by(|a, b| a.place.cmp(&b.place));
    left
}

fn mention((_, written, place): &Written<'_>) -> Mention {
    Mention { text: (*written).to_owned(), place: place.clone() }
}

/// Where an address leads that is written in a document.
fn end(resolver: Resolver<'_>, id: DocumentId, written: &str) -> End {
    let site = resolver.site;
    let document = &site.documents[id];
    let elsewhere = || End::Elsewhere(written.to_owned());
    let Some(address) = resolver.plan.document(id) else { return elsewhere() };
    match resolver.resolve(written, From { address, locale: &document.locale, file: Some(&document.file) }) {
        Target::Elsewhere | Target::Missing { .. } => elsewhere(),
        Target::Here { fragment } => {
            End::Page(key(document).to_owned(), String::new(), Some(anchor(resolver, id, fragment)))
        }
        Target::File { asset, suffix } => End::File(asset.path().clone(), suffix.to_owned()),
        Target::Page { route, query, fragment, .. } => match landing(resolver, route) {
            Route::Document(target) => {
                let fragment = fragment.map(|fragment| anchor(resolver, *target, fragment));
                End::Page(key(&site.documents[*target]).to_owned(), query.to_owned(), fragment)
            }
            route => {
                let neutral =
                    route.in_locale(site.settings.default_locale()).unwrap_or_else(|| route.clone());
                End::Made(neutral, query.to_owned(), fragment.map(str::to_owned))
            }
        },
    }
}

/// What a reader comes to: the page that an older address leads to.
fn landing<'a>(resolver: Resolver<'a>, route: &'a Route) -> &'a Route {
    match route {
        Route::Redirect { to, .. } => resolver.plan.routes.get(to).unwrap_or(route),
        route => route,
    }
}

/// Where an anchor of a page stands, told by the original's sections.
fn anchor(resolver: Resolver<'_>, id: DocumentId, fragment: &str) -> Anchor {
    let site = resolver.site;
    let named = || Anchor::Named(fragment.to_owned());
    let document = &site.documents[id];
    let found = document.sections.iter().enumerate().find_map(|(index, section)| {
        if section.id.as_ref().is_some_and(|id| id.value == fragment) {
            return Some((index, None));
        }
        let body = section.body.as_ref()?;
        let heading = body.headings.iter().position(|heading| heading.id == fragment);
        let other = || body.anchors.iter().position(|anchor| anchor.value == fragment);
        let inside = heading.map(Inside::Heading).or_else(|| other().map(Inside::Other))?;
        Some((index, Some(inside)))
    });
    let Some((section, inside)) = found else { return named() };
    let original = site.originals[id];
    let aligned = if original == id {
        Some(section)
    } else {
        let mut pairs = align(&site.documents[original], document).into_iter();
        pairs.find(|(_, theirs)| *theirs == Some(section)).and_then(|(ours, _)| ours)
    };
    aligned.map_or_else(named, |section| Anchor::In(section, inside))
}
