//! Tags, authors and series: named things that pages refer to.

use super::keys::{self, KeySubject};
use super::kind::EntryKind;
use super::localized::{self, Localized};
use super::unknown::KeyContext;
use super::value::{FieldReader, bare_name};
use super::{Context, Field, Raw, Record, below};
use crate::base::{Code, Diagnostic, FilePath, Place, Span, Spanned};
use crate::edn::{Form, FormKind};
use crate::locale::Locale;
use crate::markup::Body;

/// A named thing that pages refer to by its id.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What it is.
    pub kind: EntryKind,
    /// The id, without a namespace.
    pub id: Spanned<String>,
    /// The file it is written in.
    pub file: FilePath,
    /// Its name; a missing one is made from the id.
    pub name: Option<Localized<String>>,
    /// What stands for it in addresses; else it is made from the id.
    pub slug: Option<Localized<String>>,
    /// A sentence about it.
    pub blurb: Option<Localized<String>>,
    /// What it is about.
    pub description: Option<Localized<Body>>,
    /// A photo of an author.
    pub photo: Option<Spanned<String>>,
    /// What the photo shows.
    pub photo_alt: Option<Localized<String>>,
    /// An author's own address.
    pub uri: Option<Spanned<String>>,
    /// The e-mail address by which `git` knows an author. It is not published.
    pub email: Option<Spanned<String>>,
    /// Whether a series' parts are meant to be read in order.
    pub sequential: bool,
}

/// The kind whose id key a record has, and the namespace it is spelled in.
fn kind_of(record: &Record) -> Option<(EntryKind, &'static str)> {
    let spellings =
        EntryKind::ALL.into_iter().flat_map(|kind| kind.namespaces().iter().map(move |ns| (kind, *ns)));
    spellings.into_iter().find(|(_, namespace)| record.get(&format!("{namespace}/id")).is_some())
}

/// Whether the blocks of a section file are entries.
pub fn are_entries(records: &[Record]) -> bool {
    records.first().is_some_and(|record| kind_of(record).is_some())
}

/// The entries in the blocks of a section file.
pub fn entries_of_records(
    file: &FilePath,
    records: &[Record],
    context: &Context,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Entry> {
    let kind = records.first().and_then(kind_of).map(|(kind, _)| kind);
    records.iter().filter_map(|record| entry(file, record, kind, context, diagnostics)).collect()
}

/// The entries in an EDN file, or `None` where it holds none and is no file of entries.
///
/// A file that is named for a kind may spell its entries `{:tag/css "CSS"}`, `[[:tag/css "CSS"]]`
/// or `[{:tag/id :css :tag/name "CSS"}]`; in any other file an entry is known by its id key.
pub fn entries_of_form(
    file: &FilePath,
    form: &Form,
    context: &Context,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Vec<Entry>> {
    let named = EntryKind::ALL.into_iter().find(|kind| kind.file_name() == file.name());
    let records: Vec<Option<Record>> = match (&form.kind, named) {
        (FormKind::Map(_), _) if Record::of_form(form).is_some_and(|record| kind_of(&record).is_some()) => {
            vec![Record::of_form(form)]
        }
        (FormKind::Map(entries), Some(kind)) => {
            entries.iter().map(|(id, value)| pair(kind, id, value)).collect()
        }
        (FormKind::Vector(items) | FormKind::List(items) | FormKind::Set(items), _) => items
            .iter()
            .map(|item| match (item.as_items(), named) {
                (Some([id, name]), Some(kind)) => pair(kind, id, name),
                _ => Record::of_form(item),
            })
            .collect(),
        _ => vec![None],
    };
    if named.is_none() {
        let all_known = !records.is_empty()
            && records.iter().all(|record| record.as_ref().is_some_and(|r| kind_of(r).is_some()));
        if !all_known {
            return None;
        }
    }
    let item_span = |index: usize| {
        let item = form.as_items().and_then(|items| items.get(index));
        let pair = form.as_map().and_then(|entries| entries.get(index)).map(|(id, _)| id);
        item.or(pair).map_or(form.span, |item| item.span)
    };
    let mut found = Vec::new();
    for (index, record) in records.iter().enumerate() {
        match record {
            Some(record) => found.extend(entry(file, record, named, context, diagnostics)),
            None => diagnostics.push(invalid(file, item_span(index), named.unwrap_or(EntryKind::Tag))),
        }
    }
    Some(found)
}

/// The record of an entry that is written as its id and its name, or as its id and the rest of its
/// map.
fn pair(kind: EntryKind, id: &Form, value: &Form) -> Option<Record> {
    id.as_keyword()?;
    let of_map = |namespace: &&&str| {
        value.as_map().is_some_and(|entries| {
            let keys = entries.iter().filter_map(|(key, _)| key.as_keyword()?.split_once('/'));
            keys.into_iter().any(|(first, _)| first == **namespace)
        })
    };
    let namespace = kind.namespaces().iter().find(of_map).copied().unwrap_or(kind.word());
    let field = |name: &str, value: &Form| Field {
        key: Spanned::new(format!("{namespace}/{name}"), id.span),
        value: Raw::Form(value.clone()),
        ends_text: false,
        is_below_text: false,
        below: None,
    };
    // A language may be called `:id`, but none is called as any other key.
    let is_bare_key = |key: &str| key != "id" && keys::known_of(kind).any(|known| known.name == key);
    let is_locale_map = |map: &Form| {
        map.as_map().is_some_and(|entries| {
            let mut keys = entries.iter().map(|(key, _)| key.as_keyword());
            keys.all(|key| key.is_some_and(|key| !key.contains('/') && !is_bare_key(key)))
        })
    };
    let mut record = Record { span: id.span.to(value.span), fields: vec![field("id", id)] };
    match &value.kind {
        FormKind::Map(_) if !is_locale_map(value) => record.fields.extend(Record::of_form(value)?.fields),
        FormKind::Nil => {}
        _ => record.fields.push(field("name", value)),
    }
    Some(record)
}

fn entry(
    file: &FilePath,
    record: &Record,
    named: Option<EntryKind>,
    context: &Context,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Entry> {
    let Some((kind, namespace)) = kind_of(record) else {
        diagnostics.push(invalid(file, record.span, named.unwrap_or(EntryKind::Tag)));
        return None;
    };
    let key = |name: &str| format!("{namespace}/{name}");
    let mut reader = FieldReader::new(file, record, diagnostics);
    let id = reader.keyword(&key("id"))?.map(|id| bare_name(&id).to_owned());
    let mut text = |name: &str| localized::text(&mut reader, &key(name), context, file);
    let (name, slug, blurb) = (text("name"), text("slug"), text("blurb"));
    let is_author = kind == EntryKind::Author;
    let mut of_author = |name: &str| is_author.then(|| text(name)).flatten();
    let (full, photo_alt) = (of_author("full-name"), of_author("photo-alt"));
    let (given, family) = (of_author("given-name"), of_author("family-name"));
    let entry = Entry {
        kind,
        id,
        file: file.clone(),
        name: name.or(full).or_else(|| whole_name(given, family, context)),
        slug,
        blurb,
        description: localized::markdown(&mut reader, &key("description"), context, file),
        photo: if is_author { reader.path(&key("photo")) } else { None },
        photo_alt,
        uri: if is_author { reader.path(&key("uri")).or_else(|| reader.path(&key("url"))) } else { None },
        email: if is_author { reader.text(&key("email")) } else { None },
        sequential: kind == EntryKind::Series && reader.boolean(&key("sequential?")).unwrap_or_default(),
    };
    let here = KeyContext {
        file,
        subject: KeySubject::Entry(kind),
        record,
        namespace: Some(namespace),
        is_own_kind: false,
    };
    for field in reader.unknown() {
        let below = || below::own(file, record, field, here.subject);
        here.fault(field).or_else(below).into_iter().for_each(|fault| reader.push(fault));
    }
    Some(entry)
}

/// A name of two parts, in each language that has one of them; or of the one that is there.
fn whole_name(
    given: Option<Localized<String>>,
    family: Option<Localized<String>>,
    context: &Context,
) -> Option<Localized<String>> {
    let (given, family) = match (given, family) {
        (Some(given), Some(family)) => (given, family),
        (given, family) => return given.or(family),
    };
    if let (Localized::Same(given), Localized::Same(family)) = (&given, &family) {
        return Some(Localized::Same(format!("{given} {family}")));
    }
    let whole = |locale: &Locale| {
        let (given, family) = (given.get(locale, &context.locales)?, family.get(locale, &context.locales)?);
        Some((locale.clone(), format!("{given} {family}")))
    };
    Some(Localized::Each(context.locales.iter().filter_map(whole).collect()))
}

fn invalid(file: &FilePath, span: Span, kind: EntryKind) -> Diagnostic {
    let word = kind.word();
    Diagnostic::at(Place::new(file, span), Code::InvalidEntry, "this is no entry").help(format!(
        "write `{{:{word}/id :some-id :{word}/name \"Some name\"}}`, or `[:some-id \"Some name\"]` in `{}`",
        kind.file_name()
    ))
}
