//! What the pages that list posts show.

use serde::Serialize;

use super::{AuthorView, DateView, FeedLink, ImageView, TagLink};

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

/// What `tags.html` sees beside the common names.
#[derive(Clone, Debug, Serialize)]
pub struct TagsView {
    /// The tags that have posts, by name in the order of the language.
    pub tags: Vec<TagSummary>,
}

/// What `tag.html` sees beside the common names.
#[derive(Clone, Debug, Serialize)]
pub struct TagView {
    /// The tag.
    pub tag: TagSummary,
    /// Its posts, newest first.
    pub posts: Vec<PostSummary>,
}

/// A tag.
#[derive(Clone, Debug, Serialize)]
pub struct TagSummary {
    /// The tag's name.
    pub name: String,
    /// The page of its posts.
    pub url: String,
    /// What it is about, as plain text; empty where nothing says so.
    pub description: String,
    /// How many posts it has in this language.
    pub count: usize,
    /// Its feed.
    pub feed: Option<FeedLink>,
}

/// What `series-index.html` sees beside the common names.
#[derive(Clone, Debug, Serialize)]
pub struct SeriesIndexView {
    /// The series that have posts, by name in the order of the language.
    pub series: Vec<SeriesSummary>,
}

/// What `series.html` sees beside the common names.
#[derive(Clone, Debug, Serialize)]
pub struct SeriesView {
    /// The series.
    pub series: SeriesSummary,
    /// Its posts: from the first part on.
    pub posts: Vec<PostSummary>,
}

/// A series.
#[derive(Clone, Debug, Serialize)]
pub struct SeriesSummary {
    /// The series' name.
    pub name: String,
    /// Its page.
    pub url: String,
    /// One sentence about it, as plain text; empty where nothing says so.
    pub blurb: String,
    /// What it is about, as HTML; empty where nothing says so.
    pub description: String,
    /// Whether its parts are meant to be read in order.
    pub sequential: bool,
    /// How many posts it has in this language.
    pub count: usize,
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
    /// The name of its language in itself, where it is not the page's.
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
    /// Every page, in order.
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
}
