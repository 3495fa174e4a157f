//! Compiled markup: HTML with holes where addresses go.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::highlight::{Language, without_spans};
use crate::base::{Digest, Span, Spanned};

/// A body compiled from Markdown.
///
/// It knows no address: links are holes that rendering fills, so that a renamed page is re-rendered
/// wherever it is linked and re-parsed nowhere. Spans lie in the file the body was written in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// What it says, which few ask for.
    #[serde(skip)]
    pub content: LazyContent,
    /// The headings that have an anchor, in order.
    pub headings: Vec<Heading>,
    /// Every `id` (and `name` of an `a`) in the HTML, made or hand-written.
    pub anchors: Vec<Spanned<String>>,
    /// Which of those were made, by their places in the order.
    pub made: Vec<u32>,
    /// The number of words a reader reads, code blocks left out.
    pub words: usize,
    /// The first image, for pages that name none of their own.
    pub first_image: Option<BodyImage>,
    /// The addresses of the images whose sizes the writer leaves to the site.
    pub resizable: Vec<String>,
    /// How many addresses there are.
    pub urls: usize,
    /// The code blocks, in order, each by its language and the digest of its code.
    pub listings: Vec<(Option<Language>, Digest)>,
    /// The digest of what was written, apart from how it is set in lines: two texts with one digest
    /// say the same.
    pub wording: Digest,
    /// Whether it holds anything that a content security policy may have to name: a script, a
    /// style, a form, or what is loaded from another host.
    pub guarded: bool,
    /// Whether it holds anything that runs, plays or is sent, which feeds do not hold.
    pub runs: bool,
    /// The text without any markup, on one line; blocks are parted by one space, code blocks left
    /// out. A section's is cut where no page would show more of it.
    pub text: String,
    /// The digest of all the rest; worked out when it is first asked for.
    pub digested: Digested,
}

/// A body's digest, as far as it has been asked for.
#[derive(Clone, Debug, Default)]
pub struct Digested(OnceLock<Digest>);

/// It says nothing that the body does not.
impl PartialEq for Digested {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Digested {}

impl Serialize for Digested {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.get().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Digested {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let digest = Option::<Digest>::deserialize(deserializer)?;
        Ok(Self(digest.map_or_else(OnceLock::new, OnceLock::from)))
    }
}

/// What a body says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The HTML, in order.
    pub pieces: Vec<Piece>,
    /// The code blocks, in order; hand-written listings among them.
    pub code: Vec<CodeBlock>,
}

/// Where the contents of a file's bodies are found when they are asked for.
pub trait ContentSource: Send + Sync {
    /// The content of the body of some number.
    fn content(&self, number: usize) -> Content;
}

/// Content that is there, or is found when it is asked for.
#[derive(Clone, Default)]
pub struct LazyContent(Arc<Lazy>);

#[derive(Default)]
struct Lazy {
    content: OnceLock<Content>,
    source: Option<(Arc<dyn ContentSource>, usize)>,
}

impl LazyContent {
    /// The content of the body of some number, which is found in a source when it is asked for.
    pub fn of_source(source: Arc<dyn ContentSource>, number: usize) -> Self {
        Self(Arc::new(Lazy { content: OnceLock::new(), source: Some((source, number)) }))
    }
}

impl Deref for LazyContent {
    type Target = Content;

    fn deref(&self) -> &Content {
        let find = || self.0.source.as_ref().map(|(source, number)| source.content(*number));
        self.0.content.get_or_init(|| find().unwrap_or_default())
    }
}

impl fmt::Debug for LazyContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Content::fmt(self, f)
    }
}

impl PartialEq for LazyContent {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for LazyContent {}

impl Body {
    /// The body with some content, and what there is to know of that.
    pub(super) fn with_content(self, content: Content) -> Self {
        let listing = |block: &CodeBlock| (block.language, Digest::of(block.code.as_bytes()));
        let resizable = content.pieces.iter().filter_map(|piece| match piece {
            Piece::ImageAttributes(tag) if !tag.has_sources => Some(tag.target.clone()),
            _ => None,
        });
        let whole = Self {
            listings: content.code.iter().map(listing).collect(),
            resizable: resizable.collect(),
            urls: content.pieces.iter().filter(|piece| matches!(piece, Piece::Url(_))).count(),
            ..self
        };
        let content = LazyContent(Arc::new(Lazy { content: OnceLock::from(content), source: None }));
        Self { content, ..whole }
    }

    /// The digest of all that there is to know of it, and of what it says.
    pub fn digest(&self) -> Digest {
        *self.digested.0.get_or_init(|| {
            let bare = Self { digested: Digested::default(), ..self.clone() };
            let bytes = postcard::to_stdvec(&(&bare, &*self.content)).expect("plain data is serialised");
            Digest::of(&bytes)
        })
    }

    /// Whether an anchor at a place was made, and not written.
    pub fn has_made(&self, id: &str, span: Span) -> bool {
        let mut made = self.made.iter().filter_map(|at| self.anchors.get(*at as usize));
        made.any(|anchor| anchor.value == id && anchor.span == span)
    }
}

/// A code block as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeBlock {
    /// Its language; `None` where none is named or the named one is not known.
    pub language: Option<Language>,
    /// The code.
    pub code: String,
    /// Where it stands, with its fence.
    pub span: Span,
}

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

/// A heading with an anchor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// The level after normalisation, 1 to 6.
    pub level: u8,
    /// The anchor.
    pub id: String,
    /// The content as plain text.
    pub text: String,
}

/// An image of a body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BodyImage {
    /// The address as written, and where.
    pub target: Spanned<String>,
    /// The alternative text.
    pub alt: String,
}
