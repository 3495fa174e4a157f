//! What colouring may take: so many steps, and no time, so that every machine gives the same bytes.

use std::fmt;

/// The steps that are left for a block of code.
pub(super) struct Budget {
    left: usize,
}

/// Why code is not coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HighlightError {
    /// It takes more steps than so many for each of its bytes.
    Steps(usize),
    /// It lies more than so many levels deep in itself.
    Depth(usize),
    /// It makes no sense to its grammar at more than so many places, one beside the other.
    Faults(usize),
    /// A line of it has more than so many bytes; the others are coloured.
    Line(usize),
    /// It has more than so many bytes.
    Code(usize),
}

impl Budget {
    pub(super) fn of(steps: usize) -> Self {
        Self { left: steps }
    }

    pub(super) fn add(&mut self, steps: usize) {
        self.left += steps;
    }

    /// Takes steps; `false` where none are left.
    pub(super) fn take(&mut self, steps: usize) -> bool {
        let is_enough = steps <= self.left;
        self.left = self.left.saturating_sub(steps);
        is_enough
    }
}

impl fmt::Display for HighlightError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = if matches!(self, Self::Line(_)) { "a line of code" } else { "code" };
        write!(f, "{what} is shown without colours: it ")?;
        match self {
            Self::Steps(each) => write!(f, "takes more than {each} steps for each of its bytes"),
            Self::Depth(depth) => write!(f, "lies more than {depth} levels deep in itself"),
            Self::Faults(places) => write!(f, "makes no sense to its grammar at more than {places} places"),
            Self::Line(bytes) | Self::Code(bytes) => write!(f, "has more than {bytes} bytes"),
        }
    }
}
