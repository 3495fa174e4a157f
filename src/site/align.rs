//! Which section of a translation stands for which section of its original.

use super::inherit::{inherit, originals};
use crate::base::{Digest, Hasher};
use crate::document::{Document, Section};
use crate::locale::Locale;
use crate::markup::{Body, CodeBlock, Piece};

/// The sections of two versions of a page in pairs, by their places in the original and in the translation, in order; a
/// section that the other version lacks stands alone.
///
/// Sections keep their order in a translation, so this is the best alignment of the two lists (Needleman and Wunsch, 1970): pairs
/// are held together by what translating leaves alone – ids, images, themes, kinds, code, the levels of headings – and by length.
/// Where nothing tells sections apart they are taken from the front, since what is new is most often written at the end.
pub fn align(original: &Document, translation: &Document) -> Vec<(Option<usize>, Option<usize>)> {
    align_known(original, translation, &[])
}

/// The same where some pairs are known to be one section, whatever they look like; of those that cross, as many are kept as
/// can be.
pub fn align_known(
    original: &Document,
    translation: &Document,
    known: &[(usize, usize)],
) -> Vec<(Option<usize>, Option<usize>)> {
    let (originals, translations) = (&original.sections, &translation.sections);
    let columns = translations.len() + 1;
    let is_even = originals.len() == translations.len();
    let pair = |row: usize, column: usize| {
        if known.contains(&(row, column)) {
            return KNOWN;
        }
        let same_place = if is_even && row == column { COARSE } else { 0 };
        likeness(&originals[row], &translations[column]) + same_place
    };
    // The best score of what lies behind each place; to leave a section alone costs nothing and wins nothing.
    let mut best = vec![0; (originals.len() + 1) * columns];
    for row in (0..originals.len()).rev() {
        for column in (0..translations.len()).rev() {
            let paired = best[(row + 1) * columns + column + 1] + pair(row, column);
            let alone = best[(row + 1) * columns + column].max(best[row * columns + column + 1]);
            best[row * columns + column] = paired.max(alone);
        }
    }
    let (mut row, mut column) = (0, 0);
    let mut pairs = Vec::with_capacity(originals.len().max(translations.len()));
    while row < originals.len() || column < translations.len() {
        let score = best[row * columns + column];
        let is_pair = row < originals.len()
            && column < translations.len()
            && score == best[(row + 1) * columns + column + 1] + pair(row, column);
        if is_pair {
            pairs.push((Some(row), Some(column)));
            (row, column) = (row + 1, column + 1);
        } else if row < originals.len() && score == best[(row + 1) * columns + column] {
            pairs.push((Some(row), None));
            row += 1;
        } else {
            pairs.push((None, Some(column)));
            column += 1;
        }
    }
    pairs
}

/// The digest of which sections of the versions of one page stand for each other: as they are written, and when translations have what
/// they leave out. The versions are all that the site has, in the order of their files.
pub fn alignment(versions: &[Document], locales: &[Locale]) -> Digest {
    let originals = originals(versions, locales);
    let mut linked = versions.to_vec();
    inherit(&mut linked, &originals);
    let mut hasher = Hasher::default();
    let mut add = |pairs: Vec<_>| hasher.update(format!("{pairs:?}").as_bytes());
    for (id, original) in originals.iter().enumerate().filter(|(id, original)| id != *original) {
        add(align(&versions[*original], &versions[id]));
    }
    for (at, a) in linked.iter().enumerate() {
        for b in linked.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, b)| b) {
            add(align(a, b));
        }
    }
    hasher.finish()
}

/// What a known pair scores: more than any number of others that it keeps apart.
const KNOWN: i32 = 1 << 16;

/// What one thing that translating leaves alone weighs against all that it merely changes little.
const COARSE: i32 = 16;

/// How much two sections look like one in two languages; two that nothing tells apart score a little above none.
fn likeness(a: &Section, b: &Section) -> i32 {
    let either = |is_same: Option<bool>, gain: i32, loss: i32| match is_same {
        Some(true) => gain,
        Some(false) => -loss,
        None => 0,
    };
    let both = |a: Option<&String>, b: Option<&String>| Some(a? == b?);
    let id = both(a.id.as_ref().map(|id| &id.value), b.id.as_ref().map(|id| &id.value));
    let image = both(a.image.as_ref().map(|image| &image.value), b.image.as_ref().map(|image| &image.value));
    let theme = both(a.theme.as_ref().map(|theme| &theme.value), b.theme.as_ref().map(|theme| &theme.value));
    let kind = both(a.kind.as_ref().map(|kind| &kind.value), b.kind.as_ref().map(|kind| &kind.value));
    let titled = a.title.is_some() == b.title.is_some();
    // Ids that are made from titles differ in most pairs, so that unlike ones mean nothing.
    let coarse = 4
        + either(id, 8, 0)
        + either(image, 4, 2)
        + either(theme, 1, 1)
        + either(kind, 1, 1)
        + either(Some(a.level == b.level), 0, 1)
        + if titled { 0 } else { -2 }
        + body_likeness(a, b);
    COARSE * coarse + nearness(a, b)
}

/// Of texts of no more words than this the length says little.
const SHORT: usize = 30;

/// How many words the shorter one and the longer one have.
fn lengths(a: &Body, b: &Body) -> (usize, usize) {
    (a.words.min(b.words), a.words.max(b.words))
}

/// How near two sections are in what translating changes a little, from 0 to less than [`COARSE`]: their length, and how many
/// links and images they have.
fn nearness(a: &Section, b: &Section) -> i32 {
    let (Some(a), Some(b)) = (&a.body, &b.body) else { return 0 };
    let (short, long) = lengths(a, b);
    let length = if long > SHORT { (8 * short / long) as i32 } else { 8 };
    let holes = |body: &Body| {
        let urls = body.pieces.iter().filter(|piece| matches!(piece, Piece::Url(_)));
        urls.count()
    };
    length + if holes(a) == holes(b) { 4 } else { 0 }
}

fn body_likeness(a: &Section, b: &Section) -> i32 {
    let (a, b) = match (&a.body, &b.body) {
        (Some(a), Some(b)) => (a, b),
        (None, None) => return 1,
        _ => return -2,
    };
    let is_in_both = |code: &&CodeBlock| {
        b.code.iter().any(|other| (other.language, &other.code) == (code.language, &code.code))
    };
    let same_code = a.code.iter().filter(is_in_both).count().min(3) as i32;
    let code = if a.code.len() == b.code.len() { 0 } else { -2 };
    let levels = |body: &Body| body.headings.iter().map(|heading| heading.level).collect::<Vec<_>>();
    let headings = match (levels(a), levels(b)) {
        (a, b) if a == b => i32::from(!a.is_empty()),
        _ => -1,
    };
    let (short, long) = lengths(a, b);
    let length = if long > SHORT && long > short * 2 { -2 } else { 0 };
    2 * same_code + code + headings + length
}
