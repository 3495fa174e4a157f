//! The section files of a site, each read and compiled once as long as it stays the same.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::kept::Kept;
use super::{Phase, Watch};
use crate::base::{Diagnostic, Digest, FilePath};
use crate::document::{
    Bodies, Context, Document, Entry, Raw, SourceRecords, Stem, are_entries, compile, entries_of_records,
    records_of,
};
use crate::locale::Locale;
use crate::source::{Snapshot, Text};

/// The section files of a site, as they were last read and compiled.
#[derive(Debug, Default)]
pub struct Sections {
    files: BTreeMap<FilePath, SectionFile>,
    /// What the files were compiled with.
    context: Option<Context>,
    /// How many files have been compiled since this was last set to none.
    pub compiled: usize,
    /// For how many the cache had what an earlier build had compiled.
    pub reused: usize,
}

#[derive(Debug)]
struct SectionFile {
    digest: Digest,
    /// The locale that its page names itself, or its name.
    claim: Option<Locale>,
    /// What is wrong with its blocks.
    faults: Vec<Diagnostic>,
    state: State,
}

/// How far a file has come.
#[derive(Debug)]
enum State {
    Read(SourceRecords),
    Compiled(Content, Vec<Diagnostic>),
}

/// What a section file holds.
#[derive(Clone, Debug)]
enum Content {
    Page(Box<Document>),
    Entries(Vec<Entry>),
}

impl Sections {
    /// Reads the files that are new or have changed, and forgets those that are gone.
    pub fn read(&mut self, snapshot: &Snapshot) {
        let mut before = std::mem::take(&mut self.files);
        let texts: Vec<(&FilePath, &Text, Option<SectionFile>)> = snapshot
            .section_files()
            .map(|(file, text)| (file, text, before.remove(file).filter(|known| known.digest == text.digest)))
            .collect();
        let read = |(file, text, known): (&FilePath, &Text, Option<SectionFile>)| {
            (file.clone(), known.unwrap_or_else(|| SectionFile::read(file, text)))
        };
        self.files = texts.into_par_iter().map(read).collect();
    }

    /// The locales that the files' pages name themselves, else the files' names.
    pub fn claims(&self) -> Vec<Locale> {
        self.files.values().filter_map(|file| file.claim.clone()).collect()
    }

    /// Compiles the files that are not yet compiled with this context. The first time, bodies that the cache has are taken from there; what
    /// is edited later is in no cache yet.
    pub fn compile(&mut self, snapshot: &Snapshot, context: &Context, watch: &dyn Watch) {
        let is_same = self.context.as_ref() == Some(context);
        watch.phase(Phase::Documents, self.files.len());
        let mut drawers: BTreeMap<u8, Vec<(&FilePath, &mut SectionFile)>> = BTreeMap::new();
        for (path, file) in &mut self.files {
            if is_same && matches!(file.state, State::Compiled(..)) {
                continue;
            }
            drawers.entry(Kept::drawer(path)).or_default().push((path, file));
        }
        let kept = self.context.is_none().then(|| Kept::new(&snapshot.cache, context));
        let (compiled, reused) = drawers
            .into_par_iter()
            .map(|(number, files)| {
                let mut drawer = kept.as_ref().map(|kept| kept.open(number));
                let mut counts = (0, 0);
                for (path, file) in files {
                    let Some(text) = snapshot.texts.get(path) else { continue };
                    if matches!(file.state, State::Compiled(..)) {
                        *file = SectionFile::read(path, text);
                    }
                    watch.begin(path);
                    let mut bodies =
                        drawer.as_mut().map_or_else(Bodies::new, |drawer| drawer.bodies(path, text.digest));
                    let is_known = matches!(bodies, Bodies::Known(_));
                    file.compile(path, &text.text, context, &mut bodies);
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

    /// Reads and compiles one file that has changed, as the others were; gives the document that it holds, if it holds one.
    pub fn change(&mut self, path: &FilePath, text: &Text) -> Option<Document> {
        let context = self.context.as_ref()?;
        let file = self.files.get_mut(path)?;
        *file = SectionFile::read(path, text);
        self.compiled += usize::from(file.compile(path, &text.text, context, &mut Bodies::new()));
        match &file.state {
            State::Compiled(Content::Page(document), _) => Some((**document).clone()),
            _ => None,
        }
    }

    /// The page that a file holds, and the digest of its text.
    pub fn page(&self, path: &FilePath) -> Option<(Digest, &Document)> {
        let SectionFile { digest, state, .. } = self.files.get(path)?;
        match state {
            State::Compiled(Content::Page(document), _) => Some((*digest, document)),
            _ => None,
        }
    }

    /// All that is wrong with the files.
    pub fn faults(&self) -> impl Iterator<Item = &Diagnostic> {
        self.files.values().flat_map(|file| {
            let compiled = match &file.state {
                State::Read(_) => &[][..],
                State::Compiled(_, faults) => faults,
            };
            file.faults.iter().chain(compiled)
        })
    }

    /// What the files hold.
    pub fn contents(&self) -> (Vec<Document>, Vec<Entry>) {
        let (mut documents, mut entries) = (Vec::with_capacity(self.files.len()), Vec::new());
        for file in self.files.values() {
            let State::Compiled(content, _) = &file.state else { continue };
            match content {
                Content::Page(document) => documents.push((**document).clone()),
                Content::Entries(found) => entries.extend_from_slice(found),
            }
        }
        (documents, entries)
    }
}

impl SectionFile {
    fn read(path: &FilePath, text: &Text) -> Self {
        let mut faults = Vec::new();
        let records = records_of(path, &text.text, &mut faults);
        Self { digest: text.digest, claim: claim(path, &records), faults, state: State::Read(records) }
    }

    /// Compiles the file where that has not been done, and says whether it was.
    fn compile(&mut self, path: &FilePath, text: &str, context: &Context, bodies: &mut Bodies) -> bool {
        let State::Read(records) = &self.state else { return false };
        let mut faults = Vec::new();
        let stem = Stem::of(path, &context.locales);
        let content = match records {
            SourceRecords::Blocks(records) if are_entries(records) => {
                Content::Entries(entries_of_records(path, records, context, &mut faults))
            }
            SourceRecords::Blocks(records) => {
                Content::Page(Box::new(compile(path, stem, records, text, context, bodies, &mut faults)))
            }
            SourceRecords::Plain => {
                Content::Page(Box::new(compile(path, stem, &[], text, context, bodies, &mut faults)))
            }
        };
        self.state = State::Compiled(content, faults);
        true
    }
}

/// Reads and compiles one file on its own: the page that it holds, if it holds one, and whether nothing is wrong with it.
pub(super) fn page(path: &FilePath, text: &Text, context: &Context) -> Option<(Document, bool)> {
    let mut file = SectionFile::read(path, text);
    file.compile(path, &text.text, context, &mut Bodies::new());
    match file.state {
        State::Compiled(Content::Page(document), faults) => {
            Some((*document, file.faults.is_empty() && faults.is_empty()))
        }
        _ => None,
    }
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
            Locale::parse(suffix).filter(Locale::has_name)
        }
    }
}
