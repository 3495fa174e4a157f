//! What feeds have in common, whatever they are written in.

use std::ops::Range;
use std::sync::Arc;

use chrono::SecondsFormat;

use super::content::{Content, Contents, post_as_html};
use crate::base::Digest;
use crate::document::{Document, EntryKind};
use crate::locale::Locale;
use crate::plan::Address;
use crate::render::fill::Filled;
use crate::render::query::{Log, QueryTable};
use crate::render::tracked::Tracked;
use crate::site::{DocumentId, Named};

/// When a feed without entries was last changed.
pub(super) const EPOCH: &str = "1970-01-01T00:00:00Z";

/// What a feed is about: a tag, an author or a series; all posts, where it is `None`.
pub(super) type Subject<'a> = Option<&'a (EntryKind, String)>;

/// What feeds are written in.
pub(super) struct Format {
    /// Writes a feed of posts.
    pub write: fn(&Feed<'_>, Subject<'_>, &[Entry<'_>]) -> Filled,
}

/// A feed of one language.
pub(in crate::render) struct Feed<'a> {
    pub site: Tracked<'a>,
    pub queries: Option<&'a QueryTable>,
    pub locale: &'a Locale,
    pub address: &'a Address,
    pub contents: &'a Contents,
}

/// A post in a feed.
pub(super) struct Entry<'a> {
    pub post: &'a Document,
    pub home: Option<&'a Address>,
    pub content: Arc<Content>,
}

impl Feed<'_> {
    /// Writes the feed of a subject: the newest posts, newest first.
    pub(super) fn write_as(&self, format: &Format, of: Subject<'_>) -> Filled {
        let site = self.site;
        site.shared(self.locale);
        let mut listed = match of {
            Some((kind, id)) => site.listed(*kind, id, self.locale).to_vec(),
            None => site.posts_in(self.locale).to_vec(),
        };
        // Series are listed in the order of reading.
        if matches!(of, Some((EntryKind::Series, _))) {
            listed.reverse();
        }
        // A draft has no time yet, and entries need one.
        let is_dated = |id: &DocumentId| site.document(*id).published.is_some();
        let ids = listed.into_iter().filter(is_dated).take(site.settings().feed_size);
        let entry = |id: DocumentId| {
            let (post, content) = (site.document(id), self.content(id));
            Entry { post, home: site.address_of(id), content }
        };
        let entries: Vec<Entry<'_>> = ids.map(entry).collect();
        (format.write)(self, of, &entries)
    }

    /// The content of a post's entry, as it was made for another feed, else anew.
    fn content(&self, id: DocumentId) -> Arc<Content> {
        let content = self.contents.get_or_make(id, || {
            let log = Log::new(self.queries);
            let filled = post_as_html(self.site.with_log(&log), id).unwrap_or_default();
            Content { filled, queries: log.finish() }
        });
        self.site.extend(&content.queries);
        content
    }

    /// The whole URL of an author's own page.
    pub(super) fn uri(&self, author: &Named) -> Option<String> {
        Some(self.site.absolute(author.uri()?, &author.entry.as_ref()?.file, self.locale))
    }
}

/// A moment as feeds write it (RFC 3339).
pub(super) fn moment(at: &chrono::DateTime<chrono_tz::Tz>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, false)
}

/// A name-based UUID (RFC 9562, version 8) of some parts: it outlives all
/// that they do not name.
pub(super) fn urn(parts: &[&str]) -> String {
    let mut hex: Vec<char> = Digest::of(parts.join("\n").as_bytes()).hex().chars().take(32).collect();
    hex[12] = '8';
    hex[16] = match hex[16].to_digit(16).unwrap_or_default() & 0x3 {
        0 => '8',
        1 => '9',
        2 => 'a',
        _ => 'b',
    };
    let part = |range: Range<usize>| hex[range].iter().collect::<String>();
    format!("urn:uuid:{}-{}-{}-{}-{}", part(0..8), part(8..12), part(12..16), part(16..20), part(20..32))
}

#[cfg(test)]
mod tests {
    use super::urn;

    #[test]
    fn urns_are_uuids_of_version_8() {
        let id = urn(&["post", "keys", "nb"]);
        assert_eq!(id.len(), "urn:uuid:".len() + 36);
        assert_eq!(&id[23..24], "8");
        assert!(matches!(&id[28..29], "8" | "9" | "a" | "b"), "{id}");
        assert_ne!(id, urn(&["post", "keys", "en"]));
    }
}
