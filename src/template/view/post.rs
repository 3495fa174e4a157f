//! What a post's page shows.

use serde::Serialize;

use super::{RenderedSection, TocEntry};

/// What `post.html` sees beside the common names. Sections' templates see `post` too.
#[derive(Clone, Debug, Serialize)]
pub struct PostView {
    /// The post.
    pub post: PostContent,
    /// Its sections, rendered.
    pub sections: Vec<RenderedSection>,
}

/// A post: `post` in its page and in its sections.
#[derive(Clone, Debug, Serialize)]
pub struct PostContent {
    /// The title.
    pub title: String,
    /// Whether one of the sections carries the page's `h1`; else the template writes it.
    pub has_heading: bool,
    /// When it was or will be published; drafts may have no time.
    pub published: Option<DateView>,
    /// When it was last changed, where the writer says so.
    pub updated: Option<DateView>,
    /// Who wrote it.
    pub authors: Vec<AuthorView>,
    /// Its tags, in the order of writing.
    pub tags: Vec<TagLink>,
    /// Its place in a series.
    pub series: Option<SeriesPlace>,
    /// How long it takes to read: whole minutes, at least one.
    pub reading_minutes: usize,
    /// The headings below the page's own, nested.
    pub toc: Vec<TocEntry>,
    /// The next newer post that is written in the language.
    pub newer: Option<PostLink>,
    /// The next older post that is written in the language.
    pub older: Option<PostLink>,
    /// Whether it is a draft.
    pub draft: bool,
    /// Whether its time has not come yet.
    pub future: bool,
}

/// A point in time, for machines and for readers.
#[derive(Clone, Debug, Serialize)]
pub struct DateView {
    /// RFC 3339 with the zone's offset, as `datetime` wants it.
    pub iso: String,
    /// The day as the page's language writes it (CLDR, long).
    pub text: String,
    /// The day without its year, for lists under a year (CLDR).
    pub day: String,
}

/// An author of a post.
#[derive(Clone, Debug, Serialize)]
pub struct AuthorView {
    /// The full name.
    pub name: String,
    /// The name's language, where another one has lent it.
    pub lang: Option<String>,
    /// The direction of writing of that language.
    pub dir: Option<String>,
    /// The page of the author's posts.
    pub url: Option<String>,
    /// A photo.
    pub photo: Option<String>,
    /// What parts this name from the next in a list of this language (CLDR: `, `, ` og `); empty
    /// after the last.
    pub separator: String,
}

/// A tag, and the page of its posts.
#[derive(Clone, Debug, Serialize)]
pub struct TagLink {
    /// The tag's name in the page's language.
    pub name: String,
    /// The name's language, where another one has lent it.
    pub lang: Option<String>,
    /// The direction of writing of that language.
    pub dir: Option<String>,
    /// The page of its posts.
    pub url: String,
}

/// A post's place in its series.
#[derive(Clone, Debug, Serialize)]
pub struct SeriesPlace {
    /// The series' name.
    pub name: String,
    /// The name's language, where another one has lent it.
    pub lang: Option<String>,
    /// The direction of writing of that language.
    pub dir: Option<String>,
    /// The series' page.
    pub url: String,
    /// Whether its parts are meant to be read in order.
    pub sequential: bool,
    /// The post's number in the series, from 1.
    pub part: usize,
    /// How many posts the series has in this language.
    pub total: usize,
    /// The part before.
    pub previous: Option<PostLink>,
    /// The part after.
    pub next: Option<PostLink>,
    /// Every part, this one included, in order.
    pub parts: Vec<SeriesPart>,
}

/// One part of a series.
#[derive(Clone, Debug, Serialize)]
pub struct SeriesPart {
    /// The post's title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Its language, where it is not the page's (`:site/missing-translation :show-original`).
    pub lang: Option<String>,
    /// Its direction of writing, where the language is not the page's.
    pub dir: Option<String>,
    /// What its language is called in the page's, where it is another.
    pub language_name: Option<String>,
    /// Whether it is the page's own post.
    pub current: bool,
}

/// A link to another post.
#[derive(Clone, Debug, Serialize)]
pub struct PostLink {
    /// The post's title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Its language, where it is not the page's (`:site/missing-translation :show-original`).
    pub lang: Option<String>,
    /// Its direction of writing, where the language is not the page's.
    pub dir: Option<String>,
    /// What its language is called in the page's, where it is another.
    pub language_name: Option<String>,
}
