//! Atom (RFC 4287).

use super::format::{Author, Entry, Feed};
use super::xml::Xml;
use crate::output::MediaType;

/// About how many bytes an entry has beside its content, and each entry's share of the feed's head.
const BESIDE_CONTENT: usize = 2 << 10;

/// Writes a feed.
pub(super) fn write(feed: &Feed<'_>) -> String {
    let size = feed.entries.iter().map(|entry| entry.content.filled.html.len() + BESIDE_CONTENT).sum();
    let mut xml = Xml::with_capacity(size);
    let attributes = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", feed.locale.tag())];
    xml.element("feed", &attributes, |xml| {
        head(feed, xml);
        for each in &feed.entries {
            xml.element("entry", &[("xml:lang", each.post.locale.tag())], |xml| entry(each, xml));
        }
    });
    xml.finish()
}

/// All of a feed but its entries.
fn head(feed: &Feed<'_>, xml: &mut Xml) {
    xml.text("id", &[], &feed.id);
    xml.text("title", &[], &feed.title);
    if let Some((text, lender)) = feed.description {
        let lang = lender.map(|locale| ("xml:lang", locale.tag()));
        xml.text("subtitle", lang.as_slice(), text);
    }
    xml.text("updated", &[], &feed.updated);
    link("self", MediaType::ATOM, None, &feed.url, xml);
    if let Some(url) = &feed.page {
        link("alternate", MediaType::HTML, Some(feed.locale.tag()), url, xml);
    }
    for (locale, url) in &feed.versions {
        link("alternate", MediaType::ATOM, Some(locale.tag()), url, xml);
    }
    person(&feed.author, xml);
    xml.text("generator", &[("version", env!("CARGO_PKG_VERSION"))], "Diglot");
}

fn entry(entry: &Entry<'_>, xml: &mut Xml) {
    xml.text("id", &[], &entry.id);
    xml.text("title", &[], &entry.post.title.value);
    if let Some(published) = &entry.published {
        xml.text("published", &[], published);
    }
    xml.text("updated", &[], &entry.updated);
    if let Some(url) = &entry.url {
        link("alternate", MediaType::HTML, None, url, xml);
    }
    entry.authors.iter().for_each(|author| person(author, xml));
    for (id, name) in &entry.tags {
        xml.empty("category", &[("term", id), ("label", name)]);
    }
    if let Some(description) = &entry.post.description {
        xml.text("summary", &[("type", "text")], &description.text);
    }
    let base = entry.url.as_ref().map(|url| ("xml:base", url.as_str()));
    let attributes: Vec<_> = [("type", "html")].into_iter().chain(base).collect();
    xml.html("content", &attributes, &entry.content.filled.html);
}

fn link(rel: &str, media_type: MediaType, language: Option<&str>, url: &str, xml: &mut Xml) {
    let language = language.map(|language| ("hreflang", language));
    let attributes = [("rel", rel), ("type", media_type.as_str())].into_iter().chain(language);
    xml.empty("link", &attributes.chain([("href", url)]).collect::<Vec<_>>());
}

fn person(author: &Author, xml: &mut Xml) {
    xml.element("author", &[], |xml| {
        xml.text("name", &[], &author.name);
        if let Some(uri) = &author.uri {
            xml.text("uri", &[], uri);
        }
    });
}
