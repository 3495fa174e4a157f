//! The engine for languages that have a grammar in `syntect` or `two-face`.

mod expression;
mod reader;

use std::sync::LazyLock;

use syntect::parsing::{ClearAmount, Scope, ScopeStackOp, SyntaxSet};

use super::TokenClass;
use super::budget::{Budget, HighlightError};
use super::paint::Painted;
use super::scopes::paint;
use super::sink::{LONGEST_LINE, Sink};
use reader::{EACH, GrammarReader};

/// The grammars, read when the first is asked for; each compiles its expressions when they are
/// first needed.
static GRAMMARS: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// How many steps there are for code, beside those for each byte of it.
const LEAST: usize = 200_000;

pub(super) fn budget(bytes: usize) -> Budget {
    Budget::of(LEAST + bytes * EACH)
}

/// Gives the stretches of code between changes of scope, with the class of the innermost scope that
/// has one.
///
/// A line that is too long is plain.
pub(super) fn tokens(
    grammar: &str,
    code: &str,
    budget: &mut Budget,
    sink: Sink,
) -> Result<(), HighlightError> {
    let Some(mut reader) = GrammarReader::new(&GRAMMARS, grammar) else {
        sink(code, None);
        return Ok(());
    };
    let mut scopes = Scopes::default();
    let mut ended = String::new();
    for line in code.split_inclusive('\n') {
        if line.len() > LONGEST_LINE {
            sink(line, None);
            continue;
        }
        let ops = if line.ends_with('\n') {
            reader.line(line, budget)?
        } else {
            ended.push_str(line);
            ended.push('\n');
            reader.line(&ended, budget)?
        };
        let mut done = 0;
        for (at, op) in ops {
            let at = at.min(line.len());
            if at > done {
                let text = &line[done..at];
                sink(text, scopes.class_of(text));
                done = at;
            }
            scopes.apply(op);
        }
        let rest = &line[done..];
        sink(rest, scopes.class_of(rest));
    }
    Ok(())
}

/// The scopes that are open, each with how text in it is painted.
#[derive(Default)]
struct Scopes {
    open: Vec<OpenScope>,
    cleared: Vec<Vec<OpenScope>>,
}

struct OpenScope {
    scope: Scope,
    painted: Painted,
}

impl Scopes {
    fn class_of(&self, text: &str) -> Option<TokenClass> {
        match self.open.last()?.painted.class? {
            // Grammars disagree on whether `and` and `new` are operators; to a reader they are
            // words.
            TokenClass::Operator if text.trim_start().starts_with(char::is_alphabetic) => {
                Some(TokenClass::Keyword)
            }
            // Rust's grammar has one scope for these and for `str`.
            TokenClass::Type if matches!(text, "let" | "const" | "static") => Some(TokenClass::Keyword),
            class => Some(class),
        }
    }

    fn apply(&mut self, op: ScopeStackOp) {
        match op {
            ScopeStackOp::Push(scope) => self.push(scope),
            ScopeStackOp::Pop(count) => self.open.truncate(self.open.len().saturating_sub(count)),
            ScopeStackOp::Clear(amount) => {
                let keep = match amount {
                    ClearAmount::TopN(count) => self.open.len().saturating_sub(count),
                    ClearAmount::All => 0,
                };
                self.cleared.push(self.open.split_off(keep));
            }
            ScopeStackOp::Restore => {
                for open in self.cleared.pop().unwrap_or_default() {
                    self.push(open.scope);
                }
            }
            ScopeStackOp::Noop => {}
        }
    }

    fn push(&mut self, scope: Scope) {
        let around = self.open.last().map_or_else(Painted::default, |open| open.painted);
        self.open.push(OpenScope { scope, painted: around.within(paint(scope)) });
    }
}

#[cfg(test)]
pub(super) fn exists(grammar: &str) -> bool {
    GRAMMARS.find_syntax_by_name(grammar).is_some()
}
