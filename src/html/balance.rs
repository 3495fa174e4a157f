//! Whether the elements of a body begin and end in it (WHATWG HTML, 13.2.6).
//!
//! Only what a writer has left open or closed in vain is mended, and as a browser would mend it: an
//! element ends with the one around it, a formatting element with the body. So balanced HTML stays
//! as it is.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::elements::{is_break, is_void};
use super::tokens::{DEEPEST, Within, is_raw_text, leaves_foreign};
use crate::base::Span;

/// The elements that end where they are said to, whatever is open then (WHATWG HTML, 13.2.4.3).
const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// The element that stands in for a script: its inside is text where scripts run, and HTML where
/// none do.
const NOSCRIPT: &str = "noscript";

/// The elements of a body that are open while it is being written.
pub(crate) struct Balance {
    /// All but those that format text.
    open: Vec<OpenElement>,
    /// The elements of Markdown that are open, but for paragraphs; the first is the body itself.
    blocks: Vec<OpenBlock>,
    /// Of each such element that has begun, in order, whether its tags are text, since nothing else
    /// could stand there.
    are_text: Vec<bool>,
    /// Those that format text, by their place in [`FORMATTING`].
    formatting: [Vec<OpenElement>; FORMATTING.len()],
    count: usize,
    /// How many are open that formatting does not reach into.
    level: usize,
    /// What the next element is one of.
    within: Within,
    /// How many drawings and formulas are open.
    roots: usize,
    /// Whether all that comes is the text of the element that was opened last, until that is
    /// closed.
    in_raw_text: bool,
    /// Whether that text is a script that holds the beginning of a comment.
    in_script_comment: bool,
    /// The element without content whose tag was the last.
    void: Option<String>,
    /// The parts of a document whose start tags were left out.
    document: Vec<String>,
    faults: Vec<Fault>,
}

struct OpenElement {
    name: Cow<'static, str>,
    /// Where its start tag stands; `None` where Markdown made it.
    span: Option<Span>,
    number: usize,
    /// How many elements were open then that formatting does not reach into.
    level: usize,
    /// What it is one of, for all that follows.
    within: Within,
    /// Whether all that it holds is text.
    is_raw: bool,
    /// Whether it stands in a drawing or a formula, whose end ends nothing of HTML.
    in_root: bool,
}

/// An element of Markdown that is open: no end tag that a writer wrote ends it.
struct OpenBlock {
    /// Where in the list of open elements those begin that it holds.
    inside: usize,
    /// How many of each name it holds.
    counts: FxHashMap<Cow<'static, str>, usize>,
}

/// What a writer has left open or closed in vain.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub kind: FaultKind,
    /// The name of the element; of a comment, what would end it.
    pub name: String,
    /// Where its tag stands.
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FaultKind {
    Unclosed,
    /// An end tag ends nothing.
    Stray,
    /// A tag belongs to the document, which the template writes.
    OfDocument,
    Endless,
    UnfinishedTag,
    /// A comment, or what browsers take for one, has no end.
    UnfinishedComment,
}

/// What becomes of a tag that a writer wrote.
pub(crate) enum Verdict {
    /// It stays, behind the end tags that were missing.
    Kept(String),
    LeftOut,
    Text,
}

impl Balance {
    pub fn new() -> Self {
        Self {
            open: Vec::new(),
            blocks: vec![OpenBlock { inside: 0, counts: FxHashMap::default() }],
            are_text: Vec::new(),
            formatting: Default::default(),
            count: 0,
            level: 0,
            within: Within::Html,
            roots: 0,
            in_raw_text: false,
            in_script_comment: false,
            void: None,
            document: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// What has been found, in order.
    pub fn into_faults(self) -> Vec<Fault> {
        self.faults
    }

    /// Notes what has no end.
    pub fn report(&mut self, kind: FaultKind, name: &str, span: Span) {
        self.faults.push(Fault { kind, name: name.to_owned(), span });
    }

    /// Takes in a start tag.
    pub fn start(&mut self, name: &str, self_closing: bool, span: Span) -> Verdict {
        self.void = None;
        if self.in_raw_text {
            return Verdict::Kept(String::new());
        }
        if is_of_document(name) {
            self.document.push(name.to_owned());
            self.report(FaultKind::OfDocument, name, span);
            return Verdict::LeftOut;
        }
        if name == "plaintext" && self.within == Within::Html {
            self.report(FaultKind::Endless, name, span);
            return Verdict::Text;
        }
        self.meet(name);
        let is_foreign = self.within != Within::Html || is_foreign(name);
        if is_void(name) && !is_foreign {
            self.void = Some(name.to_owned());
        } else if !(self_closing && is_foreign) {
            let closers = self.end_before(name);
            match formatting(name) {
                Some(at) => {
                    let open = self.opened(name.to_owned().into(), Some(span));
                    self.formatting[at].push(open);
                }
                None => self.push(name.to_owned().into(), Some(span)),
            }
            return Verdict::Kept(closers);
        }
        Verdict::Kept(String::new())
    }

    /// Takes in an end tag.
    pub fn end(&mut self, name: &str, span: Span) -> Verdict {
        let void = self.void.take();
        if self.in_raw_text {
            if self.open.last().is_some_and(|last| last.name == name) {
                self.in_raw_text = false;
                self.pop();
            }
            return Verdict::Kept(String::new());
        }
        if name == "br" {
            self.meet(name);
        }
        // `</br>` is a line break, and what follows its own start tag at once is a habit from XML.
        if name == "br" || void.is_some_and(|void| void == name) {
            return Verdict::Kept(String::new());
        }
        if is_of_document(name)
            && let Some(at) = self.document.iter().rposition(|open| open == name)
        {
            self.document.remove(at);
            return Verdict::LeftOut;
        }
        if let Some(open) = formatting(name) {
            let level = self.level;
            if self.formatting[open].pop_if(|last| last.level == level).is_some() {
                return Verdict::Kept(String::new());
            }
        } else if self.holds(name)
            && let Some(at) = self.open[self.inside()..].iter().rposition(|open| open.name == name)
        {
            return Verdict::Kept(self.end_at(self.inside() + at));
        }
        self.report(FaultKind::Stray, name, span);
        Verdict::LeftOut
    }

    /// Takes in the beginning of an element: browsers leave a drawing or a formula for HTML's own,
    /// which cannot close themselves, and read all that follows as HTML.
    pub fn meet(&mut self, name: &str) {
        if self.within != Within::Html && !self.in_raw_text && leaves_foreign(name) {
            self.within = Within::Html;
            self.open
                .iter_mut()
                .rev()
                .take_while(|open| open.within != Within::Html)
                .for_each(|open| open.within = Within::Html);
        }
    }

    /// Ends a piece of HTML that stands in one place of the source: what it has left open as text
    /// goes on as text.
    pub fn end_piece(&mut self, html: &str) {
        self.in_raw_text |= self.open.last().is_some_and(|last| last.is_raw);
        self.in_script_comment |= self.in_raw_text && html.contains("<!--");
    }

    /// The element whose text all is that comes until its end tag.
    pub fn raw_text(&self) -> Option<&str> {
        self.open.last().filter(|_| self.in_raw_text).map(|last| &*last.name)
    }

    /// Takes in a paragraph of Markdown.
    pub fn start_paragraph(&mut self) {
        if !self.in_raw_text {
            self.meet("p");
            self.push("p".into(), None);
        }
    }

    /// Ends a paragraph of Markdown; gives the end tags that are missing before its own. A block
    /// may have ended it, or the writer.
    pub fn end_paragraph(&mut self) -> String {
        let is_open = !self.in_raw_text && self.holds("p");
        let inside = self.inside();
        let is_made = |open: &OpenElement| open.name == "p" && open.span.is_none();
        let made = self.open[inside..].iter().rposition(is_made).filter(|_| is_open);
        made.map_or_else(String::new, |at| self.end_at(inside + at))
    }

    /// Ends what is open in the element that stands in for a script and that was opened last: gives
    /// the end tags.
    pub fn end_inside_noscript(&mut self) -> String {
        let Some(at) = self.open.iter().rposition(|open| open.name == NOSCRIPT) else { return String::new() };
        let comment = self.end_raw_text();
        comment.to_owned() + &self.end_from(at + 1, self.open[at].level)
    }

    /// Takes in an element of Markdown with others in it.
    pub fn start_block(&mut self, name: &'static str) {
        self.are_text.push(self.in_raw_text);
        if !self.in_raw_text {
            self.meet(name);
            self.push(name.into(), None);
            self.blocks.push(OpenBlock { inside: self.open.len(), counts: FxHashMap::default() });
        }
    }

    /// Ends an element of Markdown; gives the end tags that are missing before its own, or `None`
    /// where it is not open, and so is not to be closed.
    pub fn end_block(&mut self, name: &str) -> Option<String> {
        if self.are_text.pop().unwrap_or_default() {
            return self.in_raw_text.then(String::new);
        }
        let mut starts = self.blocks.iter().skip(1).rev().map(|block| block.inside - 1);
        let at = starts.find(|at| self.open[*at].name == name)?;
        let comment = self.end_raw_text();
        Some(comment.to_owned() + &self.end_at(at))
    }

    /// Ends the body: gives the end tags of the formatting that is open in its last block, and of
    /// all else that is open.
    pub fn finish(&mut self) -> (String, String) {
        let comment = self.end_raw_text();
        let mut left: Vec<OpenElement> = self.formatting.iter_mut().flat_map(std::mem::take).collect();
        left.append(&mut self.open);
        left.sort_by_key(|open| std::cmp::Reverse(open.number));
        let formatting = left.iter().take_while(|open| formatting(&open.name).is_some()).count();
        let around = left.split_off(formatting);
        (self.closers(left), comment.to_owned() + &self.closers(around))
    }

    /// Ends what is no HTML, short of its end tag; gives what ends a comment in it.
    fn end_raw_text(&mut self) -> &'static str {
        self.in_raw_text = false;
        if std::mem::take(&mut self.in_script_comment) { "-->" } else { "" }
    }

    fn opened(&mut self, name: Cow<'static, str>, span: Option<Span>) -> OpenElement {
        self.count += 1;
        let is_html = span.is_some() && self.within == Within::Html;
        let is_raw = is_html && is_raw_text(&name) && name != NOSCRIPT;
        let (number, in_root) = (self.count, self.roots > 0);
        OpenElement { name, span, number, level: self.level, within: self.within, is_raw, in_root }
    }

    fn push(&mut self, name: Cow<'static, str>, span: Option<Span>) {
        let open = self.opened(name, span);
        self.level += usize::from(bounds_formatting(&open.name));
        self.within = self.within.inside(&open.name);
        self.roots += usize::from(is_foreign(&open.name));
        if let Some(block) = self.blocks.last_mut() {
            *block.counts.entry(open.name.clone()).or_default() += 1;
        }
        self.open.push(open);
    }

    fn pop(&mut self) -> Option<OpenElement> {
        let open = self.open.pop()?;
        (self.level, self.within) = (open.level, open.within);
        self.roots = self.roots.saturating_sub(usize::from(is_foreign(&open.name)));
        while self.inside() > self.open.len() {
            self.blocks.pop();
        }
        if let Some(count) = self.blocks.last_mut().and_then(|block| block.counts.get_mut(&open.name)) {
            *count = count.saturating_sub(1);
        }
        Some(open)
    }

    /// Where those of the open elements begin that the innermost block of Markdown holds.
    fn inside(&self) -> usize {
        self.blocks.last().map_or(0, |block| block.inside)
    }

    /// Whether that block holds an open element of a name.
    fn holds(&self, name: &str) -> bool {
        self.blocks.last().and_then(|block| block.counts.get(name)).is_some_and(|count| *count > 0)
    }

    /// Ends one of the open elements; gives the end tags that are missing inside it. Formatting
    /// goes on behind it unless it cannot.
    fn end_at(&mut self, at: usize) -> String {
        let level = self.open[at].level;
        let inside = self.end_from(at + 1, level);
        self.pop();
        inside
    }

    /// Ends the open elements from one on, and the formatting that is deeper than a level; gives
    /// the end tags.
    fn end_from(&mut self, first: usize, level: usize) -> String {
        let mut left = Vec::new();
        while self.open.len() > first {
            left.extend(self.pop());
        }
        for open in &mut self.formatting {
            while let Some(open) = open.pop_if(|last| last.level > level) {
                left.push(open);
            }
        }
        self.closers(left)
    }

    /// The end tags of elements that are left, the innermost first. Those that a writer should have
    /// written are told.
    fn closers(&mut self, mut left: Vec<OpenElement>) -> String {
        left.sort_by_key(|open| std::cmp::Reverse(open.number));
        let mut closers = String::new();
        let mut last = Cow::Borrowed("");
        for OpenElement { name, span, in_root, .. } in left {
            let may_be_left = span.is_some() && may_be_left_open(&name);
            if may_be_left && !(in_root && last != name) {
                continue;
            }
            closers.push_str(&format!("</{name}>"));
            last = name.clone();
            match span {
                Some(_) if may_be_left => {}
                Some(span) => self.report(FaultKind::Unclosed, &name, span),
                // Markdown's tables stand in an element that can be scrolled.
                None if name == "table" => closers.push_str("</div>"),
                None => {}
            }
        }
        closers
    }

    /// Ends what cannot be open where an element begins (WHATWG HTML, 13.1.2.4).
    fn end_before(&mut self, name: &str) -> String {
        let (ended, is_of_table): (&[&str], bool) = match name {
            "li" => (&["li"], false),
            "dd" | "dt" => (&["dd", "dt"], false),
            "td" | "th" => (&["td", "th"], true),
            "tr" => (&["tr", "td", "th"], true),
            "tbody" | "thead" | "tfoot" => {
                (&["tbody", "thead", "tfoot", "tr", "td", "th", "caption", "colgroup"], true)
            }
            _ => return String::new(),
        };
        if !ended.iter().any(|name| self.holds(name)) {
            return String::new();
        }
        let may_lie_between = |open: &str| match is_of_table {
            true => !matches!(open, "table" | "template"),
            false => !is_break(open) || matches!(open, "p" | "div" | "address"),
        };
        let inside = self.inside();
        let around = self.open.iter().enumerate().skip(inside).rev().take(DEEPEST);
        let around =
            around.take_while(|(_, open)| ended.contains(&&*open.name) || may_lie_between(&open.name));
        let mut ended = around.filter(|(_, open)| ended.contains(&&*open.name)).map(|(at, _)| at);
        let at = if is_of_table { ended.last() } else { ended.next() };
        at.map_or_else(String::new, |at| self.end_at(at))
    }
}

fn formatting(name: &str) -> Option<usize> {
    FORMATTING.iter().position(|formatting| *formatting == name)
}

/// Whether a tag belongs to the document: templates write it, and browsers pass over another one.
fn is_of_document(name: &str) -> bool {
    matches!(name, "html" | "head" | "body" | "frameset" | "frame")
}

/// Whether formatting that begins in an element ends in it, and none from outside can be ended
/// there (WHATWG HTML, 13.2.4.3).
fn bounds_formatting(name: &str) -> bool {
    matches!(
        name,
        "td" | "th" | "caption" | "template" | "object" | "applet" | "marquee" | "select" | NOSCRIPT
    ) || is_foreign(name)
}

/// Whether an element is a drawing or a formula.
fn is_foreign(name: &str) -> bool {
    matches!(name, "svg" | "math")
}

/// Whether an element ends with the one around it (WHATWG HTML, 13.1.2.4).
pub(crate) fn may_be_left_open(name: &str) -> bool {
    matches!(
        name,
        "p" | "li"
            | "dt"
            | "dd"
            | "rb"
            | "rt"
            | "rtc"
            | "rp"
            | "option"
            | "optgroup"
            | "colgroup"
            | "caption"
            | "thead"
            | "tbody"
            | "tfoot"
            | "tr"
            | "td"
            | "th"
            | "image"
    )
}
