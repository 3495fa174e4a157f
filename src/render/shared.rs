//! What is the same on every page of one language.

use std::collections::BTreeMap;

use super::resolve::{Resolver, Target};
use crate::assets::Assets;
use crate::base::Digest;
use crate::document::{EntryKind, Localized};
use crate::locale::Locale;
use crate::plan::{Address, FeedFormat, Route};
use crate::site::{DocumentId, Named, NavigationItem, SiteAuthor};
use crate::template::view::{Extra, FeedLink, NavigationLink, Person, SiteView, TextView};
use crate::template::{MessageId, UiLanguage};

/// The program's name and version.
const GENERATOR: &str = concat!("Diglot ", env!("CARGO_PKG_VERSION"));

/// What is the same on every page of one language, made once.
pub(in crate::render) struct Shared {
    /// `site` in every template. Cloning it copies no text.
    pub view: tera::Value,
    /// The site's title.
    pub title: String,
    /// The site's description in the language itself; empty where there is none.
    pub description: String,
    /// The feeds of all posts.
    pub feeds: Vec<FeedLink>,
    /// Each post's next newer and next older one among those written in the language.
    pub neighbours: BTreeMap<DocumentId, (Option<DocumentId>, Option<DocumentId>)>,
}

impl Shared {
    pub(super) fn new(resolver: Resolver<'_>, locale: &Locale, ui_language: &UiLanguage) -> Self {
        let settings = &resolver.site.settings;
        let lent = |text: &Localized<String>| {
            let (text, lender) = text.lent(locale, &settings.locales)?;
            Some(lent_text(text.clone(), lender))
        };
        let url = |route: Route| resolver.plan.address(&route).map_or_else(String::new, Address::encoded);
        let TextView { text: title, lang, dir } = lent(&settings.title).unwrap_or_default();
        let description = settings.description.as_ref().and_then(lent);
        let feeds = feed_links(&title, locale, None, |route| resolver.plan.address(route));
        let home = url(Route::Front { locale: locale.clone(), number: 1 });
        let (archive, tags) = (
            url(Route::Archive(locale.clone())),
            url(Route::Entries { kind: EntryKind::Tag, locale: locale.clone() }),
        );
        let own: Vec<NavigationLink> =
            settings.navigation.iter().map(|item| navigation_link(resolver, item, locale)).collect();
        let standing = [(MessageId::Archive, &archive), (MessageId::Tags, &tags)]
            .into_iter()
            .filter(|(_, url)| own.iter().all(|link| link.url != **url))
            .map(|(id, url)| NavigationLink {
                title: ui_language.text(id),
                url: url.clone(),
                language_name: None,
            });
        let navigation = standing.chain(own.iter().cloned()).collect();
        let view = SiteView {
            title: title.clone(),
            lang,
            dir,
            description: description.clone(),
            base_url: format!("{}{}", settings.base_url.origin, settings.base_url.path),
            home,
            archive,
            tags,
            navigation,
            feeds: feeds.clone(),
            stylesheet: Assets::STYLE_SHEET.to_owned(),
            author: settings.author.as_ref().map(|author| person(resolver, author, locale)),
            generator: GENERATOR.to_owned(),
            extra: settings.extra.as_ref().map_or_else(Extra::new, |extra| {
                let value = serde_json::to_value(extra).unwrap_or_default();
                value.as_object().map(|map| map.clone().into_iter().collect()).unwrap_or_default()
            }),
        };
        let own = description.filter(|description| description.lang.is_none());
        let description = own.map_or_else(String::new, |description| description.text);
        Self {
            view: tera::Value::from_serializable(&view),
            title,
            description,
            feeds,
            neighbours: neighbours(resolver, locale),
        }
    }

    /// The digest of all this but for the neighbours, of which each page asks for its own.
    pub(super) fn digest(&self) -> Digest {
        let Self { view, title, description, feeds, neighbours: _ } = self;
        Digest::of_debug(&(view, title, description, feeds))
    }
}

/// The feeds of a tag, an author or a series, or of all posts, as far as they have an address.
pub(super) fn feed_links<'a>(
    title: &str,
    locale: &Locale,
    of: Option<&(EntryKind, String)>,
    address: impl Fn(&Route) -> Option<&'a Address>,
) -> Vec<FeedLink> {
    let link = |format: FeedFormat| {
        let route = Route::Feed { format, locale: locale.clone(), of: of.cloned() };
        let media_type = format.kind().media_type;
        Some(FeedLink { title: title.to_owned(), url: address(&route)?.encoded(), media_type })
    };
    FeedFormat::ALL.into_iter().filter_map(link).collect()
}

fn navigation_link(resolver: Resolver<'_>, item: &NavigationItem, locale: &Locale) -> NavigationLink {
    let settings = &resolver.site.settings;
    let title = item.title.get(locale, &settings.locales).cloned().unwrap_or_default();
    match settings.file.as_ref().zip(item.uri.get(locale, &settings.locales)) {
        Some((file, uri)) => {
            let there = match resolver.resolve_data(&uri.value, file, locale) {
                Target::Page(page) => page.route.language(resolver.site),
                _ => None,
            };
            data_link(title, resolver.for_reader(&uri.value, file, locale), there, locale)
        }
        None => NavigationLink { title, url: String::new(), language_name: None },
    }
}

pub(super) fn lent_text(text: String, lender: Option<&Locale>) -> TextView {
    TextView {
        text,
        lang: lender.map(|locale| locale.tag().to_owned()),
        dir: lender.map(|locale| locale.direction().name().to_owned()),
    }
}

/// A link that is written in a data file, with the language of what it leads to.
pub(super) fn data_link(
    title: String,
    url: String,
    there: Option<&Locale>,
    locale: &Locale,
) -> NavigationLink {
    let there = there.filter(|there| *there != locale);
    NavigationLink { title, url, language_name: there.map(|there| there.name_in(locale)) }
}

fn person(resolver: Resolver<'_>, author: &SiteAuthor, locale: &Locale) -> Person {
    match author {
        SiteAuthor::Inline { name, uri } => Person {
            name: name.clone(),
            url: uri.as_ref().map(|uri| match &resolver.site.settings.file {
                Some(file) => resolver.for_reader(&uri.value, file, locale),
                None => uri.value.clone(),
            }),
        },
        SiteAuthor::Entry(id) => match resolver.site.entries(EntryKind::Author).get(&id.value) {
            Some(author) => Person {
                name: author.name(locale, &resolver.site.settings.locales),
                url: page_of(resolver, author, locale).or_else(|| {
                    Some(resolver.for_reader(author.uri()?, &author.entry.as_ref()?.file, locale))
                }),
            },
            None => Person { name: id.value.clone(), url: None },
        },
    }
}

/// The page of an author in a language, as a path from the site's root.
fn page_of(resolver: Resolver<'_>, author: &Named, locale: &Locale) -> Option<String> {
    let (kind, id) = (EntryKind::Author, author.id.clone());
    resolver.plan.address(&Route::Entry { kind, id, locale: locale.clone() }).map(Address::encoded)
}

fn neighbours(
    resolver: Resolver<'_>,
    locale: &Locale,
) -> BTreeMap<DocumentId, (Option<DocumentId>, Option<DocumentId>)> {
    let is_own = |id: &&DocumentId| resolver.site.documents[**id].locale == *locale;
    let posts: Vec<DocumentId> = resolver.site.posts_in(locale).iter().filter(is_own).copied().collect();
    let at = |index: Option<usize>| index.and_then(|index| posts.get(index)).copied();
    posts
        .iter()
        .enumerate()
        .map(|(index, id)| (*id, (at(index.checked_sub(1)), at(index.checked_add(1)))))
        .collect()
}
