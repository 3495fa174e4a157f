//! An EDN value and its place.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::base::{Diagnostic, FilePath, Place, Span, composed, forbidden_characters, is_forbidden};

/// An EDN value (<https://github.com/edn-format/edn>) and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// The value.
    pub kind: FormKind,
    /// Where it stands in its file.
    pub span: Span,
}

/// The kinds of EDN values. Sets, maps and their entries keep the order in which they were written.
#[derive(Clone, Debug, PartialEq)]
pub enum FormKind {
    /// `nil`.
    Nil,
    /// `true` or `false`.
    Boolean(bool),
    /// An integer of 64 bits.
    Integer(i64),
    /// A floating-point number.
    Float(f64),
    /// A number that fits neither, as written: `1/2`, `10000000000000000000000N`, `1.5M`.
    Number(String),
    /// A character.
    Character(char),
    /// A string, escapes resolved.
    Text(String),
    /// A keyword without its colon, in composed form (NFC): `tag/css`.
    Keyword(String),
    /// A symbol.
    Symbol(String),
    /// `[…]`.
    Vector(Vec<Form>),
    /// `(…)`.
    List(Vec<Form>),
    /// `#{…}`.
    Set(Vec<Form>),
    /// `{…}`; a namespaced map's keys are whole.
    Map(Vec<(Form, Form)>),
    /// `#tag value`.
    Tagged(String, Box<Form>),
}

/// A value that stands in no file yet.
impl From<FormKind> for Form {
    fn from(kind: FormKind) -> Self {
        Self { kind, span: Span::default() }
    }
}

impl Form {
    /// A string that stands in no file yet.
    pub fn text(text: impl Into<String>) -> Self {
        FormKind::Text(text.into()).into()
    }

    /// A keyword that stands in no file yet, of a name without its colon that [`is_keyword`].
    ///
    /// [`is_keyword`]: super::is_keyword
    pub fn keyword(name: &str) -> Self {
        FormKind::Keyword(composed(name).into_owned()).into()
    }

    /// A vector of keywords, as of tags.
    pub fn keywords<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        FormKind::Vector(names.into_iter().map(Form::keyword).collect()).into()
    }

    /// A map with keywords for its keys.
    pub fn map<'a>(entries: impl IntoIterator<Item = (&'a str, Form)>) -> Self {
        let entries = entries.into_iter().map(|(key, value)| (Form::keyword(key), value));
        FormKind::Map(entries.collect()).into()
    }

    /// A tagged string: `#time/ldt "2026-02-01T09:00"`.
    pub fn tagged(tag: &str, text: impl Into<String>) -> Self {
        FormKind::Tagged(tag.to_owned(), Box::new(Form::text(text))).into()
    }

    /// The string, where it is one.
    pub fn as_text(&self) -> Option<&str> {
        match &self.kind {
            FormKind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The keyword without its colon, where it is one.
    pub fn as_keyword(&self) -> Option<&str> {
        match &self.kind {
            FormKind::Keyword(name) => Some(name),
            _ => None,
        }
    }

    /// The entries, where it is a map.
    pub fn as_map(&self) -> Option<&[(Form, Form)]> {
        match &self.kind {
            FormKind::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The items, where it is a vector, list or set.
    pub fn as_items(&self) -> Option<&[Form]> {
        match &self.kind {
            FormKind::Vector(items) | FormKind::List(items) | FormKind::Set(items) => Some(items),
            _ => None,
        }
    }

    /// The value of a keyword key, where it is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Form> {
        let (_, value) = self.as_map()?.iter().find(|(name, _)| name.as_keyword() == Some(key))?;
        Some(value)
    }

    /// Every string in the value, with its place in the file, in order.
    pub fn texts(&self) -> Vec<(&str, Span)> {
        match &self.kind {
            FormKind::Text(text) => vec![(text, self.span)],
            FormKind::Vector(items) | FormKind::List(items) | FormKind::Set(items) => {
                items.iter().flat_map(Form::texts).collect()
            }
            FormKind::Map(entries) => entries.iter().flat_map(|(_, value)| value.texts()).collect(),
            FormKind::Tagged(_, value) => value.texts(),
            _ => Vec::new(),
        }
    }

    /// The fault of characters that may stand in no page but can be escaped: the first of them, and
    /// how many there are.
    pub fn forbidden(&self, file: &FilePath) -> Option<Diagnostic> {
        let (mut first, mut count) = (None, 0);
        self.each_character(&mut |c, span| {
            if is_forbidden(c) && c != '\r' {
                first.get_or_insert((c, span));
                count += 1;
            }
        });
        first.map(|(c, span)| forbidden_characters(Place::new(file, span), c, count))
    }

    fn each_character(&self, each: &mut impl FnMut(char, Span)) {
        match &self.kind {
            FormKind::Text(text) => text.chars().for_each(|c| each(c, self.span)),
            FormKind::Character(c) => each(*c, self.span),
            FormKind::Vector(items) | FormKind::List(items) | FormKind::Set(items) => {
                items.iter().for_each(|item| item.each_character(each));
            }
            FormKind::Map(entries) => entries.iter().for_each(|(key, value)| {
                key.each_character(each);
                value.each_character(each);
            }),
            FormKind::Tagged(_, value) => value.each_character(each),
            _ => {}
        }
    }

    /// What the value is, in words, for messages: `a keyword`.
    pub fn describe(&self) -> &'static str {
        match self.kind {
            FormKind::Nil => "`nil`",
            FormKind::Boolean(_) => "a boolean",
            FormKind::Integer(_) | FormKind::Float(_) | FormKind::Number(_) => "a number",
            FormKind::Character(_) => "a character",
            FormKind::Text(_) => "a string",
            FormKind::Keyword(_) => "a keyword",
            FormKind::Symbol(_) => "a symbol",
            FormKind::Vector(_) => "a vector",
            FormKind::List(_) => "a list",
            FormKind::Set(_) => "a set",
            FormKind::Map(_) => "a map",
            FormKind::Tagged(..) => "a tagged value",
        }
    }
}

/// Serialises to what templates read: keywords and symbols by their names, sets and lists as
/// arrays, a tagged value as the value alone.
impl Serialize for Form {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.kind {
            FormKind::Nil => serializer.serialize_unit(),
            FormKind::Boolean(value) => serializer.serialize_bool(*value),
            FormKind::Integer(value) => serializer.serialize_i64(*value),
            FormKind::Float(value) => serializer.serialize_f64(*value),
            FormKind::Character(value) => serializer.serialize_char(*value),
            FormKind::Number(text)
            | FormKind::Text(text)
            | FormKind::Keyword(text)
            | FormKind::Symbol(text) => serializer.serialize_str(text),
            FormKind::Vector(items) | FormKind::List(items) | FormKind::Set(items) => {
                items.serialize(serializer)
            }
            FormKind::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    match &key.kind {
                        FormKind::Text(name) => map.serialize_entry(&composed(name), value)?,
                        FormKind::Keyword(name) => map.serialize_entry(name, value)?,
                        _ => map.serialize_entry(&key.to_string(), value)?,
                    }
                }
                map.end()
            }
            FormKind::Tagged(_, value) => value.serialize(serializer),
        }
    }
}
