//! Code to trees, within bounds.
//!
//! Where code makes no sense to a grammar, its parser goes back over all that is open, each time:
//! in code that lies deep in itself a single step then takes time and memory by the square of the
//! depth. Steps can be counted, but not what each takes; so longer code is parsed from its
//! beginning on, a little more each time, and what the tree is like says whether to go on.

use std::cell::RefCell;
use std::ops::ControlFlow;

use tree_sitter::{InputEdit, Node, ParseOptions, ParseState, Parser, Point, Tree};

use super::super::budget::{Budget, HighlightError};
use super::table::Table;

/// Code of so many bytes is parsed at once, unless it begins with what makes no sense.
const AT_ONCE: usize = 2_048;

/// How much more is parsed each time, and how much the first time.
const MORE: usize = 1_024;
const FIRST: usize = 256;

/// How deep nodes may lie in one another.
const DEEPEST: usize = 300;

/// How many places that make no sense there may be, at least and for so many bytes each.
const FAULTS: usize = 64;
const BYTES: usize = 64;

/// Where there is one for so many bytes, nothing else can make sense of it either.
const DENSE: usize = 16;

/// How many steps there are for code, for each byte of it, and how many are counted at a time.
const LEAST: usize = 10_000;
const EACH: usize = 16;
const STEPS: usize = 100;

/// The tree of code; `None` where it makes too little sense to have one.
pub(super) fn parse(table: &Table, code: &str) -> Result<Option<Tree>, HighlightError> {
    thread_local! {
        static PARSER: RefCell<Parser> = RefCell::new(Parser::new());
    }
    PARSER.with_borrow_mut(|parser| {
        if parser.set_language(table.language()).is_err() {
            return Ok(None);
        }
        if code.len() <= AT_ONCE
            && let Some(tree) = run(parser, code, None, &mut budget(code), ParseState::has_error)
        {
            return Ok(Some(tree));
        }
        if !makes_sense(parser, code)? {
            return Ok(None);
        }
        let tree = run(parser, code, None, &mut budget(code), |_| false);
        tree.map(Some).ok_or(HighlightError::Steps(EACH))
    })
}

/// Parses more and more of code, and says whether it makes sense. Each time what is new is looked
/// at alone, and what is old parsed again as far as it has to be, which is little where it makes
/// sense.
fn makes_sense(parser: &mut Parser, code: &str) -> Result<bool, HighlightError> {
    let mut known: Option<Tree> = None;
    let mut faults = 0;
    let (mut start, mut from) = (0, Point::new(0, 0));
    let mut end = FIRST;
    let mut budget = budget("");
    while end < code.len() {
        let more = code.floor_char_boundary(end);
        budget.add((more - start) * EACH);
        let to = moved(from, &code[start..more]);
        if let Some(tree) = &mut known {
            tree.edit(&InputEdit {
                start_byte: start,
                old_end_byte: start,
                new_end_byte: more,
                start_position: from,
                old_end_position: from,
                new_end_position: to,
            });
        }
        let tree = run(parser, &code[..more], known.as_ref(), &mut budget, |_| false);
        let tree = tree.ok_or(HighlightError::Steps(EACH))?;
        faults += look(&tree, start)?;
        let most = FAULTS + more / BYTES;
        if faults > most {
            return if faults * DENSE > more { Err(HighlightError::Faults(most)) } else { Ok(false) };
        }
        known = Some(tree);
        (start, from) = (more, to);
        end += end.min(MORE);
    }
    Ok(true)
}

fn budget(code: &str) -> Budget {
    Budget::of(LEAST + code.len() * EACH)
}

/// Parses code; `None` where it takes too many steps, or is to be given up.
fn run(
    parser: &mut Parser,
    code: &str,
    known: Option<&Tree>,
    budget: &mut Budget,
    is_given_up: impl Fn(&ParseState) -> bool,
) -> Option<Tree> {
    let mut goes_on = |state: &ParseState| {
        let goes_on = budget.take(STEPS) && !is_given_up(state);
        if goes_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    let options = ParseOptions::new().progress_callback(&mut goes_on);
    let rest = &mut |at: usize, _| code.as_bytes().get(at..).unwrap_or_default();
    let tree = parser.parse_with_options(rest, known, Some(options));
    if tree.is_none() {
        parser.reset();
    }
    tree
}

/// How many places make no sense from an offset on; an error where nodes lie too deep there.
fn look(tree: &Tree, start: usize) -> Result<usize, HighlightError> {
    let makes_none = |node: Node| usize::from(node.is_error() || node.is_missing());
    let mut cursor = tree.walk();
    let (mut faults, mut depth) = (0, 0);
    loop {
        faults += makes_none(cursor.node());
        if cursor.goto_first_child_for_byte(start).is_some() {
            depth += 1;
            if depth > DEEPEST {
                return Err(HighlightError::Depth(DEEPEST));
            }
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return Ok(faults);
            }
            depth -= 1;
        }
    }
}

/// Where a text ends that begins at a place.
fn moved(from: Point, text: &str) -> Point {
    match text.rfind('\n') {
        Some(last) => Point::new(from.row + text.matches('\n').count(), text.len() - last - 1),
        None => Point::new(from.row, from.column + text.len()),
    }
}
