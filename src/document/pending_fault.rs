//! Faults of a document that depend on what it may have of its original.

use std::collections::{BTreeMap, BTreeSet};

use super::context::OwnKinds;
use super::page::{Document, Extra, FaultCondition, PendingFault, Section};
use super::unknown::KeyContext;
use super::value::FieldReader;
use super::{Field, Raw, Record, below};
use crate::base::{Code, Diagnostic, FilePath, Located, Place};

impl Document {
    /// The pending faults that are faults, once the document has what it takes from its original.
    pub fn resolve_pending_faults(&mut self, own: &OwnKinds) -> Vec<Diagnostic> {
        let pending_faults = std::mem::take(&mut self.pending_faults);
        let is_fault = |pending: &PendingFault| {
            let section = pending.section.and_then(|at| self.sections.get(at));
            let is_own = match section {
                Some(section) => is_own_kind(&own.sections, section.kind.as_ref()),
                None => is_own_kind(&own.pages, self.layout.as_ref()),
            };
            match pending.when {
                FaultCondition::OwnKind => is_own,
                FaultCondition::OtherKind => !is_own,
                FaultCondition::NoImage => !is_own && section.is_some_and(|section| section.image.is_none()),
            }
        };
        pending_faults.into_iter().filter(is_fault).map(|pending| pending.fault).collect()
    }
}

fn is_own_kind(own: &BTreeSet<String>, kind: Option<&Located<String>>) -> bool {
    kind.is_some_and(|kind| own.contains(&kind.value))
}

/// Whether a kind is one that the site has a template of its own for; `None` where it may be the
/// original's, and that may be one.
pub(super) fn is_own(own: &BTreeSet<String>, kind: Option<&Located<String>>) -> Option<bool> {
    match kind {
        Some(_) => Some(is_own_kind(own, kind)),
        None => own.is_empty().then_some(false),
    }
}

/// Pending faults of a section that has no image of its own: that it is empty, or that it
/// describes none.
pub(super) fn without_image(
    file: &FilePath,
    section: &Section,
    record: &Record,
    is_own: Option<bool>,
) -> Option<Diagnostic> {
    // A custom template decides itself what it shows.
    if section.image.is_some() || is_own == Some(true) {
        return None;
    }
    if section.title.is_none() && section.sub_title.is_none() && section.body.is_none() {
        return Some(empty_section(file, record));
    }
    let Field { key, .. } = record.get("section/image-alt")?;
    let message = format!("`:{}` means nothing in a section without an image", key.value);
    let fault = Diagnostic::at(Place::new(file, key.span), Code::UnknownKey, message);
    Some(fault.help("write `:section/image` beside it, or remove it"))
}

pub(super) fn empty_section(file: &FilePath, section: &Record) -> Diagnostic {
    let fault = Diagnostic::at(
        first_key(file, section),
        Code::EmptySection,
        "the section has neither title nor body",
    );
    let give = "give it a `:section/title` or a `:section/body`, or remove the block";
    with_misnamed(fault, file, section, &["section/title", "section/body"], give)
}

pub(super) fn first_key(file: &FilePath, record: &Record) -> Place {
    Place::new(file, record.fields.first().map_or(record.span, |field| field.key.span))
}

/// Says which key stands in the place of a wanted one, where there is one that is called so; else
/// the way out is another.
pub(super) fn with_misnamed(
    fault: Diagnostic,
    file: &FilePath,
    record: &Record,
    wanted: &[&str],
    otherwise: &str,
) -> Diagnostic {
    let name = |key: &str| key.rsplit('/').next().map(str::to_lowercase);
    let misnamed = record.fields.iter().find_map(|field| {
        let meant = wanted.iter().find(|wanted| name(wanted) == name(&field.key.value))?;
        (field.key.value != **meant).then_some((field, meant))
    });
    match misnamed {
        Some((Field { key, .. }, meant)) => fault
            .note_at(Place::new(file, key.span), "this may be meant")
            .help(format!("write `:{meant}` in the place of `:{}`", key.value)),
        None => fault.help(otherwise),
    }
}

/// The fields that mean nothing to Diglot, with what there is to tell of them, and what there may
/// be.
pub(super) fn extra(
    here: KeyContext<'_>,
    is_own: Option<bool>,
    mut reader: FieldReader<'_>,
) -> (BTreeMap<String, Extra>, Vec<(FaultCondition, Diagnostic)>) {
    let (mut extra, mut pending_faults) = (BTreeMap::new(), Vec::new());
    let record = reader.record();
    for field in reader.unknown() {
        let told = |is_own_kind| {
            let below = || below::own(here.file, record, field, here.subject);
            KeyContext { is_own_kind, ..here }.fault(field).or_else(below)
        };
        let fault = told(is_own.unwrap_or_default());
        let of_own = if is_own.is_none() { told(true) } else { fault.clone() };
        match fault == of_own {
            true => fault.into_iter().for_each(|fault| reader.push(fault)),
            false => {
                pending_faults.extend(fault.map(|fault| (FaultCondition::OtherKind, fault)));
                pending_faults.extend(of_own.map(|fault| (FaultCondition::OwnKind, fault)));
            }
        }
        let value = match &field.value {
            Raw::Text(text) => {
                let value = Extra::of(&text.value);
                let forbidden = match &value {
                    Extra::Form(form) => form.forbidden(here.file),
                    Extra::Text(_) => None,
                };
                let place = Some(Place::new(here.file, text.span));
                forbidden
                    .into_iter()
                    .for_each(|fault| reader.push(Diagnostic { place: place.clone(), ..fault }));
                value
            }
            Raw::Form(form) => Extra::Form(form.clone()),
        };
        extra.insert(field.key.value.clone(), value);
    }
    (extra, pending_faults)
}
