//! What the last build into a folder has left, for the next one.

use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::base::{Diagnostic, Digest};
use crate::cache::Namespace;
use crate::pipeline::{Build, Pages, Policy};
use crate::publish::{Published, Receipt};
use crate::source::Snapshot;

/// The last build of each output folder, which is used by the same program only.
const BUILDS: Namespace = Namespace { name: "builds", version: 1 };

/// The pages of the last build of each output folder.
const PAGES: Namespace = Namespace { name: "pages", version: 2 };

/// A build into a folder, between the last one and the next one.
pub(super) struct Incremental<'a> {
    snapshot: &'a Snapshot,
    folder: &'a Path,
    /// The digest of the folder's path, under which the last build is found.
    output_dir_key: Digest,
    /// The digest of all that decides what is published, but for the moment.
    inputs_key: Digest,
    last: Option<LastRecord>,
    /// What of the last build lies in the folder as it was published.
    receipt: Receipt,
}

#[derive(Serialize, Deserialize)]
struct BuildRecord {
    program: Digest,
    inputs_key: Digest,
    /// From when until when the same inputs give the same site, in seconds since 1970.
    valid: (i64, i64),
    /// How many pages each language has.
    pages: Vec<(String, usize)>,
    diagnostics: Vec<Diagnostic>,
    /// Whether some of the files are somebody else's.
    has_foreign: bool,
    /// Which of the pages in the cache are those of this build.
    pages_key: Digest,
    receipt: Receipt,
}

struct LastRecord {
    record: BuildRecord,
    /// Whether each file lies in the folder as it was published.
    is_untouched: bool,
}

pub(super) struct Unchanged {
    pub published: Published,
    /// How many pages each language has.
    pub pages: Vec<(String, usize)>,
    /// What there is to tell of it.
    pub diagnostics: Vec<Diagnostic>,
}

impl<'a> Incremental<'a> {
    /// Finds what the last build into a folder has left.
    pub(super) fn open(snapshot: &'a Snapshot, policy: &Policy, folder: &'a Path) -> Self {
        let program = snapshot.cache.program();
        let inputs = format!("{} {policy:?} {}", snapshot.digest().hex(), program.hex());
        let inputs_key = Digest::of(inputs.as_bytes());
        let whole = std::path::absolute(folder).unwrap_or_default();
        let output_dir_key = Digest::of(whole.as_os_str().as_encoded_bytes());
        let record = snapshot.cache.get(BUILDS, output_dir_key);
        let record = record.and_then(|bytes| postcard::from_bytes::<BuildRecord>(&bytes).ok());
        let mut receipt = Receipt::default();
        let last = record.filter(|record| record.program == program).map(|mut record| {
            receipt = std::mem::take(&mut record.receipt);
            let is_untouched = receipt.drop_touched(folder);
            LastRecord { record, is_untouched }
        });
        Self { snapshot, folder, output_dir_key, inputs_key, last, receipt }
    }

    /// What is published, where a build would change nothing. Where `adopt` is set that somebody
    /// else's files become Diglot's is a change.
    pub(super) fn unchanged(&mut self, adopt: bool) -> Option<Unchanged> {
        let LastRecord { record, is_untouched } = self.last.as_ref()?;
        let (since, until) = record.valid;
        let is_unchanged = record.inputs_key == self.inputs_key
            && (since..until).contains(&self.snapshot.now.timestamp())
            && *is_untouched
            && !(adopt && record.has_foreign);
        let LastRecord { record, .. } = self.last.take_if(|_| is_unchanged)?;
        let published = Published { kept: self.receipt.files(), ..Published::default() };
        Some(Unchanged { published, pages: record.pages, diagnostics: record.diagnostics })
    }

    /// The pages of the last build that lie in the folder as they were published.
    pub(super) fn pages(&self) -> Pages {
        let found = self.last.as_ref().and_then(|last| {
            let bytes = self.snapshot.cache.get(PAGES, self.output_dir_key)?;
            let (key, pages) = postcard::from_bytes::<(Digest, Pages)>(&bytes).ok()?;
            let outputs = Arc::new(self.receipt.outputs(self.folder));
            (key == last.record.pages_key).then_some(Pages { outputs, ..pages })
        });
        found.unwrap_or_default()
    }

    /// What of the last build lies in the folder as it was published.
    pub(super) fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    /// Remembers what has been published.
    pub(super) fn save(
        &self,
        built: &Build,
        mut pages: Pages,
        published: &Published,
        counts: Vec<(String, usize)>,
        diagnostics: &[Diagnostic],
    ) {
        let cache = &self.snapshot.cache;
        // Left files must be reported again.
        if !cache.is_lasting() || !published.left.is_empty() {
            return;
        }
        let receipt = Receipt::of(&pages.outputs, &published.foreign, self.folder, &self.receipt);
        let Some(receipt) = receipt else { return };
        let pages_key = Digest::of(format!("{} {}", self.inputs_key.hex(), self.snapshot.now).as_bytes());
        pages.forget_unasked();
        if let Ok(bytes) = postcard::to_stdvec(&(pages_key, &pages)) {
            cache.put(PAGES, self.output_dir_key, &bytes);
        }
        let (since, until) = built.valid;
        let record = BuildRecord {
            program: cache.program(),
            inputs_key: self.inputs_key,
            valid: (since.timestamp(), until.timestamp()),
            pages: counts,
            diagnostics: diagnostics.to_vec(),
            has_foreign: !published.foreign.is_empty(),
            pages_key,
            receipt,
        };
        if let Ok(bytes) = postcard::to_stdvec(&record) {
            // Written last: it vouches for `PAGES`.
            cache.put(BUILDS, self.output_dir_key, &bytes);
        }
    }
}
