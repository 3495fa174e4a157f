//! What posts and standalone pages are made of.

use serde::Serialize;

use super::Extra;

/// A section as written: `section` in `sections/KIND.html`.
#[derive(Clone, Debug, Serialize)]
pub struct SectionView {
    /// The anchor.
    pub id: Option<String>,
    /// The layout: the name of the template.
    pub kind: String,
    /// The scheme, where the section asks for one.
    pub theme: Option<String>,
    /// The title; empty where there is none.
    pub title: String,
    /// The line below the title; empty where there is none.
    pub sub_title: String,
    /// The level of the title's heading: 1 in the section that carries the page's heading, else 2.
    pub heading_level: u8,
    /// The body as HTML; empty where there is none.
    pub body: String,
    /// The image.
    pub image: Option<ImageView>,
    /// A small remark below the body; empty where there is none.
    pub note: String,
    /// The language, where it is not the page's.
    pub lang: Option<String>,
    /// The direction of writing, where the language is not the page's.
    pub dir: Option<String>,
    /// The position among the page's sections, from 1.
    pub number: usize,
    /// The keys of the section that Diglot does not know.
    pub extra: Extra,
}

/// A section that its template has rendered: an element of `sections` in `post.html` and
/// `page.html`.
#[derive(Clone, Debug, Serialize)]
pub struct RenderedSection {
    /// The anchor.
    pub id: Option<String>,
    /// The layout.
    pub kind: String,
    /// The scheme, where the section asks for one.
    pub theme: Option<String>,
    /// The title; empty where there is none.
    pub title: String,
    /// The whole section as HTML.
    pub html: String,
}

/// An image.
#[derive(Clone, Debug, Serialize)]
pub struct ImageView {
    /// Its address.
    pub url: String,
    /// What it shows; empty for an ornament.
    pub alt: String,
}

/// A heading in the table of contents.
#[derive(Clone, Debug, Serialize)]
pub struct TocEntry {
    /// The anchor.
    pub id: String,
    /// The heading as plain text.
    pub title: String,
    /// The headings below it.
    pub children: Vec<TocEntry>,
}
