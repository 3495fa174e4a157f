//! What is written for machines: feeds, the sitemap, the file for robots. A format of feeds is one
//! file.

mod atom;
mod content;
mod format;
pub(super) mod robots;
pub(super) mod sitemap;
mod xml;

use super::fill::Filled;
use crate::document::EntryKind;

pub(super) use content::Contents;
pub(super) use format::Feed;

use atom::ATOM;

impl Feed<'_> {
    /// Writes the feed of a tag, an author or a series, or of all posts.
    pub(super) fn write(&self, of: Option<&(EntryKind, String)>) -> Filled {
        self.write_as(&ATOM, of)
    }
}
