//! Names of input files.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::sync::Arc;

use memchr::memrchr;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::composed;

/// An input file's path from the site's folder, with `/` between its parts on every system.
///
/// It is in composed form (NFC), which the name on the disk need not be. Cheap to clone; ordered by
/// its text, so that the order of files never depends on a file system.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FilePath(Arc<str>);

impl FilePath {
    /// Makes a path from its text.
    pub fn new(path: &str) -> Self {
        Self(composed(path).into())
    }

    /// The path's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part after the last `/`.
    pub fn name(&self) -> &str {
        match memrchr(b'/', self.0.as_bytes()) {
            Some(at) => &self.0[at + 1..],
            None => &self.0,
        }
    }

    /// The name's part after its last dot, or nothing.
    pub fn extension(&self) -> &str {
        let name = self.name();
        match memrchr(b'.', name.as_bytes()) {
            Some(at) if at > 0 => &name[at + 1..],
            _ => "",
        }
    }

    /// The path below a folder, or `None` where the file lies elsewhere.
    pub fn below(&self, folder: &str) -> Option<&str> {
        self.0.strip_prefix(folder)?.strip_prefix('/')
    }
}

impl Borrow<str> for FilePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for FilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

impl Serialize for FilePath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for FilePath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::new(&Cow::<str>::deserialize(deserializer)?))
    }
}

impl From<&str> for FilePath {
    fn from(path: &str) -> Self {
        Self::new(path)
    }
}
