//! Tags, authors and series: their pages, and the links to them.

use url::Url;

use super::job::Job;
use super::lists::described;
use super::meta::{PageSubject, breadcrumb};
use super::parts::separators;
use crate::base::{Diagnostic, FilePath};
use crate::document::{Document, EntryKind, Localized};
use crate::locale::Locale;
use crate::markup;
use crate::plan::{Address, Route};
use crate::render::fill::Insert;
use crate::render::resolve::Target;
use crate::render::shared::{data_link, feed_links, lent_text};
use crate::site::Named;
use crate::template::MessageId;
use crate::template::view::{
    AuthorView, EntriesView, EntrySummary, EntryView, ImageView, NavigationLink, PageKind, TagLink, TextView,
};

struct EntryPageKind {
    index_template: &'static str,
    index: PageKind,
    index_title: MessageId<'static>,
    index_description: MessageId<'static>,
    template: &'static str,
    page: PageKind,
}

impl EntryPageKind {
    fn of(kind: EntryKind) -> Self {
        match kind {
            EntryKind::Tag => Self {
                index_template: "tags.html",
                index: PageKind::Tags,
                index_title: MessageId::Tags,
                index_description: MessageId::TagsDescription,
                template: "tag.html",
                page: PageKind::Tag,
            },
            EntryKind::Author => Self {
                index_template: "authors.html",
                index: PageKind::Authors,
                index_title: MessageId::Authors,
                index_description: MessageId::AuthorsDescription,
                template: "author.html",
                page: PageKind::Author,
            },
            EntryKind::Series => Self {
                index_template: "series-index.html",
                index: PageKind::SeriesIndex,
                index_title: MessageId::Series,
                index_description: MessageId::SeriesDescription,
                template: "series.html",
                page: PageKind::Series,
            },
        }
    }
}

impl<'a> Job<'a> {
    pub(super) fn entries(&mut self, kind: EntryKind) -> Result<String, Box<Diagnostic>> {
        let look = EntryPageKind::of(kind);
        let all: Vec<&Named> = self.site.entries(kind).collect();
        let mut entries: Vec<EntrySummary> =
            all.into_iter().filter_map(|entry| self.entry_summary(kind, entry)).collect();
        let collator = self.site.language(self.locale).collator();
        entries.sort_by(|a, b| collator.compare(&a.name, &b.name));
        let subject =
            PageSubject::new(look.index, self.text(look.index_title), self.text(look.index_description));
        self.list(look.index_template, subject, &EntriesView { entries })
    }

    pub(super) fn entry(&mut self, kind: EntryKind, id: &str) -> Result<String, Box<Diagnostic>> {
        let look = EntryPageKind::of(kind);
        let named = self.site.entry(kind, id);
        let Some(entry) = named.and_then(|named| self.entry_summary(kind, named)) else {
            return Ok(String::new());
        };
        // A text borrowed from another language does not describe this page.
        let written = [&entry.blurb, &entry.plain_description].into_iter().flatten();
        let own = written.filter(|text| text.lang.is_none()).map(|text| text.text.as_str()).next();
        let description = described(own.unwrap_or_default(), || {
            let (n, name) = (entry.count, entry.name.as_str());
            self.text(match kind {
                EntryKind::Tag => MessageId::TagPosts { n, tag: name },
                EntryKind::Author => MessageId::AuthorPosts { n, author: name },
                EntryKind::Series => MessageId::SeriesPosts { n, series: name },
            })
        });
        let mut subject = PageSubject::new(look.page, entry.name.clone(), description);
        (subject.lang, subject.dir) = (entry.lang.clone(), entry.dir.clone());
        let index = Route::Entries { kind, locale: self.locale.clone() };
        subject.between.extend(self.url_of(&index).map(|url| {
            let title = self.text(look.index_title);
            breadcrumb(title, url)
        }));
        subject.feeds.clone_from(&entry.feeds);
        let posts = self.summaries(self.site.listed(kind, id, self.locale));
        self.list(look.template, subject, &EntryView { entry, posts })
    }

    /// The tags of a document, with their pages in the page's language.
    pub(super) fn tags(&self, document: &Document) -> Vec<TagLink> {
        let link = |tag: &Named| {
            let (name, lang, dir) = self.name(tag);
            Some(TagLink { name, lang, dir, url: self.entry_url(EntryKind::Tag, tag)? })
        };
        self.site.named_by(document, EntryKind::Tag).filter_map(link).collect()
    }

    /// The authors of a document, parted as the page's language parts names.
    pub(super) fn authors(&self, document: &Document) -> Vec<AuthorView> {
        let authors: Vec<&Named> = self.site.named_by(document, EntryKind::Author).collect();
        let separators = separators(self.site.language(self.locale), authors.len());
        let view = |(author, separator): (&Named, String)| {
            let (name, lang, dir) = self.name(author);
            AuthorView {
                name,
                lang,
                dir,
                url: self.entry_url(EntryKind::Author, author),
                photo: author.entry.as_ref().and_then(|entry| Some(entry.photo.as_ref()?.value.clone())),
                separator,
            }
        };
        authors.into_iter().zip(separators).map(view).collect()
    }

    /// An entry that has a page in the page's language.
    fn entry_summary(&mut self, kind: EntryKind, named: &'a Named) -> Option<EntrySummary> {
        let site = self.site;
        let route = Route::Entry { kind, id: named.id.clone(), locale: self.locale.clone() };
        let home = site.address(&route)?;
        let (name, lang, dir) = self.name(named);
        let entry = named.entry.as_ref();
        let reader = site.language(self.locale).locale();
        let description = entry.and_then(|entry| Some((entry, self.lent(entry.description.as_ref())?)));
        Some(EntrySummary {
            url: home.encoded(),
            blurb: entry
                .and_then(|entry| self.lent(entry.blurb.as_ref()))
                .map(|(text, lender)| lent_text(markup::plain(text), lender)),
            plain_description: description.map(|(_, (body, lender))| lent_text(body.text.clone(), lender)),
            description: description.map(|(entry, (body, lender))| {
                lent_text(
                    self.inserts.mark(Insert {
                        body,
                        file: &entry.file,
                        home,
                        locale: lender.unwrap_or(reader),
                    }),
                    lender,
                )
            }),
            photo: entry.and_then(|entry| {
                // An attribute has no `lang` of its own, so no borrowed text.
                let alt = entry.photo_alt.as_ref().and_then(|alt| alt.own(self.locale)).cloned();
                Some(ImageView { url: entry.photo.as_ref()?.value.clone(), alt: alt.unwrap_or_default() })
            }),
            own_page: named.uri().zip(entry).map(|(uri, entry)| self.own_page(uri, &entry.file, &name)),
            sequential: entry.is_some_and(|entry| entry.sequential),
            count: site.listed(kind, &named.id, self.locale).len(),
            feeds: feed_links(
                &format!("{name} – {}", site.shared(self.locale).title),
                self.locale,
                Some(&(kind, named.id.clone())),
                |route| site.address(route),
            ),
            name,
            lang,
            dir,
        })
    }

    /// An entry's name in the page's language; its language and direction, where another one has
    /// lent it.
    pub(super) fn name(&self, entry: &Named) -> (String, Option<String>, Option<String>) {
        let (name, lender) = entry.lent_name(self.locale, &self.site.settings().locales);
        let TextView { text, lang, dir } = lent_text(name, lender);
        (text, lang, dir)
    }

    /// A value in the page's language, and the language that has lent it.
    fn lent<T>(&self, value: Option<&'a Localized<T>>) -> Option<(&'a T, Option<&'a Locale>)> {
        value?.lent(self.locale, &self.site.settings().locales)
    }

    /// An author's own page: called by its host, or by whom it is about where it is one of the
    /// site's.
    fn own_page(&self, uri: &str, file: &FilePath, author: &str) -> NavigationLink {
        let target = self.site.resolve_data(uri, file, self.locale);
        let host = match &target {
            Target::Elsewhere => Url::parse(uri).ok().and_then(|url| url.host_str().map(str::to_owned)),
            _ => None,
        };
        let there = match &target {
            Target::Page(page) => self.site.language_at(page),
            _ => None,
        };
        let about = || self.text(MessageId::AboutAuthor { author });
        let title = host.map_or_else(about, |host| host.trim_start_matches("www.").to_owned());
        data_link(title, self.site.for_reader(uri, file, self.locale), there, self.locale)
    }

    /// The page of an entry in the page's language, as a path from the site's root.
    pub(super) fn entry_url(&self, kind: EntryKind, entry: &Named) -> Option<String> {
        self.url_of(&Route::Entry { kind, id: entry.id.clone(), locale: self.locale.clone() })
    }

    fn url_of(&self, route: &Route) -> Option<String> {
        self.site.address(route).map(Address::encoded)
    }
}
