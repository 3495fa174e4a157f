//! A page as its file has it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use super::kind::{DocumentKind, EntryKind};
use super::{Stem, Time};
use crate::base::{Diagnostic, Digested, FilePath, Located, Place, Span, Spanned};
use crate::edn::{self, Form};
use crate::locale::Locale;
use crate::markup::Body;

/// A page or post as its file has it: fields typed, bodies compiled, nothing looked up in other
/// files.
///
/// What is no text carries the file it was written in: linking gives a translation what it leaves
/// out and its original has.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The file it is written in.
    pub file: FilePath,
    /// Where its first block stands, for faults of the page as a whole.
    pub span: Span,
    /// Whether it is a post.
    pub kind: DocumentKind,
    /// What the file's place says: its path among the content, and so its key.
    pub stem: Stem,
    /// The language of the page.
    pub locale: Locale,
    /// The folder that seems to say another language, where the page says none.
    pub unlisted_folder: Option<UnlistedFolder>,
    /// The last part of the file's name where it may say another language and is a word, too.
    pub unlisted_word: Option<UnlistedWord>,
    /// `:page/title`. A page whose title is missing has its file's name, so that it still claims
    /// its address.
    pub title: Spanned<String>,
    /// `:page/uri`.
    pub uri: Option<Spanned<String>>,
    /// `:page/slug`.
    pub slug: Option<Spanned<String>>,
    /// `:page/translation-key`.
    pub translation_key: Option<Spanned<String>>,
    /// `:page/alt-uris`.
    pub alt_uris: Vec<Spanned<String>>,
    /// `:page/kind`.
    pub layout: Option<Located<String>>,
    /// `:page/draft?`.
    pub draft: bool,
    /// `:tech-blog/published`.
    pub published: Option<Located<Time>>,
    /// `:tech-blog/updated`.
    pub updated: Option<Spanned<Time>>,
    /// `:tech-blog/tags`, by their ids, where they are written.
    pub tags: Option<Vec<Located<String>>>,
    /// `:tech-blog/author` and `:tech-blog/authors`, by their ids, where they are written.
    pub authors: Option<Vec<Located<String>>>,
    /// `:tech-blog/series`, by its id.
    pub series: Option<Located<String>>,
    /// `:tech-blog/description`.
    pub description: Option<Arc<Body>>,
    /// `:tech-blog/short-description`.
    pub short_description: Option<Spanned<String>>,
    /// `:tech-blog/short-title`.
    pub short_title: Option<Spanned<String>>,
    /// `:tech-blog/image`.
    pub image: Option<Located<String>>,
    /// The `:open-graph/…` keys.
    pub open_graph: OpenGraph,
    /// What the page shows, in order.
    pub sections: Vec<Section>,
    /// The keys that mean nothing to Diglot, for the templates.
    pub extra: BTreeMap<String, Extra>,
    /// What may be wrong with it, until it has what it takes from its original.
    pub pending_faults: Vec<PendingFault>,
    /// See [`public_fingerprint`](Document::public_fingerprint).
    pub(super) digested: Digested,
    /// See [`sections_digest`](Document::sections_digest).
    pub(super) digested_sections: Digested,
}

/// A fault that is one or none by what a document has of its original, which it does not know.
#[derive(Clone, Debug, PartialEq)]
pub struct PendingFault {
    /// The place of the section that it is of; `None` where it is of the page itself.
    pub(super) section: Option<usize>,
    /// When it is a fault.
    pub(super) when: FaultCondition,
    /// What is to be told then.
    pub(super) fault: Diagnostic,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FaultCondition {
    /// The site has a template of its own for the kind.
    OwnKind,
    /// It has none.
    OtherKind,
    /// It has none, and there is no image.
    NoImage,
}

/// A folder that is named for a language which the site has not.
///
/// It may be a topic as well: `it`, `os`. So it is told only where something else speaks for the
/// language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnlistedFolder {
    /// The folder's name.
    pub name: String,
    /// The language.
    pub language: Locale,
    /// The file's path as [`Stem`](super::Stem) has it, without the folder.
    pub path: String,
}

/// A name's last part that is a word and, seldom, a language which the site has not: `new`, `min`.
///
/// It is told only where a twin stands beside it in one of the site's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnlistedWord {
    /// The word.
    pub name: String,
    /// The language.
    pub language: Locale,
}

/// The texts that a page is shown by elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenGraph {
    /// `:open-graph/title`.
    pub title: Option<Spanned<String>>,
    /// `:open-graph/description`.
    pub description: Option<Spanned<String>>,
    /// `:open-graph/image`.
    pub image: Option<Located<String>>,
    /// `:open-graph/image-alt`.
    pub image_alt: Option<Spanned<String>>,
}

/// A section of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Where its block stands.
    pub span: Span,
    /// Its anchor; where it is made from the title it is unique in the page, and stands at the
    /// title.
    pub id: Option<Spanned<String>>,
    /// `:section/title`.
    pub title: Option<Spanned<String>>,
    /// The level of the title's heading: 1 for the first titled section of a page, else 2.
    pub level: u8,
    /// `:section/sub-title`.
    pub sub_title: Option<Spanned<String>>,
    /// `:section/body`.
    pub body: Option<Arc<Body>>,
    /// `:section/theme`.
    pub theme: Option<Located<String>>,
    /// `:section/kind`.
    pub kind: Option<Located<String>>,
    /// `:section/image`.
    pub image: Option<Located<String>>,
    /// `:section/image-alt`.
    pub image_alt: Option<Spanned<String>>,
    /// `:section/note`.
    pub note: Option<Spanned<String>>,
    /// `:section/locale`, where it is not the page's.
    pub locale: Option<Locale>,
    /// The keys that mean nothing to Diglot, for the templates.
    pub extra: BTreeMap<String, Extra>,
}

/// The value of a key that means nothing to Diglot.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Extra {
    /// It reads as one whole EDN form other than a symbol.
    Form(Form),
    /// Anything else.
    Text(String),
}

impl Extra {
    /// Reads a value as written.
    pub fn of(text: &str) -> Self {
        match edn::read(text, 0) {
            Ok(Some(form)) if !matches!(form.kind, edn::FormKind::Symbol(_)) => Extra::Form(form),
            _ => Extra::Text(text.trim().to_owned()),
        }
    }

    /// Whether it is text, in quotation marks or without.
    pub fn is_text(&self) -> bool {
        match self {
            Extra::Form(form) => form.as_text().is_some(),
            Extra::Text(_) => true,
        }
    }
}

impl Document {
    /// The place of a span of this document.
    pub fn place(&self, span: Span) -> Place {
        Place::new(&self.file, span)
    }

    /// The entries of a kind that the page names, in the order of writing.
    pub fn references(&self, kind: EntryKind) -> &[Located<String>] {
        match kind {
            EntryKind::Tag => self.tags.as_deref().unwrap_or_default(),
            EntryKind::Author => self.authors.as_deref().unwrap_or_default(),
            EntryKind::Series => self.series.as_slice(),
        }
    }

    /// What a page and its translations have in common: the writer's key, or the file's stem.
    pub fn page_key(&self) -> &str {
        self.translation_key.as_ref().map_or(&self.stem.path, |key| &key.value)
    }

    /// The anchors that the writer's text defines, in order.
    pub fn anchors(&self) -> impl Iterator<Item = &Spanned<String>> {
        self.sections.iter().flat_map(|section| {
            let body = section.body.iter().flat_map(|body| &body.anchors);
            section.id.iter().chain(body)
        })
    }

    /// Whether any of some ids stands in it.
    pub fn has_any_anchor(&self, ids: &BTreeSet<String>) -> bool {
        self.anchors().any(|anchor| ids.contains(&anchor.value))
    }

    /// Whether it is no more than a draft: it says so, or is a post that has no time.
    pub fn is_draft(&self) -> bool {
        self.draft || (self.kind == DocumentKind::Post && self.published.is_none())
    }

    /// When it was last changed, as far as the writer says.
    pub fn last_change(&self) -> Option<Time> {
        let published = || self.published.as_ref().map(|time| time.value);
        self.updated.as_ref().map(|time| time.value).or_else(published)
    }

    /// Every body of the page, in order.
    pub fn bodies(&self) -> impl Iterator<Item = &Body> {
        self.sections.iter().filter_map(|section| section.body.as_deref())
    }

    /// The scheme of the first section that has one.
    pub fn first_theme(&self) -> Option<&str> {
        self.sections.first()?.theme.as_ref().map(|theme| theme.value.as_str())
    }
}
