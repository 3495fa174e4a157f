//! Fields of front matter to the keys that say the same.

use chrono::{DateTime, NaiveDate, NaiveDateTime};

use super::super::keys::known;
use super::super::print::place_of_key;
use super::super::unknown::nearest_known;
use super::found::{FrontMatterField, Value};
use crate::base::Span;
use crate::edn::{Form, FormKind, is_keyword};
use crate::locale::Locale;

/// The keys that say what front matter says.
#[derive(Debug)]
pub(super) struct Keys {
    pub lines: Vec<Line>,
    /// The names of the fields that are not clear.
    pub left: Vec<String>,
}

#[derive(Debug)]
pub(super) struct Line {
    pub key: String,
    pub value: String,
    /// The value, where other files see it, in a form whose type needs no further reading.
    pub plain: Option<String>,
    pub span: Span,
}

impl Keys {
    /// The key that the text after the front matter wants.
    pub fn body(&self) -> &'static str {
        let is_post = self.lines.iter().any(|line| line.key.starts_with("post/"));
        if is_post { "post/body" } else { "page/body" }
    }
}

/// What is written in the place of a field.
enum Replacement {
    Key(&'static str, String),
    /// A key of the site's own.
    Own(String),
    /// What goes without saying.
    Nothing,
}

pub(super) fn keys(fields: &[FrontMatterField]) -> Keys {
    let has_description = fields.iter().any(|field| plain_name(&field.name) == "description");
    let mut keys = Keys { lines: Vec::new(), left: Vec::new() };
    for field in fields.iter().filter(|field| field.value != Value::Nothing) {
        let (key, value) = match written(&plain_name(&field.name), &field.value, has_description) {
            Some(Replacement::Key(key, value)) => (key.to_owned(), value),
            Some(Replacement::Own(value)) => match own_key("my", &field.name) {
                Some(key) => (key, value),
                None => {
                    keys.left.push(field.name.clone());
                    continue;
                }
            },
            Some(Replacement::Nothing) => continue,
            None => {
                keys.left.push(field.name.clone());
                continue;
            }
        };
        if keys.lines.iter().any(|line| line.key == key) {
            keys.left.push(field.name.clone());
            continue;
        }
        let plain = match key.as_str() {
            "page/title" | "page/slug" | "page/uri" | "page/translation-key" | "page/locale" => {
                Some(value.clone())
            }
            "post/published" => {
                value.split('"').nth(1).or(Some(&value)).and_then(|time| Some(time.get(..10)?.to_owned()))
            }
            _ => None,
        };
        keys.lines.push(Line { key, value, plain, span: field.span });
    }
    keys.lines.sort_by_cached_key(|line| place_of_key(&line.key));
    keys
}

/// A name as all generators spell it.
fn plain_name(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-')).flat_map(char::to_lowercase).collect()
}

/// What is written in the place of a field; `None` where it is not clear what it says.
fn written(name: &str, value: &Value, has_description: bool) -> Option<Replacement> {
    let key = |key: &'static str, value: Option<String>| value.map(|value| Replacement::Key(key, value));
    let draft = |is_draft: bool| match is_draft {
        true => Replacement::Key("page/draft?", "true".to_owned()),
        false => Replacement::Nothing,
    };
    match (name, value) {
        ("title", _) => key("page/title", line(value)),
        ("slug", _) => key("page/slug", line(value).filter(|slug| !slug.contains('/'))),
        ("url" | "uri" | "permalink", _) => {
            key("page/uri", line(value).filter(|uri| is_path(uri) && !uri.contains([':', '{'])))
        }
        ("aliases" | "alias" | "redirectfrom" | "redirects", _) => {
            let paths = items(value)?;
            let all = paths.iter().all(|path| is_path(path));
            key("page/alt-uris", all.then(|| strings(&paths)))
        }
        ("lang" | "language" | "locale", _) => {
            let tag = Locale::parse(&line(value)?.replace('_', "-"))?;
            key("page/locale", Some(format!(":{tag}")))
        }
        ("translationkey", _) => key("page/translation-key", line(value)),
        ("draft", Value::Flag(is_draft)) => Some(draft(*is_draft)),
        ("published", Value::Flag(is_published)) => Some(draft(!is_published)),
        ("status", Value::Text(status)) => match status.to_lowercase().as_str() {
            "draft" => Some(draft(true)),
            "published" | "publish" => Some(Replacement::Nothing),
            _ => None,
        },
        ("draft" | "status", _) => None,
        (
            "date" | "published" | "publishdate" | "publisheddate" | "pubdate" | "publishedat"
            | "datepublished" | "publishedon" | "publishedtime",
            _,
        ) => key("post/published", written_time(&line(value)?)),
        (
            "updated" | "lastmod" | "modified" | "lastmodified" | "lastmodifiedat" | "updatedat"
            | "updateddate" | "datemodified" | "lastupdated",
            _,
        ) => key("post/updated", written_time(&line(value)?)),
        ("tags" | "tag", _) => key("post/tags", Some(format!("[{}]", keywords(&words(value)?)?))),
        ("description", _) => key("post/description", line(value).map(|text| as_markdown(&text))),
        ("summary" | "excerpt", _) if !has_description => {
            key("post/description", line(value).map(|text| as_markdown(&text)))
        }
        ("author" | "authors", _) => {
            let names: Vec<String> =
                items(value)?.iter().map(|name| name.to_lowercase().replace('.', "")).collect();
            let ids = keywords(&names)?;
            match names.as_slice() {
                [_] => key("post/author", Some(ids)),
                _ => key("post/authors", Some(format!("[{ids}]"))),
            }
        }
        ("series", _) => {
            let names = items(value)?;
            key("post/series", (names.len() == 1).then(|| keywords(&names)).flatten())
        }
        (
            "image" | "cover" | "coverimage" | "featuredimage" | "featureimage" | "heroimage" | "thumbnail",
            _,
        ) => key("post/image", line(value)),
        _ => own_value(value).map(Replacement::Own),
    }
}

/// A value as one line of text, which is read as it stands.
fn line(value: &Value) -> Option<String> {
    let (Value::Text(text) | Value::Number(text)) = value else { return None };
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_quoted = text.len() > 1 && text.starts_with('"') && text.ends_with('"');
    (!text.is_empty() && !is_quoted).then_some(text)
}

/// A value as several, or as one.
fn items(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::List(items) => Some(items.clone()).filter(|items| !items.is_empty()),
        _ => line(value).map(|one| vec![one]),
    }
}

/// The tags of a value. Some generators part them by commas, and some by blanks.
fn words(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::List(items) => Some(items.clone()),
        _ => {
            let text = line(value)?;
            let words: Vec<String> = text.split(',').map(|word| word.trim().to_owned()).collect();
            (words.len() > 1 || !text.contains(' ')).then_some(words)
        }
    }
}

/// Names as keywords in a row; `None` where one of them can be none.
fn keywords(names: &[String]) -> Option<String> {
    let keyword = |name: &String| {
        let name = name.split_whitespace().collect::<Vec<_>>().join("-");
        let is_plain = name.starts_with(char::is_alphabetic)
            && name.chars().all(|c| c.is_alphanumeric() || "-_.+#".contains(c));
        (is_plain && is_keyword(&name)).then(|| Form::keyword(&name).to_string())
    };
    names.iter().map(keyword).collect::<Option<Vec<_>>>().map(|keywords| keywords.join(" "))
}

fn is_path(text: &str) -> bool {
    text.starts_with('/') && !text.starts_with("//")
}

fn strings(texts: &[String]) -> String {
    Form::from(FormKind::Vector(texts.iter().map(Form::text).collect())).to_string()
}

/// A plain text as the Markdown that shows it.
pub fn as_markdown(text: &str) -> String {
    let escaped = |c: char| if "\\*_[]<`&#~|".contains(c) { format!("\\{c}") } else { c.to_string() };
    text.chars().map(escaped).collect()
}

/// A time as it is written in a block, where it is clear which it is.
pub fn written_time(text: &str) -> Option<String> {
    let days = ["%Y-%m-%d", "%Y/%m/%d", "%b %d %Y", "%b %d, %Y", "%d %b %Y"];
    if let Some(day) = days.iter().find_map(|format| NaiveDate::parse_from_str(text, format).ok()) {
        return Some(day.to_string());
    }
    let local = ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"];
    if let Some(at) = local.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok()) {
        return Some(format!("#time/ldt \"{}\"", at.format("%Y-%m-%dT%H:%M:%S")));
    }
    let zoned =
        ["%Y-%m-%d %H:%M:%S%.f %z", "%Y-%m-%d %H:%M:%S%.f%z", "%Y-%m-%dT%H:%M:%S%.f%z", "%Y-%m-%d %H:%M %z"];
    let at = DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_rfc2822(text))
        .ok()
        .or_else(|| zoned.iter().find_map(|format| DateTime::parse_from_str(text, format).ok()))?;
    Some(format!("#inst \"{}\"", at.to_rfc3339()))
}

/// The custom key for a field, in a namespace of its own, unless it would look like a misspelling.
pub fn own_key(namespace: &str, name: &str) -> Option<String> {
    let key = format!("{namespace}/{name}");
    let is_plain = name.starts_with(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || "-_".contains(c))
        && is_keyword(&key);
    let known: Vec<_> = known().collect();
    (is_plain && nearest_known(&key, &known, false).is_none()).then_some(key)
}

fn own_value(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(Form::text(text).to_string()),
        Value::Flag(flag) => Some(flag.to_string()),
        Value::Number(number) => Some(number.clone()),
        Value::List(items) => Some(strings(items)),
        Value::Nothing | Value::Unclear => None,
    }
}
