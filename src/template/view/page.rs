//! What every page says of itself.

use serde::Serialize;

use super::{Extra, FeedLink, RenderedSection, TocEntry};

/// The page: `page` in every template.
#[derive(Clone, Debug, Serialize)]
pub struct PageMeta {
    /// What is shown.
    pub kind: PageKind,
    /// The page's own address.
    pub url: String,
    /// The address search engines shall know, absolute.
    pub canonical: String,
    /// The title as headings and lists show it.
    pub title: String,
    /// The title for `<title>`: with the site's name, and the page's number where it is not the
    /// first.
    pub document_title: String,
    /// What the page is about: plain text on one line, empty where nothing says so.
    pub description: String,
    /// The language, as `lang` wants it.
    pub lang: String,
    /// The direction of writing: `ltr` or `rtl`.
    pub dir: String,
    /// Whether search engines shall leave the page out.
    pub noindex: bool,
    /// The page in each language it exists in, itself included, then `x-default`; empty on a
    /// site of one language, and on pages that search engines leave out.
    pub alternates: Vec<Alternate>,
    /// Every language of the site, in the site's order, with the best address this page has in it;
    /// empty where the site has one language.
    pub languages: Vec<LanguageLink>,
    /// The content security policy for a `<meta http-equiv="Content-Security-Policy">`: what stands
    /// for it until the page is done; empty where policies are not in pages.
    pub content_security_policy: String,
    /// The colours that images have until they are there, for the head (HTML): what stands for them
    /// until the page is done.
    pub image_tones: String,
    /// The Open Graph properties.
    pub open_graph: OpenGraph,
    /// The JSON-LD graph, escaped so that it can stand in a `<script>`; empty where there is none.
    pub json_ld: String,
    /// Every feed the page announces: the site's, and its own where it has some.
    pub feeds: Vec<FeedLink>,
    /// The way from the front page to this page, both included; empty on the front page.
    pub breadcrumbs: Vec<Breadcrumb>,
    /// The scheme of the page's first section, which its header shares.
    pub theme: Option<String>,
    /// The colour of the browser's frame where the first section has a scheme: its background.
    pub theme_color: Option<String>,
    /// The colour of the browser's frame else, for readers who prefer light.
    pub theme_color_light: String,
    /// The colour of the browser's frame else, for readers who prefer dark.
    pub theme_color_dark: String,
    /// The keys of the page's first block that Diglot does not know.
    pub extra: Extra,
}

/// The kinds of pages, in templates by their names in kebab case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageKind {
    /// A page of the list of all posts.
    Front,
    /// A post.
    Post,
    /// A standalone page.
    Page,
    /// The archive.
    Archive,
    /// The index of tags.
    Tags,
    /// The posts of one tag.
    Tag,
    /// The index of authors.
    Authors,
    /// The posts of one author.
    Author,
    /// The index of series.
    SeriesIndex,
    /// The posts of one series.
    Series,
    /// What is shown for an address that leads nowhere.
    NotFound,
    /// An older address of a page.
    Redirect,
}

/// A version of the page in one language, for `<link rel="alternate">`.
#[derive(Clone, Debug, Serialize)]
pub struct Alternate {
    /// The language, or `x-default`.
    pub hreflang: String,
    /// Its address, absolute.
    pub url: String,
}

/// An entry of the language switch.
#[derive(Clone, Debug, Serialize)]
pub struct LanguageLink {
    /// The language.
    pub locale: String,
    /// Its direction of writing: `ltr` or `rtl`.
    pub dir: String,
    /// The language's own name.
    pub name: String,
    /// The same page in that language, or that language's front page.
    pub url: String,
    /// Whether this is the language of the page.
    pub current: bool,
    /// Whether `url` is the same page, not the front page.
    pub exact: bool,
    /// The invitation to follow the link, in the language it leads to: it says so where the link is
    /// not exact.
    pub label: String,
}

/// The Open Graph properties of a page (ogp.me), plain text all of them.
#[derive(Clone, Debug, Serialize)]
pub struct OpenGraph {
    /// `og:title`.
    pub title: String,
    /// `og:type`: `article` for posts, `profile` for authors, else `website`.
    #[serde(rename = "type")]
    pub kind: String,
    /// `og:url`, absolute.
    pub url: String,
    /// `og:description`; empty where nothing gives one.
    pub description: String,
    /// `og:site_name`.
    pub site_name: String,
    /// `og:locale`, as `nb_NO`.
    pub locale: String,
    /// `og:locale:alternate`, one for each translation.
    pub locale_alternates: Vec<String>,
    /// `og:image` and what belongs to it.
    pub image: Option<OpenGraphImage>,
    /// The `article:*` properties of a post.
    pub article: Option<ArticleMeta>,
}

/// The image that stands for a page elsewhere.
#[derive(Clone, Debug, Serialize)]
pub struct OpenGraphImage {
    /// Its address, absolute.
    pub url: String,
    /// Its width in pixels, where it is known.
    pub width: Option<u32>,
    /// Its height in pixels, where it is known.
    pub height: Option<u32>,
    /// What it shows; empty where the writer did not say.
    pub alt: String,
}

/// The `article:*` properties.
#[derive(Clone, Debug, Serialize)]
pub struct ArticleMeta {
    /// `article:published_time`, RFC 3339 with the zone's offset.
    pub published: Option<String>,
    /// `article:modified_time`, likewise.
    pub updated: Option<String>,
    /// `article:author`, one for each: the author's name.
    pub authors: Vec<String>,
    /// `article:tag`, one for each.
    pub tags: Vec<String>,
}

/// A step of the way to a page.
#[derive(Clone, Debug, Serialize)]
pub struct Breadcrumb {
    /// The step's title.
    pub title: String,
    /// The title's language, where another one has lent it.
    pub lang: Option<String>,
    /// The direction of writing of that language.
    pub dir: Option<String>,
    /// Its address.
    pub url: String,
}

/// What `page.html` and `pages/KIND.html` see beside the common names.
#[derive(Clone, Debug, Serialize)]
pub struct StandaloneView {
    /// The page's sections, rendered; a page with one body has one.
    pub sections: Vec<RenderedSection>,
    /// Whether one of the sections carries the page's `h1`; else the template writes it.
    pub has_heading: bool,
    /// The headings below the page's own, nested.
    pub toc: Vec<TocEntry>,
}
