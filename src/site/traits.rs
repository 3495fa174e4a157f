//! What tells which section of another version of its page a section stands for.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::align::COARSE;
use crate::base::{Digest, Spanned};
use crate::document::{Document, Section};
use crate::markup::Piece;
use crate::markup::highlight::Language;

/// What of a section translating leaves alone, and what it changes but a little.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traits<'a> {
    id: Option<Cow<'a, str>>,
    pub(super) image: Option<Cow<'a, str>>,
    pub(super) theme: Option<Cow<'a, str>>,
    pub(super) kind: Option<Cow<'a, str>>,
    is_titled: bool,
    level: u8,
    body: Option<BodyTraits<'a>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct BodyTraits<'a> {
    words: usize,
    /// How many links and images there are.
    urls: usize,
    code: Vec<(Option<Language>, Cow<'a, str>)>,
    /// The levels of its headings.
    levels: Vec<u8>,
}

impl<'a> Traits<'a> {
    /// The traits of each section of a document.
    pub fn of_all(document: &'a Document) -> Vec<Self> {
        document.sections.iter().map(Self::of).collect()
    }

    fn of(section: &'a Section) -> Self {
        let text = |value: &'a String| Cow::Borrowed(value.as_str());
        let body = section.body.as_deref().map(|body| BodyTraits {
            words: body.words,
            urls: body.pieces.iter().filter(|piece| matches!(piece, Piece::Url(_))).count(),
            code: body.code.iter().map(|block| (block.language, text(&block.code))).collect(),
            levels: body.headings.iter().map(|heading| heading.level).collect(),
        });
        Self {
            id: section.id.as_ref().map(|Spanned { value, .. }| text(value)),
            image: section.image.as_ref().map(|image| text(&image.value)),
            theme: section.theme.as_ref().map(|theme| text(&theme.value)),
            kind: section.kind.as_ref().map(|kind| text(&kind.value)),
            is_titled: section.title.is_some(),
            level: section.level,
            body,
        }
    }

    /// The traits without the section: digests are in the place of code, so that they are to be
    /// compared with their like.
    pub fn kept(self) -> Traits<'static> {
        let owned = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        let Traits { id, image, theme, kind, is_titled, level, body } = self;
        let body = body.map(|BodyTraits { words, urls, code, levels }| {
            let digest = |code: Cow<'_, str>| Cow::Owned(Digest::of(code.as_bytes()).hex());
            let code = code.into_iter().map(|(language, code)| (language, digest(code))).collect();
            BodyTraits { words, urls, code, levels }
        });
        Traits {
            id: id.map(owned),
            image: image.map(owned),
            theme: theme.map(owned),
            kind: kind.map(owned),
            is_titled,
            level,
            body,
        }
    }

    /// How much two sections look like one in two languages; two that nothing tells apart score a
    /// little above none.
    pub(super) fn likeness(&self, other: &Self) -> i32 {
        let either = |is_same: Option<bool>, gain: i32, loss: i32| match is_same {
            Some(true) => gain,
            Some(false) => -loss,
            None => 0,
        };
        let both = |own: &Option<Cow<str>>, other: &Option<Cow<str>>| Some(own.as_ref()? == other.as_ref()?);
        // Ids that are made from titles differ in most pairs, so that unlike ones mean nothing.
        let coarse = 4
            + either(both(&self.id, &other.id), 8, 0)
            + either(both(&self.image, &other.image), 4, 2)
            + either(both(&self.theme, &other.theme), 1, 1)
            + either(both(&self.kind, &other.kind), 1, 1)
            + either(Some(self.level == other.level), 0, 1)
            + if self.is_titled == other.is_titled { 0 } else { -2 }
            + match (&self.body, &other.body) {
                (Some(own), Some(other)) => own.likeness(other),
                (None, None) => 1,
                _ => -2,
            };
        let nearness = match (&self.body, &other.body) {
            (Some(own), Some(other)) => own.nearness(other),
            _ => 0,
        };
        COARSE * coarse + nearness
    }
}

/// Of texts of no more words than this the length says little.
const SHORT: usize = 30;

impl BodyTraits<'_> {
    fn likeness(&self, other: &Self) -> i32 {
        let is_in_both = |code: &&(_, _)| other.code.contains(code);
        let same_code = self.code.iter().filter(is_in_both).count().min(3) as i32;
        let code = if self.code.len() == other.code.len() { 0 } else { -2 };
        let headings = match self.levels == other.levels {
            true => i32::from(!self.levels.is_empty()),
            false => -1,
        };
        let (short, long) = self.lengths(other);
        let length = if long > SHORT && long > short * 2 { -2 } else { 0 };
        2 * same_code + code + headings + length
    }

    /// How near two bodies are in what translating changes a little, from 0 to less than
    /// [`COARSE`].
    fn nearness(&self, other: &Self) -> i32 {
        let (short, long) = self.lengths(other);
        let length = if long > SHORT { (8 * short / long) as i32 } else { 8 };
        length + if self.urls == other.urls { 4 } else { 0 }
    }

    /// How many words the shorter one and the longer one have.
    fn lengths(&self, other: &Self) -> (usize, usize) {
        (self.words.min(other.words), self.words.max(other.words))
    }
}
