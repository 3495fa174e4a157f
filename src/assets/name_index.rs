//! Suggestions for the names of missing files.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::asset::Asset;
use crate::base::{FilePath, Names};

/// The files of `static/` by what they are called; gathered when first asked for.
#[derive(Debug, Default)]
pub(super) struct NameIndex {
    paths: OnceLock<Names<String>>,
    /// By their last names, in lower case; of several, the first.
    namesakes: OnceLock<BTreeMap<String, FilePath>>,
}

impl NameIndex {
    /// The path of the file that is a letter or two off another.
    pub fn nearest<'a>(&self, path: &str, files: impl Iterator<Item = &'a Asset>) -> Option<&str> {
        let gather = || files.map(|asset| asset.path().to_string()).collect();
        self.paths.get_or_init(gather).nearest(path)
    }

    /// The first file of a name, wherever it lies and whatever the case of its letters.
    pub fn namesake<'a>(
        &self,
        name: &str,
        files: impl DoubleEndedIterator<Item = &'a Asset>,
    ) -> Option<&FilePath> {
        let gather = || {
            let named = |asset: &Asset| (asset.path().name().to_ascii_lowercase(), asset.path().clone());
            // Reversed: of two with one key, the first wins.
            files.map(named).rev().collect()
        };
        self.namesakes.get_or_init(gather).get(&name.to_ascii_lowercase())
    }
}
