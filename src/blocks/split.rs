//! A file's text to its blocks.

use std::collections::BTreeMap;

use super::faults;
use super::line::Line;
use super::lines::lines;
use super::vocabulary::{Source, Vocabulary};
use super::{conflict, slips};
use crate::base::{Diagnostic, FilePath, Span, Spanned, composed};

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
    /// The value's text without the blank lines around it; an empty span after the key where there
    /// is none.
    pub value: Span,
    /// Whether the key is not known, and ends a text that it may belong to.
    pub ends_text: bool,
    /// Whether it is not known either, and stands below other keys that follow a text.
    pub is_below_text: bool,
    /// The text below the first blank line in the value.
    pub below: Option<TextBelow>,
}

/// A text that stands below a blank line in a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextBelow {
    /// Its first line.
    pub line: Span,
    /// Whether the value begins on its key's line.
    pub is_apart: bool,
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

/// Cuts a file into blocks. Inside fenced code and comments neither key lines nor separators count.
pub fn split(
    file: &FilePath,
    text: &str,
    vocabulary: &dyn Vocabulary,
    diagnostics: &mut Vec<Diagnostic>,
) -> Split {
    let source = Source { file, text, vocabulary };
    let mut lines = lines(file, text, vocabulary, diagnostics);
    slips::check(&source, &mut lines, diagnostics);
    conflict::check(file, text, &lines, diagnostics);
    if source.is_plain(&lines, diagnostics) {
        return Split::Plain;
    }
    let mut blocks = Vec::new();
    for lines in lines.split(|(line, _)| *line == Line::Separator) {
        blocks.extend(source.block(lines, diagnostics));
    }
    Split::Blocks(blocks)
}

/// The entries of a block so far, and where the key of each stands.
#[derive(Default)]
struct Entries {
    all: Vec<Entry>,
    places: BTreeMap<String, Span>,
    has_text: bool,
}

/// How far a value has been read.
#[derive(Clone, Copy)]
enum ValueState {
    Nothing,
    /// No more than its first lines.
    Lines(FirstParagraph),
    /// A blank line below those.
    Gap(FirstParagraph),
    /// What stands below that; nothing where it is told as something else.
    Rest(Option<TextBelow>),
}

/// The lines of a value above any blank one.
#[derive(Clone, Copy)]
struct FirstParagraph {
    /// Whether they begin on the key's line.
    is_apart: bool,
    /// Whether one of them is set in below the key.
    is_set_in: bool,
}

struct OpenEntry {
    key: Spanned<String>,
    /// Where its value may begin.
    from: usize,
    /// The end of the last line of it that says something.
    end: usize,
    is_markdown: bool,
    /// The text below the first blank line in the value, as far as it has been read.
    below: ValueState,
    /// Whether a key that is not known would end a text here.
    is_text: bool,
    ends_text: bool,
    is_below_text: bool,
}

impl Source<'_> {
    fn key(&self, line: &Line, span: Span) -> Option<Spanned<String>> {
        let Line::Key(name) = line else { return None };
        let start = span.start as usize;
        let key = composed(&self.text[start..][name.clone()]).into_owned();
        Some(Spanned::new(key, Span::new(start, start + name.end)))
    }

    /// Whether a file is Markdown and nothing else: it has no key, or it begins as prose and has
    /// none that is known.
    fn is_plain(&self, lines: &[(Line, Span)], diagnostics: &mut Vec<Diagnostic>) -> bool {
        let says_something = |(line, _): &&(Line, Span)| !matches!(line, Line::Blank | Line::Comment);
        let begins_as_prose = lines
            .iter()
            .find(says_something)
            .is_some_and(|(line, _)| matches!(line, Line::Text | Line::Inside | Line::NearKey));
        let mut keys = lines.iter().filter_map(|(line, span)| self.key(line, *span));
        let means_something = |Spanned { value: key, .. }: Spanned<String>| {
            let is_slip = || key.contains('/') && self.vocabulary.meant(&key, None).is_some();
            self.vocabulary.is_known(&key) || is_slip()
        };
        match begins_as_prose {
            false => keys.next().is_none(),
            true if keys.clone().any(means_something) => false,
            true => {
                diagnostics.extend(keys.map(|key| faults::key_in_text(self.file, &key, None, None)));
                true
            }
        }
    }

    /// Reads the lines between two separators.
    fn block(&self, lines: &[(Line, Span)], diagnostics: &mut Vec<Diagnostic>) -> Option<Block> {
        let mut entries = Entries::default();
        let mut open: Option<OpenEntry> = None;
        let mut stray = None;
        for (line, span) in lines {
            let key = self.key(line, *span);
            match (key, &mut open) {
                (Some(key), Some(above)) if above.is_text && self.is_text(&key.value) => {
                    let meant = self.vocabulary.meant(&key.value, Some(&above.key.value));
                    diagnostics.push(faults::key_in_text(
                        self.file,
                        &key,
                        Some(&above.key),
                        meant.as_deref(),
                    ));
                    above.end = span.end as usize;
                }
                (Some(key), _) => {
                    if let (Some(stray), None) = (stray, &open) {
                        diagnostics.push(faults::text_before_key(self.file, stray, Some(*span)));
                    }
                    let next = self.open(key, *span, open.as_ref(), entries.has_text);
                    if let Some(above) = open.replace(next) {
                        self.close(above, &mut entries, diagnostics);
                    }
                }
                (None, Some(above)) => above.read(self.text, line, *span),
                (None, None) if matches!(line, Line::Blank | Line::Comment) => {}
                (None, None) => {
                    stray.get_or_insert(*span);
                }
            }
        }
        match (open, stray) {
            (Some(open), _) => self.close(open, &mut entries, diagnostics),
            (None, Some(stray)) => diagnostics.push(faults::text_before_key(self.file, stray, None)),
            (None, None) => {}
        }
        let entries = entries.all;
        let span = entries.first()?.key.span.to(entries.last()?.value);
        Some(Block { span, entries })
    }

    /// Whether a key that follows a text is text itself.
    fn is_text(&self, key: &str) -> bool {
        !key.contains('/') && !self.vocabulary.is_known(key)
    }

    fn open(&self, key: Spanned<String>, line: Span, above: Option<&OpenEntry>, has_text: bool) -> OpenEntry {
        let is_markdown = self.vocabulary.is_markdown(&key.value);
        let follows_text = above.is_some_and(|above| above.is_markdown || above.ends_text);
        let is_unknown = (follows_text || has_text) && !self.vocabulary.is_known(&key.value);
        let ends_text = follows_text && is_unknown;
        OpenEntry {
            from: key.span.end as usize,
            end: line.end as usize,
            below: match self.text[key.span.end as usize..line.end as usize].trim().is_empty() {
                true => ValueState::Nothing,
                false => ValueState::Lines(FirstParagraph { is_apart: true, is_set_in: false }),
            },
            is_markdown,
            is_text: is_markdown,
            ends_text,
            is_below_text: is_unknown && !follows_text,
            key,
        }
    }

    fn close(&self, open: OpenEntry, entries: &mut Entries, diagnostics: &mut Vec<Diagnostic>) {
        let entry = Entry {
            value: value_span(self.text, open.from, open.end),
            ends_text: open.ends_text,
            is_below_text: open.is_below_text,
            below: match open.below {
                ValueState::Rest(below) => below,
                _ => None,
            },
            key: open.key,
        };
        entries.has_text |= open.is_markdown;
        match entries.places.get(&entry.key.value) {
            Some(first) => diagnostics.push(faults::duplicate_key(self.file, &entry.key, *first)),
            None => {
                entries.places.insert(entry.key.value.clone(), entry.key.span);
                entries.all.push(entry);
            }
        }
    }
}

impl OpenEntry {
    /// Takes a line into the value. Comments around one that is no Markdown are none of it.
    fn read(&mut self, text: &str, line: &Line, span: Span) {
        self.below = self.below.after(text, line, span);
        match line {
            Line::Blank => {}
            Line::Comment if !self.is_markdown => {
                // Only whitespace between comments is scanned again.
                if text[self.from..self.end].chars().all(char::is_whitespace) {
                    (self.from, self.end) = (span.end as usize, span.end as usize);
                }
            }
            _ => self.end = span.end as usize,
        }
    }
}

impl ValueState {
    fn after(self, text: &str, line: &Line, span: Span) -> Self {
        let is_set_in = || text[span.range()].starts_with([' ', '\t']);
        match (self, line) {
            (ValueState::Rest(_), _) | (_, Line::Comment) => self,
            (ValueState::Lines(first), Line::Blank) => ValueState::Gap(first),
            (_, Line::Blank) => self,
            (_, Line::NearSeparator(_) | Line::NearKey) => ValueState::Rest(None),
            // Indented continuation of an indented value.
            (ValueState::Gap(first), _) if first.is_set_in && is_set_in() => self,
            (ValueState::Gap(FirstParagraph { is_apart, .. }), _) => {
                ValueState::Rest(Some(TextBelow { line: span, is_apart }))
            }
            (ValueState::Nothing, _) => {
                ValueState::Lines(FirstParagraph { is_apart: false, is_set_in: false })
            }
            (ValueState::Lines(first), _) => {
                ValueState::Lines(FirstParagraph { is_set_in: first.is_set_in || is_set_in(), ..first })
            }
        }
    }
}

/// The value between a key and the end of its last line. White space before a value on the key's
/// own line goes, and blank lines before one that stands below; that one keeps its indentation,
/// which Markdown reads.
fn value_span(text: &str, start: usize, end: usize) -> Span {
    let end = start + text[start..end].trim_end().len();
    let value = &text[start..end];
    let trimmed = value.trim_start();
    let skipped = &value[..value.len() - trimmed.len()];
    let skipped_len =
        if trimmed.is_empty() { 0 } else { skipped.rfind('\n').map_or(skipped.len(), |at| at + 1) };
    Span::new(start + skipped_len, end)
}
