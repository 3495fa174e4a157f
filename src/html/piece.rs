//! HTML with holes where addresses go.

use std::borrow::Cow;
use std::sync::Arc;

use memchr::memchr;
use serde::{Deserialize, Serialize};

use crate::base::{Span, Spanned};

/// A stretch of HTML, or a hole in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Piece {
    /// Finished HTML.
    Html(String),
    /// Finished HTML too: coloured code, whose spans say nothing where there is no style sheet. A
    /// page and its translation share what both hold.
    Code(Arc<str>),
    /// A URL stands here, inside an attribute's value: filled with the final URL, escaped for an
    /// attribute.
    Url(Reference),
    /// A URL stands here, inside a `url()` or `@import` of a `style` element, where HTML has no
    /// escapes: filled with the final URL, its quotes, parentheses and blanks percent-encoded.
    StyleUrl(Reference),
    /// The end of an image's tag: filled with those of `width`, `height`, `loading` and `decoding`
    /// that the writer left out (each with a space before it).
    ImageAttributes(ImageTag),
    /// The end of a link's tag, just before its `>`: filled with what the target asks for
    /// (`hreflang`).
    LinkAttributes(Reference),
    /// The end of a link's content, just before its `</a>`: filled with a mark that tells the
    /// reader of another language.
    LinkMark(Reference),
}

impl Piece {
    /// The HTML of what is finished, for readers who have the site's style sheet or have not;
    /// `None` of a hole.
    pub fn html(&self, is_styled: bool) -> Option<Cow<'_, str>> {
        match self {
            Self::Html(html) => Some(Cow::Borrowed(html)),
            Self::Code(code) if is_styled => Some(Cow::Borrowed(code)),
            Self::Code(code) => Some(Cow::Owned(without_spans(code))),
            _ => None,
        }
    }
}

/// A reference to an address, as written.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reference {
    /// The URL as written, with entities and Markdown escapes resolved.
    pub target: String,
    /// Where it was written.
    pub span: Span,
    /// What the element does with it.
    pub role: Role,
    /// The language that the writer says is there (`hreflang`), as written: then this very address
    /// is meant.
    pub hreflang: Option<String>,
}

impl Reference {
    /// A reference of which the writer has said no language.
    pub fn new(target: impl Into<String>, span: Span, role: Role) -> Self {
        Self { target: target.into(), span, role, hreflang: None }
    }

    /// Whether rendering has a say in the address: it leads into the site, into the page (`#x`), or
    /// somewhere on the web. An empty address and those of other schemes (`mailto:`, `tel:`,
    /// `data:`, `javascript:`) stay as written.
    pub fn is_fillable(&self) -> bool {
        match self.target.split_once(':') {
            Some((scheme, _)) if is_scheme(scheme) => {
                scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
            }
            _ => !self.target.is_empty(),
        }
    }
}

/// Whether text is a URL's scheme (RFC 3986, section 3.1).
fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// What an element does with the address it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// Leads the reader there: `a`, `area`, and `link` elements that name a page (`canonical`,
    /// `alternate`).
    Link,
    /// Shows an image: `img`, `srcset`, `poster`, `image`, an icon, `og:image`.
    Image,
    /// Loads anything else into the page: a script, a style sheet, a video, a frame, a font, `use`,
    /// `url()`.
    Resource,
}

/// What filling must know of an `img` tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageTag {
    /// The `src` as written.
    pub target: String,
    /// Whether the writer set `width` or `height`.
    pub has_size: bool,
    /// Whether the writer set `srcset` or `sizes`.
    pub has_sources: bool,
    /// Whether the writer set `loading`.
    pub has_loading: bool,
    /// Whether the writer set `decoding`.
    pub has_decoding: bool,
}

/// An image in HTML.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BodyImage {
    /// The address as written, and where.
    pub target: Spanned<String>,
    /// The alternative text.
    pub alt: String,
}

/// Coloured code without its colours, and without marks and numbers of lines.
pub fn without_spans(code: &str) -> String {
    let mut plain = String::with_capacity(code.len() / 2);
    let mut rest = code;
    while let Some(start) = memchr(b'<', rest.as_bytes()) {
        plain.push_str(&rest[..start]);
        // A span's classes and numbers hold no `>`.
        let end = memchr(b'>', &rest.as_bytes()[start..]).map_or(rest.len(), |len| start + len + 1);
        rest = &rest[end..];
    }
    plain.push_str(rest);
    plain
}
