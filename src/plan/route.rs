//! What an address shows.

use serde::{Deserialize, Serialize};

use crate::base::FilePath;
use crate::document::EntryKind;
use crate::locale::Locale;
use crate::output::MediaType;
use crate::site::{DocumentId, Site};

use super::{Address, FeedFormat, Kind};

/// What an address shows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Route {
    /// A post or standalone page.
    Document(DocumentId),
    /// A page of the list of all posts.
    Front {
        /// The language of the list.
        locale: Locale,
        /// The page's number, from 1.
        number: usize,
    },
    /// All posts by year.
    Archive(Locale),
    /// All tags, all authors or all series.
    Entries {
        /// Which of the three.
        kind: EntryKind,
        /// The language of the list.
        locale: Locale,
    },
    /// The posts of a tag, an author or a series.
    Entry {
        /// What it is.
        kind: EntryKind,
        /// Its id.
        id: String,
        /// The language of the list.
        locale: Locale,
    },
    /// What is shown for an address that leads nowhere.
    NotFound(Locale),
    /// An older address of a page.
    Redirect {
        /// Where it leads.
        to: Address,
        /// The language of the page there.
        locale: Locale,
    },
    /// A feed.
    Feed {
        /// What it is written in.
        format: FeedFormat,
        /// The language of its posts.
        locale: Locale,
        /// The entry whose posts it has, by kind and id; all posts where there is none.
        of: Option<(EntryKind, String)>,
    },
    /// `sitemap.xml`.
    Sitemap,
    /// `robots.txt`.
    Robots,
    /// A static file under its own name.
    Static(FilePath),
}

impl Route {
    /// What there is to say of every output of its kind.
    pub fn kind(&self, site: &Site) -> Kind {
        match self {
            Route::Document(id) => Kind::page(site.documents[*id].kind.word()),
            Route::Front { .. } => Kind::page("front page"),
            Route::Archive(_) => Kind::page("archive"),
            Route::Entries { kind: EntryKind::Tag, .. } => Kind::page("index of tags"),
            Route::Entries { kind: EntryKind::Author, .. } => Kind::page("index of authors"),
            Route::Entries { kind: EntryKind::Series, .. } => Kind::page("index of series"),
            Route::Entry { kind, .. } => Kind::page(kind.word()),
            Route::NotFound(_) => Kind { is_indexed: false, ..Kind::page("404 page") },
            Route::Redirect { .. } => Kind::file("redirect", MediaType::HTML),
            Route::Feed { format, .. } => format.kind(),
            Route::Sitemap => Kind::file("sitemap", MediaType::XML),
            Route::Robots => Kind::file("file for robots", MediaType::TEXT),
            Route::Static(file) => Kind::file("static file", MediaType::of(file.as_str())),
        }
    }

    /// The tag, author or series whose posts are shown, if they are those of one.
    pub fn entry(&self) -> Option<(EntryKind, &str)> {
        match self {
            Route::Entry { kind, id, .. } | Route::Feed { of: Some((kind, id)), .. } => Some((*kind, id)),
            _ => None,
        }
    }

    /// The language of what is shown, that of a document included; `None` where it has none.
    pub fn language<'a>(&'a self, site: &'a Site) -> Option<&'a Locale> {
        match self {
            Route::Document(id) => Some(&site.documents[*id].locale),
            route => route.locale(),
        }
    }

    /// The language that the route itself names; `None` where it has none.
    pub fn locale(&self) -> Option<&Locale> {
        match self {
            Route::Front { locale, .. }
            | Route::Archive(locale)
            | Route::Entries { locale, .. }
            | Route::Entry { locale, .. }
            | Route::NotFound(locale)
            | Route::Redirect { locale, .. }
            | Route::Feed { locale, .. } => Some(locale),
            Route::Document(_) | Route::Sitemap | Route::Robots | Route::Static(_) => None,
        }
    }

    /// The same thing in another language; `None` where it is not one for each language.
    pub fn in_locale(&self, locale: &Locale) -> Option<Route> {
        let mut route = self.clone();
        match &mut route {
            Route::Front { locale: own, .. }
            | Route::Archive(own)
            | Route::Entries { locale: own, .. }
            | Route::Entry { locale: own, .. }
            | Route::NotFound(own)
            | Route::Feed { locale: own, .. } => own.clone_from(locale),
            Route::Document(_)
            | Route::Redirect { .. }
            | Route::Sitemap
            | Route::Robots
            | Route::Static(_) => return None,
        }
        Some(route)
    }
}
