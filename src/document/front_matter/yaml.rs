//! The little of YAML that front matter mostly is; what is more than that is not clear.

use super::found::{FrontMatterField, Value};
use crate::base::Span;

/// Names that hardly any front matter is without, and no prose after a rule begins its lines with.
const USUAL: [&str; 6] = ["title", "date", "draft", "layout", "slug", "tags"];

/// The fields of YAML; `None` where the lines are rather prose between two rules.
pub(super) fn fields(text: &str, lines: &[Span]) -> Option<Vec<FrontMatterField>> {
    let lines = &dedented(text, lines);
    if let Some(found) = flow(text, lines) {
        return Some(found);
    }
    let mut written: Vec<(&str, &str, Vec<&str>, Span)> = Vec::new();
    let mut prose = 0;
    let says_something = |line: &&&str| !line.trim().is_empty() && !line.starts_with('#');
    for span in lines {
        let line = &text[span.range()];
        let goes_on = continues_value(line);
        match (key(line), written.last_mut()) {
            _ if !says_something(&&line) && !line.trim().is_empty() => {}
            (_, Some((.., below, _))) if goes_on || line.trim().is_empty() => below.push(line.trim_end()),
            (Some((name, value)), _) => written.push((name, value, Vec::new(), *span)),
            _ => prose += usize::from(!line.trim().is_empty() && !may_be_field(line)),
        }
    }
    let begins_at_once = lines.first().is_some_and(|span| key(&text[span.range()]).is_some());
    let is_front_matter = match begins_at_once {
        true => written.len() >= prose,
        false => written.len() > prose && written.iter().any(|(name, ..)| is_usual(name)),
    };
    let found = |(name, first, below, span): (&str, &str, Vec<&str>, Span)| FrontMatterField {
        name: name.to_owned(),
        value: value(first, &below),
        span,
    };
    (is_front_matter && !written.is_empty()).then(|| written.into_iter().map(found).collect())
}

/// The fields that lines begin with which nothing closes, and how many lines they are; `None` where
/// that may be prose after a rule.
pub(super) fn unclosed(text: &str, lines: &[Span]) -> Option<(usize, Vec<FrontMatterField>)> {
    let lines = &dedented(text, lines);
    let line = |span: &Span| &text[span.range()];
    let is_flow = lines.first().is_some_and(|span| line(span).starts_with('{'));
    let len = match is_flow {
        true => 1 + lines.iter().position(|span| line(span).trim_end().ends_with('}'))?,
        false => {
            let is_of_it = |span: &&Span| key(line(span)).is_some() || continues_value(line(span));
            lines.iter().take_while(is_of_it).count()
        }
    };
    let found = fields(text, &lines[..len])?;
    let next = lines.get(len).map_or("", line).trim();
    let ends = next.is_empty() || next.starts_with(['#', '-', '=']);
    let is_usual = found.iter().any(|field| is_usual(&field.name));
    (is_usual && (ends || found.len() > 1)).then_some((len, found))
}

/// The lines without the few blanks that their first one begins with, and so mostly all.
fn dedented(text: &str, lines: &[Span]) -> Vec<Span> {
    let blanks = |span: &Span| {
        let line = &text[span.range()];
        if line.trim().is_empty() { None } else { Some(line.len() - line.trim_start_matches(' ').len()) }
    };
    let margin = lines.iter().find_map(blanks).filter(|margin| *margin < 4).unwrap_or_default();
    let cut = |span: &Span| {
        let len = margin.min(blanks(span).unwrap_or_default());
        Span::new(span.range().start + len, span.range().end)
    };
    lines.iter().map(cut).collect()
}

/// Whether a line may be a field whose name is of several words.
fn may_be_field(line: &str) -> bool {
    line.split_once(": ").is_some_and(|(name, _)| name.split_whitespace().count() <= 3)
}

fn is_usual(name: &str) -> bool {
    USUAL.iter().any(|usual| name.eq_ignore_ascii_case(usual))
}

/// Whether a line belongs to the field above it.
fn continues_value(line: &str) -> bool {
    line.starts_with([' ', '\t', ']', '}']) || line == "-" || line.starts_with("- ") || line.starts_with(": ")
}

/// The fields of a map in braces that is all the lines hold.
fn flow(text: &str, lines: &[Span]) -> Option<Vec<FrontMatterField>> {
    let first = lines.iter().find(|span| !text[span.range()].trim().is_empty())?;
    let whole = text[first.range().start..lines.last()?.range().end].trim();
    let inside = without_properties(whole).strip_prefix('{')?.strip_suffix('}')?.replace('\n', " ");
    let found = items(&inside).into_iter().filter_map(|item| {
        // Beside a quoted name the colon wants no blank.
        let spaced = item.starts_with(['"', '\'']).then(|| item.replacen("\":", "\": ", 1));
        let (name, value) = key(spaced.as_deref().unwrap_or(item))?;
        Some(FrontMatterField { name: name.to_owned(), value: scalar(value), span: *first })
    });
    Some(found.collect()).filter(|found: &Vec<FrontMatterField>| !found.is_empty())
}

/// What commas part, those in brackets and quotation marks left out.
fn items(text: &str) -> Vec<&str> {
    let (mut depth, mut quote) = (0_usize, None);
    let parts = text.split(|c| {
        match (quote, c) {
            (Some(mark), _) => quote = quote.filter(|_| c != mark),
            (None, '"' | '\'') => quote = Some(c),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth = depth.saturating_sub(1),
            (None, ',') => return depth == 0,
            _ => {}
        }
        false
    });
    parts.map(str::trim).collect()
}

/// The name that a line begins with before a colon, and what follows that.
fn key(line: &str) -> Option<(&str, &str)> {
    let line = without_properties(line);
    if let Some(name) = line.strip_prefix("? ") {
        return Some((name.trim(), "")).filter(|(name, _)| is_word(name));
    }
    let quoted = line.strip_prefix(['"', '\'']);
    let (name, value) = match quoted {
        Some(rest) => {
            let (name, value) = rest.split_once(&line[..1])?;
            (name, value.trim_start().strip_prefix(':')?)
        }
        None => line.split_once(':')?,
    };
    let name = name.trim_end();
    let is_name = if quoted.is_some() { !name.is_empty() } else { is_word(name) };
    let is_apart = value.is_empty() || value.starts_with([' ', '\t']);
    (is_name && is_apart).then_some((name, value.trim()))
}

/// What stands behind the type of a value and the name that it has elsewhere.
fn without_properties(line: &str) -> &str {
    let mut line = line;
    while line.starts_with(['&', '!'])
        && let Some((_, rest)) = line.split_once([' ', '\n'])
    {
        line = rest.trim_start();
    }
    line
}

fn is_word(name: &str) -> bool {
    let is_one = || name.chars().all(|c| c.is_alphanumeric() || "_-./".contains(c));
    name == "<<" || (!name.is_empty() && !name.starts_with('-') && is_one())
}

/// A value that begins on its key's line and may go on below.
fn value(first: &str, below: &[&str]) -> Value {
    let lines: Vec<&str> = below.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
    let end = below.iter().rposition(|line| !line.is_empty()).map_or(0, |at| at + 1);
    let is_parted = below[..end].iter().any(|line| line.is_empty());
    if lines.is_empty() {
        return scalar(first);
    }
    if first.starts_with(['|', '>']) {
        let is_header = first[1..].chars().all(|c| "+-".contains(c) || c.is_ascii_digit());
        return if is_header && !is_parted { Value::Text(lines.join(" ")) } else { Value::Unclear };
    }
    if first.is_empty() && lines.iter().all(|line| *line == "-" || line.starts_with("- ")) {
        let items = lines.iter().map(|line| line[1..].trim());
        return items
            .map(|item| if key(item).is_some() { None } else { text_of(scalar(item)) })
            .collect::<Option<_>>()
            .map_or(Value::Unclear, Value::List);
    }
    let is_nested = first.is_empty()
        && lines.iter().any(|line| key(line).is_some() || line.starts_with('-') || line.starts_with(": "));
    let whole = [first].into_iter().chain(lines).collect::<Vec<_>>().join(" ");
    if is_nested || is_parted || whole.contains(" #") {
        return Value::Unclear;
    }
    scalar(whole.trim())
}

pub(super) fn scalar(text: &str) -> Value {
    let text = text.trim();
    match text.chars().next() {
        None | Some('#') => Value::Nothing,
        Some('"') => quoted(text),
        Some('\'') => single_quoted(text),
        Some('[') => list(text),
        Some('{' | '}' | ']' | '&' | '*' | '!' | '|' | '>' | '%' | '@' | '`' | '?') => Value::Unclear,
        Some(_) => plain(text.split(" #").next().unwrap_or_default().trim_end()),
    }
}

fn plain(text: &str) -> Value {
    match text {
        "~" | "null" | "Null" | "NULL" => Value::Nothing,
        "true" | "True" | "TRUE" => Value::Flag(true),
        "false" | "False" | "FALSE" => Value::Flag(false),
        _ if text.parse::<f64>().is_ok() && text.starts_with(|c: char| c.is_ascii_digit() || c == '-') => {
            Value::Number(text.to_owned())
        }
        _ => Value::Text(text.to_owned()),
    }
}

/// A text in double quotation marks, whose commonest escapes are those of JSON.
pub(super) fn quoted(text: &str) -> Value {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<String>();
    match values.next() {
        Some(Ok(found)) if is_end(&text[values.byte_offset()..]) => Value::Text(found),
        _ => Value::Unclear,
    }
}

fn single_quoted(text: &str) -> Value {
    let mut found = String::new();
    let mut rest = &text[1..];
    while let Some((before, after)) = rest.split_once('\'') {
        found.push_str(before);
        match after.strip_prefix('\'') {
            Some(after) => (rest, _) = (after, found.push('\'')),
            None if is_end(after) => return Value::Text(found),
            None => break,
        }
    }
    Value::Unclear
}

/// Whether nothing follows a value but a comment.
fn is_end(after: &str) -> bool {
    let after = after.trim();
    after.is_empty() || after.starts_with('#')
}

pub(super) fn list(text: &str) -> Value {
    let mut items = Vec::new();
    let mut rest = text[1..].trim_start();
    loop {
        if let Some(after) = rest.strip_prefix(']') {
            return if is_end(after) { Value::List(items) } else { Value::Unclear };
        }
        let len = match rest.chars().next() {
            Some(mark @ ('"' | '\'')) => rest[1..].find(mark).map(|at| at + 2),
            _ => rest.find([',', ']']),
        };
        let Some((item, after)) = len.map(|len| rest.split_at(len)) else { return Value::Unclear };
        let is_simple = !item.contains(['[', '{', '\\', '#', '\n']);
        match text_of(scalar(item)).filter(|_| is_simple) {
            Some(item) => items.push(item),
            None => return Value::Unclear,
        }
        rest = after.trim_start();
        rest = match rest.strip_prefix(',') {
            Some(after) => after.trim_start(),
            None if rest.starts_with(']') => rest,
            None => return Value::Unclear,
        };
    }
}

fn text_of(value: Value) -> Option<String> {
    match value {
        Value::Text(text) | Value::Number(text) => Some(text),
        Value::Flag(flag) => Some(flag.to_string()),
        Value::Nothing | Value::List(_) | Value::Unclear => None,
    }
}
