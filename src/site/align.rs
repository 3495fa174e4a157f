//! Which section of a translation stands for which section of its original.

use crate::document::{Document, Section};

/// The sections of two versions of a page in pairs, by their places in the original and in the translation, in order; a
/// section that the other version lacks stands alone.
///
/// Sections keep their order in a translation, so this is the best alignment of the two lists (Needleman and Wunsch, 1970): pairs
/// are held together by what translating leaves alone – ids, images, themes, kinds, code, the levels of headings – and by length.
pub fn align(original: &Document, translation: &Document) -> Vec<(Option<usize>, Option<usize>)> {
    let (originals, translations) = (&original.sections, &translation.sections);
    let columns = translations.len() + 1;
    let is_even = originals.len() == translations.len();
    let pair = |row: usize, column: usize| {
        let same_place = i32::from(is_even && row == column);
        likeness(&originals[row], &translations[column]) + same_place
    };
    // The best score of what lies before each place; to leave a section alone costs nothing and wins nothing.
    let mut best = vec![0; (originals.len() + 1) * columns];
    for row in 1..=originals.len() {
        for column in 1..columns {
            let paired = best[(row - 1) * columns + column - 1] + pair(row - 1, column - 1);
            let alone = best[(row - 1) * columns + column].max(best[row * columns + column - 1]);
            best[row * columns + column] = paired.max(alone);
        }
    }
    let (mut row, mut column) = (originals.len(), translations.len());
    let mut pairs = Vec::with_capacity(row.max(column));
    while row > 0 || column > 0 {
        let score = best[row * columns + column];
        let is_pair = row > 0
            && column > 0
            && score == best[(row - 1) * columns + column - 1] + pair(row - 1, column - 1);
        if is_pair {
            (row, column) = (row - 1, column - 1);
            pairs.push((Some(row), Some(column)));
        } else if column > 0 && score == best[row * columns + column - 1] {
            column -= 1;
            pairs.push((None, Some(column)));
        } else {
            row -= 1;
            pairs.push((Some(row), None));
        }
    }
    pairs.reverse();
    pairs
}

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
    4 + either(id, 8, 0)
        + either(image, 4, 2)
        + either(theme, 1, 1)
        + either(kind, 1, 1)
        + either(Some(a.level == b.level), 0, 1)
        + if titled { 0 } else { -2 }
        + body_likeness(a, b)
}

fn body_likeness(a: &Section, b: &Section) -> i32 {
    let (a, b) = match (&a.body, &b.body) {
        (Some(a), Some(b)) => (a, b),
        (None, None) => return 1,
        _ => return -2,
    };
    let same_code = a.code.iter().filter(|code| b.code.contains(code)).count().min(3) as i32;
    let code = if a.code.len() == b.code.len() { 0 } else { -2 };
    let levels =
        |body: &crate::markup::Body| body.headings.iter().map(|heading| heading.level).collect::<Vec<_>>();
    let headings = match (levels(a), levels(b)) {
        (a, b) if a == b => i32::from(!a.is_empty()),
        _ => -1,
    };
    // Of short texts the length says little.
    let (short, long) = (a.words.min(b.words), a.words.max(b.words));
    let length = if long > 30 && long > short * 2 { -2 } else { 0 };
    2 * same_code + code + headings + length
}
