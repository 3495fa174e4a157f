//! What a document is, and what entries are.

use serde::{Deserialize, Serialize};

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentKind {
    /// Listed by time, in feeds and archives.
    Post,
    /// Stands alone.
    Page,
}

impl DocumentKind {
    /// The word for the kind: `post`, `page`.
    pub fn word(self) -> &'static str {
        match self {
            DocumentKind::Post => "post",
            DocumentKind::Page => "page",
        }
    }
}

/// The kinds of entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EntryKind {
    /// `tags.edn`, `:tag/id`.
    Tag,
    /// `authors.edn`, `:author/id` or `:person/id`.
    Author,
    /// `series.edn`, `:series/id`.
    Series,
}

impl EntryKind {
    /// Every kind.
    pub const ALL: [EntryKind; 3] = [EntryKind::Tag, EntryKind::Author, EntryKind::Series];

    /// The word for the kind: `tag`, `author`, `series`.
    pub fn word(self) -> &'static str {
        self.namespaces()[0]
    }

    /// The word for several: `tags`, `authors`, `series`.
    pub fn plural(self) -> &'static str {
        match self {
            EntryKind::Tag => "tags",
            EntryKind::Author => "authors",
            EntryKind::Series => "series",
        }
    }

    /// The data file whose entries are of this kind wherever their ids stand.
    pub fn file_name(self) -> &'static str {
        match self {
            EntryKind::Tag => "tags.edn",
            EntryKind::Author => "authors.edn",
            EntryKind::Series => "series.edn",
        }
    }

    /// The namespaces in which its keys may be spelled.
    pub(super) fn namespaces(self) -> &'static [&'static str] {
        match self {
            EntryKind::Tag => &["tag"],
            EntryKind::Author => &["author", "person"],
            EntryKind::Series => &["series"],
        }
    }
}
