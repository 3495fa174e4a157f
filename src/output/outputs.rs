//! Everything that is published, by its path.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Component, Path};
use std::sync::Arc;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::MediaType;
use crate::base::composed;
use crate::source::Blob;

/// What the names of Diglot's own files in an output folder begin with; no output may have such a
/// name.
const RESERVED_PREFIX: &str = ".diglot-";

/// Everything that is published, by its path in the output folder.
pub type Outputs = BTreeMap<OutputPath, Output>;

/// One file to publish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// The bytes and their digest.
    pub blob: Blob,
    /// What the bytes are.
    pub media_type: MediaType,
}

impl Output {
    /// Makes an output of bytes in memory.
    pub fn new(bytes: impl Into<Arc<[u8]>>, media_type: MediaType) -> Self {
        Self { blob: Blob::of(bytes), media_type }
    }
}

/// What takes the bytes of outputs as they are made.
pub trait Store: Sync {
    /// Takes the bytes of what will stand at a path, and gives back what stands for them.
    fn put(&self, path: &OutputPath, bytes: Vec<u8>) -> Blob;
}

/// Holds all of them in memory.
#[derive(Clone, Copy, Debug)]
pub struct InMemory;

impl Store for InMemory {
    fn put(&self, _: &OutputPath, bytes: Vec<u8>) -> Blob {
        Blob::of(bytes)
    }
}

/// A path in the output folder (`en/foo/index.html`): relative, with `/` between its parts, never
/// leading out.
///
/// It is in composed form (NFC). Cheap to clone; ordered by its text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct OutputPath(Arc<str>);

impl OutputPath {
    /// Makes a path from its text.
    ///
    /// Fails where a part is empty, `.` or `..`, where the path is absolute, where it holds a
    /// control character or a `\` (a separator on some systems), and where it is one of Diglot's
    /// own (`.diglot-manifest`).
    pub fn new(path: &str) -> Result<Self, InvalidOutputPath> {
        let plain_parts = path.split('/').all(|part| !matches!(part, "" | "." | ".."));
        let plain_text = !path.chars().any(|c| c.is_control() || c == '\\');
        let relative = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        if plain_parts && plain_text && relative && !path.starts_with(RESERVED_PREFIX) {
            Ok(Self(composed(path).into()))
        } else {
            Err(InvalidOutputPath)
        }
    }

    /// The path's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folders that the file lies in, the nearest first: `en/foo`, `en`.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        self.0.rmatch_indices('/').map(|(end, _)| &self.0[..end])
    }

    /// The file's place on disk.
    pub fn under(&self, folder: &Path) -> std::path::PathBuf {
        folder.join(&*self.0)
    }
}

impl<'de> Deserialize<'de> for OutputPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let path = String::deserialize(deserializer)?;
        Self::new(&path).map_err(|_| D::Error::custom("no path in the output folder"))
    }
}

impl fmt::Display for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

/// A text that is no path in the output folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidOutputPath;

#[cfg(test)]
mod tests {
    use super::OutputPath;

    #[test]
    fn refuses_paths_that_lead_out_or_are_diglots_own() {
        for path in [
            "",
            "/",
            "/etc/passwd",
            "..",
            "../x",
            "a/../../x",
            "a/./b",
            "a//b",
            "a/",
            "a\\b",
            "a\0b",
            "a\nb",
            ".diglot-manifest",
            ".diglot-staging/0",
        ] {
            assert!(OutputPath::new(path).is_err(), "{path:?}");
        }
    }

    #[test]
    fn takes_any_other_name() {
        for path in
            ["index.html", "en/foo/index.html", ".well-known/x", "CNAME", "bilder/sjø og fjell.jpg", "a..b"]
        {
            assert_eq!(OutputPath::new(path).unwrap().as_str(), path);
        }
    }

    #[test]
    fn knows_its_folders_nearest_first() {
        let path = OutputPath::new("en/foo/index.html").unwrap();
        assert_eq!(path.folders().collect::<Vec<_>>(), ["en/foo", "en"]);
        assert_eq!(OutputPath::new("index.html").unwrap().folders().count(), 0);
    }
}
