//! What front matter and settings of other tools hold, whatever notation they are in.

use saphyr_parser::{Event, Parser, ScalarStyle};
use toml_edit::{Document, Item, TableLike};

use crate::edn::{Form, FormKind};

/// How deep values may lie in one another.
const DEEPEST: usize = 64;

/// How many values one text may hold, those that aliases repeat counted in.
const MOST: usize = 100_000;

/// A map in the order in which it is written.
pub type Map = Vec<(String, Value)>;

/// A value with the line on which it begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// What it is.
    pub kind: ValueKind,
    /// The line, from 1, in its file.
    pub line: usize,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueKind {
    /// Nothing: `null`, `~`, or no value at all.
    Null,
    /// A truth value.
    Flag(bool),
    /// A number, as it is written.
    Number(String),
    /// A text, or a time of TOML.
    Text(String),
    /// Several values.
    List(Vec<Value>),
    /// Values with names.
    Map(Map),
}

/// How plain scalars of YAML are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    /// YAML 1.1, where `yes`, `no`, `on` and `off` are truth values.
    Yaml11,
    /// YAML 1.2, where they are texts.
    Yaml12,
}

/// Why a text cannot be read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The line, from 1, in the file.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

impl Value {
    /// The value as one text; `None` where it is a list, a map or nothing.
    pub fn text(&self) -> Option<String> {
        match &self.kind {
            ValueKind::Text(text) | ValueKind::Number(text) => Some(text.clone()),
            ValueKind::Flag(flag) => Some(flag.to_string()),
            ValueKind::Null | ValueKind::List(_) | ValueKind::Map(_) => None,
        }
    }

    /// The texts of a list, or the one text that it is; `None` where something else is among them.
    pub fn texts(&self) -> Option<Vec<String>> {
        match &self.kind {
            ValueKind::Null => Some(Vec::new()),
            ValueKind::List(items) => items.iter().map(Self::text).collect(),
            _ => self.text().map(|text| vec![text]),
        }
    }

    /// The truth value, where it is one.
    pub fn flag(&self) -> Option<bool> {
        if let ValueKind::Flag(flag) = self.kind { Some(flag) } else { None }
    }

    /// The map, where it is one.
    pub fn map(&self) -> Option<&Map> {
        if let ValueKind::Map(map) = &self.kind { Some(map) } else { None }
    }

    /// The value of a name, where it is a map that has it, in whatever case it is written.
    pub fn get(&self, name: &str) -> Option<&Value> {
        get(self.map()?, name)
    }

    /// The value as EDN that says the same.
    pub fn to_edn(&self) -> Form {
        match &self.kind {
            ValueKind::Null => FormKind::Nil.into(),
            ValueKind::Flag(flag) => FormKind::Boolean(*flag).into(),
            ValueKind::Number(number) => match number.parse() {
                Ok(integer) => FormKind::Integer(integer).into(),
                Err(_) => Form::text(number),
            },
            ValueKind::Text(text) => Form::text(text),
            ValueKind::List(items) => FormKind::Vector(items.iter().map(Self::to_edn).collect()).into(),
            ValueKind::Map(map) => {
                let entries = map.iter().map(|(name, value)| (Form::text(name), value.to_edn()));
                FormKind::Map(entries.collect()).into()
            }
        }
    }
}

/// The value of a name in a map, in whatever case it is written.
pub fn get<'m>(map: &'m Map, name: &str) -> Option<&'m Value> {
    map.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// A collection of YAML that is not closed yet: its anchor, its line, and what it holds so far.
struct Open {
    anchor: usize,
    line: usize,
    map: Option<Map>,
    items: Vec<Value>,
    key: Option<String>,
}

/// Reads a document of YAML, or of JSON, which is YAML too. `first` is the line of its file that it
/// begins on. What is no map is one value.
pub fn yaml(text: &str, first: usize, schema: Schema) -> Result<Value, Unreadable> {
    let mut open: Vec<Open> = Vec::new();
    let mut anchors: std::collections::BTreeMap<usize, Value> = std::collections::BTreeMap::new();
    let mut count = 0;
    let mut parser = Parser::new_from_str(text);
    let mut whole = Value { kind: ValueKind::Null, line: first };
    while let Some(next) = parser.next_event() {
        let (event, span) = next.map_err(|error| Unreadable {
            line: first + error.marker().line() - 1,
            column: error.marker().col() + 1,
            message: error.info().to_owned(),
        })?;
        let line = first + span.start.line() - 1;
        let fault =
            |message: &str| Unreadable { line, column: span.start.col() + 1, message: message.to_owned() };
        let (value, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                let is_text = style != ScalarStyle::Plain || tag.is_some_and(|tag| tag.suffix == "str");
                let kind = if is_text { ValueKind::Text(text.into_owned()) } else { scalar(&text, schema) };
                (Value { kind, line }, anchor)
            }
            Event::Alias(id) => {
                let found = anchors.get(&id).cloned();
                (found.ok_or_else(|| fault("an alias that stands for what it lies in"))?, 0)
            }
            Event::SequenceStart(anchor, _) | Event::MappingStart(anchor, _) => {
                if open.len() >= DEEPEST {
                    return Err(fault("values lie too deep in one another"));
                }
                let map = matches!(event, Event::MappingStart(..)).then(Map::new);
                open.push(Open { anchor, line, map, items: Vec::new(), key: None });
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(Open { anchor, line, map: Some(map), .. }) => {
                    (Value { kind: ValueKind::Map(map), line }, anchor)
                }
                Some(Open { anchor, line, items, .. }) => {
                    (Value { kind: ValueKind::List(items), line }, anchor)
                }
                None => continue,
            },
            Event::DocumentEnd => break,
            _ => continue,
        };
        if anchor > 0 {
            anchors.insert(anchor, value.clone());
        }
        count += size(&value);
        if count > MOST {
            return Err(fault("it holds too many values"));
        }
        match open.last_mut() {
            None => whole = value,
            Some(Open { map: None, items, .. }) => items.push(value),
            Some(Open { map: Some(map), key, .. }) => match key.take() {
                None => *key = Some(value.text().ok_or_else(|| fault("a key that is no text"))?),
                Some(name) => insert(map, name, value).map_err(|message| fault(&message))?,
            },
        }
    }
    Ok(whole)
}

/// Adds an entry to a map; `<<` brings what a map lacks from another one.
fn insert(map: &mut Map, name: String, value: Value) -> Result<(), String> {
    if name == "<<"
        && let ValueKind::Map(other) = value.kind
    {
        for (name, value) in other {
            if get(map, &name).is_none() {
                map.push((name, value));
            }
        }
        return Ok(());
    }
    if map.iter().any(|(own, _)| *own == name) {
        return Err(format!("`{name}` stands there twice"));
    }
    map.push((name, value));
    Ok(())
}

/// How many values a value is.
fn size(value: &Value) -> usize {
    match &value.kind {
        ValueKind::List(items) => 1 + items.iter().map(size).sum::<usize>(),
        ValueKind::Map(map) => 1 + map.iter().map(|(_, value)| size(value)).sum::<usize>(),
        _ => 1,
    }
}

fn scalar(text: &str, schema: Schema) -> ValueKind {
    let is_number =
        text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c)) && text.parse::<f64>().is_ok();
    let is_one_of = |words: &str| words.split(' ').any(|word| word == text);
    match text {
        "" | "~" | "null" | "Null" | "NULL" => ValueKind::Null,
        "true" | "True" | "TRUE" => ValueKind::Flag(true),
        "false" | "False" | "FALSE" => ValueKind::Flag(false),
        _ if schema == Schema::Yaml11 && is_one_of("yes Yes YES on On ON") => ValueKind::Flag(true),
        _ if schema == Schema::Yaml11 && is_one_of("no No NO off Off OFF") => ValueKind::Flag(false),
        _ if is_number => ValueKind::Number(text.to_owned()),
        _ => ValueKind::Text(text.to_owned()),
    }
}

/// Reads a document of TOML. `first` is the line of its file that it begins on.
pub fn toml(text: &str, first: usize) -> Result<Value, Unreadable> {
    let line_of = |at: usize| first + text[..at.min(text.len())].matches('\n').count();
    let document = Document::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start).min(text.len());
        let begin = text[..at].rfind('\n').map_or(0, |end| end + 1);
        Unreadable {
            line: line_of(at),
            column: text[begin..at].chars().count() + 1,
            message: error.message().lines().next().unwrap_or("it cannot be read").to_owned(),
        }
    })?;
    Ok(Value { kind: ValueKind::Map(table(document.as_table(), &line_of)), line: first })
}

fn table(table: &dyn TableLike, line_of: &dyn Fn(usize) -> usize) -> Map {
    table.iter().map(|(name, item)| (name.to_owned(), item_value(item, line_of))).collect()
}

fn item_value(item: &Item, line_of: &dyn Fn(usize) -> usize) -> Value {
    let line = item.span().map_or_else(|| line_of(0), |span| line_of(span.start));
    let kind = match item {
        Item::None => ValueKind::Null,
        Item::Value(value) => return toml_value(value, line_of),
        Item::Table(inner) => ValueKind::Map(table(inner, line_of)),
        Item::ArrayOfTables(tables) => {
            let value = |inner: &toml_edit::Table| Value {
                kind: ValueKind::Map(table(inner, line_of)),
                line: inner.span().map_or(line, |span| line_of(span.start)),
            };
            ValueKind::List(tables.iter().map(value).collect())
        }
    };
    Value { kind, line }
}

fn toml_value(value: &toml_edit::Value, line_of: &dyn Fn(usize) -> usize) -> Value {
    let line = value.span().map_or_else(|| line_of(0), |span| line_of(span.start));
    let kind = match value {
        toml_edit::Value::String(text) => ValueKind::Text(text.value().clone()),
        toml_edit::Value::Integer(number) => ValueKind::Number(number.value().to_string()),
        toml_edit::Value::Float(number) => ValueKind::Number(number.value().to_string()),
        toml_edit::Value::Boolean(flag) => ValueKind::Flag(*flag.value()),
        toml_edit::Value::Datetime(time) => ValueKind::Text(time.value().to_string()),
        toml_edit::Value::Array(items) => {
            ValueKind::List(items.iter().map(|item| toml_value(item, line_of)).collect())
        }
        toml_edit::Value::InlineTable(inner) => ValueKind::Map(table(inner, line_of)),
    };
    Value { kind, line }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(read: Result<Value, Unreadable>) -> String {
        match read {
            Ok(value) => value.to_edn().laid_out(0),
            Err(fault) => format!("{}:{}", fault.line, fault.column),
        }
    }

    #[test]
    fn both_notations_come_to_one_value() {
        for (text, expected) in [
            ("a: 1\nb: [x, 'y']", r#"{"a" 1 "b" ["x" "y"]}"#),
            ("a: &x {b: c}\nd: *x", r#"{"a" {"b" "c"} "d" {"b" "c"}}"#),
            ("a: &x {b: c}\nd:\n  <<: *x\n  e: f", r#"{"a" {"b" "c"} "d" {"b" "c" "e" "f"}}"#),
            ("{\"a\": {\"b\": null}, \"c\": \"\\u00e5\"}", r#"{"a" {"b" nil} "c" "å"}"#),
            ("a: yes", r#"{"a" "yes"}"#),
            ("a: >-\n  b\n  c", r#"{"a" "b c"}"#),
            ("a: &x [*x]", "3:8"),
            ("a: [b", "4:1"),
            ("a: b\na: c", "4:4"),
            ("? [a]\n: b", "3:5"),
        ] {
            assert_eq!(shown(yaml(text, 3, Schema::Yaml12)), expected, "{text}");
        }
        assert_eq!(shown(yaml("a: yes", 1, Schema::Yaml11)), r#"{"a" true}"#);
        for (text, expected) in [
            ("a = 1\nb = ['x']\nc = 2020-01-02", r#"{"a" 1 "b" ["x"] "c" "2020-01-02"}"#),
            ("[a]\nb = 'c'\n[[d]]\ne = true", r#"{"a" {"b" "c"} "d" [{"e" true}]}"#),
            ("a = 'b'\nc = [", "4:6"),
        ] {
            assert_eq!(shown(toml(text, 3)), expected, "{text}");
        }
    }

    #[test]
    fn what_repeats_itself_is_bounded() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for n in 1..8 {
            let items = vec![format!("*a{}", n - 1); 10].join(", ");
            text.push_str(&format!("a{n}: &a{n} [{items}]\n"));
        }
        assert!(yaml(&text, 1, Schema::Yaml12).is_err());
        assert!(yaml(&"[".repeat(1000), 1, Schema::Yaml12).is_err());
    }
}
