//! One page in several languages: which version an address stands for, and where a reader finds it.

use super::{Address, Plan, Route};
use crate::document::EntryKind;
use crate::locale::Locale;
use crate::site::Site;

impl Plan {
    /// The page of a route in a language, where the site has it.
    pub fn version(&self, site: &Site, route: &Route, locale: &Locale) -> Option<&Address> {
        match route {
            Route::Document(id) => self.document(*site.versions(&site.documents[*id]).get(locale)?),
            route => self.address(&route.in_locale(locale)?),
        }
    }

    /// The page of a route for a reader of a language: as [`Plan::version`], but no list that is
    /// empty where the route's own is not.
    pub fn version_to_read(&self, site: &Site, route: &Route, locale: &Locale) -> Option<&Address> {
        let version = self.version(site, route, locale)?;
        let shows_something = |route: &Route| match route {
            Route::Archive(locale)
            | Route::Entries { kind: EntryKind::Tag, locale }
            | Route::Feed { locale, of: None, .. } => !site.posts_in(locale).is_empty(),
            _ => true,
        };
        (shows_something(self.routes.get(version)?) || !shows_something(route)).then_some(version)
    }

    /// The address that stands for the page of a route in every language: the default language's,
    /// or that of the original where the default language has none.
    pub fn for_all(&self, site: &Site, route: &Route) -> Option<&Address> {
        site.settings.locales.iter().find_map(|locale| self.version(site, route, locale))
    }

    /// The page at an address that is written without the prefix of any language, on a site where
    /// every language has one: in a language if it is there, else in the first other one that has
    /// it.
    pub fn unprefixed(&self, site: &Site, address: &Address, locale: &Locale) -> Option<&Address> {
        let languages = std::iter::once(locale).chain(&site.settings.locales);
        languages
            .filter_map(|language| Address::parse(&format!("{}{address}", self.prefixes.get(language)?)).ok())
            .find_map(|prefixed| self.routes.get_key_value(&prefixed).map(|(address, _)| address))
    }

    /// The page at an address, and what it shows: what an older address leads to, for one of those.
    pub fn page_at(&self, address: &Address) -> Option<(&Address, &Route)> {
        let (address, route) = self.routes.get_key_value(address)?;
        match route {
            Route::Redirect { to, .. } => self.routes.get_key_value(to).or(Some((address, route))),
            _ => Some((address, route)),
        }
    }
}

/// The versions of a page by `hreflang`, in the order of the site's locales, and the one for
/// readers of any other language: the default language's, else the first there is. Empty for a site
/// of one language.
pub fn alternates<'a>(
    locales: &[Locale],
    version: impl Fn(&Locale) -> Option<&'a Address>,
) -> Vec<(String, &'a Address)> {
    if locales.len() < 2 {
        return Vec::new();
    }
    let mut alternates: Vec<(String, &Address)> =
        locales.iter().filter_map(|locale| Some((locale.tag().to_owned(), version(locale)?))).collect();
    if let Some((_, first)) = alternates.first() {
        alternates.push(("x-default".to_owned(), first));
    }
    alternates
}
