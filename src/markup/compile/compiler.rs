//! A body in the making, and what of it is open.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::Alignment;

use crate::base::{Diagnostic, Origin};
use crate::html::{Pieces, Reference, ScanResult};
use crate::locale::Typographer;
use crate::markup::body::{CodeBlock, Heading};
use crate::markup::ids::PageIds;
use crate::markup::options::Options;
use crate::markup::quotations::Quotations;

pub(super) struct Compiler<'a> {
    pub(super) source: &'a str,
    pub(super) origin: &'a Origin,
    pub(super) options: &'a Options<'a>,
    pub(super) definitions: BTreeMap<String, Range<usize>>,
    pub(super) page: &'a mut PageIds,
    pub(super) diagnostics: &'a mut Vec<Diagnostic>,
    pub(super) out: Pieces,
    pub(super) found: ScanResult,
    /// Which of the anchors that were found were made.
    pub(super) made: Vec<u32>,
    pub(super) typographer: Typographer,
    pub(super) quotations: Quotations,
    /// A run of text between typography and escaping.
    pub(super) scratch: String,
    pub(super) headings: Vec<Heading>,
    /// The text of the heading that is open, as typography makes it.
    pub(super) heading: Option<String>,
    /// The written levels of the headings that the place in the text lies under.
    pub(super) levels: Vec<u8>,
    /// The text so far, without markup.
    pub(super) text: String,
    pub(super) code: Vec<CodeBlock>,
    pub(super) tables: Vec<Table>,
    /// How many things are open whose text is not prose: raw `code` and the like, bare addresses.
    pub(super) literals: usize,
    pub(super) links: Vec<OpenLink>,
    /// Whether the label of a task's checkbox is open.
    pub(super) label_is_open: bool,
    /// How many elements the raw HTML so far has left open.
    pub(super) html_depth: isize,
    /// Where the elements inside paragraphs end that hold no Markdown; worked out when first asked
    /// for.
    pub(super) closing_tags: Option<BTreeMap<usize, usize>>,
    /// Where the destinations stand of the link definitions that were referred to so far; none
    /// where they are written with escapes.
    pub(super) destinations: BTreeMap<String, Option<Range<usize>>>,
    /// Whether there is any raw HTML.
    pub(super) has_html: bool,
    pub(super) footnotes: Footnotes,
}

#[derive(Default)]
pub(super) struct Footnotes {
    /// The events inside each definition, by the key of the label; the first of a label counts.
    pub(super) definitions: BTreeMap<String, Range<usize>>,
    /// The definitions that were met, in order: the label as written, and where the whole stands.
    pub(super) written: Vec<(String, Range<usize>)>,
    /// Those that the text refers to, in the order in which it does.
    pub(super) notes: Vec<Note>,
    /// Which of them each label names.
    pub(super) numbers: BTreeMap<String, usize>,
}

/// A footnote that the text refers to.
pub(super) struct Note {
    pub(super) label: String,
    pub(super) number: usize,
    pub(super) id: String,
    /// The ids of the places that refer to it.
    pub(super) references: Vec<String>,
    pub(super) at: Range<usize>,
}

/// A link whose end is yet to come.
pub(super) struct OpenLink {
    pub(super) shows_address: bool,
    /// Where it leads, if rendering has a say in that.
    pub(super) reference: Option<Reference>,
}

pub(super) struct Table {
    pub(super) alignments: Vec<Alignment>,
    pub(super) column: usize,
    /// The end tag of the cell that is open.
    pub(super) cell: &'static str,
    pub(super) is_head: bool,
}
