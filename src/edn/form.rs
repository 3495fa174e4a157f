//! An EDN value and its place.

use std::fmt;

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

impl Form {
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

/// Prints canonical EDN: the same text for equal values, so with sets and maps in order.
impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn sequence(f: &mut fmt::Formatter<'_>, open: &str, items: &[String], close: &str) -> fmt::Result {
            write!(f, "{open}{}{close}", items.join(" "))
        }
        fn printed(items: &[Form]) -> Vec<String> {
            items.iter().map(Form::to_string).collect()
        }
        fn sorted(mut items: Vec<String>) -> Vec<String> {
            items.sort_unstable();
            items
        }
        match &self.kind {
            FormKind::Nil => f.write_str("nil"),
            FormKind::Boolean(value) => write!(f, "{value}"),
            FormKind::Integer(value) => write!(f, "{value}"),
            FormKind::Float(value) => write!(f, "{value:?}"),
            FormKind::Number(text) => f.write_str(text),
            FormKind::Character(value) => f.write_str(&character(*value)),
            FormKind::Text(text) => write!(f, "\"{}\"", text.chars().map(escaped).collect::<String>()),
            FormKind::Keyword(name) => write!(f, ":{name}"),
            FormKind::Symbol(name) => f.write_str(name),
            FormKind::Vector(items) => sequence(f, "[", &printed(items), "]"),
            FormKind::List(items) => sequence(f, "(", &printed(items), ")"),
            FormKind::Set(items) => sequence(f, "#{", &sorted(printed(items)), "}"),
            FormKind::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| format!("{key} {value}")).collect();
                sequence(f, "{", &sorted(entries), "}")
            }
            FormKind::Tagged(tag, value) => write!(f, "#{tag} {value}"),
        }
    }
}

fn character(value: char) -> String {
    match value {
        '\n' => "\\newline".to_owned(),
        '\r' => "\\return".to_owned(),
        '\t' => "\\tab".to_owned(),
        ' ' => "\\space".to_owned(),
        value if value.is_control() || value.is_whitespace() => format!("\\u{:04x}", u32::from(value)),
        value => format!("\\{value}"),
    }
}

/// A character as it stands in a string.
fn escaped(c: char) -> String {
    match c {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        '\n' => "\\n".to_owned(),
        '\r' => "\\r".to_owned(),
        '\t' => "\\t".to_owned(),
        c if c.is_control() => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
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
