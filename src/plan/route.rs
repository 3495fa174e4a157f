//! What an address shows.

use serde::{Deserialize, Serialize};

use crate::base::FilePath;
use crate::document::EntryKind;
use crate::locale::Locale;
use crate::site::{DocumentId, Site};

use super::Address;

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
    /// An Atom feed.
    Feed {
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
        let locale = locale.clone();
        Some(match self {
            Route::Front { number, .. } => Route::Front { locale, number: *number },
            Route::Archive(_) => Route::Archive(locale),
            Route::Entries { kind, .. } => Route::Entries { kind: *kind, locale },
            Route::Entry { kind, id, .. } => Route::Entry { kind: *kind, id: id.clone(), locale },
            Route::NotFound(_) => Route::NotFound(locale),
            Route::Feed { of, .. } => Route::Feed { locale, of: of.clone() },
            Route::Document(_)
            | Route::Redirect { .. }
            | Route::Sitemap
            | Route::Robots
            | Route::Static(_) => {
                return None;
            }
        })
    }
}
