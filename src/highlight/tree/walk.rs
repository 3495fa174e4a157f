//! From a tree to stretches of text with classes.

use tree_sitter::{Tree, TreeCursor};

use super::super::budget::HighlightError;
use super::super::paint::Painted;
use super::super::sink::Sink;
use super::table::{NodeRole, Step, Table};

/// A reader of code in another language that stands in the code.
type Inside<'a> = &'a dyn Fn(&Table, &str, Sink) -> Result<(), HighlightError>;

/// Gives the code's text in order, each stretch with the class of the innermost node that has one.
pub(super) fn tokens(
    table: &Table,
    code: &str,
    tree: &Tree,
    inside: Inside,
    sink: Sink,
) -> Result<(), HighlightError> {
    let mut walk = Walk { table, code, inside, done: 0, way: Vec::new(), open: Vec::new(), sink };
    walk.all(&mut tree.walk())?;
    walk.up_to(code.len(), Painted::default());
    Ok(())
}

struct Walk<'a> {
    table: &'a Table,
    code: &'a str,
    inside: Inside<'a>,
    /// How much of the code has been given.
    done: usize,
    way: Vec<Step>,
    /// How text is painted in each node that this one stands in.
    open: Vec<Painted>,
    sink: Sink<'a>,
}

impl Walk<'_> {
    fn all(&mut self, cursor: &mut TreeCursor) -> Result<(), HighlightError> {
        loop {
            if self.enter(cursor)? {
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return Ok(());
                }
                self.way.pop();
                if let Some(painted) = self.open.pop() {
                    self.up_to(cursor.node().end_byte(), painted);
                }
            }
        }
    }

    /// Gives the text before a node, and the node's own if it has no parts; whether its first part
    /// is the next node.
    fn enter(&mut self, cursor: &mut TreeCursor) -> Result<bool, HighlightError> {
        let node = cursor.node();
        let around = self.open.last().copied().unwrap_or_default();
        self.up_to(node.start_byte(), around);
        let field = match self.way.last() {
            Some(parent) if self.table.asks_for_field(parent.kind) => cursor.field_id().map(Into::into),
            _ => None,
        };
        self.way.push(Step { kind: self.table.kind(node.kind_id()), field });
        let painted = match self.table.part(&self.way) {
            NodeRole::Painted(paint) => around.within(paint),
            NodeRole::Name(otherwise) => {
                let text = self.code.get(node.byte_range()).unwrap_or_default();
                around.named((self.table.name)(text).or(otherwise))
            }
            NodeRole::Code(table) => {
                if let Some(text) = self.code.get(self.done..node.end_byte()) {
                    (self.inside)(table(), text, self.sink)?;
                    self.done = node.end_byte();
                }
                around
            }
        };
        if self.done < node.end_byte() && cursor.goto_first_child() {
            self.open.push(painted);
            return Ok(true);
        }
        self.way.pop();
        self.up_to(node.end_byte(), painted);
        Ok(false)
    }

    fn up_to(&mut self, end: usize, painted: Painted) {
        if let Some(text) = self.code.get(self.done..end).filter(|text| !text.is_empty()) {
            (self.sink)(text, painted.class);
            self.done = end;
        }
    }
}
