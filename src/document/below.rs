//! Text that stands below a value that is one line, and would be lost in it.

use super::keys::KeySubject;
use super::{EntryKind, Extra, Field, Keys, Raw, Record};
use crate::base::{Code, Diagnostic, FilePath, Place};
use crate::blocks::Vocabulary;
use crate::edn;

/// The names of keys whose values are prose: on lines of its own it may well be parted.
const SENTENCES: [&str; 6] = ["description", "short-description", "image-alt", "photo-alt", "note", "blurb"];

/// The fault of text below the value of a known key that is one line.
pub(super) fn line(file: &FilePath, record: &Record, field: &Field) -> Option<Diagnostic> {
    let below = field.below?;
    let (_, name) = field.key.value.split_once('/')?;
    if !below.is_apart && SENTENCES.contains(&name) {
        return None;
    }
    let subject = subject(field)?;
    diagnostic(file, record, field, subject, "where it is part of the value, take the blank line away")
}

/// The fault of text below the value of a key of the site's own, which may be text of any kind: one
/// that begins on a line of its own may have as many paragraphs as it likes.
pub(super) fn own(
    file: &FilePath,
    record: &Record,
    field: &Field,
    subject: KeySubject,
) -> Option<Diagnostic> {
    field.below.filter(|below| below.is_apart)?;
    let is_form = match &field.value {
        Raw::Text(text) => matches!(Extra::of(&text.value), Extra::Form(_)),
        Raw::Form(_) => true,
    };
    let otherwise = "where it is part of the value, begin that on the line below its key";
    if is_form { None } else { diagnostic(file, record, field, subject, otherwise) }
}

/// The fault of text below a value that is EDN, which cannot go on so.
pub(super) fn form(file: &FilePath, record: &Record, field: &Field) -> Option<Diagnostic> {
    let below = field.below.filter(|below| below.is_apart)?;
    let Raw::Text(text) = &field.value else { return None };
    let first = text.value.get(..(below.line.start - text.span.start) as usize)?.trim();
    let is_value = first.starts_with(|c: char| c.is_ascii_digit()) || edn::read(first, 0).is_ok();
    if !is_value || edn::read(&text.value, 0).is_ok() {
        return None;
    }
    let way_out = way_out(record, field, subject(field)?);
    let place = Place::new(file, below.line);
    let fault = Diagnostic::at(place, Code::EdnSyntax, "something stands after the end of the value");
    Some(fault.help(format!("{way_out}, or remove it")))
}

/// The fault of text below the description of a post that has no text of its own.
pub(super) fn description(file: &FilePath, record: &Record, key: &str) -> Option<Diagnostic> {
    let field = record.get(key).filter(|field| field.below.is_some_and(|below| below.is_apart))?;
    let otherwise = "where it is part of the description, begin that on the line below its key";
    diagnostic(file, record, field, KeySubject::Page, otherwise)
}

fn diagnostic(
    file: &FilePath,
    record: &Record,
    field: &Field,
    subject: KeySubject,
    otherwise: &str,
) -> Option<Diagnostic> {
    let key = &field.key.value;
    let line = field.below?.line;
    let way_out = way_out(record, field, subject);
    let message = format!("this text stands below the value of `:{key}`, and is taken for a part of it");
    Some(
        Diagnostic::at(Place::new(file, line), Code::TextBelowValue, message)
            .help(format!("{way_out}; {otherwise}")),
    )
}

fn subject(field: &Field) -> Option<KeySubject> {
    let (namespace, _) = field.key.value.split_once('/')?;
    let of_entry = EntryKind::ALL.into_iter().find(|kind| kind.namespaces().contains(&namespace));
    Some(match (namespace, of_entry) {
        (_, Some(kind)) => KeySubject::Entry(kind),
        ("section", None) => KeySubject::Section,
        (_, None) => KeySubject::Page,
    })
}

/// Where text belongs that stands below a field.
fn way_out(record: &Record, field: &Field, subject: KeySubject) -> String {
    let key = &field.key.value;
    let is_body = |field: &&Field| Keys.is_markdown(&field.key.value) && field.key.value != *key;
    let has = |name: &str| record.fields.iter().filter(is_body).find(|it| it.key.value.ends_with(name));
    match (has("/body"), subject) {
        (Some(body), _) => format!("write it below `:{}`", body.key.value),
        (None, KeySubject::Section) => "write `:section/body` before it".to_owned(),
        (None, KeySubject::Page) => "write `:page/body` before it".to_owned(),
        (None, KeySubject::Entry(kind)) => match has("/description") {
            Some(text) => format!("write it below `:{}`", text.key.value),
            None => format!("write `:{}/description` before it", kind.word()),
        },
    }
}
