//! What there is to say of every output of a kind.

use serde::{Deserialize, Serialize};

use crate::output::MediaType;

/// What there is to say of every output of a kind; its place in the order of publishing follows
/// from its media type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// What one is called, in a word or two.
    pub name: &'static str,
    /// What its bytes are.
    pub media_type: MediaType,
    /// Whether it counts among the pages of the site.
    pub is_counted: bool,
    /// Whether search engines shall know it.
    pub is_indexed: bool,
}

impl Kind {
    /// A page.
    pub(super) const fn page(name: &'static str) -> Self {
        Self { name, media_type: MediaType::HTML, is_counted: true, is_indexed: true }
    }

    /// What is no page of its own.
    pub(super) const fn file(name: &'static str, media_type: MediaType) -> Self {
        Self { name, media_type, is_counted: false, is_indexed: false }
    }
}

/// What a feed is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FeedFormat {
    /// Atom (RFC 4287).
    Atom,
}

impl FeedFormat {
    /// Every format; the first is the main one.
    pub const ALL: [FeedFormat; 1] = [FeedFormat::Atom];

    /// What there is to say of feeds in it; the name is that of their pattern in `:site/uris` too.
    pub const fn kind(self) -> Kind {
        match self {
            FeedFormat::Atom => Kind::file("feed", MediaType::ATOM),
        }
    }

    /// Where a feed stands below the page whose posts it has, by default.
    pub(super) const fn path(self) -> &'static str {
        match self {
            FeedFormat::Atom => "/atom.xml",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::FeedFormat;

    #[test]
    fn feeds_are_published_after_the_pages_that_they_lead_to() {
        assert!(FeedFormat::ALL.iter().all(|format| format.kind().media_type.is_index()));
    }
}
