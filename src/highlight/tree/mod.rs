//! The engine for languages that are read into a tree, by a grammar of tree-sitter's.
//!
//! Its grammars come with queries that say what is coloured. They are not used: compiling one takes
//! longer than a small site does to build. A [`table`] of paths through the tree says it instead.

mod grammar;
mod languages;
mod parse;
mod table;
mod walk;

use tree_sitter::{Node, Tree};

use super::budget::HighlightError;
use super::sink::{LONGEST_LINE, Sink};
pub(super) use grammar::Grammar;
use table::Table;

/// What the nodes of a grammar are.
fn table_of(grammar: Grammar) -> &'static Table {
    match grammar {
        Grammar::Bash => &languages::bash::TABLE,
        Grammar::C => &languages::c::TABLE,
        Grammar::Css => &languages::css::TABLE,
        Grammar::Go => &languages::go::TABLE,
        Grammar::Html => &languages::html::TABLE,
        Grammar::Java => &languages::java::TABLE,
        Grammar::JavaScript => &languages::javascript::TABLE,
        Grammar::Json => &languages::json::TABLE,
        Grammar::Python => &languages::python::TABLE,
        Grammar::Rust => &languages::rust::TABLE,
        Grammar::Sql => &languages::sql::TABLE,
        Grammar::Toml => &languages::toml::TABLE,
        Grammar::Tsx => &languages::typescript::TSX,
        Grammar::TypeScript => &languages::typescript::TABLE,
        Grammar::Yaml => &languages::yaml::TABLE,
    }
}

/// A reader of code that makes no tree.
type Otherwise<'a> = &'a dyn Fn(&str, Sink) -> Result<(), HighlightError>;

/// Gives the stretches of code and their classes; code that makes no tree is left to another
/// reader.
///
/// A line that is too long is plain, and what follows it begins anew.
pub(super) fn tokens(
    grammar: Grammar,
    code: &str,
    otherwise: Otherwise,
    sink: Sink,
) -> Result<(), HighlightError> {
    let mut rest = code;
    while let Some(long) = rest.split_inclusive('\n').find(|line| line.len() > LONGEST_LINE) {
        let at = long.as_ptr().addr() - rest.as_ptr().addr();
        stretch(grammar, &rest[..at], otherwise, sink)?;
        sink(long, None);
        rest = &rest[at + long.len()..];
    }
    stretch(grammar, rest, otherwise, sink)
}

fn stretch(grammar: Grammar, code: &str, otherwise: Otherwise, sink: Sink) -> Result<(), HighlightError> {
    let table = table_of(grammar);
    match parse::parse(table, code)? {
        Some(tree) if is_understood(&tree) => walk::tokens(table, code, &tree, &inside, sink),
        _ => otherwise(code, sink),
    }
}

/// Gives code in one language that stands in another's; what makes no tree is plain.
fn inside(grammar: Grammar, code: &str, sink: Sink) -> Result<(), HighlightError> {
    let plain = |code: &str, sink: Sink| {
        sink(code, None);
        Ok(())
    };
    tokens(grammar, code, &plain, sink)
}

/// Whether the grammar knows what at least half of the code is.
fn is_understood(tree: &Tree) -> bool {
    let root = tree.root_node();
    let faults = |node: Node| if node.is_error() { node.byte_range().len() } else { 0 };
    !root.has_error()
        || faults(root) == 0
            && root.children(&mut root.walk()).map(faults).sum::<usize>() * 2 <= root.end_byte()
}

#[cfg(test)]
mod tests {
    use super::Grammar::*;
    use super::table_of;

    #[test]
    fn tables_name_what_the_grammars_have() {
        for grammar in
            [Bash, C, Css, Go, Html, Java, JavaScript, Json, Python, Rust, Sql, Toml, Tsx, TypeScript, Yaml]
        {
            let faults = table_of(grammar).faults();
            assert!(faults.is_empty(), "{grammar:?}: {faults:?}");
        }
    }
}
