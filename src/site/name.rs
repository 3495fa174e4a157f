//! Names of documents that outlive a build.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::base::FilePath;
use crate::document::Document;

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
    ids: FxHashMap<FilePath, Vec<DocumentId>>,
}

impl DocumentNames {
    /// Names documents.
    pub fn of(documents: &[Arc<Document>]) -> Self {
        let mut found = Self::default();
        for (id, document) in documents.iter().enumerate() {
            let of_file = found.ids.entry(document.file.clone()).or_default();
            let number = u32::try_from(of_file.len()).unwrap_or(u32::MAX);
            of_file.push(id);
            found.names.push(DocumentName { file: document.file.clone(), number });
        }
        found
    }

    /// The name of a document.
    pub fn name(&self, id: DocumentId) -> &DocumentName {
        &self.names[id]
    }

    /// The document of a name; `None` where it is there no more.
    pub fn find(&self, name: &DocumentName) -> Option<DocumentId> {
        self.ids.get(&name.file)?.get(name.number as usize).copied()
    }
}
