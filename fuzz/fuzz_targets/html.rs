//! HTML of any text: the scanner changes no byte outside the holes.
#![no_main]

use diglot::base::{FilePath, Origin, Span};
use diglot::html::{Piece, scan};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|html: &str| {
    let origin = Origin { file: FilePath::new("page.html"), span: Span::new(0, html.len()), verbatim: true };
    let scanned = scan(html, &origin);
    let mut rest = html;
    for piece in &scanned.pieces {
        if let Piece::Html(part) = piece {
            let at = rest.find(part.as_str()).expect("what is no hole stands in the source");
            rest = &rest[at + part.len()..];
        }
    }
});
