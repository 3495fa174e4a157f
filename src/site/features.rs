//! Features by which the sections of two versions of a page are aligned.

use crate::base::{Digest, Spanned};
use crate::document::{Document, Section};
use crate::highlight::Language;

/// What one thing that translating leaves alone weighs against all that it merely changes little.
pub(super) const COARSE: i32 = 16;

/// What of a section translating leaves alone, and what it changes but a little.
pub(super) struct SectionFeatures<'a> {
    id: Option<&'a str>,
    image: Option<&'a str>,
    theme: Option<&'a str>,
    kind: Option<&'a str>,
    is_titled: bool,
    level: u8,
    body: Option<BodyFeatures<'a>>,
}

struct BodyFeatures<'a> {
    words: usize,
    /// How many links and images there are.
    urls: usize,
    code: &'a [(Option<Language>, Digest)],
    levels: Vec<u8>,
}

impl<'a> SectionFeatures<'a> {
    /// The traits of each section of a document.
    pub fn of_all(document: &'a Document) -> Vec<Self> {
        document.sections.iter().map(Self::of).collect()
    }

    fn of(section: &'a Section) -> Self {
        let body = section.body.as_deref().map(|body| BodyFeatures {
            words: body.words,
            urls: body.urls,
            code: &body.listings,
            levels: body.headings.iter().map(|heading| heading.level).collect(),
        });
        Self {
            id: section.id.as_ref().map(|Spanned { value, .. }| value.as_str()),
            image: section.image.as_ref().map(|image| image.value.as_str()),
            theme: section.theme.as_ref().map(|theme| theme.value.as_str()),
            kind: section.kind.as_ref().map(|kind| kind.value.as_str()),
            is_titled: section.title.is_some(),
            level: section.level,
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
        let both = |own: Option<&str>, other: Option<&str>| Some(own? == other?);
        // Generated ids differ between languages: different ids are no evidence.
        let coarse = 4
            + either(both(self.id, other.id), 8, 0)
            + either(both(self.image, other.image), 4, 2)
            + either(both(self.theme, other.theme), 1, 1)
            + either(both(self.kind, other.kind), 1, 1)
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

impl BodyFeatures<'_> {
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
