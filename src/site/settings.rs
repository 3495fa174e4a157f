//! What the owner has decided.

use std::collections::BTreeMap;

use chrono_tz::Tz;

use super::base_url::BaseUrl;
use super::{ContentSecurity, SiteId};
use crate::base::{Code, Diagnostic, FilePath, Span, Spanned};
use crate::document::Localized;
use crate::edn::Form;
use crate::locale::{Locale, Slugs};

/// The base URL of a site that has not said its own.
const LOCAL_BASE_URL: &str = "http://localhost:8000";

/// What the owner has decided about the site as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The file they stand in; `None` where there is none.
    pub file: Option<FilePath>,
    /// Where the site will live.
    pub base_url: BaseUrl,
    /// What feeds and their entries are known by, wherever the site lives.
    pub id: SiteId,
    /// The site's locales, at least one; the first is the default one.
    pub locales: Vec<Locale>,
    /// How each of them writes letters in addresses and anchors.
    pub slugs: Slugs,
    /// The site's title.
    pub title: Localized<String>,
    /// What the site is about.
    pub description: Option<Localized<String>>,
    /// The zone of local times.
    pub zone: Tz,
    /// Who answers for the site.
    pub author: Option<SiteAuthor>,
    /// Where things live: patterns by what they are for (`post`, `tag`).
    pub uris: BTreeMap<String, UriPattern>,
    /// Whether the default locale's addresses begin with its tag too.
    pub prefix_default_locale: bool,
    /// How many posts a page of the front page holds.
    pub posts_per_page: usize,
    /// How many posts a feed holds.
    pub feed_size: usize,
    /// Whether lists show posts that are not translated.
    pub missing_translation: MissingTranslation,
    /// The site's own links.
    pub navigation: Vec<NavigationItem>,
    /// Whether a card is drawn for each page that has no image of its own.
    pub social_cards: bool,
    /// Whether images lose their notes and get more sizes.
    pub images: bool,
    /// What browsers are told of what pages may do.
    pub content_security: ContentSecurity,
    /// What the templates get.
    pub extra: Option<Form>,
    /// Errors that the owner lets pass as warnings.
    pub allow: Vec<Code>,
}

/// Where things of one sort live, as written.
#[derive(Clone, Debug, PartialEq)]
pub struct UriPattern {
    /// Where its key stands.
    pub key: Span,
    /// The pattern.
    pub pattern: Localized<Spanned<String>>,
}

/// Who answers for the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SiteAuthor {
    /// An id in `authors.edn`.
    Entry(Spanned<String>),
    /// A map of its own.
    Inline {
        /// The full name.
        name: String,
        /// The author's address.
        uri: Option<Spanned<String>>,
    },
}

/// What lists of a language do with posts that it lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingTranslation {
    /// They leave them out.
    Hide,
    /// They show the original.
    ShowOriginal,
}

/// A link of the site's navigation.
#[derive(Clone, Debug, PartialEq)]
pub struct NavigationItem {
    /// Its text.
    pub title: Localized<String>,
    /// Where it leads.
    pub uri: Localized<Spanned<String>>,
}

impl Settings {
    /// The default locale.
    pub fn default_locale(&self) -> &Locale {
        &self.locales[0]
    }

    /// Settings for a site without `site.edn`, which is told.
    pub fn without_file(claims: &[Locale], diagnostics: &mut Vec<Diagnostic>) -> Self {
        let settings = Self::of_pages(claims);
        let locales: Vec<String> = settings.locales.iter().map(|locale| format!(":{locale}")).collect();
        diagnostics.push(
            Diagnostic::general(Code::MissingSettings, "the site has no `site.edn`").help(format!(
                "write one in `content`, such as `{{:site/base-url \"https://blog.example\" :site/locales [{}]}}`",
                locales.join(" ")
            )),
        );
        settings
    }

    /// Settings with the locales that the site's pages name, the most frequent first, and defaults
    /// for the rest.
    pub fn of_pages(claims: &[Locale]) -> Self {
        let mut counts: BTreeMap<&Locale, usize> = BTreeMap::new();
        for locale in claims {
            *counts.entry(locale).or_default() += 1;
        }
        let mut locales: Vec<Locale> = counts.keys().map(|locale| (*locale).clone()).collect();
        locales.sort_by_key(|locale| std::cmp::Reverse(counts[locale]));
        Self::defaults(locales)
    }

    /// What holds where nothing is said.
    pub(super) fn defaults(mut locales: Vec<Locale>) -> Self {
        if locales.is_empty() {
            locales.push(Locale::default());
        }
        let base_url = BaseUrl::parse(LOCAL_BASE_URL).expect("the local base URL is one");
        Self {
            file: None,
            title: Localized::Same(base_url.host().to_owned()),
            id: SiteId::of_url(&base_url),
            base_url,
            slugs: Slugs::new(&locales),
            locales,
            description: None,
            zone: Tz::UTC,
            author: None,
            uris: BTreeMap::new(),
            prefix_default_locale: false,
            posts_per_page: 20,
            feed_size: 20,
            missing_translation: MissingTranslation::Hide,
            social_cards: true,
            images: true,
            content_security: ContentSecurity::default(),
            navigation: Vec::new(),
            extra: None,
            allow: Vec::new(),
        }
    }
}
