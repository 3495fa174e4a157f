//! Values to text: laid out as writers do it, and canonical.

use std::fmt;

use unicode_width::UnicodeWidthStr as _;

use super::{Form, FormKind};

/// The column up to which a line goes where its values can be set below one another.
pub const LINE_WIDTH: usize = 80;

impl Form {
    /// Prints the value as a writer sets it: in the order that it has, on one line where that fits,
    /// else with its items below one another; words in a row fill their lines.
    ///
    /// `column` is where it begins in its line. What is printed reads back as the same value.
    pub fn laid_out(&self, column: usize) -> String {
        let flat = flat(self, false);
        if column + flat.width() <= LINE_WIDTH { flat } else { self.below_one_another(column) }
    }

    /// Prints the value as the whole of a data file: its items below one another, however short.
    pub fn as_file(&self) -> String {
        format!("{}\n", self.below_one_another(0))
    }

    fn below_one_another(&self, column: usize) -> String {
        let at = |open: &str| column + open.width();
        match &self.kind {
            FormKind::Vector(items) => set("[", &laid_out(items, at("[")), "]", column),
            FormKind::List(items) => set("(", &laid_out(items, at("(")), ")", column),
            FormKind::Set(items) => set("#{", &laid_out(items, at("#{")), "}", column),
            FormKind::Map(entries) => {
                let entry = |(key, value): &(Form, Form)| {
                    let key = flat(key, false);
                    let value = value.laid_out(at("{") + key.width() + 1);
                    format!("{key} {value}")
                };
                set("{", &entries.iter().map(entry).collect::<Vec<_>>(), "}", column)
            }
            FormKind::Tagged(tag, value) => format!("#{tag} {}", value.laid_out(column + tag.width() + 2)),
            _ => flat(self, false),
        }
    }
}

/// Items each as it is set from a column on; as many small ones in one as fit on a line.
fn laid_out(items: &[Form], column: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let is_small = |item: &Form| item.as_items().is_none() && item.as_map().is_none();
    let is_filled = items.iter().all(is_small);
    for item in items {
        let item = item.laid_out(column);
        match lines.last_mut() {
            Some(line) if is_filled && column + line.width() + 1 + item.width() <= LINE_WIDTH => {
                line.push(' ');
                line.push_str(&item);
            }
            _ => lines.push(item),
        }
    }
    lines
}

/// Items below one another, from a column on.
fn set(open: &str, items: &[String], close: &str, column: usize) -> String {
    let below = format!("\n{}", " ".repeat(column + open.width()));
    format!("{open}{}{close}", items.join(&below))
}

/// Whether a name is a keyword when a colon stands before it.
pub fn is_keyword(name: &str) -> bool {
    let form = super::read(&format!(":{name}"), 0);
    matches!(form, Ok(Some(Form { kind: FormKind::Keyword(read), .. })) if read == crate::base::composed(name))
}

/// Prints canonical EDN: the same text for equal values, so with sets and maps in order.
impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&flat(self, true))
    }
}

/// A value on one line; sets and maps in the order of what is printed, or as they are.
fn flat(form: &Form, is_sorted: bool) -> String {
    let flat = |form: &Form| flat(form, is_sorted);
    let sequence = |open: &str, items: Vec<String>, close: &str| format!("{open}{}{close}", items.join(" "));
    let printed = |items: &[Form]| items.iter().map(flat).collect();
    let in_order = |mut items: Vec<String>| {
        if is_sorted {
            items.sort_unstable();
        }
        items
    };
    match &form.kind {
        FormKind::Nil => "nil".to_owned(),
        FormKind::Boolean(value) => value.to_string(),
        FormKind::Integer(value) => value.to_string(),
        FormKind::Float(value) => format!("{value:?}"),
        FormKind::Number(text) => text.clone(),
        FormKind::Character(value) => character(*value),
        FormKind::Text(text) => format!("\"{}\"", text.chars().map(escaped).collect::<String>()),
        FormKind::Keyword(name) => format!(":{name}"),
        FormKind::Symbol(name) => name.clone(),
        FormKind::Vector(items) => sequence("[", printed(items), "]"),
        FormKind::List(items) => sequence("(", printed(items), ")"),
        FormKind::Set(items) => sequence("#{", in_order(printed(items)), "}"),
        FormKind::Map(entries) => {
            let entries = entries.iter().map(|(key, value)| format!("{} {}", flat(key), flat(value)));
            sequence("{", in_order(entries.collect()), "}")
        }
        FormKind::Tagged(tag, value) => format!("#{tag} {}", flat(value)),
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
