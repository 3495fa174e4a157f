//! The section files of a site, each read and compiled once as long as it stays the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::body_cache::BodyCache;
use super::section_file::{Content, SectionFile};
use super::{Phase, Progress};
use crate::base::{Diagnostic, FilePath};
use crate::document::{Bodies, Context, Document, Entry, Stem};
use crate::site::Inherited;
use crate::source::{Snapshot, Text};

/// The section files of a site, as they were last read and compiled.
#[derive(Debug, Default)]
pub struct Sections {
    /// Whether there will be another build, for which what the files hold is kept.
    retains: bool,
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

impl Sections {
    /// Those of a site that is built again and again.
    pub(super) fn for_session() -> Self {
        Self { retains: true, ..Self::default() }
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
    pub fn compile(&mut self, snapshot: &Snapshot, context: &Context, progress: &dyn Progress) {
        let is_same = self.context.as_ref() == Some(context);
        progress.phase(Phase::Documents, self.files.len());
        let mut shards: BTreeMap<u8, Vec<(Stem, &FilePath, &mut SectionFile)>> = BTreeMap::new();
        for (path, file) in &mut self.files {
            if is_same && file.content.is_some() {
                continue;
            }
            let stem = Stem::of(path, &context.locales);
            shards.entry(BodyCache::shard(&stem)).or_default().push((stem, path, file));
        }
        let body_cache = self.context.is_none().then(|| BodyCache::new(&snapshot.cache, context));
        let shards: Vec<_> = shards.into_iter().collect();
        let (compiled, reused) = shards
            .into_par_iter()
            // Items vary in cost: let rayon steal single ones.
            .with_max_len(1)
            .map(|(number, mut files)| {
                files.sort_by(|(one, ..), (other, ..)| one.page_path().cmp(other.page_path()));
                let mut shard = body_cache.as_ref().map(|body_cache| body_cache.open(number));
                let mut counts = (0, 0);
                for (stem, path, file) in files {
                    let Some(text) = snapshot.texts.get(path) else { continue };
                    progress.begin(path);
                    let mut bodies =
                        shard.as_mut().map_or_else(Bodies::new, |shard| shard.bodies(path, text));
                    let is_known = matches!(bodies, Bodies::Known { .. });
                    file.compile(path, stem, text, context, &mut bodies);
                    if let Some(shard) = &mut shard {
                        shard.keep(bodies);
                    }
                    progress.end();
                    counts = (counts.0 + usize::from(!is_known), counts.1 + usize::from(is_known));
                }
                if let Some(shard) = shard {
                    shard.close();
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
            let content = if self.retains { file.content.clone() } else { file.content.take() };
            match content {
                Some(Content::Page(document)) => documents.push(document),
                Some(Content::Entries(found)) => entries.extend(found),
                None => {}
            }
        }
        (documents, entries)
    }
}
