//! What stands beside a quotation mark.

/// What stands before a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// The start of the block.
    Start,
    /// A quotation mark that opened.
    Opening,
    /// Any other character.
    Char(char),
}

impl Before {
    /// Whether a mark here can only open a quotation, if it is one.
    pub fn opens(self) -> bool {
        match self {
            Before::Start | Before::Opening => true,
            Before::Char(c) => c.is_whitespace() || is_dash(c) || "([{</=¡¿«“‘‹„‚「『".contains(c),
        }
    }

    /// Whether white space or nothing stands here.
    pub fn is_blank(self) -> bool {
        match self {
            Before::Start => true,
            Before::Opening => false,
            Before::Char(c) => c.is_whitespace(),
        }
    }

    /// Whether the character fits a condition.
    pub fn is(self, condition: impl Fn(char) -> bool) -> bool {
        matches!(self, Before::Char(c) if condition(c))
    }
}

/// What stands after a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// The run ends; another run, something opaque or the block's end may follow.
    Unknown,
    /// A character.
    Char(char),
}

impl After {
    /// Whether the character fits a condition.
    pub fn is(self, condition: impl Fn(char) -> bool) -> bool {
        matches!(self, After::Char(c) if condition(c))
    }

    /// Whether a mark before this can only close a quotation, if it is one.
    pub fn closes(self) -> bool {
        self.is(|c| c.is_whitespace() || is_dash(c) || ".,;:!?)]}>/…»”’›“‘」』。、，".contains(c))
    }
}

/// Whether a character is part of a word. Scripts that put no space between words have no say in
/// what is one.
pub fn is_word(c: char) -> bool {
    c.is_alphanumeric()
        && !('\u{2e80}'..='\u{9fff}').contains(&c)
        && !('\u{20000}'..='\u{3ffff}').contains(&c)
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—')
}
