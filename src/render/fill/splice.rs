//! Where bodies stand in what is published.

use std::ops::Range;

use super::Part;
use crate::base::FilePath;

/// Where a body stands in an output, from byte to byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    /// The file that it was written in.
    pub file: FilePath,
    /// Which part of the file it is.
    pub part: Part,
    /// Of those parts, the one of this number.
    pub number: usize,
    /// The whole of it.
    pub range: Range<usize>,
    /// What has been filled into it, hole by hole. What stands between is the body's own HTML.
    pub holes: Vec<Range<usize>>,
    /// The coloured code in it, block by block.
    pub codes: Vec<Range<usize>>,
}

impl Splice {
    /// Moves each of its offsets.
    pub fn move_by(&mut self, mut move_on: impl FnMut(&mut usize)) {
        move_on(&mut self.range.start);
        for inside in self.holes.iter_mut().chain(&mut self.codes) {
            move_on(&mut inside.start);
            move_on(&mut inside.end);
        }
        move_on(&mut self.range.end);
    }
}
