//! What may be meant by a file that is not there.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::{Asset, Assets};
use crate::base::{FilePath, Names};

/// The files of `static/` by what they are called; gathered when first asked for.
#[derive(Debug, Default)]
pub(super) struct Near {
    paths: OnceLock<Names<String>>,
    /// By their last names, in lower case; of several, the first.
    namesakes: OnceLock<BTreeMap<String, FilePath>>,
}

impl Assets {
    /// The path in `static/` that is a letter or two off another.
    pub fn nearest(&self, path: &str) -> Option<&str> {
        let gather = || self.iter().map(|asset| asset.path().to_string()).collect();
        self.near.paths.get_or_init(gather).nearest(path)
    }

    /// The first file of a name, wherever it lies and whatever the case of its letters.
    pub fn namesake(&self, name: &str) -> Option<&FilePath> {
        let gather = || {
            let named = |asset: &Asset| (asset.path().name().to_ascii_lowercase(), asset.path().clone());
            // Of two with one key the later stays.
            self.iter().map(named).rev().collect()
        };
        self.near.namesakes.get_or_init(gather).get(&name.to_ascii_lowercase())
    }
}
