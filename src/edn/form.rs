//! An EDN value and its place.

use std::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::base::{Diagnostic, FilePath, Place, Span, composed, forbidden_characters, is_forbidden};

/// An EDN value (<https://github.com/edn-format/edn>) and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// The value.
    pub kind: Kind,
    /// Where it stands in its file.
    pub span: Span,
}

/// The kinds of EDN values. Sets, maps and their entries keep the order in which they were written.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
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
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The keyword without its colon, where it is one.
    pub fn as_keyword(&self) -> Option<&str> {
        match &self.kind {
            Kind::Keyword(name) => Some(name),
            _ => None,
        }
    }

    /// The entries, where it is a map.
    pub fn as_map(&self) -> Option<&[(Form, Form)]> {
        match &self.kind {
            Kind::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The items, where it is a vector, list or set.
    pub fn as_items(&self) -> Option<&[Form]> {
        match &self.kind {
            Kind::Vector(items) | Kind::List(items) | Kind::Set(items) => Some(items),
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
            Kind::Text(text) => vec![(text, self.span)],
            Kind::Vector(items) | Kind::List(items) | Kind::Set(items) => {
                items.iter().flat_map(Form::texts).collect()
            }
            Kind::Map(entries) => entries.iter().flat_map(|(_, value)| value.texts()).collect(),
            Kind::Tagged(_, value) => value.texts(),
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
            Kind::Text(text) => text.chars().for_each(|c| each(c, self.span)),
            Kind::Character(c) => each(*c, self.span),
            Kind::Vector(items) | Kind::List(items) | Kind::Set(items) => {
                items.iter().for_each(|item| item.each_character(each));
            }
            Kind::Map(entries) => entries.iter().for_each(|(key, value)| {
                key.each_character(each);
                value.each_character(each);
            }),
            Kind::Tagged(_, value) => value.each_character(each),
            _ => {}
        }
    }

    /// What the value is, in words, for messages: `a keyword`.
    pub fn describe(&self) -> &'static str {
        match self.kind {
            Kind::Nil => "`nil`",
            Kind::Boolean(_) => "a boolean",
            Kind::Integer(_) | Kind::Float(_) | Kind::Number(_) => "a number",
            Kind::Character(_) => "a character",
            Kind::Text(_) => "a string",
            Kind::Keyword(_) => "a keyword",
            Kind::Symbol(_) => "a symbol",
            Kind::Vector(_) => "a vector",
            Kind::List(_) => "a list",
            Kind::Set(_) => "a set",
            Kind::Map(_) => "a map",
            Kind::Tagged(..) => "a tagged value",
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
            Kind::Nil => f.write_str("nil"),
            Kind::Boolean(value) => write!(f, "{value}"),
            Kind::Integer(value) => write!(f, "{value}"),
            Kind::Float(value) => write!(f, "{value:?}"),
            Kind::Number(text) => f.write_str(text),
            Kind::Character(value) => f.write_str(&character(*value)),
            Kind::Text(text) => write!(f, "\"{}\"", text.chars().map(escaped).collect::<String>()),
            Kind::Keyword(name) => write!(f, ":{name}"),
            Kind::Symbol(name) => f.write_str(name),
            Kind::Vector(items) => sequence(f, "[", &printed(items), "]"),
            Kind::List(items) => sequence(f, "(", &printed(items), ")"),
            Kind::Set(items) => sequence(f, "#{", &sorted(printed(items)), "}"),
            Kind::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| format!("{key} {value}")).collect();
                sequence(f, "{", &sorted(entries), "}")
            }
            Kind::Tagged(tag, value) => write!(f, "#{tag} {value}"),
        }
    }
}

/// A character literal.
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
            Kind::Nil => serializer.serialize_unit(),
            Kind::Boolean(value) => serializer.serialize_bool(*value),
            Kind::Integer(value) => serializer.serialize_i64(*value),
            Kind::Float(value) => serializer.serialize_f64(*value),
            Kind::Character(value) => serializer.serialize_char(*value),
            Kind::Number(text) | Kind::Text(text) | Kind::Keyword(text) | Kind::Symbol(text) => {
                serializer.serialize_str(text)
            }
            Kind::Vector(items) | Kind::List(items) | Kind::Set(items) => items.serialize(serializer),
            Kind::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    match &key.kind {
                        Kind::Text(name) => map.serialize_entry(&composed(name), value)?,
                        Kind::Keyword(name) => map.serialize_entry(name, value)?,
                        _ => map.serialize_entry(&key.to_string(), value)?,
                    }
                }
                map.end()
            }
            Kind::Tagged(_, value) => value.serialize(serializer),
        }
    }
}
