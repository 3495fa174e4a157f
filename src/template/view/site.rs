//! What is the same on every page of one language.

use serde::Serialize;

use super::Extra;
use crate::output::MediaType;

/// The site in one language: `site` in every template.
#[derive(Clone, Debug, Serialize)]
pub struct SiteView {
    /// The site's title.
    pub title: String,
    /// The title's language, where another one has lent it.
    pub lang: Option<String>,
    /// The direction of writing of that language.
    pub dir: Option<String>,
    /// The site's description as plain text.
    pub description: Option<TextView>,
    /// The absolute URL of the site's root, without a slash at its end.
    pub base_url: String,
    /// The front page of this language.
    pub home: String,
    /// The archive of this language.
    pub archive: String,
    /// The tag index of this language.
    pub tags: String,
    /// The links of the main menu, in order: the archive and the tag index, unless the writer's own
    /// links lead there, then the writer's own.
    pub navigation: Vec<NavigationLink>,
    /// The feeds of this language that concern the whole site; the first is the main one.
    pub feeds: Vec<FeedLink>,
    /// The style sheet, a path into the static files.
    pub stylesheet: String,
    /// The site's author, where `site.edn` names one.
    pub author: Option<Person>,
    /// The name and version of the program, for `<meta name="generator">`.
    pub generator: String,
    /// `:site/extra`.
    pub extra: Extra,
}

/// A link of the site's navigation.
#[derive(Clone, Debug, Serialize)]
pub struct NavigationLink {
    /// The text.
    pub title: String,
    /// Where it leads, in the page's language where that has been translated.
    pub url: String,
    /// What the language of the page there is called in this page's, where it is another.
    pub language_name: Option<String>,
}

/// A feed that a page announces.
#[derive(Clone, Debug, Serialize)]
pub struct FeedLink {
    /// Its title, with the site's name.
    pub title: String,
    /// Its address.
    pub url: String,
    /// What it is written in: `application/atom+xml`.
    pub media_type: MediaType,
}

/// A name, and where to learn more about its bearer.
#[derive(Clone, Debug, Serialize)]
pub struct Person {
    /// The full name.
    pub name: String,
    /// The page of the person's posts, else the person's own address.
    pub url: Option<String>,
}

/// A text that may be lent by another language.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TextView {
    /// The text.
    pub text: String,
    /// Its language, where it is not the page's.
    pub lang: Option<String>,
    /// The direction of writing of that language.
    pub dir: Option<String>,
}
