//! Atom feeds (RFC 4287).

mod content;

use std::sync::Arc;

use chrono::SecondsFormat;

use super::fill::Filled;
use super::query::QueryTable;
use super::tracked::Tracked;
use super::xml::Xml;
use crate::base::Digest;
use crate::document::{Document, EntryKind};
use crate::locale::Locale;
use crate::plan::{Address, Route};
use crate::site::{DocumentId, Named, SiteAuthor, key};
use content::Content;
pub(super) use content::Contents;

/// When a feed without entries was last changed.
const EPOCH: &str = "1970-01-01T00:00:00Z";

/// About how many bytes an entry has beside its content, and each entry's share of the feed's head.
const BESIDE_CONTENT: usize = 2 << 10;

/// A feed of one language.
pub(super) struct Feed<'a> {
    pub site: Tracked<'a>,
    pub queries: Option<&'a QueryTable>,
    pub locale: &'a Locale,
    pub address: &'a Address,
    pub contents: &'a Contents,
}

impl<'a> Feed<'a> {
    /// Writes the feed of a tag, an author or a series, or of all posts: the newest ones, newest
    /// first.
    pub(super) fn write(&self, of: Option<&(EntryKind, String)>) -> Filled {
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
        let ids: Vec<DocumentId> =
            listed.into_iter().filter(is_dated).take(site.settings().feed_size).collect();
        let posts: Vec<&Document> = ids.iter().map(|id| site.document(*id)).collect();
        let contents: Vec<Arc<Content>> = ids.iter().map(|id| self.content(*id)).collect();
        let mut found = Filled::default();
        let size = contents.iter().map(|content| content.text.len() + BESIDE_CONTENT).sum();
        let mut xml = Xml::with_capacity(size);
        let attributes = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", self.locale.tag())];
        xml.element("feed", &attributes, |xml| {
            self.head(of, &posts, xml);
            for ((id, post), content) in ids.iter().zip(&posts).zip(&contents) {
                let Filled { links, assets, .. } = &content.filled;
                found.links.extend_from_slice(links);
                found.assets.extend(assets.iter().cloned());
                let home = site.address_of(*id);
                xml.element("entry", &[("xml:lang", post.locale.tag())], |xml| {
                    self.entry(post, home, xml);
                    let base = home.map(|address| site.absolute_url(address));
                    let base = base.as_ref().map(|url| ("xml:base", url.as_str()));
                    let attributes: Vec<_> = [("type", "html")].into_iter().chain(base).collect();
                    xml.html("content", &attributes, &content.text);
                });
            }
        });
        found.html = xml.finish();
        found
    }

    fn head(&self, of: Option<&(EntryKind, String)>, posts: &[&Document], xml: &mut Xml) {
        let site = self.site;
        let settings = site.settings();
        let site_title = settings.title.get(self.locale, &settings.locales).map_or("", String::as_str);
        let title = match of.and_then(|(kind, id)| site.entry(*kind, id)) {
            Some(entry) => format!("{} – {site_title}", entry.name(self.locale, &settings.locales)),
            None => site_title.to_owned(),
        };
        let shown = of.map_or(["", ""], |(kind, id)| [kind.word(), id]);
        xml.text("id", &[], &urn(&[&["feed", settings.id.as_str(), self.locale.tag()], &shown[..]].concat()));
        xml.text("title", &[], &title);
        let description = settings.description.as_ref();
        if let Some((text, lender)) = description.and_then(|text| text.lent(self.locale, &settings.locales)) {
            let lang = lender.map(|locale| ("xml:lang", locale.tag()));
            xml.text("subtitle", lang.as_slice(), text);
        }
        let updated = posts.iter().filter_map(|post| Some(post.last_change()?.at)).max();
        xml.text("updated", &[], &updated.map_or_else(|| EPOCH.to_owned(), |at| moment(&at)));
        let page = match of {
            Some((kind, id)) => Route::Entry { kind: *kind, id: id.clone(), locale: self.locale.clone() },
            None => Route::Front { locale: self.locale.clone(), number: 1 },
        };
        let own = site.absolute_url(self.address);
        xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &own)]);
        if let Some(address) = site.address(&page) {
            let url = site.absolute_url(address);
            let attributes = [
                ("rel", "alternate"),
                ("type", "text/html"),
                ("hreflang", self.locale.tag()),
                ("href", &url),
            ];
            xml.empty("link", &attributes);
        }
        for locale in settings.locales.iter().filter(|locale| *locale != self.locale) {
            let route = Route::Feed { locale: locale.clone(), of: of.cloned() };
            if let Some(address) = site.address(&route) {
                let url = site.absolute_url(address);
                let attributes = [
                    ("rel", "alternate"),
                    ("type", "application/atom+xml"),
                    ("hreflang", locale.tag()),
                    ("href", &url),
                ];
                xml.empty("link", &attributes);
            }
        }
        self.author_of_site(site_title, xml);
        xml.text("generator", &[("version", env!("CARGO_PKG_VERSION"))], "Diglot");
    }

    /// All of an entry but its content.
    fn entry(&self, post: &Document, home: Option<&Address>, xml: &mut Xml) {
        let site = self.site;
        let locales = &site.settings().locales;
        let published = post.published.as_ref().map(|time| time.value);
        let id = site.settings().id.as_str();
        xml.text("id", &[], &urn(&["post", id, post.locale.tag(), key(post)]));
        xml.text("title", &[], &post.title.value);
        if let Some(published) = published {
            xml.text("published", &[], &moment(&published.at));
        }
        xml.text(
            "updated",
            &[],
            &post.last_change().map_or_else(|| EPOCH.to_owned(), |time| moment(&time.at)),
        );
        if let Some(address) = home {
            let url = site.absolute_url(address);
            xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &url)]);
        }
        for author in site.named_by(post, EntryKind::Author) {
            self.person(&author.name(self.locale, locales), self.uri(author), xml);
        }
        for tag in site.named_by(post, EntryKind::Tag) {
            xml.empty("category", &[("term", &tag.id), ("label", &tag.name(self.locale, locales))]);
        }
        if let Some(description) = &post.description {
            xml.text("summary", &[("type", "text")], &description.text);
        }
    }

    fn author_of_site(&self, title: &str, xml: &mut Xml) {
        let site = self.site;
        let settings = site.settings();
        match &settings.author {
            Some(SiteAuthor::Inline { name, uri }) => {
                let uri = uri.as_ref().zip(settings.file.as_ref());
                let uri = uri.map(|(uri, file)| site.absolute(&uri.value, file, self.locale));
                self.person(name, uri, xml);
            }
            Some(SiteAuthor::Entry(id)) => match site.entry(EntryKind::Author, &id.value) {
                Some(author) => {
                    self.person(&author.name(self.locale, &settings.locales), self.uri(author), xml);
                }
                None => self.person(title, None, xml),
            },
            None => self.person(title, None, xml),
        }
    }

    /// The whole URL of an author's own page.
    fn uri(&self, author: &Named) -> Option<String> {
        Some(self.site.absolute(author.uri()?, &author.entry.as_ref()?.file, self.locale))
    }

    fn person(&self, name: &str, uri: Option<String>, xml: &mut Xml) {
        xml.element("author", &[], |xml| {
            xml.text("name", &[], name);
            if let Some(uri) = uri {
                xml.text("uri", &[], &uri);
            }
        });
    }
}

fn moment(at: &chrono::DateTime<chrono_tz::Tz>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, false)
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
    let part = |range: std::ops::Range<usize>| hex[range].iter().collect::<String>();
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
