//! Typed values: each key's type decides how its value is read.

use std::collections::BTreeSet;

use chrono_tz::Tz;

use super::time::{self, Time, TimeError};
use super::{Field, Raw, Record};
use crate::base::{Code, Diagnostic, FilePath, Origin, Place, Span, Spanned};
use crate::edn::{self, Form, Kind};

/// Reads a record's fields by their types; what it was never asked for is left over as unknown.
pub struct Reader<'a> {
    file: &'a FilePath,
    record: &'a Record,
    taken: BTreeSet<&'a str>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    /// Makes a reader of one record.
    pub fn new(file: &'a FilePath, record: &'a Record, diagnostics: &'a mut Vec<Diagnostic>) -> Self {
        Self { file, record, taken: BTreeSet::new(), diagnostics }
    }

    /// One line of text, verbatim: line ends become spaces, and one pair of quotation marks around it goes.
    pub fn text(&mut self, key: &str) -> Option<Spanned<String>> {
        let field = self.take(key)?;
        match field.value.as_text(self.file) {
            Some((text, origin)) => {
                let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
                let text = unquote(&lines.join(" ")).to_owned();
                (!text.is_empty()).then(|| Spanned::new(text, origin.span))
            }
            None => self.no_text(field),
        }
    }

    /// Markdown, and where positions in it lie.
    pub fn markdown(&mut self, key: &str) -> Option<(String, Origin)> {
        let field = self.take(key)?;
        match field.value.as_text(self.file) {
            Some((text, _)) if text.trim().is_empty() => None,
            Some(found) => Some(found),
            None => self.no_text(field),
        }
    }

    /// The address of a file or page, quoted or bare.
    pub fn path(&mut self, key: &str) -> Option<Spanned<String>> {
        self.text(key)
    }

    /// One keyword, without its colon.
    pub fn keyword(&mut self, key: &str) -> Option<Spanned<String>> {
        let field = self.take(key)?;
        let form = self.form(field)?;
        match &form.kind {
            Kind::Keyword(name) => Some(Spanned::new(name.clone(), form.span)),
            Kind::Symbol(name) | Kind::Text(name) if is_name(name) => {
                self.wrong(key, &form, "a keyword", &format!("write `:{name}`"))
            }
            _ => self.wrong(key, &form, "a keyword", "a keyword begins with a colon, such as `:dark1`"),
        }
    }

    /// Keywords in a vector, list or set; of each, the name without a namespace.
    pub fn keywords(&mut self, key: &str) -> Option<Vec<Spanned<String>>> {
        let field = self.take(key)?;
        let form = self.form(field)?;
        if let Kind::Keyword(name) = &form.kind {
            return self.wrong(key, &form, "keywords in brackets", &format!("write `[:{name}]`"));
        }
        let Some(items) = form.as_items() else {
            return self.wrong(key, &form, "keywords in brackets", "write them like `[:tag/css :tag/html]`");
        };
        let mut names = Vec::with_capacity(items.len());
        for item in items {
            match item.as_keyword() {
                Some(name) => names.push(Spanned::new(bare_name(name).to_owned(), item.span)),
                None => {
                    let help = match &item.kind {
                        Kind::Symbol(name) | Kind::Text(name) if is_name(name) => format!("write `:{name}`"),
                        _ => "a keyword begins with a colon".to_owned(),
                    };
                    self.fault(key, item.span, "keywords", item.describe(), help);
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
        Some(items.iter().filter_map(|item| self.reference(key, item)).collect())
    }

    /// A moment in the site's zone.
    pub fn time(&mut self, key: &str, zone: Tz) -> Option<Spanned<Time>> {
        let field = self.take(key)?;
        let bare = match &field.value {
            Raw::Text(text) => {
                Some(text.value.trim()).filter(|text| text.starts_with(|c: char| c.is_ascii_digit()))
            }
            Raw::Form(_) => None,
        };
        let (tag, text, span) = match bare {
            Some(text) => (String::new(), text.to_owned(), field.value.span()),
            None => {
                let form = self.form(field)?;
                match form.kind {
                    Kind::Text(text) => (String::new(), text, form.span),
                    Kind::Tagged(tag, value) if value.as_text().is_some() => {
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
            Kind::Boolean(value) => Some(value),
            _ => self.wrong(key, &form, "`true` or `false`", "write `true` or `false`"),
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
                Kind::Text(path) | Kind::Symbol(path) => paths.push(Spanned::new(path, item.span)),
                _ => self.fault(
                    key,
                    item.span,
                    "paths",
                    item.describe(),
                    "write them like `[\"/old/\"]`".to_owned(),
                ),
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

    fn take(&mut self, key: &str) -> Option<&'a Field> {
        let field = self.record.get(key)?;
        self.taken.insert(field.key.value.as_str());
        Some(field)
    }

    /// The value as EDN.
    fn form(&mut self, field: &'a Field) -> Option<Form> {
        let text = match &field.value {
            Raw::Form(form) => return Some(form.clone()),
            Raw::Text(text) => text,
        };
        match edn::read(&text.value, text.span.start as usize) {
            Ok(Some(form)) => Some(form),
            Ok(None) => {
                let fault = format!("`:{}` has no value", field.key.value);
                self.push(
                    Diagnostic::at(Place::new(self.file, field.key.span), Code::WrongType, fault)
                        .help("write the value after the key, or remove the key"),
                );
                None
            }
            Err(error) => {
                self.push(error.diagnostic(self.file));
                None
            }
        }
    }

    fn reference(&mut self, key: &str, item: &Form) -> Option<Spanned<String>> {
        let wrong = |reader: &mut Self, help: String| {
            reader.fault(key, item.span, "the name of an entry", item.describe(), help);
            None
        };
        let help = "write `:magnar` or `{:person/id :person/magnar}`".to_owned();
        match &item.kind {
            Kind::Keyword(name) => Some(Spanned::new(bare_name(name).to_owned(), item.span)),
            Kind::Map(entries) => match entries.as_slice() {
                [(id, name)] => match (&id.kind, name.as_keyword()) {
                    (Kind::Keyword(id), Some(name)) if id.ends_with("/id") => {
                        Some(Spanned::new(bare_name(name).to_owned(), item.span))
                    }
                    (Kind::Symbol(id), _) => {
                        wrong(self, format!("the key wants a colon: `{{:{id} {name}}}`"))
                    }
                    (_, None) if matches!(&name.kind, Kind::Symbol(_)) => {
                        wrong(self, format!("the name wants a colon: `{{{id} :{name}}}`"))
                    }
                    _ => wrong(self, help),
                },
                _ => wrong(self, help),
            },
            Kind::Symbol(name) => wrong(self, format!("write `:{name}`")),
            _ => wrong(self, help),
        }
    }

    fn no_text<T>(&mut self, field: &Field) -> Option<T> {
        let Raw::Form(form) = &field.value else { return None };
        self.wrong(&field.key.value, form, "a text", "write it in quotation marks: `\"…\"`")
    }

    fn wrong<T>(&mut self, key: &str, form: &Form, wanted: &str, help: &str) -> Option<T> {
        self.fault(key, form.span, wanted, form.describe(), help.to_owned());
        None
    }

    fn fault(&mut self, key: &str, span: Span, wanted: &str, found: &str, help: String) {
        let message = format!("`:{key}` wants {wanted}, and this is {found}");
        self.push(Diagnostic::at(Place::new(self.file, span), Code::WrongType, message).help(help));
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

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "-_/?.".contains(c))
}

/// Removes one pair of quotation marks around a text that has none inside.
fn unquote(text: &str) -> &str {
    match text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) if !inner.contains('"') => inner,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{SourceRecords, records_of};

    #[test]
    fn a_value_of_the_wrong_type_is_named_for_what_it_is() {
        for (text, message, at) in [
            (":k :baking ; one", "`:k` wants keywords in brackets, and this is a keyword", ":baking"),
            (":k baking", "`:k` wants keywords in brackets, and this is a symbol", "baking"),
            (":k [\"baking\"]", "`:k` wants keywords, and this is a string", "\"baking\""),
        ] {
            let file = FilePath::new("x.md");
            let mut faults = Vec::new();
            let SourceRecords::Blocks(records) = records_of(&file, text, &mut faults) else {
                panic!("{text}")
            };
            Reader::new(&file, &records[0], &mut faults).keywords("k");
            let [fault] = faults.as_slice() else { panic!("{text}: {faults:?}") };
            assert_eq!(fault.message, message);
            assert_eq!(fault.place.as_ref().map(|place| &text[place.span.range()]), Some(at));
        }
    }
}
