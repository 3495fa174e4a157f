//! Pieces of views that several pages show.

use chrono::SecondsFormat;

use super::renderer::Job;
use crate::base::Placed;
use crate::document::{Document, Extra as Written, Time};
use crate::locale::{DateLength, Language, Locale};
use crate::markup::{self, Body};
use crate::plan::Address;
use crate::render::fill::{Insert, Part};
use crate::render::resolve::{From, Resolver, Target};
use crate::render::view::{DateView, Extra, ImageView, PostLink, PostSummary, TextView, TocEntry};
use crate::site::DocumentId;

/// The longest description (in characters) that is made from a longer text.
const DESCRIPTION_LIMIT: usize = 200;

/// A point in time, for machines and for readers.
pub(super) fn date(time: &Time, language: &Language) -> DateView {
    let day = time.at.date_naive();
    DateView {
        iso: time.at.to_rfc3339_opts(SecondsFormat::Secs, false),
        text: language.date(day, DateLength::Long),
        day: language.day(day),
    }
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

/// A text, and the language that has lent it.
pub(super) fn text_view(text: String, lender: Option<&Locale>) -> TextView {
    TextView {
        text,
        lang: lender.map(|locale| locale.tag().to_owned()),
        dir: lender.map(|locale| locale.direction().name().to_owned()),
    }
}

/// What a document is about, as plain text on one line; empty where nothing says so.
pub(super) fn plain_description(document: &Document) -> String {
    if let Some(written) = &document.open_graph.description {
        return markup::plain(&written.value);
    }
    let fallback = match (&document.short_description, &document.description) {
        (Some(short), _) => markup::plain(&short.value),
        (None, Some(description)) => description.text.clone(),
        (None, None) => String::new(),
    };
    shortened(&fallback, DESCRIPTION_LIMIT)
}

/// What a document's page says that it is about: its description, else the beginning of its text.
pub(super) fn page_description(document: &Document) -> String {
    let described = plain_description(document);
    if !described.is_empty() {
        return described;
    }
    let text = document.bodies().map(|body| body.text.trim()).find(|text| !text.is_empty());
    shortened(text.unwrap_or_default(), DESCRIPTION_LIMIT)
}

/// A text of at most `limit` characters: a longer one is cut at a word and ends in `…`.
pub(super) fn shortened(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let end = text.char_indices().nth(limit - 1).map_or(text.len(), |(at, _)| at);
    let cut = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    format!("{}…", text[..cut].trim_end_matches(|c: char| c.is_whitespace() || ",;:–—-".contains(c)))
}

/// The path of an image from the site's root, wherever it is shown.
pub(super) fn image_path(
    resolver: Resolver<'_>,
    id: DocumentId,
    image: &Placed<String>,
    locale: &Locale,
) -> String {
    let written = image.value.as_str();
    let Some(address) = resolver.home(id, &image.place) else { return written.to_owned() };
    match resolver.resolve(written, From::template(address, locale)) {
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

impl<'a> Job<'_, 'a> {
    /// Puts a body of a document into the page, and hands out the mark that templates print in its
    /// place.
    pub(super) fn insert(&mut self, body: &'a Body, (part, number): (Part, usize), id: DocumentId) -> String {
        let document: &'a Document = &self.renderer.site().documents[id];
        let site_root = self.renderer.resolver.plan.front(self.renderer.site().settings.default_locale());
        match self.renderer.resolver.plan.document(id).or(site_root) {
            Some(home) => {
                let (file, locale) = (&document.file, &document.locale);
                self.inserts.mark(Insert { body, part, number, file, home, locale })
            }
            None => String::new(),
        }
    }

    /// A post in a list.
    pub(super) fn summary(&mut self, id: DocumentId) -> PostSummary {
        self.shows(id);
        let resolver = self.renderer.resolver;
        let document = &resolver.site.documents[id];
        let language = &self.renderer.tongue(self.locale).language;
        let foreign = self.foreign(document);
        let image = document.image.as_ref().or(document.open_graph.image.as_ref());
        PostSummary {
            title: document.short_title.as_ref().unwrap_or(&document.title).value.clone(),
            url: resolver.plan.document(id).map_or_else(String::new, Address::encoded),
            description: match &document.description {
                Some(body) => self.insert(body, (Part::Description, 0), id),
                None => String::new(),
            },
            plain_description: plain_description(document),
            published: document.published.as_ref().map(|time| date(&time.value, language)),
            updated: document.updated.as_ref().map(|time| date(&time.value, language)),
            authors: self.authors(document),
            tags: self.tags(document),
            image: image.map(|image| ImageView {
                url: image_path(resolver, id, image, self.locale),
                alt: document.open_graph.image_alt.as_ref().map_or_else(String::new, |alt| alt.value.clone()),
            }),
            reading_minutes: document.reading_minutes(),
            lang: foreign.map(|locale| locale.tag().to_owned()),
            dir: foreign.map(|locale| locale.direction().name().to_owned()),
            language_name: foreign.map(|locale| locale.name_in(self.locale)),
            draft: document.is_draft(),
            future: self.is_future(document),
        }
    }

    /// A link to another post.
    pub(super) fn post_link(&self, id: DocumentId) -> PostLink {
        self.shows(id);
        let resolver = self.renderer.resolver;
        let document = &resolver.site.documents[id];
        let foreign = self.foreign(document);
        PostLink {
            lang: foreign.map(|locale| locale.tag().to_owned()),
            dir: foreign.map(|locale| locale.direction().name().to_owned()),
            language_name: foreign.map(|locale| locale.name_in(self.locale)),
            title: document.short_title.as_ref().unwrap_or(&document.title).value.clone(),
            url: resolver.plan.document(id).map_or_else(String::new, Address::encoded),
        }
    }

    /// A document's language, where it is not the page's.
    fn foreign<'d>(&self, document: &'d Document) -> Option<&'d Locale> {
        Some(&document.locale).filter(|locale| *locale != self.locale)
    }

    /// Whether a document's time has not come yet.
    pub(super) fn is_future(&self, document: &Document) -> bool {
        document.published.as_ref().is_some_and(|time| time.value.at > self.renderer.now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_at_a_word() {
        assert_eq!(shortened("short enough", 12), "short enough");
        assert_eq!(shortened("one two three", 9), "one two…");
        assert_eq!(shortened("one, two three", 6), "one…");
        assert_eq!(shortened("unbreakable", 5), "unbr…");
    }

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
