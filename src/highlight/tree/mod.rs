//! The engine for languages that are read into a tree, by a grammar of tree-sitter's.
//!
//! Its grammars come with queries that say what is coloured. They are not used: compiling one takes
//! longer than a small site does to build. A [`table`] of paths through the tree says it instead.

pub(super) mod languages;
mod parse;
mod table;
mod walk;

use tree_sitter::{Node, Tree};

use super::budget::HighlightError;
use super::sink::{LONGEST_LINE, Sink};
pub(super) use table::Table;

type Otherwise<'a> = &'a dyn Fn(&str, Sink) -> Result<(), HighlightError>;

/// Gives the stretches of code and their classes; code that makes no tree is left to another
/// reader.
///
/// A line that is too long is plain, and what follows it begins anew.
pub(super) fn tokens(
    table: &Table,
    code: &str,
    otherwise: Otherwise,
    sink: Sink,
) -> Result<(), HighlightError> {
    let mut rest = code;
    while let Some(long) = rest.split_inclusive('\n').find(|line| line.len() > LONGEST_LINE) {
        let at = long.as_ptr().addr() - rest.as_ptr().addr();
        stretch(table, &rest[..at], otherwise, sink)?;
        sink(long, None);
        rest = &rest[at + long.len()..];
    }
    stretch(table, rest, otherwise, sink)
}

fn stretch(table: &Table, code: &str, otherwise: Otherwise, sink: Sink) -> Result<(), HighlightError> {
    match parse::parse(table, code)? {
        Some(tree) if is_understood(&tree) => walk::tokens(table, code, &tree, &inside, sink),
        _ => otherwise(code, sink),
    }
}

/// Gives code in one language that stands in another's; what makes no tree is plain.
fn inside(table: &Table, code: &str, sink: Sink) -> Result<(), HighlightError> {
    let plain = |code: &str, sink: Sink| {
        sink(code, None);
        Ok(())
    };
    tokens(table, code, &plain, sink)
}

/// Whether the grammar knows what at least half of the code is.
fn is_understood(tree: &Tree) -> bool {
    let root = tree.root_node();
    let faults = |node: Node| if node.is_error() { node.byte_range().len() } else { 0 };
    !root.has_error()
        || faults(root) == 0
            && root.children(&mut root.walk()).map(faults).sum::<usize>() * 2 <= root.end_byte()
}
