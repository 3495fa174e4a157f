//! What a part of code does to the text in it.

use super::TokenClass;

/// How a scope or a node of a tree paints the text in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paint {
    /// Not at all: what is around it decides.
    Inherit,
    /// Makes it plain: code inside a string.
    Plain,
    /// Gives it a class, which parts within may replace.
    Class(TokenClass),
    /// Gives it a class, whatever is within: comments, keys.
    Whole(TokenClass),
}

/// How text is painted at some place.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Painted {
    /// The class, if it has one.
    pub(super) class: Option<TokenClass>,
    /// Whether parts within have no say.
    is_whole: bool,
}

impl Painted {
    /// How text is painted in a part within.
    pub(super) fn within(self, paint: Paint) -> Painted {
        match paint {
            _ if self.is_whole => self,
            Paint::Inherit => self,
            Paint::Plain => Painted::default(),
            Paint::Class(class) => Painted { class: Some(class), is_whole: false },
            Paint::Whole(class) => Painted { class: Some(class), is_whole: true },
        }
    }

    /// How a name is painted that has a class of its own, or none.
    pub(super) fn named(self, class: Option<TokenClass>) -> Painted {
        class.map_or(self, |class| self.within(Paint::Class(class)))
    }
}
