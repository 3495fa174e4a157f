//! A file's maps, whether written as blocks or as EDN.

use std::ops::Range;

use crate::base::{FilePath, Origin, Span, Spanned};
use crate::blocks::{Block, TextBelow};
use crate::edn::{Form, FormKind};

/// A map from keywords to values as written, before its keys have types.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Where the map stands.
    pub span: Span,
    /// Its entries in the order in which they were written; no key stands twice.
    pub fields: Vec<Field>,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The keyword without its colon.
    pub key: Spanned<String>,
    /// The value.
    pub value: Raw,
    /// Whether the key is not known, and ends a text of its block that it may belong to.
    pub ends_text: bool,
    /// Whether it is not known either, and stands below other keys that follow a text.
    pub is_below_text: bool,
    /// The text below the first blank line in the value of a block.
    pub below: Option<TextBelow>,
}

/// A value whose type is not yet decided.
#[derive(Clone, Debug, PartialEq)]
pub enum Raw {
    /// The text of a block's value.
    Text(Spanned<String>),
    /// A value in an EDN file.
    Form(Form),
}

/// What one source file holds.
#[derive(Clone, Debug, PartialEq)]
pub enum SourceRecords {
    /// The blocks of a section file.
    Blocks(Vec<Record>),
    /// A file without any key: Markdown and nothing else.
    Plain,
}

/// What a file holds of a page.
#[derive(Clone, Copy, Debug)]
pub enum PageContent<'a> {
    /// Records: the first describes the page, each further one is a section.
    Records(&'a [Record]),
    /// A text without keys, the whole of which is Markdown.
    Markdown(&'a str),
}

impl Record {
    /// The field of a key.
    pub fn get(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key.value == key)
    }

    /// Whether it is a section that is laid out as a quotation, and does not say which language
    /// that is in.
    pub fn is_quotation(&self) -> bool {
        let kind = self.get("section/kind").map(|field| &field.value);
        let is_quote = match kind {
            Some(Raw::Text(text)) => text.value.trim() == ":quote",
            Some(Raw::Form(form)) => form.as_keyword() == Some("quote"),
            None => false,
        };
        is_quote && self.get("section/locale").is_none()
    }

    /// The map of an EDN form, or `None` where it is no map or a key is no keyword.
    pub fn of_form(form: &Form) -> Option<Self> {
        let fields = form
            .as_map()?
            .iter()
            .map(|(key, value)| {
                let name = key.as_keyword()?.to_owned();
                Some(Field {
                    key: Spanned::new(name, key.span),
                    value: Raw::Form(value.clone()),
                    ends_text: false,
                    is_below_text: false,
                    below: None,
                })
            })
            .collect::<Option<Vec<_>>>()?;
        Some(Self { span: form.span, fields })
    }
}

impl Raw {
    /// Where the value stands.
    pub fn span(&self) -> Span {
        match self {
            Raw::Text(text) => text.span,
            Raw::Form(form) => form.span,
        }
    }

    /// The value as many-lined text, and where positions in it lie; `None` where it is EDN but no
    /// string.
    ///
    /// The lines of an EDN string after its first are dedented together.
    pub fn as_text(&self, file: &FilePath) -> Option<(String, Origin)> {
        let (text, span, verbatim) = match self {
            Raw::Text(text) => (text.value.clone(), text.span, true),
            Raw::Form(form) => match &form.kind {
                FormKind::Text(text) => (dedent(text), form.span, false),
                _ => return None,
            },
        };
        Some((text, Origin { file: file.clone(), span, verbatim }))
    }
}

impl SourceRecords {
    /// The page that the file holds, whose text is given.
    pub fn page<'a>(&'a self, text: &'a str) -> PageContent<'a> {
        match self {
            Self::Blocks(records) if !records.is_empty() => PageContent::Records(records),
            _ => PageContent::Markdown(text),
        }
    }

    pub(super) fn of_blocks(text: &str, blocks: &[Block]) -> Self {
        Self::Blocks(blocks.iter().map(|block| record_of_block(text, block)).collect())
    }
}

fn record_of_block(text: &str, block: &Block) -> Record {
    let value = |range: Range<usize>| text[range].to_owned();
    let fields = block.entries.iter().map(|entry| Field {
        key: entry.key.clone(),
        value: Raw::Text(Spanned::new(value(entry.value.range()), entry.value)),
        ends_text: entry.ends_text,
        is_below_text: entry.is_below_text,
        below: entry.below,
    });
    Record { span: block.span, fields: fields.collect() }
}

/// Removes the white space that all lines after the first have in common, and trims the whole.
fn dedent(text: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let common =
        text.lines().skip(1).filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or_default();
    let lines: Vec<&str> = text
        .lines()
        .enumerate()
        .map(|(index, line)| if index == 0 { line } else { &line[common.min(indent(line))..] })
        .collect();
    lines.join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::dedent;

    #[test]
    fn dedents_the_lines_after_the_first_together() {
        assert_eq!(dedent("Hello\n     there\n       you\n\n     end"), "Hello\nthere\n  you\n\nend");
        assert_eq!(dedent("\n  a\n  b\n"), "a\nb");
    }
}
