//! Which page a file makes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::DocumentId;
use crate::base::FilePath;
use crate::document::{Document, Stem};
use crate::locale::Locale;

/// Which page each file makes, for links that name files.
#[derive(Clone, Debug, Default)]
pub struct Files {
    by_file: BTreeMap<FilePath, DocumentId>,
    /// The original among the documents of each stem.
    by_stem: BTreeMap<String, DocumentId>,
}

impl Files {
    /// Gathers the files of a site's documents.
    pub(super) fn of(documents: &[Arc<Document>], originals: &[DocumentId]) -> Self {
        let mut files = Self::default();
        for (id, document) in documents.iter().enumerate() {
            files.by_file.entry(document.file.clone()).or_insert(id);
            files.by_stem.entry(document.stem.path.clone()).or_insert(originals[id]);
        }
        files
    }

    /// A version of the page that a path from the site's folder names, and the language that the
    /// path names: `keys.md` is any of `keys.nb.md` and `keys.en.md`, and `keys.de.md` is one of
    /// them too where there is no such file.
    pub fn find(&self, path: &str, locales: &[Locale]) -> Option<(DocumentId, Option<Locale>)> {
        let file = FilePath::new(path);
        let stem = Stem::of(&file, locales);
        let id = self.by_file.get(&file).or_else(|| self.by_stem.get(&stem.path))?;
        Some((*id, stem.locale))
    }
}
