//! Where gathered HTML was written.

use std::ops::Range;

use crate::base::Span;

/// Where the bytes of gathered HTML stand in the source: stretches, each with its length.
#[derive(Default)]
pub(super) struct SourceMap {
    stretches: Vec<(usize, Range<usize>)>,
}

impl SourceMap {
    /// HTML that is one stretch of the source.
    pub fn of(range: Range<usize>) -> Self {
        Self { stretches: vec![(0, range)] }
    }

    /// Adds a stretch of a length at `at`, and its bytes in the source.
    pub fn push(&mut self, at: usize, length: usize, range: Range<usize>) {
        // Where a tab was split between indentation and text, the text is longer than its source.
        let start = range.end.saturating_sub(length).max(range.start);
        self.stretches.push((at, start..range.end));
    }

    /// The span of a range of the HTML.
    pub fn span(&self, range: Range<usize>, span_of: impl Fn(Range<usize>) -> Span) -> Span {
        let start = self.position(range.start);
        span_of(start..self.position(range.end).max(start))
    }

    fn position(&self, offset: usize) -> usize {
        let index = self.stretches.partition_point(|(at, _)| *at <= offset).saturating_sub(1);
        self.stretches.get(index).map_or(0, |(at, range)| (range.start + offset - at).min(range.end))
    }
}
