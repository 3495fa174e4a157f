//! Which section of a translation stands for which section of its original.

use std::collections::BTreeSet;

use super::features::{COARSE, SectionFeatures};
use crate::document::Document;

/// The sections of two versions of a page in pairs, by their places in the original and in the
/// translation, in order; a section that the other version lacks stands alone.
///
/// Sections keep their order in a translation, so this is the best alignment of the two lists
/// (Needleman and Wunsch, 1970): pairs are held together by what translating leaves alone – ids,
/// images, themes, kinds, code, the levels of headings – and by length. Where nothing tells
/// sections apart they are taken from the front, since what is new is most often written at the
/// end.
pub fn align(original: &Document, translation: &Document) -> Vec<(Option<usize>, Option<usize>)> {
    align_known(original, translation, &[])
}

/// The same where some pairs are known to be one section, whatever they look like; of those that
/// cross, as many are kept as can be.
pub fn align_known(
    original: &Document,
    translation: &Document,
    known: &[(usize, usize)],
) -> Vec<(Option<usize>, Option<usize>)> {
    let (originals, translations) = (SectionFeatures::of_all(original), SectionFeatures::of_all(translation));
    if originals.len().saturating_mul(translations.len()) > MOST_PAIRS {
        return align_by_place(originals.len(), translations.len(), known);
    }
    let known: BTreeSet<(usize, usize)> = known.iter().copied().collect();
    let columns = translations.len() + 1;
    let is_even = originals.len() == translations.len();
    let pair = |row: usize, column: usize| {
        if known.contains(&(row, column)) {
            return KNOWN;
        }
        let same_place = if is_even && row == column { COARSE } else { 0 };
        originals[row].likeness(&translations[column]) + same_place
    };
    // The best score of each suffix pair; gaps score 0.
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

/// Pairs sections by their places, counted anew behind each pair that is known and crosses none
/// before it.
fn align_by_place(
    originals: usize,
    translations: usize,
    known: &[(usize, usize)],
) -> Vec<(Option<usize>, Option<usize>)> {
    let mut known = known.to_vec();
    known.sort_unstable();
    known.push((originals, translations));
    let (mut row, mut column) = (0, 0);
    let mut pairs = Vec::with_capacity(originals.max(translations));
    for (next_row, next_column) in known {
        if next_row < row || next_column < column {
            continue;
        }
        let both = (next_row - row).min(next_column - column);
        pairs.extend((0..both).map(|at| (Some(row + at), Some(column + at))));
        pairs.extend((row + both..next_row).map(|row| (Some(row), None)));
        pairs.extend((column + both..next_column).map(|column| (None, Some(column))));
        if next_row < originals && next_column < translations {
            pairs.push((Some(next_row), Some(next_column)));
        }
        (row, column) = (next_row + 1, next_column + 1);
    }
    pairs
}

/// How many pairs of sections are weighed: those of two versions with a thousand sections each.
/// Beyond that, sections are taken by their places.
const MOST_PAIRS: usize = 1_000_000;

/// What a known pair scores: more than any number of others that it keeps apart.
const KNOWN: i32 = 1 << 16;

#[cfg(test)]
mod tests {
    use super::align_by_place;

    #[test]
    fn places_are_counted_anew_behind_known_pairs() {
        let both = |row, column| (Some(row), Some(column));
        assert_eq!(align_by_place(3, 2, &[]), [both(0, 0), both(1, 1), (Some(2), None)]);
        assert_eq!(
            align_by_place(3, 4, &[(1, 2), (2, 0)]),
            [both(0, 0), (None, Some(1)), both(1, 2), both(2, 3)]
        );
        assert_eq!(align_by_place(0, 1, &[]), [(None, Some(0))]);
    }
}
