//! A file's beginning to the fields of its front matter.

use serde_json::Value as Json;

use super::found::{FrontMatter, FrontMatterField, Value};
use super::yaml::{self, list, quoted, scalar};
use crate::base::{Span, is_invisible};

/// The longest line of dashes that closes front matter; longer ones are separators, or nearly so.
const LONGEST_CLOSING: usize = 59;

/// Names that one line of JSON in braces is hardly without where it is front matter.
const USUAL: [&str; 12] = [
    "title",
    "date",
    "draft",
    "tags",
    "slug",
    "layout",
    "description",
    "published",
    "author",
    "permalink",
    "categories",
    "lang",
];

/// The front matter that a text begins with: between two lines `---` or `+++`, or a JSON object.
pub(super) fn read(text: &str) -> Option<FrontMatter> {
    let start = beginning(text)?;
    let first = match text.as_bytes().get(start)? {
        b'{' => return json(text, start),
        b'-' | b'+' | b';' => text[start..].lines().next()?.trim_end(),
        _ => return None,
    };
    let (notation, mark) = match first {
        "+++" => ("TOML", '+'),
        ";;;" => ("JSON", ';'),
        line => match line.strip_prefix("---")?.split('#').next()?.trim() {
            "" | "yaml" | "yml" => ("YAML", '-'),
            "toml" => ("TOML", '-'),
            "json" => ("JSON", '-'),
            _ => return None,
        },
    };
    let source = Source { text, lines: lines(text, start), notation };
    source.closed(mark).or_else(|| source.unclosed())
}

/// Where a text begins to say something, comments and what YAML says of itself left out.
fn beginning(text: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        at += text[at..].find(|c: char| !c.is_whitespace() && !is_invisible(c))?;
        let rest = &text[at..];
        let len = match rest.strip_prefix("<!--") {
            Some(inside) => 4 + inside.find("-->")? + 3,
            None if rest.starts_with("%YAML ") || rest.starts_with("%TAG ") => 0,
            None => return Some(at),
        };
        let line = rest[len..].find('\n')?;
        if len > 0 && !rest[len..len + line].trim().is_empty() {
            return None;
        }
        at += len + line;
    }
}

/// A text that begins as front matter does.
struct Source<'a> {
    text: &'a str,
    /// From the opening line on.
    lines: Vec<Span>,
    notation: &'static str,
}

impl Source<'_> {
    fn line(&self, at: usize) -> &str {
        &self.text[self.lines[at].range()]
    }

    fn closed(&self, mark: char) -> Option<FrontMatter> {
        let closes = |at: &usize| {
            let line = self.line(*at).trim_end();
            let is_closing = (3..=LONGEST_CLOSING).contains(&line.len()) && line.chars().all(|c| c == mark);
            is_closing || (mark == '-' && line == "...")
        };
        let close = (1..self.lines.len()).find(closes)?;
        let inside = &self.lines[1..close];
        let fields = match self.notation {
            "YAML" => yaml::fields(self.text, inside)?,
            "TOML" => toml(self.text, inside)?,
            _ => {
                let whole = &self.text[self.lines[0].range().end..self.lines[close].range().start];
                // Between semicolons the braces may be left out.
                let value = serde_json::from_str(whole.trim());
                object(value.or_else(|_| serde_json::from_str(&format!("{{{whole}}}"))).ok()?, self.lines[0])?
            }
        };
        Some(self.front_matter(self.lines[close], fields))
    }

    /// Front matter that is never closed: the lines below its opening that say what only such do.
    fn unclosed(&self) -> Option<FrontMatter> {
        let below = &self.lines[1..];
        let (len, fields) = match self.notation {
            "YAML" => yaml::unclosed(self.text, below)?,
            "TOML" => {
                let len = toml_len(self.text, below);
                (len, toml(self.text, &below[..len])?)
            }
            _ => {
                let start = self.lines.get(1)?.range().start;
                self.text[start..].strip_prefix('{')?;
                let found = json(self.text, start)?;
                return Some(FrontMatter { opening: self.lines[0], ..found });
            }
        };
        Some(self.front_matter(self.lines[len], fields))
    }

    fn front_matter(&self, last: Span, fields: Vec<FrontMatterField>) -> FrontMatter {
        FrontMatter { notation: self.notation, opening: self.lines[0], end: last.range().end, fields }
    }
}

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
    let is_usual = |name: &str| USUAL.iter().any(|usual| name.eq_ignore_ascii_case(usual));
    let (fields, end) = match values.next()? {
        Ok(value) => {
            let end = start + values.byte_offset();
            let fields = object(value, opening)?;
            let is_long = end > opening.range().end;
            let is_apart = text[end..].lines().next().is_none_or(|rest| rest.trim().is_empty());
            (is_apart && (is_long || fields.iter().any(|field| is_usual(&field.name)))).then_some(())?;
            (fields, end)
        }
        // Malformed front matter is reported too.
        Err(_) => {
            let inside = rest[1..].trim_start();
            let (name, after) = inside.strip_prefix('"')?.split_once('"')?;
            (!name.contains('\n') && after.trim_start().starts_with(':')).then_some(())?;
            let is_alone = line.trim() == "{" || line.trim_end().ends_with([',', '[', '{']);
            let is_whole = !line.contains('}') || line.trim_end().ends_with('}');
            (is_alone || (is_usual(name) && is_whole)).then_some(())?;
            (Vec::new(), rest.find("\n}").map_or(text.len(), |at| start + at + 2))
        }
    };
    Some(FrontMatter { notation: "JSON", opening, end, fields })
}

fn object(value: Json, span: Span) -> Option<Vec<FrontMatterField>> {
    let Json::Object(object) = value else { return None };
    let found = |(name, value)| FrontMatterField { name, value: of_json(value), span };
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
fn toml(text: &str, lines: &[Span]) -> Option<Vec<FrontMatterField>> {
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
        let mut until = closing(&whole);
        while let Some(mark) = until
            && let Some(next) = lines.next()
        {
            let line = text[next.range()].trim();
            whole.push('\n');
            whole.push_str(line);
            until = until.filter(|_| !is_closed_by(mark, line));
        }
        let name = name.trim().trim_matches(['"', '\'']);
        let name = match table.as_str() {
            "" | "taxonomies" | "extra" | "params" => name.to_owned(),
            table => format!("{table}.{name}"),
        };
        found.push(FrontMatterField { name, value: of_toml(&whole), span: *span });
    }
    (!found.is_empty()).then_some(found)
}

/// How many lines are fields and tables of TOML.
fn toml_len(text: &str, lines: &[Span]) -> usize {
    let mut until = None;
    let mut is_of_it = |span: &&Span| {
        let line = text[span.range()].trim();
        if let Some(mark) = until {
            until = until.filter(|_| !is_closed_by(mark, line));
            return true;
        }
        let is_word = |name: &str| {
            !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-.\"'".contains(c))
        };
        match line.split_once('=') {
            Some((name, value)) if is_word(name.trim()) => {
                until = closing(value.trim());
                true
            }
            _ => line.starts_with('[') && line.ends_with(']'),
        }
    };
    lines.iter().take_while(|span| is_of_it(span)).count()
}

/// What closes a value of TOML that goes on in the next line.
fn closing(value: &str) -> Option<&'static str> {
    let long = ["\"\"\"", "'''"].into_iter().find_map(|marks| Some((marks, value.strip_prefix(marks)?)));
    match long {
        Some((marks, rest)) => (!rest.contains(marks)).then_some(marks),
        None => (value.starts_with('[') && !value.ends_with(']')).then_some("]"),
    }
}

fn is_closed_by(mark: &str, line: &str) -> bool {
    if mark == "]" { line.ends_with(mark) } else { line.contains(mark) }
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
