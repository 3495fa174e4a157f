//! A file's beginning to the fields of its front matter.

use serde_json::Value as Json;

use super::yaml::{self, list, quoted, scalar};
use super::{Found, FrontMatter, Value};
use crate::base::{Span, is_invisible};

/// The front matter that a text begins with: between two lines `---` or `+++`, or a JSON object.
pub(super) fn read(text: &str) -> Option<FrontMatter> {
    let start = text.find(|c: char| !c.is_whitespace() && !is_invisible(c))?;
    let rest = &text[start..];
    match rest.as_bytes()[0] {
        b'{' => return json(text, start),
        b'-' | b'+' => {}
        _ => return None,
    }
    let lines: Vec<Span> = lines(text, start);
    let opening = *lines.first()?;
    let (language, marks) = match text[opening.range()].trim_end() {
        "+++" => ("toml", ["+++", "+++"]),
        line => (line.strip_prefix("---")?.split('#').next()?.trim(), ["---", "..."]),
    };
    let close = lines.iter().skip(1).position(|line| marks.contains(&text[line.range()].trim_end()))?;
    let inside = &lines[1..=close];
    let end = lines[close + 1].range().end;
    let whole = text[opening.range().end..lines[close + 1].range().start].trim();
    let (notation, fields) = match language {
        "" | "yaml" | "yml" => ("YAML", yaml::fields(text, inside)?),
        "toml" => ("TOML", toml(text, inside)?),
        "json" => ("JSON", object(serde_json::from_str(whole).ok()?, opening)?),
        _ => return None,
    };
    Some(FrontMatter { notation, opening, end, fields })
}

/// The lines of a text from one on.
fn lines(text: &str, start: usize) -> Vec<Span> {
    let start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let mut at = start;
    let line = |line: &str| {
        let span = Span::new(at, at + line.trim_end_matches('\n').len());
        at += line.len();
        span
    };
    let mut lines: Vec<Span> = text[start..].split_inclusive('\n').map(line).collect();
    if let Some(first) = lines.first_mut() {
        let line = &text[first.range()];
        let skipped =
            line.len() - line.trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c)).len();
        *first = Span::new(start + skipped, first.range().end);
    }
    lines
}

fn json(text: &str, start: usize) -> Option<FrontMatter> {
    let rest = &text[start..];
    let line = rest.lines().next().unwrap_or_default();
    let opening = Span::new(start, start + line.len());
    let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Json>();
    let (fields, end) = match values.next()? {
        Ok(value) => (object(value, opening)?, start + values.byte_offset()),
        // What begins as an object and is none is no less in the way.
        Err(_) => {
            let inside = rest[1..].trim_start();
            let (name, after) = inside.strip_prefix('"')?.split_once('"')?;
            (!name.contains('\n') && after.trim_start().starts_with(':')).then_some(())?;
            (Vec::new(), rest.find("\n}").map_or(text.len(), |at| start + at + 2))
        }
    };
    Some(FrontMatter { notation: "JSON", opening, end, fields })
}

fn object(value: Json, span: Span) -> Option<Vec<Found>> {
    let Json::Object(object) = value else { return None };
    let found = |(name, value)| Found { name, value: of_json(value), span };
    (!object.is_empty()).then(|| object.into_iter().map(found).collect())
}

fn of_json(value: Json) -> Value {
    match value {
        Json::Null => Value::Nothing,
        Json::Bool(flag) => Value::Flag(flag),
        Json::Number(number) => Value::Number(number.to_string()),
        Json::String(text) => Value::Text(text),
        Json::Array(items) => {
            let items: Option<Vec<String>> =
                items.iter().map(|item| item.as_str().map(str::to_owned)).collect();
            items.map_or(Value::Unclear, Value::List)
        }
        Json::Object(_) => Value::Unclear,
    }
}

/// The fields of TOML; `None` where there is none.
fn toml(text: &str, lines: &[Span]) -> Option<Vec<Found>> {
    let mut found = Vec::new();
    let mut table = String::new();
    let mut lines = lines.iter();
    while let Some(span) = lines.next() {
        let line = text[span.range()].trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix('[') {
            table = name.split(']').next().unwrap_or_default().trim_start_matches('[').trim().to_owned();
            continue;
        }
        let Some((name, value)) = line.split_once('=') else { continue };
        let mut whole = value.trim().to_owned();
        while is_open(&whole)
            && let Some(next) = lines.next()
        {
            whole.push('\n');
            whole.push_str(text[next.range()].trim());
        }
        let name = name.trim().trim_matches(['"', '\'']);
        let name = match table.as_str() {
            "" | "taxonomies" | "extra" | "params" => name.to_owned(),
            table => format!("{table}.{name}"),
        };
        found.push(Found { name, value: of_toml(&whole), span: *span });
    }
    (!found.is_empty()).then_some(found)
}

/// Whether a value of TOML goes on in the next line.
fn is_open(value: &str) -> bool {
    let is_long = |marks: &str| value.starts_with(marks) && value.matches(marks).count() < 2;
    is_long("\"\"\"") || is_long("'''") || (value.starts_with('[') && !value.ends_with(']'))
}

fn of_toml(value: &str) -> Value {
    for marks in ["\"\"\"", "'''"] {
        if let Some(inside) = value.strip_prefix(marks).and_then(|rest| rest.strip_suffix(marks)) {
            let is_plain = !inside.contains('\\') || marks == "'''";
            return if is_plain { Value::Text(inside.trim().to_owned()) } else { Value::Unclear };
        }
    }
    match value.chars().next() {
        Some('\'') => value[1..].split_once('\'').map_or(Value::Unclear, |(text, after)| {
            let is_end = after.trim().is_empty() || after.trim_start().starts_with('#');
            if is_end { Value::Text(text.to_owned()) } else { Value::Unclear }
        }),
        Some('"') => quoted(value),
        Some('[') => list(value),
        Some('{') => Value::Unclear,
        _ => scalar(value),
    }
}
