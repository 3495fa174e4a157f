//! Text to [`Form`]s.

use std::collections::BTreeMap;

use clojure_reader::error::Code as ParserCode;
use clojure_reader::parse::{Node, NodeKind, SourceReader, parse};

use super::lexical::{self, LexicalScan, MASKED_BACKSLASH};
use super::{Form, FormKind};
use crate::base::{Code, Diagnostic, FilePath, Place, Span, composed, into_composed};

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
    /// A place that belongs to the fault, and what is to be seen there.
    pub other: Option<(Span, &'static str)>,
}

impl EdnError {
    fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// The same fault as a diagnostic of a file.
    pub fn diagnostic(self, file: &FilePath) -> Diagnostic {
        let mut diagnostic =
            Diagnostic::at(Place::new(file, self.span), self.code, self.message).label(self.label);
        if let Some((other, what)) = self.other {
            diagnostic = diagnostic.note_at(Place::new(file, other), what);
        }
        diagnostic.help = self.help;
        diagnostic
    }
}

/// Reads a text that holds one form, perhaps with comments around it; `None` where it holds none.
///
/// Spans count from `offset`, the place of the text in its file. A doubled key in a map is an
/// error, as are an odd map, a missing bracket, and a second form.
pub fn read(text: &str, offset: usize) -> Result<Option<Form>, EdnError> {
    let reader = FormReader { source: text, offset };
    let lexical = lexical::scan(text);
    if let Some(span) = lexical.too_deep {
        return Err(reader
            .error(span, "values lie more than 100 deep in one another")
            .help("bring some of them further out"));
    }
    if let Some(span) = lexical.too_long {
        return Err(reader
            .error(span, "a number may not have more than 1,000 digits")
            .help("write it as a string, in quotation marks"));
    }
    let mut source = SourceReader::new(&lexical.masked);
    let node = parse(&mut source).map_err(|error| reader.parser_error(&error, &lexical))?;
    let end = text.len() - source.remaining().len();
    let rest = skip_blank(&lexical.masked, end);
    if is_nothing(&node, text) {
        return Ok(None);
    }
    let form = reader.form(node)?;
    match parse(&mut SourceReader::new(&lexical.masked[rest..])) {
        Ok(node) if is_nothing(&node, &text[rest..]) => Ok(Some(form)),
        Ok(node) => {
            let start = skip_blank(text, rest + node.span.0.ptr);
            Err(reader.after_end(Span::new(start, rest + node.span.1.ptr)))
        }
        Err(_) => Err(match lexical.mismatch {
            Some((None, stray)) if stray.start as usize == rest => reader.unmatched(None, stray),
            _ => reader.after_end(reader.token_at(rest)),
        }),
    }
}

/// Reads a data file's form, and turns faults into their diagnostics: those of its syntax, and
/// characters that may stand in no page but can be escaped in a string.
pub fn read_file(file: &FilePath, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Form> {
    match read(text, 0) {
        Ok(form) => {
            diagnostics.extend(form.as_ref().and_then(|form| form.forbidden(file)));
            form
        }
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

fn closing(bracket: &str) -> &'static str {
    match bracket {
        "(" => ")",
        "[" => "]",
        _ => "}",
    }
}

fn skip_blank(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    from + (rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',').len())
}

struct FormReader<'a> {
    source: &'a str,
    offset: usize,
}

impl FormReader<'_> {
    fn error(&self, span: Span, message: impl Into<String>) -> EdnError {
        EdnError {
            code: Code::EdnSyntax,
            span: Span::new(self.offset + span.start as usize, self.offset + span.end as usize),
            message: message.into(),
            label: "",
            help: None,
            other: None,
        }
    }

    fn after_end(&self, span: Span) -> EdnError {
        self.error(span, "something stands after the end of the value")
            .help("remove it, or put `;` before it to make it a comment")
    }

    /// The fault of a closing bracket: the open one is of another kind, or there is none.
    fn unmatched(&self, open: Option<Span>, close: Span) -> EdnError {
        let bracket = &self.source[close.range()];
        let Some(open) = open else {
            return self
                .error(close, format!("`{bracket}` closes nothing that is open"))
                .help("remove it, or add the bracket that it should close");
        };
        let opening = &self.source[open.range()];
        let fault = self
            .error(close, format!("`{bracket}` cannot close `{opening}`"))
            .help(format!("write `{}` before it, or in its place", closing(opening)));
        let open = Span::new(self.offset + open.start as usize, self.offset + open.end as usize);
        EdnError { other: Some((open, "opened here")), ..fault }
    }

    fn parser_error(&self, error: &clojure_reader::error::Error, lexical: &LexicalScan) -> EdnError {
        let at = error.ptr.unwrap_or(0).min(self.source.len());
        let here = self.token_at(at);
        let token = &self.source[here.range()];
        let ends = matches!(error.code, ParserCode::UnmatchedDelimiter(_) | ParserCode::UnexpectedEOF);
        if let Some(tag) = self.dangling_tag(at).filter(|_| ends) {
            return self
                .error(tag, format!("`{}` has no value", &self.source[tag.range()]))
                .help("write the value after it, such as `#inst \"2022-09-17T10:00:00Z\"`");
        }
        match &error.code {
            ParserCode::UnexpectedEOF => match lexical.open {
                Some(open) => {
                    let bracket = &self.source[open.range()];
                    let help = match bracket {
                        "\"" => "end the string with `\"`".to_owned(),
                        bracket => format!("add the missing `{}`", closing(bracket)),
                    };
                    let fault = self.error(open, format!("`{bracket}` is never closed")).help(help);
                    EdnError { label: "opened here", ..fault }
                }
                None if self.source[at..].starts_with('}') => {
                    let fault = self
                        .error(here, "a map holds an odd number of forms")
                        .help("a map is pairs of key and value: `{:key value}`");
                    EdnError { label: "the last key has no value", ..fault }
                }
                None => self.error(here, "the value ends too early").help("write the rest of it"),
            },
            ParserCode::UnmatchedDelimiter(_) => match lexical.mismatch {
                Some((open, close)) => self.unmatched(open, close),
                None => self.unmatched(None, here),
            },
            ParserCode::InvalidEscape => self
                .error(Span::new(at.saturating_sub(1), at), "this escape is not known in EDN")
                .help("the escapes are `\\\"`, `\\\\`, `\\n`, `\\r`, `\\t` and `\\uNNNN`"),
            ParserCode::InvalidNumber => self
                .error(here, format!("`{token}` is no number"))
                .help("a text wants quotation marks around it"),
            ParserCode::InvalidKeyword => self
                .error(here, format!("`{token}` is no keyword"))
                .help("a keyword is a colon and a name: `:tag/css`"),
            ParserCode::InvalidTag => {
                let start = self.source[..at].rfind('#').unwrap_or(at);
                let span = Span::new(start, here.end as usize);
                self.error(span, format!("`{}` is no EDN", &self.source[span.range()]))
                    .help("a tag is `#` and a name before a value, such as `#time/ld \"2022-09-17\"`; a set is `#{…}`")
            }
            ParserCode::InvalidChar => self.error(here, format!("`{token}` is no character")).help(
                "a character is `\\a`, `\\newline`, `\\space` or the like; a text wants quotation marks",
            ),
            code => self
                .error(here, format!("this cannot be read as EDN ({code:?})"))
                .help("a text wants quotation marks around it"),
        }
    }

    /// The tag (`#inst`) that stands right before an offset where no value follows.
    fn dangling_tag(&self, at: usize) -> Option<Span> {
        let before = self.source[..at].trim_end_matches(|c: char| c.is_whitespace() || c == ',');
        let start =
            before.rfind(|c: char| c.is_whitespace() || ",;()[]{}\"".contains(c)).map_or(0, |at| at + 1);
        let token = before.get(start..)?;
        (token.len() > 1 && token.starts_with('#')).then(|| Span::new(start, before.len()))
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
            NodeKind::Nil => FormKind::Nil,
            NodeKind::Bool(value) => FormKind::Boolean(value),
            NodeKind::Int(value) => FormKind::Integer(value),
            NodeKind::Double(value) => FormKind::Float(value.into_inner()),
            NodeKind::Char(value) => FormKind::Character(value),
            NodeKind::Str(raw) => FormKind::Text(self.unescape(raw, span)?),
            NodeKind::Key(name) => FormKind::Keyword(composed(name).into_owned()),
            NodeKind::Symbol(name) if name.starts_with(MASKED_BACKSLASH) => {
                FormKind::Character(self.character(name, span)?)
            }
            // Clojure's own marks for quoting and the like, which the parser lets pass.
            NodeKind::Symbol(name) if name.starts_with(['@', '\'', '`', '~', '^']) => {
                let here = FormReader { source: self.source, offset: 0 };
                return Err(here
                    .error(span, format!("`{name}` is no EDN"))
                    .help("a text wants quotation marks around it"));
            }
            NodeKind::Symbol(name) => FormKind::Symbol(name.to_owned()),
            NodeKind::Vector(items, _) => FormKind::Vector(self.forms(items)?),
            NodeKind::List(items, _) => FormKind::List(self.forms(items)?),
            NodeKind::Set(items, _) => {
                let items = self.forms(items)?;
                reject_doubles(items.iter(), "set holds the same value twice")?;
                FormKind::Set(items)
            }
            NodeKind::Map(entries, _) => self.map(entries, None)?,
            NodeKind::Tagged(tag, _, value) => match (tag.strip_prefix(':'), value.kind) {
                (Some(namespace), NodeKind::Map(entries, _)) => self.map(entries, Some(namespace))?,
                (_, kind) => {
                    let value = Node { kind, span: value.span, leading_discards: Vec::new() };
                    FormKind::Tagged(tag.to_owned(), Box::new(self.form(value)?))
                }
            },
            _ => FormKind::Number(self.source[node.span.0.ptr..node.span.1.ptr].to_owned()),
        };
        Ok(Form { kind, span })
    }

    fn forms(&self, nodes: Vec<Node<'_>>) -> Result<Vec<Form>, EdnError> {
        nodes.into_iter().map(|node| self.form(node)).collect()
    }

    fn map(&self, entries: Vec<(Node<'_>, Node<'_>)>, namespace: Option<&str>) -> Result<FormKind, EdnError> {
        let entries = entries
            .into_iter()
            .map(|(key, value)| {
                let mut key = self.form(key)?;
                if let (Some(namespace), FormKind::Keyword(name)) = (namespace, &mut key.kind) {
                    *name = into_composed(qualified(namespace, name));
                }
                Ok((key, self.form(value)?))
            })
            .collect::<Result<Vec<_>, EdnError>>()?;
        reject_doubles(entries.iter().map(|(key, _)| key), "map has the same key twice")?;
        Ok(FormKind::Map(entries))
    }

    /// Reads the `uNNNN` of a character literal.
    fn character(&self, name: &str, span: Span) -> Result<char, EdnError> {
        let mut chars = name.chars();
        chars.by_ref().nth(1);
        let character = unicode_escape(&mut chars).filter(|_| chars.next().is_none());
        character.ok_or_else(|| self.no_character(span))
    }

    fn no_character(&self, span: Span) -> EdnError {
        FormReader { source: self.source, offset: 0 }
            .error(span, "a `\\u` escape names no character")
            .help("write four hexadecimal digits, or the character itself")
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
                    _ => text.push(unicode_escape(&mut chars).ok_or_else(|| self.no_character(span))?),
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

/// Reads `NNNN` after `\u`, and a low surrogate's escape after a high one's.
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
                other: Some((*first, "it stands here first")),
            });
        }
        seen.insert(printed, form.span);
    }
    Ok(())
}
