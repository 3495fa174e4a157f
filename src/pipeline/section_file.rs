//! One section file, read and compiled.

use std::sync::Arc;

use rayon::prelude::*;

use crate::base::{Code, Diagnostic, Digest, FilePath};
use crate::document::{
    Bodies, Compiled, Context, Document, Entry, PageContent, PageSource, Raw, SourceRecords, Stem,
    are_entries, compile, entries_of_records, records_of,
};
use crate::locale::Locale;
use crate::source::{Snapshot, Text};

#[derive(Debug)]
pub(super) struct SectionFile {
    pub digest: Digest,
    /// What it holds; `None` until it is compiled.
    pub content: Option<Content>,
    /// What is wrong with it.
    pub faults: Vec<Diagnostic>,
}

/// What a section file holds.
#[derive(Clone, Debug)]
pub(super) enum Content {
    Page(Arc<Document>),
    Entries(Vec<Entry>),
}

impl SectionFile {
    pub fn new(text: &Text) -> Self {
        Self { digest: text.digest, content: None, faults: Vec::new() }
    }

    /// Reads and compiles the file.
    pub fn compile(
        &mut self,
        path: &FilePath,
        stem: Stem,
        text: &Text,
        context: &Context,
        bodies: &mut Bodies,
    ) {
        let mut faults = Vec::new();
        let records = records_of(path, &text.text, &mut faults);
        let content = match records.page(&text.text) {
            PageContent::Records(records) if are_entries(records) => {
                Content::Entries(entries_of_records(path, records, context, &mut faults))
            }
            content => {
                let source = PageSource { file: path, stem, content };
                Content::Page(Arc::new(compile(source, context, bodies, &mut faults)))
            }
        };
        dedup_comment_faults(&mut faults);
        *self = Self { digest: text.digest, content: Some(content), faults };
    }
}

/// A comment that is never closed is told of the file, and so not of the text that it stands in.
fn dedup_comment_faults(faults: &mut Vec<Diagnostic>) {
    let start = |fault: &Diagnostic| fault.place.as_ref().map(|place| place.span.start);
    let comments: Vec<_> =
        faults.iter().filter(|fault| fault.code == Code::UnclosedComment).map(start).collect();
    faults.retain(|fault| fault.code != Code::UnclosedElement || !comments.contains(&start(fault)));
}

/// Reads and compiles one file on its own: the page that it holds, if it holds one.
pub(super) fn page(path: &FilePath, text: &Text, context: &Context) -> Option<Arc<Document>> {
    let mut file = SectionFile::new(text);
    file.compile(path, Stem::of(path, &context.locales), text, context, &mut Bodies::new());
    match file.content {
        Some(Content::Page(document)) => Some(document),
        _ => None,
    }
}

/// The bodies of a file, compiled on its own.
pub(super) fn bodies_of(path: &FilePath, text: &Text, context: &Context) -> Compiled {
    let mut bodies = Bodies::new();
    SectionFile::new(text).compile(path, Stem::of(path, &context.locales), text, context, &mut bodies);
    bodies.finish().unwrap_or_default()
}

/// The locales that the pages of section files name themselves, else those that the files' names
/// seem to.
pub(super) fn claims(snapshot: &Snapshot) -> Vec<Locale> {
    let files: Vec<(&FilePath, &Text)> = snapshot.section_files().collect();
    let claim =
        |(path, text): (&FilePath, &Text)| claim(path, &records_of(path, &text.text, &mut Vec::new()));
    files.into_par_iter().filter_map(claim).collect()
}

/// The locale that a page names itself, else the one that its file's name seems to.
fn claim(path: &FilePath, records: &SourceRecords) -> Option<Locale> {
    let first = match records {
        SourceRecords::Blocks(records) => records.first(),
        SourceRecords::Plain => None,
    };
    match first.and_then(|page| page.get("page/locale")).map(|field| &field.value) {
        Some(Raw::Text(text)) => Locale::parse(text.value.trim().strip_prefix(':')?),
        Some(Raw::Form(form)) => Locale::parse(form.as_keyword()?),
        None => {
            let (_, suffix) = path.name().strip_suffix(".md")?.rsplit_once('.')?;
            // Tags have no `_`, and what does not name its page so does not speak for the site
            // either.
            Locale::of_name(suffix).filter(|locale| locale.has_name() && !suffix.contains('_'))
        }
    }
}
