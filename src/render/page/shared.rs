//! What is the same on every page of one language.

use std::collections::BTreeMap;

use super::entries::entry_url;
use super::parts::text_view;
use crate::document::{EntryKind, Localized};
use crate::locale::{Args, Locale};
use crate::plan::{Address, Route};
use crate::render::Tongue;
use crate::render::resolve::{From, Resolver, Target};
use crate::render::view::{Extra, FeedLink, NavigationLink, Person, SiteView, TextView};
use crate::site::{DocumentId, SiteAuthor};

/// The program's name and version.
const GENERATOR: &str = concat!("Diglot ", env!("CARGO_PKG_VERSION"));

/// The built-in style sheet, or the site's own of the same name.
const STYLE_SHEET: &str = "/css/main.css";

/// What is the same on every page of one language, made once.
pub(super) struct Shared {
    /// `site` in every template. Cloning it copies no text.
    pub view: tera::Value,
    /// The site's title.
    pub title: String,
    /// The site's description in the language itself; empty where there is none.
    pub description: String,
    /// The feed of all posts.
    pub feed: Option<FeedLink>,
    /// Each post's next newer and next older one among those written in the language.
    pub neighbours: BTreeMap<DocumentId, (Option<DocumentId>, Option<DocumentId>)>,
}

impl Shared {
    pub(super) fn new(resolver: Resolver<'_>, locale: &Locale, tongue: &Tongue) -> Self {
        let settings = &resolver.site.settings;
        let text =
            |text: &Localized<String>| text.get(locale, &settings.locales).cloned().unwrap_or_default();
        let lent = |text: &Localized<String>| {
            let (text, lender) = text.lent(locale, &settings.locales)?;
            Some(text_view(text.clone(), lender))
        };
        let url = |route: Route| resolver.plan.address(&route).map_or_else(String::new, Address::encoded);
        let TextView { text: title, lang, dir } = lent(&settings.title).unwrap_or_default();
        let description = settings.description.as_ref().and_then(lent);
        let feed_url = url(Route::Feed { locale: locale.clone(), of: None });
        let feed = (!feed_url.is_empty()).then(|| FeedLink { title: title.clone(), url: feed_url });
        let home = url(Route::Front { locale: locale.clone(), number: 1 });
        let (archive, tags) = (
            url(Route::Archive(locale.clone())),
            url(Route::Entries { kind: EntryKind::Tag, locale: locale.clone() }),
        );
        let own: Vec<NavigationLink> = settings
            .navigation
            .iter()
            .map(|item| NavigationLink {
                title: text(&item.title),
                url: item
                    .uri
                    .get(locale, &settings.locales)
                    .map_or_else(String::new, |uri| in_language(resolver, &uri.value, locale)),
            })
            .collect();
        let standing = [("archive", &archive), ("tags", &tags)]
            .into_iter()
            .filter(|(_, url)| own.iter().all(|link| link.url != **url))
            .map(|(key, url)| NavigationLink { title: tongue.say(key, &Args::new()), url: url.clone() });
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
            feeds: feed.iter().cloned().collect(),
            stylesheet: STYLE_SHEET.to_owned(),
            author: settings.author.as_ref().map(|author| person(resolver, author, locale)),
            generator: GENERATOR.to_owned(),
            extra: settings.extra.as_ref().map_or_else(Extra::new, |extra| {
                let value = serde_json::to_value(extra).unwrap_or_default();
                value.as_object().map(|map| map.clone().into_iter().collect()).unwrap_or_default()
            }),
        };
        let own = description.filter(|description| description.lang.is_none());
        Self {
            view: tera::Value::from_serializable(&view),
            title,
            description: own.map_or_else(String::new, |description| description.text),
            feed,
            neighbours: neighbours(resolver, locale),
        }
    }
}

/// A link that is written in data, led to the page's own language where that page has been translated.
pub(super) fn in_language(resolver: Resolver<'_>, uri: &str, locale: &Locale) -> String {
    let root = resolver.plan.front(resolver.site.settings.default_locale());
    let Some(root) = root else { return uri.to_owned() };
    match resolver.resolve(uri, From { address: root, locale, file: None }) {
        Target::Page { route, query, fragment, .. } => {
            let there = match route {
                Route::Document(id) => {
                    let versions = resolver.site.versions(&resolver.site.documents[*id]);
                    versions.get(locale).and_then(|version| resolver.plan.document(*version))
                }
                route => route.in_locale(locale).and_then(|route| resolver.plan.address(&route)),
            };
            let fragment = fragment.map_or_else(String::new, |fragment| format!("#{fragment}"));
            there.map_or_else(|| uri.to_owned(), |address| format!("{}{query}{fragment}", address.encoded()))
        }
        _ => uri.to_owned(),
    }
}

fn person(resolver: Resolver<'_>, author: &SiteAuthor, locale: &Locale) -> Person {
    match author {
        SiteAuthor::Inline { name, uri } => Person { name: name.clone(), url: uri.clone() },
        SiteAuthor::Entry(id) => match resolver.site.entries(EntryKind::Author).get(&id.value) {
            Some(author) => Person {
                name: author.name(locale, &resolver.site.settings.locales),
                url: entry_url(resolver, EntryKind::Author, author, locale)
                    .or_else(|| Some(in_language(resolver, author.uri()?, locale))),
            },
            None => Person { name: id.value.clone(), url: None },
        },
    }
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
