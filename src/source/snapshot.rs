//! Every input of a build, in one value.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::input::STATICS;
use crate::base::{Diagnostic, Digest, FilePath, Hasher};
use crate::cache::Cache;

/// Every input of a build: the files as read, the clock, the options. The core is a function of it.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The texts that are read whole, by path: `content/**/*.md` and `*.edn`, `i18n/*.edn`,
    /// `site.edn`, `templates/**`.
    pub texts: BTreeMap<FilePath, Text>,
    /// The files below `static/`, by their path in it (`images/x.jpg`).
    pub statics: BTreeMap<FilePath, Blob>,
    /// The images and other media below `content/`, by path.
    pub media: BTreeMap<FilePath, Blob>,
    /// Faults met while reading, each a reason not to publish.
    pub diagnostics: Vec<Diagnostic>,
    /// The moment of the build.
    pub now: DateTime<Utc>,
    /// What the command line asked for.
    pub options: Options,
    /// What earlier builds made: it decides nothing but how long a build takes.
    pub cache: Cache,
}

impl Snapshot {
    /// The digest of every input but the moment: two snapshots of one digest and one moment give
    /// the same site.
    pub fn digest(&self) -> Digest {
        let mut hasher = Hasher::default();
        let mut add = |name: &str, digest: Digest| {
            hasher.text(name);
            hasher.update(digest.as_bytes());
        };
        self.texts.iter().for_each(|(file, found)| add(file.as_str(), found.digest));
        add("", Digest::default());
        self.statics.iter().for_each(|(file, blob)| add(file.as_str(), blob.digest));
        add("", Digest::default());
        self.media.iter().for_each(|(file, blob)| add(file.as_str(), blob.digest));
        add("", Digest::of(format!("{:?} {:?}", self.options, self.diagnostics).as_bytes()));
        hasher.finish()
    }

    /// The bytes of an input that is no text.
    pub fn blob(&self, file: &FilePath) -> Option<&Blob> {
        match file.below(STATICS) {
            Some(below) => self.statics.get(below),
            None => self.media.get(file),
        }
    }

    /// Whether a file is an input.
    pub fn holds(&self, file: &FilePath) -> bool {
        self.texts.contains_key(file) || self.blob(file).is_some()
    }

    /// The section files, in order.
    pub fn section_files(&self) -> impl Iterator<Item = (&FilePath, &Text)> {
        self.texts.iter().filter(|(file, _)| is_section_file(file))
    }
}

/// Whether an input is a section file.
pub fn is_section_file(file: &FilePath) -> bool {
    file.extension() == "md"
}

/// What the command line asked for, where it changes the site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Takes the place of `:site/base-url`.
    pub base_url: Option<String>,
    /// Takes the place of the scheme and host of the base URL, and leaves its path.
    pub origin: Option<String>,
    /// Whether drafts are published.
    pub drafts: bool,
    /// Whether posts with a published time after now are published.
    pub future: bool,
    /// The folders outside of the site's own that inputs may lie in.
    pub follow: Vec<PathBuf>,
    /// Whether social cards are drawn; a site that is only looked at needs none.
    pub draws_cards: bool,
    /// Whether images are left in the sizes that they have, but for those that earlier builds have
    /// made: a site that is only asked about needs no others.
    pub leaves_images: bool,
}

/// A text as read: UTF-8 without byte-order mark, with `\n` line ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text. Cheap to clone.
    pub text: Arc<str>,
    /// The digest of the text.
    pub digest: Digest,
}

/// The bytes of a file that is no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    /// The digest of the bytes.
    pub digest: Digest,
    /// How many bytes there are.
    pub len: u64,
    /// The bytes, or where they lie.
    pub content: Content,
}

/// Bytes in memory, or a file too large to be worth holding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// The bytes. Cheap to clone.
    Memory(Arc<[u8]>),
    /// A file on disk, streamed when it is published.
    File(PathBuf),
    /// A file of this build's own, which is moved to where it is published.
    Spooled(PathBuf),
}
