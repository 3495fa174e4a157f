//! Text to [`Form`]s.

use std::collections::BTreeMap;

use clojure_reader::error::Code as ParserCode;
use clojure_reader::parse::{Node, NodeKind, SourceReader, parse};

use super::lexical::{self, MASKED_BACKSLASH};
use super::{Form, Kind};
use crate::base::{Code, Diagnostic, FilePath, Place, Span};

/// Why a text is not one EDN form.
#[derive(Clone, Debug, PartialEq)]
pub struct EdnError {
    /// The kind of fault: [`Code::EdnSyntax`] or [`Code::DuplicateKey`].
    pub code: Code,
    /// Where it is.
    pub span: Span,
    /// The fault, in words.
    pub message: String,
    /// What to write under the caret.
    pub label: &'static str,
    /// The way out.
    pub help: Option<String>,
    /// The place of the first of two equal keys.
    pub first: Option<Span>,
}

impl EdnError {
    /// The same fault as a diagnostic of a file.
    pub fn diagnostic(self, file: &FilePath) -> Diagnostic {
        let mut diagnostic =
            Diagnostic::at(Place::new(file, self.span), self.code, self.message).label(self.label);
        if let Some(first) = self.first {
            diagnostic = diagnostic.note_at(Place::new(file, first), "it stands here first");
        }
        diagnostic.help = self.help;
        diagnostic
    }
}

/// Reads a text that holds one form, perhaps with comments around it; `None` where it holds none.
///
/// Spans count from `offset`, the place of the text in its file. A doubled key in a map is an error, as are an odd map,
/// a missing bracket, and a second form.
pub fn read(text: &str, offset: usize) -> Result<Option<Form>, EdnError> {
    let reader = Reader { source: text, offset };
    let lexical = lexical::scan(text);
    if let Some(span) = lexical.too_deep {
        return Err(reader.error(span, "values lie more than 100 deep in one another"));
    }
    let mut source = SourceReader::new(&lexical.masked);
    let node = parse(&mut source).map_err(|error| reader.parser_error(&error, lexical.open))?;
    let end = text.len() - source.remaining().len();
    let rest = skip_blank(&lexical.masked, end);
    if is_nothing(&node, text) {
        return Ok(None);
    }
    let form = reader.form(node)?;
    let mut after = SourceReader::new(&lexical.masked[rest..]);
    match parse(&mut after) {
        Ok(node) if is_nothing(&node, &text[rest..]) => Ok(Some(form)),
        Ok(node) => {
            let start = skip_blank(text, rest + node.span.0.ptr);
            let mut error = reader.error(
                Span::new(start, rest + node.span.1.ptr),
                "something stands after the end of the value",
            );
            error.help = Some("remove it, or put `;` before it to make it a comment".to_owned());
            Err(error)
        }
        Err(error) => Err(Reader { source: &text[rest..], offset: offset + rest }.parser_error(&error, None)),
    }
}

/// Reads a data file's form, and turns a fault into its diagnostic.
pub fn read_file(file: &FilePath, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Form> {
    match read(text, 0) {
        Ok(form) => form,
        Err(error) => {
            diagnostics.push(error.diagnostic(file));
            None
        }
    }
}

/// Whether the parser's `nil` means that no form was there.
fn is_nothing(node: &Node<'_>, source: &str) -> bool {
    let range = node.span.0.ptr..node.span.1.ptr;
    matches!(node.kind, NodeKind::Nil) && !source[range].ends_with("nil")
}

fn skip_blank(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    from + (rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',').len())
}

struct Reader<'a> {
    source: &'a str,
    offset: usize,
}

impl Reader<'_> {
    fn error(&self, span: Span, message: impl Into<String>) -> EdnError {
        EdnError {
            code: Code::EdnSyntax,
            span: Span::new(self.offset + span.start as usize, self.offset + span.end as usize),
            message: message.into(),
            label: "",
            help: None,
            first: None,
        }
    }

    fn parser_error(&self, error: &clojure_reader::error::Error, open: Option<Span>) -> EdnError {
        let at = error.ptr.unwrap_or(0).min(self.source.len());
        let here = self.token_at(at);
        let token = &self.source[here.range()];
        match &error.code {
            ParserCode::UnexpectedEOF => match open {
                Some(open) => {
                    let bracket = &self.source[open.range()];
                    let mut fault = self.error(open, format!("`{bracket}` is never closed"));
                    fault.label = "opened here";
                    fault.help = Some(match bracket {
                        "\"" => "end the string with `\"`".to_owned(),
                        "(" => "add the missing `)`".to_owned(),
                        "[" => "add the missing `]`".to_owned(),
                        _ => "add the missing `}`".to_owned(),
                    });
                    fault
                }
                None if self.source[at..].starts_with('}') => {
                    let mut fault = self.error(here, "a map holds an odd number of forms");
                    fault.label = "the last key has no value";
                    fault.help = Some("a map is pairs of key and value: `{:key value}`".to_owned());
                    fault
                }
                None => self.error(here, "the value ends too early"),
            },
            ParserCode::UnmatchedDelimiter(_) => {
                let mut fault = self.error(here, format!("`{token}` closes nothing that is open"));
                fault.help = Some("remove it, or change it to match the bracket it should close".to_owned());
                fault
            }
            ParserCode::InvalidEscape => {
                let escape = Span::new(at.saturating_sub(1), at);
                let mut fault = self.error(escape, "this escape is not known in EDN");
                fault.help =
                    Some("the escapes are `\\\"`, `\\\\`, `\\n`, `\\r`, `\\t` and `\\uXXXX`".to_owned());
                fault
            }
            ParserCode::InvalidNumber => {
                let mut fault = self.error(here, format!("`{token}` is no number"));
                fault.help = Some("a text wants quotation marks around it".to_owned());
                fault
            }
            ParserCode::InvalidKeyword => self.error(here, format!("`{token}` is no keyword")),
            ParserCode::InvalidTag => self.error(here, format!("`{token}` is no tag")),
            ParserCode::InvalidChar => self.error(here, format!("`{token}` is no character")),
            code => self.error(here, format!("this cannot be read as EDN ({code:?})")),
        }
    }

    /// The token that starts at an offset, at least one character long where any is left.
    fn token_at(&self, at: usize) -> Span {
        let mut at = at;
        while !self.source.is_char_boundary(at) {
            at -= 1;
        }
        let rest = &self.source[at..];
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let len = rest
            .find(|c: char| c.is_whitespace() || ",;()[]{}\"".contains(c))
            .unwrap_or(rest.len())
            .max(first);
        Span::new(at, at + len)
    }

    fn span(&self, node: &Node<'_>) -> Span {
        Span::new(self.offset + node.span.0.ptr, self.offset + node.span.1.ptr)
    }

    fn form(&self, node: Node<'_>) -> Result<Form, EdnError> {
        let span = self.span(&node);
        let kind = match node.kind {
            NodeKind::Nil => Kind::Nil,
            NodeKind::Bool(value) => Kind::Boolean(value),
            NodeKind::Int(value) => Kind::Integer(value),
            NodeKind::Double(value) => Kind::Float(value.into_inner()),
            NodeKind::Char(value) => Kind::Character(value),
            NodeKind::Str(raw) => Kind::Text(self.unescape(raw, span)?),
            NodeKind::Key(name) => Kind::Keyword(name.to_owned()),
            NodeKind::Symbol(name) => Kind::Symbol(name.to_owned()),
            NodeKind::Vector(items, _) => Kind::Vector(self.forms(items)?),
            NodeKind::List(items, _) => Kind::List(self.forms(items)?),
            NodeKind::Set(items, _) => {
                let items = self.forms(items)?;
                reject_doubles(items.iter(), "set holds the same value twice")?;
                Kind::Set(items)
            }
            NodeKind::Map(entries, _) => self.map(entries, None)?,
            NodeKind::Tagged(tag, _, value) => match (tag.strip_prefix(':'), value.kind) {
                (Some(namespace), NodeKind::Map(entries, _)) => self.map(entries, Some(namespace))?,
                (_, kind) => {
                    let value = Node { kind, span: value.span, leading_discards: Vec::new() };
                    Kind::Tagged(tag.to_owned(), Box::new(self.form(value)?))
                }
            },
            _ => Kind::Number(self.source[node.span.0.ptr..node.span.1.ptr].to_owned()),
        };
        Ok(Form { kind, span })
    }

    fn forms(&self, nodes: Vec<Node<'_>>) -> Result<Vec<Form>, EdnError> {
        nodes.into_iter().map(|node| self.form(node)).collect()
    }

    fn map(&self, entries: Vec<(Node<'_>, Node<'_>)>, namespace: Option<&str>) -> Result<Kind, EdnError> {
        let entries = entries
            .into_iter()
            .map(|(key, value)| {
                let mut key = self.form(key)?;
                if let (Some(namespace), Kind::Keyword(name)) = (namespace, &mut key.kind) {
                    *name = qualified(namespace, name);
                }
                Ok((key, self.form(value)?))
            })
            .collect::<Result<Vec<_>, EdnError>>()?;
        reject_doubles(entries.iter().map(|(key, _)| key), "map has the same key twice")?;
        Ok(Kind::Map(entries))
    }

    fn unescape(&self, raw: &str, span: Span) -> Result<String, EdnError> {
        if !raw.contains(['\\', MASKED_BACKSLASH]) {
            return Ok(raw.to_owned());
        }
        let mut text = String::with_capacity(raw.len());
        let mut chars = raw.chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' => text.push(match chars.next() {
                    Some('n') => '\n',
                    Some('r') => '\r',
                    Some('t') => '\t',
                    Some(other) => other,
                    None => '\\',
                }),
                MASKED_BACKSLASH => match chars.next() {
                    Some('b') => text.push('\u{8}'),
                    Some('f') => text.push('\u{c}'),
                    _ => text.push(unicode_escape(&mut chars).ok_or_else(|| {
                        EdnError {
                            help: Some("write four hexadecimal digits, or the character itself".to_owned()),
                            ..Reader { source: self.source, offset: 0 }
                                .error(span, "a `\\u` escape names no character")
                        }
                    })?),
                },
                other => text.push(other),
            }
        }
        Ok(text)
    }
}

/// A key of a namespaced map, whole: `_/x` opts out of the namespace, `a/x` has its own.
fn qualified(namespace: &str, name: &str) -> String {
    match name.strip_prefix("_/") {
        Some(bare) => bare.to_owned(),
        None if name.contains('/') => name.to_owned(),
        None => format!("{namespace}/{name}"),
    }
}

/// Reads `XXXX` after `\u`, and a low surrogate's escape after a high one's.
fn unicode_escape(chars: &mut std::str::Chars<'_>) -> Option<char> {
    fn unit(chars: &mut std::str::Chars<'_>) -> Option<u32> {
        (0..4).try_fold(0, |unit, _| Some(unit * 16 + chars.next()?.to_digit(16)?))
    }
    let high = unit(chars)?;
    if !(0xD800..0xDC00).contains(&high) {
        return char::from_u32(high);
    }
    (chars.next() == Some(MASKED_BACKSLASH) && chars.next() == Some('u')).then_some(())?;
    let low = unit(chars)?.checked_sub(0xDC00).filter(|low| *low < 0x400)?;
    char::from_u32(0x10000 + ((high - 0xD800) << 10) + low)
}

fn reject_doubles<'a>(forms: impl Iterator<Item = &'a Form>, what: &str) -> Result<(), EdnError> {
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    for form in forms {
        let printed = form.to_string();
        if let Some(first) = seen.get(&printed) {
            return Err(EdnError {
                code: Code::DuplicateKey,
                span: form.span,
                message: format!("a {what}: `{printed}`"),
                label: "again here",
                help: Some("remove one of the two".to_owned()),
                first: Some(*first),
            });
        }
        seen.insert(printed, form.span);
    }
    Ok(())
}
