//! HTML with holes, while it is being written.

use std::sync::Arc;

use super::escape::{escape_attribute, escape_text};
use super::piece::{Piece, Reference};

/// A place between two bytes of pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PiecePosition {
    /// The number of the piece.
    pub piece: usize,
    /// The offset in the piece, which is finished HTML or begins there.
    pub offset: usize,
}

/// A body's pieces in the making: finished HTML is gathered into as few pieces as there are
/// stretches of it.
#[derive(Default)]
pub(crate) struct Pieces {
    html: String,
    done: Vec<Piece>,
}

impl Pieces {
    /// Appends finished HTML.
    pub fn html(&mut self, html: &str) {
        self.html.push_str(html);
    }

    /// Where the next thing comes to stand.
    pub fn position(&self) -> PiecePosition {
        PiecePosition { piece: self.done.len(), offset: self.html.len() }
    }

    /// Appends text, escaped as character data.
    pub fn text(&mut self, text: &str) {
        escape_text(text, &mut self.html);
    }

    /// Appends ` name="value"`.
    pub fn attribute(&mut self, name: &str, value: &str) {
        self.html.push(' ');
        self.html.push_str(name);
        self.html.push_str("=\"");
        escape_attribute(value, &mut self.html);
        self.html.push('"');
    }

    /// Appends ` name="…"` with a hole for an address, or with the address itself where rendering
    /// has no say in it.
    pub fn address(&mut self, name: &str, reference: &Reference) {
        if !reference.is_fillable() {
            return self.attribute(name, &reference.target);
        }
        self.html.push(' ');
        self.html.push_str(name);
        self.html.push_str("=\"");
        self.hole(Piece::Url(reference.clone()));
        self.html.push('"');
    }

    /// Appends coloured code.
    pub fn code(&mut self, html: Arc<str>) {
        self.flush();
        self.done.push(Piece::Code(html));
    }

    /// Appends a hole.
    pub fn hole(&mut self, hole: Piece) {
        self.flush();
        self.done.push(hole);
    }

    /// Appends what was written elsewhere.
    pub fn append(&mut self, other: Pieces) {
        for piece in other.finish() {
            match piece {
                Piece::Html(html) => self.html.push_str(&html),
                hole => self.hole(hole),
            }
        }
    }

    /// Takes back the end of the HTML if it is `tail`, and says whether it was.
    pub fn strip(&mut self, tail: &str) -> bool {
        let ends = self.html.ends_with(tail);
        if ends {
            self.html.truncate(self.html.len() - tail.len());
        }
        ends
    }

    /// Ends the line that was begun, if one was.
    pub fn end_line(&mut self) {
        let begun = if self.html.is_empty() { !self.done.is_empty() } else { !self.html.ends_with('\n') };
        if begun {
            self.html.push('\n');
        }
    }

    /// The pieces, in order, each with no more room than it needs.
    pub fn finish(mut self) -> Vec<Piece> {
        self.flush();
        self.done
    }

    fn flush(&mut self) {
        if !self.html.is_empty() {
            self.done.push(Piece::Html(self.html.as_str().to_owned()));
            self.html.clear();
        }
    }
}
