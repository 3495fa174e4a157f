//! Atom (RFC 4287).

use super::format::{EPOCH, Entry, Feed, Format, Subject, moment, urn};
use super::xml::Xml;
use crate::document::{Document, EntryKind};
use crate::output::MediaType;
use crate::plan::{Address, Route};
use crate::render::fill::Filled;
use crate::site::SiteAuthor;

/// The format.
pub(super) const ATOM: Format = Format { write };

/// About how many bytes an entry has beside its content, and each entry's share of the feed's head.
const BESIDE_CONTENT: usize = 2 << 10;

fn write(feed: &Feed<'_>, of: Subject<'_>, entries: &[Entry<'_>]) -> Filled {
    let mut found = Filled::default();
    let size = entries.iter().map(|entry| entry.content.filled.html.len() + BESIDE_CONTENT).sum();
    let mut xml = Xml::with_capacity(size);
    let attributes = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", feed.locale.tag())];
    xml.element("feed", &attributes, |xml| {
        feed.head(of, entries, xml);
        for Entry { post, home, content } in entries {
            let Filled { html, links, assets, .. } = &content.filled;
            found.links.extend_from_slice(links);
            found.assets.extend(assets.iter().cloned());
            xml.element("entry", &[("xml:lang", post.locale.tag())], |xml| {
                feed.entry(post, *home, xml);
                let base = home.map(|address| feed.site.absolute_url(address));
                let base = base.as_ref().map(|url| ("xml:base", url.as_str()));
                let attributes: Vec<_> = [("type", "html")].into_iter().chain(base).collect();
                xml.html("content", &attributes, html);
            });
        }
    });
    found.html = xml.finish();
    found
}

impl Feed<'_> {
    fn head(&self, of: Subject<'_>, entries: &[Entry<'_>], xml: &mut Xml) {
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
        let updated = entries.iter().filter_map(|entry| Some(entry.post.last_change()?.at)).max();
        xml.text("updated", &[], &updated.map_or_else(|| EPOCH.to_owned(), |at| moment(&at)));
        let page = match of {
            Some((kind, id)) => Route::Entry { kind: *kind, id: id.clone(), locale: self.locale.clone() },
            None => Route::Front { locale: self.locale.clone(), number: 1 },
        };
        let own = site.absolute_url(self.address);
        xml.empty("link", &[("rel", "self"), ("type", MediaType::ATOM.as_str()), ("href", &own)]);
        if let Some(address) = site.address(&page) {
            let url = site.absolute_url(address);
            let attributes = [
                ("rel", "alternate"),
                ("type", MediaType::HTML.as_str()),
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
                    ("type", MediaType::ATOM.as_str()),
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
        xml.text("id", &[], &urn(&["post", id, post.locale.tag(), post.page_key()]));
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
            xml.empty("link", &[("rel", "alternate"), ("type", MediaType::HTML.as_str()), ("href", &url)]);
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

    fn person(&self, name: &str, uri: Option<String>, xml: &mut Xml) {
        xml.element("author", &[], |xml| {
            xml.text("name", &[], name);
            if let Some(uri) = uri {
                xml.text("uri", &[], &uri);
            }
        });
    }
}
