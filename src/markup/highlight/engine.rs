//! The one way into every engine.

use super::painter::Painter;
use super::{Language, TokenClass, apl, console, diff, grammar, lisp};
use crate::markup::escape_text;

/// What reads a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Engine {
    /// Nothing: plain text.
    Plain,
    /// A grammar of `syntect`'s or `two-face`'s, by its name there.
    Grammar(&'static str),
    /// A Lisp.
    Lisp(lisp::Dialect),
    /// APL.
    Apl,
    /// A diff.
    Diff,
    /// A shell session: prompts, commands, and what they print.
    Console,
}

/// A consumer of stretches of code, in order, with their classes.
pub(super) type Sink<'a> = &'a mut dyn FnMut(&str, Option<TokenClass>);

/// A line longer than this many bytes is shown plain: it is data, not something that is read, and grammars are slow on it.
pub(super) const LONGEST_LINE: usize = 10_000;

/// Colours code: HTML with a `<span class="…">` around each token that has a [`TokenClass`].
///
/// The text of the HTML is the code, `&`, `<` and `>` as entities. No span crosses a line's end, so each line is
/// well-formed on its own. Equal input gives equal output.
pub fn highlight(language: Language, code: &str) -> String {
    let mut painter = Painter::new(code.len());
    let sink: Sink = &mut |text, class| painter.put(text, class);
    match language.engine() {
        Engine::Plain => return plain(code),
        Engine::Grammar(name) => grammar::tokens(name, code, sink),
        Engine::Lisp(dialect) => lisp::tokens(dialect, code, sink),
        Engine::Apl => apl::tokens(code, sink),
        Engine::Diff => diff::tokens(code, sink),
        Engine::Console => console::tokens(code, sink),
    }
    painter.finish()
}

/// Escapes code that has no colours.
pub(super) fn plain(code: &str) -> String {
    let mut html = String::with_capacity(code.len() + code.len() / 8);
    escape_text(code, &mut html);
    html
}
