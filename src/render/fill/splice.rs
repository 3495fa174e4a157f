//! Where bodies stand in what is published.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::Part;
use crate::base::FilePath;
use crate::markup::Piece;

/// A body in an output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    /// The file that it was written in.
    pub file: FilePath,
    /// Which part of the file it is.
    pub part: Part,
    /// Of those parts, the one of this number.
    pub number: usize,
    /// Where it stands.
    pub extent: Extent,
}

/// Where a body stands, from byte to byte, and what stands in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extent {
    /// The whole of it.
    pub range: Range<usize>,
    /// What has been filled into it, hole by hole. What stands between is the body's own HTML.
    pub holes: Vec<Range<usize>>,
    /// The coloured code in it, block by block.
    pub listings: Vec<Range<usize>>,
}

impl Extent {
    /// That of a body of which nothing is written yet.
    pub fn at(start: usize) -> Self {
        Self { range: start..start, holes: Vec::new(), listings: Vec::new() }
    }

    /// Takes in the body's next piece, which has been written and ends at `end`.
    pub fn add(&mut self, piece: &Piece, end: usize, is_styled: bool) {
        let added = self.range.end..end;
        self.range.end = end;
        match piece {
            Piece::Code(_) if is_styled => self.listings.push(added),
            Piece::Html(_) | Piece::Code(_) => {}
            _ => self.holes.push(added),
        }
    }

    /// Moves each of its offsets.
    pub fn move_by(&mut self, mut move_on: impl FnMut(&mut usize)) {
        let inside = self.holes.iter_mut().chain(&mut self.listings);
        for range in inside.chain([&mut self.range]) {
            move_on(&mut range.start);
            move_on(&mut range.end);
        }
    }

    /// The same from another byte on.
    pub fn moved_to(&self, start: usize) -> Self {
        let mut moved = self.clone();
        moved.move_by(|offset| *offset = *offset - self.range.start + start);
        moved
    }
}
