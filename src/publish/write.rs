//! What is to be written, and when it is put into place.

use crate::output::OutputPath;
use crate::source::Blob;

pub(super) struct Write<'a> {
    pub(super) path: &'a OutputPath,
    pub(super) blob: &'a Blob,
    /// When it is put into place.
    pub(super) turn: Turn,
}

/// When a file is put into place, so that nothing refers to what is not there yet; removed in the
/// reverse order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Turn {
    Asset,
    /// A page at an address where there was none: what was there before does not lead to it.
    NewPage,
    /// A page that is there already, and may now lead to new ones.
    Page,
    /// What leads machines to pages: feeds, the sitemap.
    Index,
}
