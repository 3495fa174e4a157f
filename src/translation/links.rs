//! Where links lead, whatever the language.

use std::collections::BTreeMap;

use super::report::Mention;
use crate::base::{FilePath, Place};
use crate::document::Document;
use crate::html::{Piece, Role};
use crate::markup::Body;
use crate::plan::Route;
use crate::render::{LinkContext, PageTarget, Resolver, Target};
use crate::site::{DocumentId, Site};

#[derive(Clone, Debug)]
pub(super) struct Written<'a> {
    /// The document that it is written in.
    pub home: DocumentId,
    /// The address.
    pub address: &'a str,
    /// Where it stands.
    pub place: Place,
    /// Whether the writer has said what language is there.
    pub is_exact: bool,
}

/// The end of a link, the same for all versions of a page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum LinkTarget {
    /// A page that is written, by its key; its query; the anchor in the original.
    Page(String, String, Option<String>),
    /// A page or file that is made, in the default language; its query and fragment.
    Made(Route, String, Option<String>),
    /// A static file; its query and fragment.
    File(FilePath, String),
    Elsewhere(String),
}

pub(super) fn addresses<'a>(
    home: DocumentId,
    document: &Document,
    body: Option<&'a Body>,
    role: Role,
) -> Vec<Written<'a>> {
    let pieces = body.map_or(&[][..], |body| &body.content.pieces);
    let references = pieces.iter().filter_map(|piece| match piece {
        Piece::Url(reference) if reference.role == role => Some(reference),
        _ => None,
    });
    let written = references.map(|reference| Written {
        home,
        address: &reference.target,
        place: document.place(reference.span),
        is_exact: reference.hreflang.is_some(),
    });
    written.collect()
}

/// What each of two lists of addresses has and the other has not, counting those that lead to one
/// end.
pub(super) fn difference(
    resolver: Resolver<'_>,
    ours: &[Written<'_>],
    theirs: &[Written<'_>],
) -> (Vec<Mention>, Vec<Mention>) {
    let mut balance: BTreeMap<LinkTarget, (Vec<&Written<'_>>, Vec<&Written<'_>>)> = BTreeMap::new();
    for address in ours {
        balance.entry(end(resolver, address)).or_default().0.push(address);
    }
    for address in theirs {
        balance.entry(end(resolver, address)).or_default().1.push(address);
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

fn mention(written: &Written<'_>) -> Mention {
    Mention { text: written.address.to_owned(), place: written.place.clone() }
}

fn end(resolver: Resolver<'_>, written: &Written<'_>) -> LinkTarget {
    let site = resolver.site;
    let document = &site.documents[written.home];
    let elsewhere = || LinkTarget::Elsewhere(written.address.to_owned());
    let Some(address) = resolver.plan.document(written.home) else { return elsewhere() };
    let from = LinkContext {
        is_exact: written.is_exact,
        ..LinkContext::file(&written.place.file, address, &document.locale)
    };
    match resolver.resolve(written.address, from) {
        Target::Elsewhere | Target::Missing { .. } => elsewhere(),
        Target::Here { fragment } => {
            let anchor = in_original(site, written.home, &fragment);
            LinkTarget::Page(document.page_key().to_owned(), String::new(), Some(anchor))
        }
        Target::File { asset, suffix } => LinkTarget::File(asset.path().clone(), suffix.to_owned()),
        Target::Page(PageTarget { route: Route::Document(id), query, fragment, .. }) => {
            let anchor = fragment.map(|fragment| in_original(site, *id, &fragment));
            LinkTarget::Page(site.documents[*id].page_key().to_owned(), query.to_owned(), anchor)
        }
        Target::Page(PageTarget { route, query, fragment, .. }) => {
            let neutral = route.in_locale(site.settings.default_locale()).unwrap_or_else(|| route.clone());
            LinkTarget::Made(neutral, query.to_owned(), fragment.map(|fragment| fragment.into_owned()))
        }
    }
}

/// The anchor of a page's original at the place of one of a version; itself where the original has
/// none there.
fn in_original(site: &Site, id: DocumentId, anchor: &str) -> String {
    let versions = site.versions(&site.documents[id]);
    let original = site.settings.locales.iter().find_map(|locale| versions.get(locale)).copied();
    let carried = original
        .filter(|original| *original != id && site.has_anchor(id, anchor))
        .and_then(|original| site.carry_anchor(anchor, id, original));
    carried.unwrap_or(anchor).to_owned()
}
