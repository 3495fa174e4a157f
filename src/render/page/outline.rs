//! What pages show of a document, apart from what its sections say.

use super::memo::Seen;
use super::parts::page_description;
use super::post::contents;
use crate::base::Digest;
use crate::document::Document;
use crate::markup::{Body, ImageTag, Piece, Reference};

/// The digest of all that is published of a document beside the finished HTML of its sections'
/// bodies: where two have one outline, and the sections of other versions answer to theirs alike,
/// what is published differs in that HTML alone.
pub fn outline(document: &Document) -> Digest {
    let mut seen =
        Seen::default().digest(document.face()).text(&page_description(document)).value(&contents(document));
    if let Some(body) = document.description.as_deref() {
        seen = whole(seen.text("description"), body);
    }
    for body in document.bodies() {
        let Body {
            pieces,
            guarded,
            runs,
            // The document's face holds those, and the page's description and contents.
            anchors: _,
            headings: _,
            first_image: _,
            words: _,
            text: _,
            // No page is made of those: they tell how grave it is that an anchor is there twice.
            made: _,
            // Nor of those: they are compared with translations'.
            code: _,
            wording: _,
        } = body;
        // What a policy must name is told in the page's head, and what runs is written in another
        // way for feeds.
        seen = match *guarded || *runs {
            true => whole(seen.text("guarded"), body),
            false => pieces.iter().fold(seen.text("body"), hole),
        };
    }
    seen.finish()
}

fn whole(seen: Seen, body: &Body) -> Seen {
    body.pieces.iter().fold(seen, |seen, piece| match piece {
        Piece::Html(html) => seen.text("html").text(html),
        Piece::Code(html) => seen.text("html").text(html),
        piece => hole(seen, piece),
    })
}

fn hole(seen: Seen, piece: &Piece) -> Seen {
    let reference = |seen: Seen, Reference { target, span: _, role, hreflang }: &Reference| {
        seen.text(target).text(&format!("{role:?} {hreflang:?}"))
    };
    match piece {
        Piece::Html(_) | Piece::Code(_) => seen,
        Piece::Url(to) => reference(seen.text("url"), to),
        Piece::StyleUrl(to) => reference(seen.text("style url"), to),
        Piece::LinkAttributes(to) => reference(seen.text("link attributes"), to),
        Piece::LinkMark(to) => reference(seen.text("link mark"), to),
        Piece::ImageAttributes(tag) => {
            let ImageTag { target, has_size, has_sources, has_loading, has_decoding } = tag;
            let has = format!("{has_size} {has_sources} {has_loading} {has_decoding}");
            seen.text("image attributes").text(target).text(&has)
        }
    }
}
