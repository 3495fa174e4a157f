//! The section files of a site, each read and compiled once as long as it stays the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::kept::Kept;
use super::{Phase, Watch};
use crate::base::{Code, Diagnostic, Digest, FilePath};
use crate::document::{
    Bodies, Compiled, Context, Document, Entry, Raw, SourceRecords, Stem, are_entries, compile,
    entries_of_records, records_of,
};
use crate::locale::Locale;
use crate::site::Inherited;
use crate::source::{Snapshot, Text};

/// The section files of a site, as they were last read and compiled.
#[derive(Debug, Default)]
pub struct Sections {
    /// Whether there will be another build, for which what the files hold is kept.
    are_kept: bool,
    files: BTreeMap<FilePath, SectionFile>,
    /// What the files were compiled with.
    context: Option<Context>,
    /// Translations that have what they leave out.
    pub inherited: Inherited,
    /// How many files have been compiled since this was last set to none.
    pub compiled: usize,
    /// For how many the cache had what an earlier build had compiled.
    pub reused: usize,
}

#[derive(Debug)]
struct SectionFile {
    digest: Digest,
    /// What it holds; `None` until it is compiled.
    content: Option<Content>,
    /// What is wrong with it.
    faults: Vec<Diagnostic>,
}

/// What a section file holds.
#[derive(Clone, Debug)]
enum Content {
    Page(Arc<Document>),
    Entries(Vec<Entry>),
}

impl Sections {
    /// Those of a site that is built again and again.
    pub(super) fn kept() -> Self {
        Self { are_kept: true, ..Self::default() }
    }

    /// Forgets what files held that have changed or are gone.
    pub fn refresh(&mut self, snapshot: &Snapshot) {
        let mut before = std::mem::take(&mut self.files);
        let file = |(path, text): (&FilePath, &Text)| {
            let known = before.remove(path).filter(|known| known.digest == text.digest);
            (path.clone(), known.unwrap_or_else(|| SectionFile::new(text)))
        };
        self.files = snapshot.section_files().map(file).collect();
    }

    /// Compiles the files that are not yet compiled with this context. The first time, bodies that
    /// the cache has are taken from there; what is edited later is in no cache yet.
    pub fn compile(&mut self, snapshot: &Snapshot, context: &Context, watch: &dyn Watch) {
        let is_same = self.context.as_ref() == Some(context);
        watch.phase(Phase::Documents, self.files.len());
        let mut drawers: BTreeMap<u8, Vec<(Stem, &FilePath, &mut SectionFile)>> = BTreeMap::new();
        for (path, file) in &mut self.files {
            if is_same && file.content.is_some() {
                continue;
            }
            let stem = Stem::of(path, &context.locales);
            drawers.entry(Kept::drawer(&stem)).or_default().push((stem, path, file));
        }
        let kept = self.context.is_none().then(|| Kept::new(&snapshot.cache, context));
        let drawers: Vec<_> = drawers.into_iter().collect();
        let (compiled, reused) = drawers
            .into_par_iter()
            // None waits behind another while a core has nothing to do.
            .with_max_len(1)
            .map(|(number, mut files)| {
                files.sort_by(|(one, ..), (other, ..)| one.page_path().cmp(other.page_path()));
                let mut drawer = kept.as_ref().map(|kept| kept.open(number));
                let mut counts = (0, 0);
                for (stem, path, file) in files {
                    let Some(text) = snapshot.texts.get(path) else { continue };
                    watch.begin(path);
                    let mut bodies =
                        drawer.as_mut().map_or_else(Bodies::new, |drawer| drawer.bodies(path, text));
                    let is_known = matches!(bodies, Bodies::Known { .. });
                    file.compile(path, stem, text, context, &mut bodies);
                    if let Some(drawer) = &mut drawer {
                        drawer.keep(bodies);
                    }
                    watch.end();
                    counts = (counts.0 + usize::from(!is_known), counts.1 + usize::from(is_known));
                }
                if let Some(drawer) = drawer {
                    drawer.close();
                }
                counts
            })
            .reduce(|| (0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
        self.compiled += compiled;
        self.reused += reused;
        if !is_same {
            self.context = Some(context.clone());
        }
    }

    /// All that is wrong with the files.
    pub fn faults(&self) -> impl Iterator<Item = &Diagnostic> {
        self.files.values().flat_map(|file| &file.faults)
    }

    /// What the files hold; it is given away where it is not kept.
    pub fn contents(&mut self) -> (Vec<Arc<Document>>, Vec<Entry>) {
        let (mut documents, mut entries) = (Vec::with_capacity(self.files.len()), Vec::new());
        for file in self.files.values_mut() {
            let content = if self.are_kept { file.content.clone() } else { file.content.take() };
            match content {
                Some(Content::Page(document)) => documents.push(document),
                Some(Content::Entries(found)) => entries.extend(found),
                None => {}
            }
        }
        (documents, entries)
    }
}

impl SectionFile {
    fn new(text: &Text) -> Self {
        Self { digest: text.digest, content: None, faults: Vec::new() }
    }

    /// Reads and compiles the file.
    fn compile(&mut self, path: &FilePath, stem: Stem, text: &Text, context: &Context, bodies: &mut Bodies) {
        let mut faults = Vec::new();
        let records = records_of(path, &text.text, &mut faults);
        let records = match &records {
            SourceRecords::Blocks(records) => records.as_slice(),
            SourceRecords::Plain => &[],
        };
        let content = if are_entries(records) {
            Content::Entries(entries_of_records(path, records, context, &mut faults))
        } else {
            Content::Page(Arc::new(compile(path, stem, records, &text.text, context, bodies, &mut faults)))
        };
        tell_comments_once(&mut faults);
        *self = Self { digest: text.digest, content: Some(content), faults };
    }
}

/// A comment that is never closed is told of the file, and so not of the text that it stands in.
fn tell_comments_once(faults: &mut Vec<Diagnostic>) {
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
