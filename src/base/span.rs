//! Where a thing stands in its file.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::FilePath;

/// A range of bytes in the text of one source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// Makes a span from byte offsets.
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { start: clamp(start), end: clamp(end) }
    }

    /// The same range, for indexing the text.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The smallest span that holds both.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The number of bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// A value and where it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Where, in the file that the holder of this value knows.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Puts a value and its span together.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// Changes the value and keeps the place.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: change(self.value), span: self.span }
    }

    /// Names the file that the value was written in.
    pub fn in_file(self, file: &FilePath) -> Located<T> {
        Located { value: self.value, place: Place::new(file, self.span) }
    }
}

/// A value and where it was written, in whichever file that was.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Located<T> {
    /// What was written.
    pub value: T,
    /// Where.
    pub place: Place,
}

/// A span together with the file it lies in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The file.
    pub file: FilePath,
    /// The range in the file's text.
    pub span: Span,
}

impl Place {
    /// Makes a place.
    pub fn new(file: &FilePath, span: Span) -> Self {
        Self { file: file.clone(), span }
    }
}

/// Where a piece of text came from, so that a position in the text can be told as a place in its
/// file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    /// The file that holds the text.
    pub file: FilePath,
    /// Where in the file it stands.
    pub span: Span,
    /// Whether the text is the file's own bytes. Where it is not (an EDN string with escapes),
    /// every position in it is told as the whole span.
    pub verbatim: bool,
}

impl Origin {
    /// The span in the file of a range in the text.
    pub fn span_of(&self, local: Range<usize>) -> Span {
        if !self.verbatim {
            return self.span;
        }
        let start = self.span.start as usize;
        Span::new(start + local.start, start + local.end)
    }

    /// The place in the file of a range in the text.
    pub fn place_of(&self, local: Range<usize>) -> Place {
        Place::new(&self.file, self.span_of(local))
    }
}
