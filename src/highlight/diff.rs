//! Diffs: what counts is how a line begins.

use super::TokenClass::{self, Comment, Deleted, Heading, Inserted};
use super::sink::Sink;

/// Gives each line of a unified, context or plain diff the class of its first characters.
pub(super) fn tokens(code: &str, sink: Sink) {
    for line in code.split_inclusive('\n') {
        sink(line, class(line));
    }
}

fn class(line: &str) -> Option<TokenClass> {
    const HEADS: [&str; 13] = [
        "diff ",
        "index ",
        "--- ",
        "+++ ",
        "*** ",
        "@@",
        "new file ",
        "deleted file ",
        "old mode ",
        "new mode ",
        "rename ",
        "similarity ",
        "Index: ",
    ];
    if HEADS.iter().any(|head| line.starts_with(head)) {
        return Some(Heading);
    }
    match line.as_bytes().first()? {
        b'+' | b'>' => Some(Inserted),
        b'-' | b'<' => Some(Deleted),
        b'\\' | b'#' => Some(Comment),
        _ => None,
    }
}
