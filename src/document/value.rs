//! Typed values: each key's type decides how its value is read.

use std::collections::BTreeSet;

use chrono_tz::Tz;

use super::time::{self, Time, TimeError};
use super::{Field, Raw, Record, below};
use crate::base::{Code, Diagnostic, FilePath, Origin, Place, Span, Spanned, into_composed};
use crate::blocks::unquoted;
use crate::edn::{self, Form, FormKind};

/// How many tags, authors or the like a page may name.
const MOST_NAMES: usize = 100;

/// Reads a record's fields by their types; what it was never asked for is left over as unknown.
pub struct FieldReader<'a> {
    file: &'a FilePath,
    record: &'a Record,
    taken: BTreeSet<&'a str>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> FieldReader<'a> {
    /// Makes a reader of one record.
    pub fn new(file: &'a FilePath, record: &'a Record, diagnostics: &'a mut Vec<Diagnostic>) -> Self {
        Self { file, record, taken: BTreeSet::new(), diagnostics }
    }

    /// One line of text, verbatim: line ends become spaces, and one pair of quotation marks around
    /// it goes.
    pub fn text(&mut self, key: &str) -> Option<Spanned<String>> {
        let field = self.take(key)?;
        match field.value.as_text(self.file) {
            Some((text, origin)) => {
                let below = below::line(self.file, self.record, field);
                below.into_iter().for_each(|fault| self.push(fault));
                let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
                let text = unquoted(&lines.join(" ")).to_owned();
                (!text.is_empty()).then(|| Spanned::new(text, origin.span))
            }
            None => self.not_a_text(field),
        }
    }

    /// Markdown, and where positions in it lie.
    pub fn markdown(&mut self, key: &str) -> Option<(String, Origin)> {
        let field = self.take(key)?;
        match field.value.as_text(self.file) {
            Some((text, _)) if text.trim().is_empty() => None,
            Some(found) => Some(found),
            None => self.not_a_text(field),
        }
    }

    /// A text that something is known by, in composed form (NFC).
    pub fn name(&mut self, key: &str) -> Option<Spanned<String>> {
        self.text(key).map(|text| text.map(into_composed))
    }

    /// The address of a file or page, quoted or bare.
    pub fn path(&mut self, key: &str) -> Option<Spanned<String>> {
        self.name(key)
    }

    /// One keyword, without its colon.
    pub fn keyword(&mut self, key: &str) -> Option<Spanned<String>> {
        let field = self.take(key)?;
        let form = self.form(field)?;
        if let FormKind::Keyword(name) = form.kind {
            return Some(Spanned::new(name, form.span));
        }
        let help = name_in(&form).map_or_else(
            || "a keyword begins with a colon, such as `:dark1`".to_owned(),
            |name| format!("write `:{name}`"),
        );
        self.wrong(field, &form, "a keyword", help)
    }

    /// Keywords in a vector, list or set; of each, the name without a namespace.
    pub fn keywords(&mut self, key: &str) -> Option<Vec<Spanned<String>>> {
        let field = self.take(key)?;
        let form = self.form(field)?;
        let Some(items) = form.as_items() else {
            let help = match &form.kind {
                FormKind::Keyword(name) => format!("write `[:{name}]`"),
                FormKind::Symbol(words) => format!("write `[{}]`", as_keywords(words)),
                _ => "write them like `[:tag/css :tag/html]`".to_owned(),
            };
            return self.wrong(field, &form, "keywords in brackets", help);
        };
        let items = self.few(key, items);
        let mut names = Vec::with_capacity(items.len());
        for item in items {
            match item.as_keyword() {
                Some(name) => names.push(Spanned::new(bare_name(name).to_owned(), item.span)),
                None => {
                    let help = name_in(item).map_or_else(
                        || "a keyword begins with a colon".to_owned(),
                        |name| format!("write `:{name}`"),
                    );
                    self.fault(key, item, "keywords", help);
                }
            }
        }
        Some(names)
    }

    /// Names of entries: `:magnar`, `{:person/id :person/magnar}`, or a vector of them.
    pub fn references(&mut self, key: &str) -> Option<Vec<Spanned<String>>> {
        let field = self.take(key)?;
        let form = self.form(field)?;
        let items = form.as_items().map_or_else(|| vec![form.clone()], <[Form]>::to_vec);
        let items = self.few(key, &items);
        Some(items.iter().filter_map(|item| self.reference(key, item)).collect())
    }

    /// As many of some names as a key may have; each of them has pages that show all the others.
    fn few<'i>(&mut self, key: &str, items: &'i [Form]) -> &'i [Form] {
        let Some(first) = items.get(MOST_NAMES) else { return items };
        let message = format!("`:{key}` names {} things, and may name {MOST_NAMES}", items.len());
        let place = Place::new(self.file, first.span);
        self.push(Diagnostic::at(place, Code::TooLarge, message).help("name those that matter most"));
        &items[..MOST_NAMES]
    }

    /// A moment in the site's zone.
    pub fn time(&mut self, key: &str, zone: Tz) -> Option<Spanned<Time>> {
        let field = self.take(key)?;
        let bare = match &field.value {
            Raw::Text(text) if field.below.is_none() => {
                Some(text.value.trim()).filter(|text| text.starts_with(|c: char| c.is_ascii_digit()))
            }
            Raw::Text(_) => None,
            Raw::Form(_) => None,
        };
        let (tag, text, span) = match bare {
            Some(text) => (String::new(), text.to_owned(), field.value.span()),
            None => {
                let form = self.form(field)?;
                match form.kind {
                    FormKind::Symbol(words) => return self.not_a_time(key, form.span, &words),
                    FormKind::Text(text) => (String::new(), text, form.span),
                    FormKind::Tagged(tag, value) if value.as_text().is_some() => {
                        (tag, value.as_text().unwrap_or_default().to_owned(), value.span)
                    }
                    _ => return self.not_a_time(key, form.span, form.to_string().as_str()),
                }
            }
        };
        let read = match tag.as_str() {
            "" => time::local_day(&text, zone).or_else(|_| time::local_time(&text, zone)),
            "time/ldt" => time::local_time(&text, zone),
            "time/ld" => time::local_day(&text, zone),
            "inst" => time::instant(&text, zone),
            _ => return self.not_a_time(key, field.value.span(), &format!("#{tag} \"{text}\"")),
        };
        match read {
            Ok(time) => Some(Spanned::new(time, span)),
            Err(TimeError::Syntax) => self.not_a_time(key, span, &text),
            Err(TimeError::Gap) => {
                self.push(
                    Diagnostic::at(
                        Place::new(self.file, span),
                        Code::InvalidTime,
                        format!("`{text}` does not exist in {zone}: the clocks are put forward over it"),
                    )
                    .help("choose a time an hour later"),
                );
                None
            }
        }
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, key: &str) -> Option<bool> {
        let field = self.take(key)?;
        let form = self.form(field)?;
        match form.kind {
            FormKind::Boolean(value) => Some(value),
            FormKind::Text(ref text) if matches!(text.as_str(), "true" | "false") => {
                self.wrong(field, &form, "`true` or `false`", "take the quotation marks away".to_owned())
            }
            _ => self.wrong(field, &form, "`true` or `false`", "write one of the two".to_owned()),
        }
    }

    /// One path, or paths in a vector, list or set.
    pub fn paths(&mut self, key: &str) -> Option<Vec<Spanned<String>>> {
        let field = self.take(key)?;
        let form = self.form(field)?;
        let items = form.as_items().map_or_else(|| vec![form.clone()], <[Form]>::to_vec);
        let mut paths = Vec::with_capacity(items.len());
        for item in items {
            match item.kind {
                FormKind::Text(path) => paths.push(Spanned::new(into_composed(path), item.span)),
                FormKind::Symbol(path) if is_one_word(&path) => {
                    paths.push(Spanned::new(into_composed(path), item.span));
                }
                _ => self.fault(key, &item, "paths", "write them like `[\"/old/\"]`".to_owned()),
            }
        }
        Some(paths)
    }

    /// The fields that were not asked for, in order.
    pub fn unknown(&self) -> Vec<&'a Field> {
        self.record.fields.iter().filter(|field| !self.taken.contains(field.key.value.as_str())).collect()
    }

    /// Tells a fault of this record's file.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn record(&self) -> &'a Record {
        self.record
    }

    pub(super) fn take(&mut self, key: &str) -> Option<&'a Field> {
        let field = self.record.get(key)?;
        self.taken.insert(field.key.value.as_str());
        Some(field)
    }

    /// The value as EDN. Words without any of its marks come as one symbol, so that each type can
    /// say how they are written.
    fn form(&mut self, field: &'a Field) -> Option<Form> {
        let text = match &field.value {
            Raw::Form(form) => return Some(form.clone()),
            Raw::Text(text) => text,
        };
        if let Some(fault) = below::form(self.file, self.record, field) {
            self.push(fault);
            return None;
        }
        match edn::read(&text.value, text.span.start as usize) {
            Ok(Some(form)) => {
                form.forbidden(self.file).into_iter().for_each(|fault| self.push(fault));
                Some(form)
            }
            Ok(None) => {
                let fault = format!("`:{}` has no value", field.key.value);
                self.push(
                    Diagnostic::at(Place::new(self.file, field.key.span), Code::WrongType, fault)
                        .help("write the value after the key, or remove the key"),
                );
                None
            }
            Err(_) if text.value.chars().all(|c| is_name_part(c) || c.is_whitespace() || c == ',') => {
                Some(Form { kind: FormKind::Symbol(text.value.clone()), span: text.span })
            }
            Err(error) => {
                self.push(error.diagnostic(self.file));
                None
            }
        }
    }

    fn reference(&mut self, key: &str, item: &Form) -> Option<Spanned<String>> {
        let wrong = |reader: &mut Self, help: String| {
            reader.fault(key, item, "the name of an entry", help);
            None
        };
        let help = "write `:magnar` or `{:person/id :person/magnar}`".to_owned();
        match &item.kind {
            FormKind::Keyword(name) => Some(Spanned::new(bare_name(name).to_owned(), item.span)),
            FormKind::Map(entries) => match entries.as_slice() {
                [(id, name)] => match (&id.kind, name.as_keyword()) {
                    (FormKind::Keyword(id), Some(name)) if id.ends_with("/id") => {
                        Some(Spanned::new(bare_name(name).to_owned(), item.span))
                    }
                    (FormKind::Symbol(id), _) => {
                        wrong(self, format!("the key wants a colon: `{{:{id} {name}}}`"))
                    }
                    (_, None) if matches!(&name.kind, FormKind::Symbol(_)) => {
                        wrong(self, format!("the name wants a colon: `{{{id} :{name}}}`"))
                    }
                    _ => wrong(self, help),
                },
                _ => wrong(self, help),
            },
            FormKind::Symbol(name) if is_one_word(name) => wrong(self, format!("write `:{name}`")),
            _ => wrong(self, help),
        }
    }

    fn not_a_text<T>(&mut self, field: &Field) -> Option<T> {
        let Raw::Form(form) = &field.value else { return None };
        self.wrong(field, form, "a text", "write it in quotation marks: `\"…\"`".to_owned())
    }

    fn wrong<T>(&mut self, field: &Field, found: &Form, wanted: &str, help: String) -> Option<T> {
        self.fault(&field.key.value, found, wanted, help);
        None
    }

    fn fault(&mut self, key: &str, found: &Form, wanted: &str, help: String) {
        let is = match &found.kind {
            FormKind::Symbol(_) => "plain text",
            _ => found.describe(),
        };
        let message = format!("`:{key}` wants {wanted}, and this is {is}");
        self.push(Diagnostic::at(Place::new(self.file, found.span), Code::WrongType, message).help(help));
    }

    fn not_a_time<T>(&mut self, key: &str, span: Span, text: &str) -> Option<T> {
        self.push(
            Diagnostic::at(
                Place::new(self.file, span),
                Code::InvalidTime,
                format!("`:{key}` wants a time, and `{text}` is none"),
            )
            .help("write `#time/ldt \"2022-09-17T12:00\"`, or `2022-09-17` for a day"),
        );
        None
    }
}

/// The string of a form on one line, or `None` where it is no string.
pub fn text_of_form(form: &Form) -> Option<String> {
    let text = form.as_text()?;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A keyword's name without its namespace: `:tag/css` and `:css` name the same tag.
pub(super) fn bare_name(keyword: &str) -> &str {
    keyword.rsplit('/').next().unwrap_or(keyword)
}

/// What would be a keyword with a colon before it.
fn name_in(form: &Form) -> Option<&str> {
    match &form.kind {
        FormKind::Symbol(name) | FormKind::Text(name) if is_one_word(name) => Some(name),
        _ => None,
    }
}

/// Words, parted by blanks or commas, as keywords.
fn as_keywords(words: &str) -> String {
    let words = words.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
    words.map(|word| format!(":{word}")).collect::<Vec<_>>().join(" ")
}

fn is_one_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_name_part)
}

fn is_name_part(c: char) -> bool {
    c.is_alphanumeric() || "-_/?.".contains(c)
}
