//! A file's lines, each with what it is where it stands.

use std::collections::BTreeMap;

use memchr::{memchr_iter, memmem};

use super::faults;
use super::fence::{self, Opener};
use super::html::{self, Opening};
use super::line::{Line, classify};
use super::near::indentation;
use super::vocabulary::Vocabulary;
use crate::base::{Diagnostic, FilePath, Span};

pub(super) fn lines(
    file: &FilePath,
    text: &str,
    vocabulary: &dyn Vocabulary,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(Line, Span)> {
    let spans = spans(text);
    let has_comments = memmem::find(text.as_bytes(), html::OPEN.as_bytes()).is_some();
    let mut lines = Lines {
        file,
        text,
        vocabulary,
        diagnostics,
        read: Vec::with_capacity(spans.len()),
        spans,
        has_comments,
        is_prose: true,
        is_told: false,
        unclosed_fences: BTreeMap::new(),
        longest_closings: None,
        unclosed_elements: BTreeMap::new(),
        unclosed_comments: [0; 2],
    };
    while lines.read.len() < lines.spans.len() {
        lines.read_line();
    }
    lines.read
}

/// In how many lines above a comment the list item is searched for that it may belong to.
const SEARCHED: usize = 200;

struct Lines<'a> {
    file: &'a FilePath,
    text: &'a str,
    vocabulary: &'a dyn Vocabulary,
    diagnostics: &'a mut Vec<Diagnostic>,
    spans: Vec<Span>,
    read: Vec<(Line, Span)>,
    has_comments: bool,
    /// Whether the lines belong to a value that is Markdown.
    is_prose: bool,
    /// Whether an opening that nothing closes has been told in this block. What looks like another
    /// one after it is mostly its failed closing.
    is_told: bool,
    /// For each kind of opening, the line before which none is closed: no two look at the same
    /// lines in vain.
    unclosed_fences: BTreeMap<Opener, usize>,
    /// For each line the longest closings of fences among it and those behind it, by their marks;
    /// gathered when a fence is not closed.
    longest_closings: Option<Vec<[(char, usize); 2]>>,
    unclosed_elements: BTreeMap<&'static str, usize>,
    /// The same for comments, those in the midst of paragraphs first.
    unclosed_comments: [usize; 2],
}

impl<'a> Lines<'a> {
    /// Reads the next line, and those that belong to what it opens.
    fn read_line(&mut self) {
        let at = self.read.len();
        let line = self.line(at);
        if let Some(opener) = fence::opener(line) {
            if let Some(len) = self.fence(at, opener) {
                return self.take(Line::Inside, at + len);
            }
            if !opener.deep {
                self.report(faults::unclosed_fence(self.file, line, self.spans[at]));
            }
        }
        let kind = classify(line);
        match &kind {
            Line::Key(name) => self.is_prose = self.holds_prose(&line[name.clone()]),
            Line::Separator => (self.is_prose, self.is_told) = (true, false),
            Line::Text if self.is_prose => {
                if let Some(len) = html::raw_element(line).and_then(|name| self.element(at, name)) {
                    return self.take(Line::Inside, at + len);
                }
            }
            _ => {}
        }
        if self.has_comments && memmem::find(line.as_bytes(), html::OPEN.as_bytes()).is_some() {
            return self.comments(at, kind);
        }
        self.read.push((kind, self.spans[at]));
    }

    fn line(&self, at: usize) -> &'a str {
        &self.text[self.spans[at].range()]
    }

    /// Whether what follows a key is Markdown: its value, or the text above that goes on.
    fn holds_prose(&self, key: &str) -> bool {
        let goes_on = self.is_prose && !key.contains('/') && !self.vocabulary.is_known(key);
        goes_on || self.vocabulary.is_markdown(key)
    }

    /// Takes the lines up to another one as they are not seen alone.
    fn take(&mut self, kind: Line, end: usize) {
        let begin = self.read.len();
        self.read.extend(self.spans[begin..end].iter().map(|span| (kind.clone(), *span)));
    }

    fn report(&mut self, fault: Diagnostic) {
        if !self.is_told {
            self.diagnostics.push(fault);
            self.is_told = true;
        }
    }

    /// The number of lines from a fence's opening to its closing, both counted; `None` where it is
    /// never closed.
    fn fence(&mut self, at: usize, opener: Opener) -> Option<usize> {
        let is_too_long = || {
            let longest = self.longest_closings.as_ref().map(|longest| &longest[at]);
            longest.is_some_and(|longest| !longest.iter().any(|closing| opener.may_be_closed_by(*closing)))
        };
        if self.unclosed_fences.get(&opener).is_some_and(|limit| at < *limit) || is_too_long() {
            return None;
        }
        match fence_len(self.text, &self.spans[at..], opener) {
            Ok(len) => Some(len),
            Err(len) => {
                self.unclosed_fences.insert(opener, at + len);
                self.longest_closings.get_or_insert_with(|| longest_closings(self.text, &self.spans));
                None
            }
        }
    }

    /// The number of lines of a raw element; `None` where it is not closed in its block, and so is
    /// not minded here.
    fn element(&mut self, at: usize, name: &'static str) -> Option<usize> {
        if self.unclosed_elements.get(name).is_some_and(|limit| at < *limit) {
            return None;
        }
        for end in at + 1..self.spans.len() {
            let line = self.line(end);
            if html::ends_raw(line, name) {
                return Some(end + 1 - at);
            }
            if classify(line) == Line::Separator {
                self.unclosed_elements.insert(name, end);
                return None;
            }
        }
        self.unclosed_elements.insert(name, self.spans.len());
        None
    }

    /// Reads a line that may open comments, and the lines that those run over.
    fn comments(&mut self, first: usize, kind: Line) {
        let (mut at, mut kind) = (first, kind);
        let start = match &kind {
            Line::Key(name) => name.end,
            _ => 0,
        };
        let mut from = start;
        let mut around = None;
        while let Some(mut opening) = html::opening(self.line(at), from) {
            // A value that is no Markdown holds no comments, but one may stand below it.
            let is_alone = opening.is_first && from == 0;
            if !self.is_prose && !is_alone {
                break;
            }
            let reading = match around {
                None => CommentState::of(&self.line(at)[start..opening.at], opening),
                Some(CommentState::Block | CommentState::Behind) => CommentState::Behind,
                Some(around) => around,
            };
            around = Some(reading);
            opening.is_block = reading != CommentState::Prose;
            let Some((end, closing)) = self.close(at, opening) else {
                break;
            };
            if self.is_prose {
                self.report_early_end((at, opening), (end, closing), reading);
            }
            let is_comment = is_alone && self.line(end)[closing..].trim().is_empty();
            if is_comment {
                return self.take(Line::Comment, end + 1);
            }
            if end > at {
                self.read.push((kind, self.spans[at]));
                self.take(if is_alone { Line::Comment } else { Line::Inside }, end);
                kind = Line::Inside;
            }
            (at, from) = (end, closing);
        }
        self.read.push((kind, self.spans[at]));
    }

    /// The line and the place in it where a comment ends; `None` where it is never closed, or is
    /// none.
    fn close(&mut self, at: usize, opening: Opening) -> Option<(usize, usize)> {
        if let Some(end) = html::closing(self.line(at), opening.at + 2) {
            return Some((at, end));
        }
        if opening.is_deep {
            let before = &self.line(at)[..opening.at];
            let is_code = |column: usize| indentation(before) >= column + 4;
            if self.item(at, before).is_none_or(is_code) {
                return None;
            }
        }
        let limit = self.unclosed_comments[usize::from(opening.is_block)];
        match if at < limit { Err(limit) } else { self.search(at, opening.is_block) } {
            Ok(end) => Some(end),
            Err(limit) => {
                self.unclosed_comments[usize::from(opening.is_block)] = limit;
                // Markdown takes a comment that does not end with its paragraph for text.
                let is_last = self.line(at)[opening.at + html::OPEN.len()..].trim().is_empty();
                if opening.is_block || is_last {
                    let Span { start, end } = self.spans[at];
                    let span = Span::new(start as usize + opening.at, end as usize);
                    self.report(faults::unclosed_comment(self.file, span, opening.is_block));
                }
                None
            }
        }
    }

    /// Tells a comment that ends elsewhere than at its `-->`: for Markdown, or for browsers.
    fn report_early_end(
        &mut self,
        (at, opening): (usize, Opening),
        (end, closing): (usize, usize),
        reading: CommentState,
    ) {
        let start = self.spans[at].start as usize + opening.at;
        let stop = self.spans[end].start as usize + closing;
        let why = if end > at { self.early_end(at, end, opening, reading) } else { None };
        if let Some(why) = why {
            let span = Span::new(start, self.spans[at].end as usize);
            self.report(faults::early_end(self.file, span, why));
        } else if let Some(mark) = memmem::find(&self.text.as_bytes()[start..stop], b"--!>") {
            let span = Span::new(start + mark, start + mark + 4);
            self.diagnostics.push(faults::other_end(self.file, span));
        }
    }

    /// What ends a comment for Markdown before its last line, if anything does.
    fn early_end(
        &self,
        at: usize,
        end: usize,
        opening: Opening,
        reading: CommentState,
    ) -> Option<&'static str> {
        let mut below = (at + 1..=end).map(|line| self.line(line));
        let before = &self.line(at)[..opening.at];
        match reading {
            CommentState::Prose => None,
            CommentState::Behind => Some("it begins behind another one"),
            _ if html::in_quotation(before) => {
                below.any(|line| !line.trim_start().starts_with('>')).then_some("it begins in a quotation")
            }
            _ => {
                let column = self.item(at, before)?;
                let leaves = |line: &str| indentation(line) < column && !line.trim().is_empty();
                below.any(leaves).then_some("it begins in a list")
            }
        }
    }

    /// The column at which the text of the list item begins that a comment stands in; `before` is
    /// what stands before it in its line.
    fn item(&self, at: usize, before: &str) -> Option<usize> {
        let indent = indentation(before);
        let own = fence::item_column(before);
        if own.is_some() || indent == 0 {
            return own;
        }
        for (line, span) in self.read[..at].iter().rev().take(SEARCHED) {
            let text = &self.text[span.range()];
            match line {
                Line::Key(_) | Line::Separator => return None,
                Line::Text if indentation(text) < indent => {
                    return fence::item_column(text).filter(|column| *column <= indent);
                }
                _ => {}
            }
        }
        None
    }

    /// Finds the end of a comment below a line, else the line before which no comment is closed.
    ///
    /// In a paragraph it ends with that. A comment that runs over a key or a separator, and then
    /// meets another opening or closes inside a fence, was not closed where it should have been:
    /// comments cannot hold each other.
    fn search(&self, at: usize, is_block: bool) -> Result<(usize, usize), usize> {
        let mut has_crossed = false;
        let mut fence: Option<Opener> = None;
        for end in at + 1..self.spans.len() {
            let line = self.line(end);
            let kind = classify(line);
            if !is_block && matches!(kind, Line::Blank | Line::Separator) {
                return Err(end);
            }
            let closing = html::closing(line, 0);
            let before = &line.as_bytes()[..closing.unwrap_or(line.len())];
            let opens = || memmem::find(before, html::OPEN.as_bytes()).is_some();
            if has_crossed && ((closing.is_some() && fence.is_some()) || opens()) {
                return Err(end);
            }
            if let Some(closing) = closing {
                return Ok((end, closing));
            }
            has_crossed |= fence.is_none() && matches!(kind, Line::Key(_) | Line::Separator);
            fence = match fence {
                Some(open) => Some(open).filter(|open| !open.is_closed_by(line)),
                None => fence::opener(line),
            };
        }
        Err(self.spans.len())
    }
}

/// How Markdown reads a comment.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CommentState {
    /// As a block of its own, up to the line that it ends in.
    Block,
    /// As what stands behind such a block in its last line.
    Behind,
    Html,
    Prose,
}

impl CommentState {
    /// How it reads the first comment of a line; `before` is what stands before it.
    fn of(before: &str, opening: Opening) -> Self {
        match before.contains('<') {
            _ if !opening.is_block => CommentState::Prose,
            true => CommentState::Html,
            false => CommentState::Block,
        }
    }
}

/// For each line the longest closings of fences among it and those behind it: of backticks, and of
/// tildes.
fn longest_closings(text: &str, spans: &[Span]) -> Vec<[(char, usize); 2]> {
    let mut longest = [('`', 0), ('~', 0)];
    let with = |span: &Span| {
        let line = text[span.range()].trim();
        for (mark, len) in &mut longest {
            if line.len() > *len && line.chars().all(|c| c == *mark) {
                *len = line.len();
            }
        }
        longest
    };
    let mut all: Vec<_> = spans.iter().rev().map(with).collect();
    all.reverse();
    all
}

/// The number of lines from a fence's opening to its closing, both counted; where it is never
/// closed, the number of lines from it in which no opening like it is closed either.
///
/// A fence that runs over a separator and then meets another opening was not closed where it should
/// have been.
fn fence_len(text: &str, lines: &[Span], opener: Opener) -> Result<usize, usize> {
    let mut separator = None;
    for (index, span) in lines.iter().enumerate().skip(1) {
        let line = &text[span.range()];
        if opener.is_closed_by(line) {
            return Ok(index + 1);
        }
        if separator.is_none() && classify(line) == Line::Separator {
            separator = Some(index);
        }
        if let Some(separator) = separator
            && fence::opener(line).is_some_and(|other| opener.is_like(other))
        {
            return Err(separator);
        }
    }
    Err(lines.len())
}

/// The lines of a text, without their ends.
fn spans(text: &str) -> Vec<Span> {
    let mut start = 0;
    let mut spans = Vec::new();
    for end in memchr_iter(b'\n', text.as_bytes()) {
        spans.push(Span::new(start, end));
        start = end + 1;
    }
    if start < text.len() {
        spans.push(Span::new(start, text.len()));
    }
    spans
}
