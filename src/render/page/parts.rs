//! Pieces of views that several pages show.

use super::job::Job;
use crate::base::Located;
use crate::document::{Document, Extra as Written, Time};
use crate::locale::{DateLength, Language, Locale};
use crate::plan::Address;
use crate::render::fill::Insert;
use crate::render::query::BodyKind;
use crate::render::resolve::{LinkContext, Target};
use crate::render::tracked::Tracked;
use crate::site::DocumentId;
use crate::template::view::{DateView, Extra, ImageView, PostLink, PostSummary, TocEntry};

/// A point in time, for machines and for readers.
pub(super) fn date(time: &Time, language: &Language) -> DateView {
    let day = time.at.date_naive();
    DateView { iso: time.rfc3339(), text: language.date(day, DateLength::Long), day: language.day(day) }
}

/// What the writer put under keys that Diglot does not know.
pub(super) fn extra(written: &std::collections::BTreeMap<String, Written>) -> Extra {
    let value = |value: &Written| serde_json::to_value(value).unwrap_or_default();
    written.iter().map(|(key, written)| (key.clone(), value(written))).collect()
}

/// What stands after each of some items in a list of the language; nothing after the last.
pub(super) fn separators(language: &Language, count: usize) -> Vec<String> {
    const ITEM: char = '\u{fdd2}';
    let list = language.list(&vec![ITEM.to_string(); count]);
    list.split(ITEM).skip(1).map(str::to_owned).collect()
}

/// The path of an image from the site's root, wherever it is shown.
pub(super) fn image_path(
    site: Tracked<'_>,
    id: DocumentId,
    image: &Located<String>,
    locale: &Locale,
) -> String {
    let written = image.value.as_str();
    let Some(address) = site.home(id, &image.place) else { return written.to_owned() };
    let from = LinkContext { file: Some(&image.place.file), ..LinkContext::template(address, locale) };
    match site.resolve(written, from) {
        Target::File { asset, suffix } => format!("/{}{suffix}", asset.path()),
        _ => written.to_owned(),
    }
}

/// Headings nested by their levels.
pub(super) fn toc(headings: impl IntoIterator<Item = (u8, String, String)>) -> Vec<TocEntry> {
    fn close(open: &mut Vec<(u8, TocEntry)>, done: &mut Vec<TocEntry>, level: u8) {
        while open.last().is_some_and(|(last, _)| *last >= level) {
            if let Some((_, entry)) = open.pop() {
                open.last_mut().map_or(&mut *done, |(_, parent)| &mut parent.children).push(entry);
            }
        }
    }
    let (mut open, mut done) = (Vec::new(), Vec::new());
    for (level, id, title) in headings {
        close(&mut open, &mut done, level);
        open.push((level, TocEntry { id, title, children: Vec::new() }));
    }
    close(&mut open, &mut done, 0);
    done
}

impl Job<'_> {
    /// Puts a body of a document into the page, and hands out the mark that templates print in its
    /// place.
    pub(super) fn insert(&mut self, part: BodyKind, number: usize, id: DocumentId) -> String {
        let site = self.site;
        let Some(body) = site.body(id, part, number) else { return String::new() };
        let home = site.address_of(id).or_else(|| site.front(site.settings().default_locale()));
        let Some(home) = home else { return String::new() };
        let Document { file, locale, .. } = site.document(id);
        self.inserts.mark(Insert { body, file, home, locale })
    }

    pub(super) fn summary(&mut self, id: DocumentId) -> PostSummary {
        let site = self.site;
        let document = site.document(id);
        let language = site.language(self.locale);
        let foreign = self.foreign(document);
        let image = document.image.as_ref().or(document.open_graph.image.as_ref());
        PostSummary {
            title: document.short_title.as_ref().unwrap_or(&document.title).value.clone(),
            url: site.address_of(id).map_or_else(String::new, Address::encoded),
            description: self.insert(BodyKind::Description, 0, id),
            plain_description: document.plain_description(),
            published: document.published.as_ref().map(|time| date(&time.value, language)),
            updated: document.updated.as_ref().map(|time| date(&time.value, language)),
            authors: self.authors(document),
            tags: self.tags(document),
            image: image.map(|image| ImageView {
                url: image_path(site, id, image, self.locale),
                alt: document.open_graph.image_alt.as_ref().map_or_else(String::new, |alt| alt.value.clone()),
            }),
            reading_minutes: document.reading_minutes(),
            lang: foreign.map(|locale| locale.tag().to_owned()),
            dir: foreign.map(|locale| locale.direction().name().to_owned()),
            language_name: foreign.map(|locale| locale.name_in(self.locale)),
            draft: document.is_draft(),
            future: site.is_future(document),
        }
    }

    pub(super) fn post_link(&self, id: DocumentId) -> PostLink {
        let document = self.site.document(id);
        let foreign = self.foreign(document);
        PostLink {
            lang: foreign.map(|locale| locale.tag().to_owned()),
            dir: foreign.map(|locale| locale.direction().name().to_owned()),
            language_name: foreign.map(|locale| locale.name_in(self.locale)),
            title: document.short_title.as_ref().unwrap_or(&document.title).value.clone(),
            url: self.site.address_of(id).map_or_else(String::new, Address::encoded),
        }
    }

    /// A document's language, where it is not the page's.
    fn foreign<'d>(&self, document: &'d Document) -> Option<&'d Locale> {
        Some(&document.locale).filter(|locale| *locale != self.locale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_nest_by_their_levels() {
        let entry = |level: u8, id: &str| (level, id.to_owned(), id.to_owned());
        let toc = toc([entry(2, "a"), entry(3, "b"), entry(4, "c"), entry(3, "d"), entry(2, "e")]);
        let shape = |entries: &[TocEntry]| -> Vec<(String, usize)> {
            entries.iter().map(|entry| (entry.id.clone(), entry.children.len())).collect()
        };
        assert_eq!(shape(&toc), [("a".to_owned(), 2), ("e".to_owned(), 0)]);
        assert_eq!(shape(&toc[0].children), [("b".to_owned(), 1), ("d".to_owned(), 0)]);
    }
}
