//! Names of documents that outlive a build, and what writers call their files.

use std::sync::Arc;

use rustc_hash::{FxBuildHasher, FxHashMap};
use serde::{Deserialize, Serialize};

use crate::base::FilePath;
use crate::document::{Document, Stem};
use crate::locale::Locale;

/// The place of a document in [`Site::documents`](super::Site::documents).
pub type DocumentId = usize;

/// A document by its file, and its number among those of that file: data files hold several.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DocumentName {
    /// The file.
    pub file: FilePath,
    /// The number, from 0.
    pub number: u32,
}

/// The names of a site's documents, and the way back.
#[derive(Clone, Debug, Default)]
pub struct DocumentNames {
    names: Vec<DocumentName>,
    /// The first document of each file; the others of the file follow it.
    first: FxHashMap<FilePath, DocumentId>,
    /// The original among the documents of each stem.
    by_stem: FxHashMap<String, DocumentId>,
}

impl DocumentNames {
    /// Names documents, whose originals are known.
    pub fn of(documents: &[Arc<Document>], originals: &[DocumentId]) -> Self {
        let mut first = FxHashMap::with_capacity_and_hasher(documents.len(), FxBuildHasher);
        let mut by_stem = FxHashMap::default();
        for (document, original) in documents.iter().zip(originals) {
            if !by_stem.contains_key(&document.stem.path) {
                by_stem.insert(document.stem.path.clone(), *original);
            }
        }
        let name = |(id, document): (DocumentId, &Arc<Document>)| {
            let number = id - *first.entry(document.file.clone()).or_insert(id);
            DocumentName { file: document.file.clone(), number: u32::try_from(number).unwrap_or(u32::MAX) }
        };
        let names = documents.iter().enumerate().map(name).collect();
        Self { names, first, by_stem }
    }

    /// The name of a document.
    pub fn name(&self, id: DocumentId) -> &DocumentName {
        &self.names[id]
    }

    /// A version of the page that a path from the site's folder names, and the language that the
    /// path names: `keys.md` is any of `keys.nb.md` and `keys.en.md`, and `keys.de.md` is one of
    /// them too where there is no such file.
    pub fn find_file(&self, path: &str, locales: &[Locale]) -> Option<(DocumentId, Option<Locale>)> {
        let file = FilePath::new(path);
        let stem = Stem::of(&file, locales);
        let id = self.first.get(&file).or_else(|| self.by_stem.get(&stem.path))?;
        Some((*id, stem.locale))
    }

    /// The document of a name; `None` where it is there no more.
    pub fn find(&self, name: &DocumentName) -> Option<DocumentId> {
        let id = self.first.get(&name.file)? + name.number as usize;
        self.names.get(id).is_some_and(|found| found == name).then_some(id)
    }
}
