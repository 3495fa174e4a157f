//! What feeds have in common, whatever they are written in.

use std::ops::Range;
use std::sync::Arc;

use super::content::{Content, Contents, post_as_html};
use crate::base::Digest;
use crate::document::{Document, EntryKind, Time};
use crate::locale::Locale;
use crate::plan::{Address, Route};
use crate::render::fill::Filled;
use crate::render::query::{Log, QueryTable};
use crate::render::tracked::Tracked;
use crate::site::{DocumentId, Named, SiteAuthor};

/// When what has no time was last changed.
const EPOCH: &str = "1970-01-01T00:00:00Z";

/// What makes a feed, whatever it is written in.
pub(in crate::render) struct FeedMaker<'a> {
    pub site: Tracked<'a>,
    pub queries: Option<&'a QueryTable>,
    pub address: &'a Address,
    pub route: &'a Route,
    pub locale: &'a Locale,
    pub contents: &'a Contents,
}

/// A feed, whatever it is written in.
pub(super) struct Feed<'a> {
    pub locale: &'a Locale,
    /// What it is known by, wherever it stands.
    pub id: String,
    pub title: String,
    /// The site's description, and the language that has lent it.
    pub description: Option<(&'a str, Option<&'a Locale>)>,
    pub updated: String,
    /// Where it stands.
    pub url: String,
    /// The page that shows the same posts.
    pub page: Option<String>,
    /// The same feed in the other languages.
    pub versions: Vec<(&'a Locale, String)>,
    pub author: Author,
    /// The newest posts, newest first.
    pub entries: Vec<Entry<'a>>,
}

/// Who has written something.
pub(super) struct Author {
    pub name: String,
    pub uri: Option<String>,
}

/// A post in a feed.
pub(super) struct Entry<'a> {
    pub post: &'a Document,
    /// What it is known by, wherever it stands.
    pub id: String,
    pub published: Option<String>,
    pub updated: String,
    pub url: Option<String>,
    pub authors: Vec<Author>,
    /// The tags, by id and name.
    pub tags: Vec<(&'a str, String)>,
    pub content: Arc<Content>,
}

impl<'a> FeedMaker<'a> {
    /// The feed as a format writes it, with what was found in its posts.
    pub(super) fn make(&self, write: impl FnOnce(&Feed<'_>) -> String) -> Filled {
        let feed = self.feed();
        let mut found = Filled { html: write(&feed), ..Filled::default() };
        for entry in &feed.entries {
            let Filled { links, assets, .. } = &entry.content.filled;
            found.links.extend_from_slice(links);
            found.assets.extend(assets.iter().cloned());
        }
        found
    }

    fn feed(&self) -> Feed<'a> {
        let (site, locale, of) = (self.site, self.locale, self.route.entry());
        let settings = site.settings();
        let site_title = &site.shared(locale).title;
        let entries = self.entries();
        let title = match of.and_then(|(kind, id)| site.entry(kind, id)) {
            Some(entry) => format!("{} – {site_title}", entry.name(locale, &settings.locales)),
            None => site_title.clone(),
        };
        let [kind, id] = of.map_or(["", ""], |(kind, id)| [kind.word(), id]);
        let page = match of {
            Some((kind, id)) => Route::Entry { kind, id: id.to_owned(), locale: locale.clone() },
            None => Route::Front { locale: locale.clone(), number: 1 },
        };
        let url = |route: &Route| site.address(route).map(|address| site.absolute_url(address));
        let version = |locale: &'a Locale| Some((locale, url(&self.route.in_locale(locale)?)?));
        let description = settings.description.as_ref();
        let description = description.and_then(|text| text.lent(locale, &settings.locales));
        Feed {
            locale,
            id: urn(&["feed", settings.id.as_str(), locale.tag(), kind, id]),
            title,
            description: description.map(|(text, lender)| (text.as_str(), lender)),
            updated: moment(
                entries.iter().filter_map(|entry| entry.post.last_change()).max_by_key(|time| time.at),
            ),
            url: site.absolute_url(self.address),
            page: url(&page),
            versions: settings.locales.iter().filter(|other| *other != locale).filter_map(version).collect(),
            author: self.author_of_site(site_title),
            entries,
        }
    }

    fn entries(&self) -> Vec<Entry<'a>> {
        let (site, of) = (self.site, self.route.entry());
        let mut listed = match of {
            Some((kind, id)) => site.listed(kind, id, self.locale).to_vec(),
            None => site.posts_in(self.locale).to_vec(),
        };
        // Series are listed in the order of reading.
        if matches!(of, Some((EntryKind::Series, _))) {
            listed.reverse();
        }
        // A draft has no time yet, and entries need one.
        let is_dated = |id: &DocumentId| site.document(*id).published.is_some();
        let ids = listed.into_iter().filter(is_dated).take(site.settings().feed_size);
        ids.map(|id| self.entry(id)).collect()
    }

    fn entry(&self, id: DocumentId) -> Entry<'a> {
        let (site, post) = (self.site, self.site.document(id));
        let settings = site.settings();
        let name = |named: &Named| named.name(self.locale, &settings.locales);
        let authors = site.named_by(post, EntryKind::Author);
        let tags = site.named_by(post, EntryKind::Tag);
        Entry {
            post,
            id: urn(&["post", settings.id.as_str(), post.locale.tag(), post.page_key()]),
            published: post.published.as_ref().map(|time| time.value.rfc3339()),
            updated: moment(post.last_change()),
            url: site.address_of(id).map(|address| site.absolute_url(address)),
            authors: authors.map(|author| self.author(author)).collect(),
            tags: tags.map(|tag| (tag.id.as_str(), name(tag))).collect(),
            content: self.content(id),
        }
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

    fn author_of_site(&self, title: &str) -> Author {
        let site = self.site;
        let settings = site.settings();
        let nobody = || Author { name: title.to_owned(), uri: None };
        match &settings.author {
            Some(SiteAuthor::Inline { name, uri }) => {
                let uri = uri.as_ref().zip(settings.file.as_ref());
                let uri = uri.map(|(uri, file)| site.absolute(&uri.value, file, self.locale));
                Author { name: name.clone(), uri }
            }
            Some(SiteAuthor::Entry(id)) => {
                site.entry(EntryKind::Author, &id.value).map_or_else(nobody, |author| self.author(author))
            }
            None => nobody(),
        }
    }

    /// An author, with the whole URL of the author's own page.
    fn author(&self, author: &Named) -> Author {
        let uri = author.uri().zip(author.entry.as_ref());
        Author {
            name: author.name(self.locale, &self.site.settings().locales),
            uri: uri.map(|(uri, entry)| self.site.absolute(uri, &entry.file, self.locale)),
        }
    }
}

/// A moment as feeds write it; that of what has none is the first of Unix.
fn moment(time: Option<Time>) -> String {
    time.map_or_else(|| EPOCH.to_owned(), Time::rfc3339)
}

/// A name-based UUID (RFC 9562, version 8) of some parts: it outlives all
/// that they do not name.
fn urn(parts: &[&str]) -> String {
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
