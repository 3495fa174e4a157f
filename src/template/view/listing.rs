//! What the pages that list posts show.

use serde::Serialize;

use super::{AuthorView, DateView, FeedLink, ImageView, NavigationLink, TagLink, TextView};

/// What `index.html` sees beside the common names.
#[derive(Clone, Debug, Serialize)]
pub struct FrontView {
    /// The posts of this page, newest first.
    pub posts: Vec<PostSummary>,
    /// The place of this page among those of the list.
    pub pagination: Pagination,
}

/// What `archive.html` sees beside the common names.
#[derive(Clone, Debug, Serialize)]
pub struct ArchiveView {
    /// The years that have posts, newest first.
    pub years: Vec<ArchiveYear>,
    /// How many posts there are.
    pub total: usize,
}

/// The posts of one year.
#[derive(Clone, Debug, Serialize)]
pub struct ArchiveYear {
    /// The year.
    pub year: i32,
    /// Its posts, newest first.
    pub posts: Vec<PostSummary>,
}

/// What `tags.html`, `authors.html` and `series-index.html` see beside the common names.
#[derive(Clone, Debug, Serialize)]
pub struct EntriesView {
    /// The tags, authors or series that have posts, by name in the order of the language.
    pub entries: Vec<EntrySummary>,
}

/// What `tag.html`, `author.html` and `series.html` see beside the common names.
#[derive(Clone, Debug, Serialize)]
pub struct EntryView {
    /// The tag, the author or the series.
    pub entry: EntrySummary,
    /// Its posts: those of a series from the first part on, all others newest first.
    pub posts: Vec<PostSummary>,
}

/// A tag, an author or a series.
#[derive(Clone, Debug, Serialize)]
pub struct EntrySummary {
    /// Its name.
    pub name: String,
    /// The name's language, where another one has lent it.
    pub lang: Option<String>,
    /// The direction of writing of that language.
    pub dir: Option<String>,
    /// Its page.
    pub url: String,
    /// One sentence about it, as plain text.
    pub blurb: Option<TextView>,
    /// What it is about, as HTML.
    pub description: Option<TextView>,
    /// The same as plain text on one line.
    pub plain_description: Option<TextView>,
    /// A photo of an author.
    pub photo: Option<ImageView>,
    /// An author's own page, on this site or elsewhere.
    pub own_page: Option<NavigationLink>,
    /// Whether a series' parts are meant to be read in order.
    pub sequential: bool,
    /// How many posts it has in this language.
    pub count: usize,
    /// Its feeds; the first is the main one.
    pub feeds: Vec<FeedLink>,
}

/// A post in a list.
#[derive(Clone, Debug, Serialize)]
pub struct PostSummary {
    /// The title, the short one where the writer gives one.
    pub title: String,
    /// The post's address.
    pub url: String,
    /// What it is about, as HTML; empty where nothing says so.
    pub description: String,
    /// The same as plain text on one line.
    pub plain_description: String,
    /// When it was or will be published.
    pub published: Option<DateView>,
    /// When it was last changed, where the writer says so.
    pub updated: Option<DateView>,
    /// Who wrote it.
    pub authors: Vec<AuthorView>,
    /// Its tags, in the order of writing.
    pub tags: Vec<TagLink>,
    /// The post's image.
    pub image: Option<ImageView>,
    /// How long it takes to read: whole minutes, at least one.
    pub reading_minutes: usize,
    /// Its language, where it is not the page's (`:site/missing-translation :show-original`).
    pub lang: Option<String>,
    /// Its direction of writing, where the language is not the page's.
    pub dir: Option<String>,
    /// What its language is called in the page's, where it is another.
    pub language_name: Option<String>,
    /// Whether it is a draft.
    pub draft: bool,
    /// Whether its time has not come yet.
    pub future: bool,
}

/// The place of a page among those of a long list.
#[derive(Clone, Debug, Serialize)]
pub struct Pagination {
    /// The page's number, from 1.
    pub page: usize,
    /// How many pages there are.
    pub total: usize,
    /// The page of newer posts.
    pub newer_url: Option<String>,
    /// The page of older posts.
    pub older_url: Option<String>,
    /// The first page, the last, this one and two on either side of it, and what would stand alone
    /// between them, in order.
    pub pages: Vec<PageNumber>,
}

/// One page of a long list.
#[derive(Clone, Debug, Serialize)]
pub struct PageNumber {
    /// Its number, from 1.
    pub number: usize,
    /// Its address.
    pub url: String,
    /// Whether it is the page itself.
    pub current: bool,
    /// Whether pages are left out between it and the one before.
    pub after_gap: bool,
}
