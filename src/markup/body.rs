//! Compiled markup: HTML with holes where addresses go.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use crate::base::{Digest, Digested, Span, Spanned};
use crate::highlight::Language;
use crate::html::{BodyImage, Piece};
use crate::source::is_media;

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
    /// The addresses that may name a file beside the text.
    pub nearby: Vec<Spanned<String>>,
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
        let nearby = content.pieces.iter().filter_map(|piece| match piece {
            Piece::Url(reference) | Piece::StyleUrl(reference) if may_be_nearby(&reference.target) => {
                Some(Spanned { value: reference.target.clone(), span: reference.span })
            }
            _ => None,
        });
        let whole = Self {
            listings: content.code.iter().map(listing).collect(),
            resizable: resizable.collect(),
            nearby: nearby.collect(),
            urls: content.pieces.iter().filter(|piece| matches!(piece, Piece::Url(_))).count(),
            ..self
        };
        let content = LazyContent(Arc::new(Lazy { content: OnceLock::from(content), source: None }));
        Self { content, ..whole }
    }

    /// The digest of all that there is to know of it, and of what it says.
    pub fn digest(&self) -> Digest {
        self.digested.get_or_init(|| self.digest_with(&serialised(&self.content)))
    }

    /// What it says as it is kept for later builds, which have the digest then without reading it.
    pub fn serialised_content(&self) -> Vec<u8> {
        let content = serialised(&self.content);
        self.digested.get_or_init(|| self.digest_with(&content));
        content
    }

    fn digest_with(&self, content: &[u8]) -> Digest {
        let Self {
            content: _,
            headings,
            anchors,
            made,
            words,
            first_image,
            // They follow from the content.
            resizable: _,
            nearby: _,
            urls: _,
            listings: _,
            wording,
            guarded,
            runs,
            text,
            digested: _,
        } = self;
        let known = (headings, anchors, made, words, first_image, wording, guarded, runs, text);
        Digest::of_value(&(Digest::of(content), known))
    }

    /// Whether an anchor at a place was made, and not written.
    pub fn has_made(&self, id: &str, span: Span) -> bool {
        let mut made = self.made.iter().filter_map(|at| self.anchors.get(*at as usize));
        made.any(|anchor| anchor.value == id && anchor.span == span)
    }
}

fn serialised(content: &Content) -> Vec<u8> {
    postcard::to_stdvec(content).expect("plain data is serialised")
}

/// Whether an address may name a file beside the text that it is written in.
pub fn may_be_nearby(address: &str) -> bool {
    let path = &address[..address.find(['?', '#']).unwrap_or(address.len())];
    is_media(path) && !path.starts_with('/') && !path.contains(':')
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
