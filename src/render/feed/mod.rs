//! What is written for machines: feeds, the sitemap, the file for robots. A format of feeds is one
//! file.

mod atom;
mod content;
mod format;
pub(super) mod robots;
pub(super) mod sitemap;
mod xml;

use super::fill::Filled;
use crate::plan::FeedFormat;

pub(super) use content::Contents;
pub(super) use format::FeedMaker;

impl FeedMaker<'_> {
    /// Writes the feed in a format.
    pub(super) fn write(&self, format: FeedFormat) -> Filled {
        let write = match format {
            FeedFormat::Atom => atom::write,
        };
        self.make(write)
    }
}
