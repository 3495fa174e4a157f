//! What every engine gives its tokens to.

use super::TokenClass;

/// A consumer of stretches of code, in order, with their classes.
pub(super) type Sink<'a> = &'a mut dyn FnMut(&str, Option<TokenClass>);

/// A line longer than this many bytes is shown plain: it is data, not something that is read, and
/// grammars are slow on it.
pub(super) const LONGEST_LINE: usize = 10_000;
