//! Shell sessions: the commands are coloured, what they print is plain.

use super::TokenClass::Punctuation;
use super::budget::{Budget, HighlightError};
use super::sink::Sink;
use super::{grammar, language};

/// The prompts known: of a user, of root, of zsh, and of a continued line.
const PROMPTS: [&str; 4] = ["$ ", "# ", "% ", "> "];

/// Colours the text after a prompt as a command; a session without any prompt is all commands.
pub(super) fn tokens(code: &str, budget: &mut Budget, sink: Sink) -> Result<(), HighlightError> {
    if !code.lines().any(|line| prompt(line).is_some()) {
        return grammar::tokens(language::SHELL, code, budget, sink);
    }
    for line in code.split_inclusive('\n') {
        match prompt(line) {
            Some(len) => {
                sink(&line[..len], Some(Punctuation));
                grammar::tokens(language::SHELL, &line[len..], budget, sink)?;
            }
            None => sink(line, None),
        }
    }
    Ok(())
}

fn prompt(line: &str) -> Option<usize> {
    PROMPTS.iter().find(|prompt| line.starts_with(**prompt)).map(|prompt| prompt.len())
}
