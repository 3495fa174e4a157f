//! A file's text to its blocks.

use std::collections::BTreeMap;

use memchr::memchr_iter;

use super::fence::{self, Opener};
use super::line::{Line, SEPARATOR_LEN, classify};
use crate::base::{Code, Diagnostic, FilePath, Place, Span, Spanned};

/// A map from keywords to values, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// From its first key to the end of its last value.
    pub span: Span,
    /// The entries in the order in which they were written; no key stands twice.
    pub entries: Vec<Entry>,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The keyword without its colon; the span holds the colon.
    pub key: Spanned<String>,
    /// The value's text without the blank lines around it; an empty span after the key where there is none.
    pub value: Span,
}

/// What a file turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Split {
    /// Blocks of keys.
    Blocks(Vec<Block>),
    /// A file without any key line: Markdown and nothing else.
    Plain,
}

impl Block {
    /// The entry of a key.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key.value == key)
    }
}

/// Cuts a file into blocks. Inside fenced code neither key lines nor separators count.
pub fn split(file: &FilePath, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Split {
    let lines = classified(file, text, diagnostics);
    for (line, span) in &lines {
        if let Line::NearSeparator(count) = line {
            diagnostics.push(near_separator(file, *span, *count));
        }
    }
    if !lines.iter().any(|(line, _)| matches!(line, Line::Key(_))) {
        return Split::Plain;
    }
    let mut blocks = Vec::new();
    for lines in lines.split(|(line, _)| *line == Line::Separator) {
        blocks.extend(block(file, text, lines, diagnostics));
    }
    Split::Blocks(blocks)
}

/// Every line with what it is; the lines of a code fence are text.
fn classified(file: &FilePath, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<(Line, Span)> {
    let spans = line_spans(text);
    let mut lines = Vec::with_capacity(spans.len());
    // What looks like another opening after an unclosed one is mostly its failed closing.
    let mut is_told = false;
    // For each kind of opening, the line before which none is closed: no two look at the same lines in vain.
    let mut unclosed: BTreeMap<Opener, usize> = BTreeMap::new();
    while let Some(&span) = spans.get(lines.len()) {
        let line = &text[span.range()];
        if let Some(opener) = fence::opener(line) {
            let at = lines.len();
            if unclosed.get(&opener).is_none_or(|limit| at >= *limit) {
                match fence_len(text, &spans[at..], opener) {
                    Ok(len) => {
                        lines.extend(spans[at..][..len].iter().map(|span| (Line::Text, *span)));
                        continue;
                    }
                    Err(len) => {
                        unclosed.insert(opener, at + len);
                    }
                }
            }
            if !opener.deep && !is_told {
                diagnostics.push(unclosed_fence(file, line, span));
                is_told = true;
            }
        }
        let line = classify(line);
        is_told &= line != Line::Separator;
        lines.push((line, span));
    }
    lines
}

/// The number of lines from a fence's opening to its closing, both counted; where it is never closed, the number of lines
/// from it in which no opening like it is closed either.
///
/// A fence that runs over a separator and then meets another opening was not closed where it should have been.
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

/// Reads the lines between two separators.
fn block(
    file: &FilePath,
    text: &str,
    lines: &[(Line, Span)],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Block> {
    let is_key = |(line, _): &(Line, Span)| matches!(line, Line::Key(_));
    let first_key = lines.iter().position(is_key).unwrap_or(lines.len());
    let (before, rest) = lines.split_at(first_key);
    if let Some((_, stray)) = before.iter().find(|(line, _)| *line != Line::Blank) {
        diagnostics.push(text_before_key(file, *stray, rest.first().map(|(_, span)| *span)));
    }
    let mut entries: Vec<Entry> = Vec::new();
    for lines in rest.chunk_by(|_, next| !is_key(next)) {
        let Some((Line::Key(name), key_line)) = lines.first() else { continue };
        let key_start = key_line.start as usize;
        let key_span = Span::new(key_start, key_start + name.end);
        let last = lines.iter().rfind(|(line, _)| *line != Line::Blank).map_or(*key_line, |(_, span)| *span);
        let name = text[key_start..][name.clone()].to_owned();
        let entry = Entry {
            key: Spanned::new(name, key_span),
            value: value_span(text, key_span.end as usize, last.end as usize),
        };
        match entries.iter().find(|other| other.key.value == entry.key.value) {
            Some(first) => diagnostics.push(duplicate_key(file, &entry.key, first.key.span)),
            None => entries.push(entry),
        }
    }
    let span = entries.first()?.key.span.to(entries.last()?.value);
    Some(Block { span, entries })
}

/// The value between a key and the end of its last line. White space before a value on the key's own line goes, and blank
/// lines before one that stands below; that one keeps its indentation, which Markdown reads.
fn value_span(text: &str, start: usize, end: usize) -> Span {
    let end = start + text[start..end].trim_end().len();
    let value = &text[start..end];
    let trimmed = value.trim_start();
    let skipped = &value[..value.len() - trimmed.len()];
    let skipped_len =
        if trimmed.is_empty() { 0 } else { skipped.rfind('\n').map_or(skipped.len(), |at| at + 1) };
    Span::new(start + skipped_len, end)
}

/// The lines of a text, without their ends.
fn line_spans(text: &str) -> Vec<Span> {
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

fn unclosed_fence(file: &FilePath, line: &str, span: Span) -> Diagnostic {
    let indent = line.len() - line.trim_start().len();
    let span = Span::new(span.start as usize + indent, span.end as usize);
    Diagnostic::at(Place::new(file, span), Code::UnclosedFence, "this code fence is never closed")
        .label("opened here")
        .help("end the code with a line of the same marks, as many as here or more")
}

fn near_separator(file: &FilePath, span: Span, count: usize) -> Diagnostic {
    Diagnostic::at(
        Place::new(file, span),
        Code::NearSeparator,
        format!("a line of {count} dashes is not a separator, which has {SEPARATOR_LEN}"),
    )
    .help(if count < SEPARATOR_LEN {
        format!("add {} to make it one", SEPARATOR_LEN - count)
    } else {
        format!("remove {} to make it one", count - SEPARATOR_LEN)
    })
}

fn text_before_key(file: &FilePath, stray: Span, key: Option<Span>) -> Diagnostic {
    let fault = Diagnostic::at(
        Place::new(file, stray),
        Code::TextBeforeKey,
        "text stands before the block's first key",
    )
    .label("this belongs to no key");
    match key {
        Some(key) => fault
            .note_at(Place::new(file, key), "the first key is here")
            .help("put a key line before the text, such as `:section/body`"),
        None => fault.help("the block has no key at all: begin it with one, such as `:section/body`"),
    }
}

fn duplicate_key(file: &FilePath, key: &Spanned<String>, first: Span) -> Diagnostic {
    Diagnostic::at(
        Place::new(file, key.span),
        Code::DuplicateKey,
        format!("`:{}` stands twice in one block", key.value),
    )
    .label("again here")
    .note_at(Place::new(file, first), "it stands here first")
    .help("remove one of the two, or part the sections with a line of 80 dashes")
}
