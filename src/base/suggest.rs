//! The nearest known name to one that is not known.

use std::collections::BTreeMap;
use std::fmt::Display;

/// The most letters that a name may be off.
const MOST: usize = 2;

/// How many of the pairs of neighbouring letters one letter that is off can change: a swap takes
/// three away and brings three.
const PAIRS_PER_LETTER: u32 = 6;

/// How many names of about the right length a search glances at.
const GLANCES: usize = 20_000;

/// How many of them, those that are most alike, it compares letter by letter.
const CLOSE_LOOKS: usize = 256;

/// The candidate that is one or two letters off `name`, or `None` where none is that near.
///
/// Distance is Damerau–Levenshtein (a swap of neighbours is one letter off); among equals the first
/// wins. What has four letters or fewer must be within one; a namespace that both have does not
/// count.
///
/// For a closed list; many names are asked for in [`Names`].
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = UnknownName::new(name);
    let distance = |candidate: &'a str| {
        let letters: Vec<char> = candidate.chars().collect();
        Some((wanted.distance(candidate, &letters)?, candidate))
    };
    let near = candidates.into_iter().filter_map(distance);
    near.min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

/// Known names, among which the [`nearest`] to any other is found without a close look at most of
/// them.
#[derive(Debug, Default)]
pub struct Names<T> {
    /// By their numbers of letters.
    by_len: BTreeMap<usize, Vec<KnownName<T>>>,
}

#[derive(Debug)]
struct KnownName<T> {
    /// Its place among all.
    order: usize,
    pairs: u128,
    letters: Box<[char]>,
    name: T,
}

impl<T: AsRef<str>> FromIterator<T> for Names<T> {
    fn from_iter<I: IntoIterator<Item = T>>(names: I) -> Self {
        let mut by_len: BTreeMap<usize, Vec<KnownName<T>>> = BTreeMap::new();
        for (order, name) in names.into_iter().enumerate() {
            let letters: Box<[char]> = name.as_ref().chars().collect();
            let known = KnownName { order, pairs: pairs(&letters), letters, name };
            by_len.entry(known.letters.len()).or_default().push(known);
        }
        Self { by_len }
    }
}

impl<T: AsRef<str>> Names<T> {
    /// The name that [`nearest`] would find among all; where very many are alike, among those that
    /// are most.
    pub fn nearest(&self, name: &str) -> Option<&str> {
        let wanted = UnknownName::new(name);
        let len = wanted.letters.len();
        let own = pairs(&wanted.letters);
        let near_len = self.by_len.range(len.saturating_sub(MOST)..=len + MOST).flat_map(|(_, names)| names);
        let differing = |known: &KnownName<T>| (known.pairs ^ own).count_ones();
        let mut alike: Vec<(u32, &KnownName<T>)> = near_len
            .take(GLANCES)
            .map(|known| (differing(known), known))
            .filter(|(differing, _)| *differing <= PAIRS_PER_LETTER * MOST as u32)
            .collect();
        if alike.len() > CLOSE_LOOKS {
            alike.select_nth_unstable_by_key(CLOSE_LOOKS, |(differing, known)| (*differing, known.order));
            alike.truncate(CLOSE_LOOKS);
        }
        let near = alike.into_iter().filter_map(|(_, known)| {
            Some((wanted.distance(known.name.as_ref(), &known.letters)?, known.order, &known.name))
        });
        near.min_by_key(|(distance, order, _)| (*distance, *order)).map(|(_, _, name)| name.as_ref())
    }
}

/// The pairs of neighbouring letters, each as one of 128 bits. Names that are alike have nearly all
/// in common.
fn pairs(letters: &[char]) -> u128 {
    let bit = |pair: &[char]| {
        let mixed =
            u32::from(pair[0]).wrapping_mul(31).wrapping_add(u32::from(pair[1])).wrapping_mul(0x9E37_79B1);
        1_u128 << (mixed >> 25)
    };
    letters.windows(2).fold(0, |pairs, pair| pairs | bit(pair))
}

/// A name that is not known.
struct UnknownName<'a> {
    name: &'a str,
    letters: Vec<char>,
    /// Its namespace with the slash; empty where it has none.
    namespace: &'a str,
}

impl<'a> UnknownName<'a> {
    fn new(name: &'a str) -> Self {
        let namespace = name.rfind('/').map_or("", |slash| &name[..=slash]);
        Self { name, letters: name.chars().collect(), namespace }
    }

    /// How many letters a known name is off, where it is near enough.
    fn distance(&self, known: &str, letters: &[char]) -> Option<usize> {
        let own =
            if known.starts_with(self.namespace) { &self.name[self.namespace.len()..] } else { self.name };
        let limit = if own.chars().nth(4).is_none() { 1 } else { MOST };
        (letters.len().abs_diff(self.letters.len()) <= limit)
            .then(|| distance(&self.letters, letters, limit))?
    }
}

/// How many letters two names are off, where that is no more than a limit: what is alike is passed
/// over, and the first letter that is not is another one, one too many, one that is missing, or
/// swapped with the next.
fn distance(one: &[char], other: &[char], limit: usize) -> Option<usize> {
    let alike = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[alike..], &other[alike..]);
    if one.is_empty() || other.is_empty() {
        return Some(one.len() + other.len()).filter(|rest| *rest <= limit);
    }
    let limit = limit.checked_sub(1)?;
    let is_swapped = matches!((one, other), ([a, b, ..], [c, d, ..]) if a == d && b == c);
    [(1, 1), (1, 0), (0, 1), (2, 2)]
        .into_iter()
        .filter(|ways| *ways != (2, 2) || is_swapped)
        .filter_map(|(a, b)| distance(&one[a..], &other[b..], limit))
        .min()
        .map(|rest| rest + 1)
}

/// Whether two names are no more letters apart than a limit, as [`nearest`] counts them.
pub fn is_within(limit: usize, one: &str, other: &str) -> bool {
    let letters = |name: &str| name.chars().collect::<Vec<_>>();
    distance(&letters(one), &letters(other), limit).is_some()
}

/// Names as keywords in a row, for messages: `` `:nb`, `:en` ``.
pub fn keywords(names: impl IntoIterator<Item = impl Display>) -> String {
    let keywords: Vec<String> = names.into_iter().map(|name| format!("`:{name}`")).collect();
    keywords.join(", ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn finds_names_one_or_two_letters_off() {
        let known = ["section/title", "section/theme", "section/body"];
        assert_eq!(nearest("section/tilte", known), Some("section/title"));
        assert_eq!(nearest("section/bdy", known), Some("section/body"));
        assert_eq!(nearest("section/picture", known), None);
        assert_eq!(nearest("cs", ["css", "js"]), Some("css"));
        assert_eq!(nearest("go", ["sql"]), None);
        assert_eq!(nearest("mine", ["link"]), None);
        assert_eq!(nearest("author/blog", ["author/slug"]), None);
    }

    /// The nearest by the distance as a table gives it.
    fn by_table<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
        let near = known.iter().filter_map(|known| {
            let namespace = name.rfind('/').map_or("", |slash| &name[..=slash]);
            let own = if known.starts_with(namespace) { &name[namespace.len()..] } else { name };
            let limit = if own.chars().count() <= 4 { 1 } else { 2 };
            let distance = strsim::osa_distance(name, known);
            (distance <= limit).then_some((distance, *known))
        });
        near.min_by_key(|(distance, _)| *distance).map(|(_, known)| known)
    }

    proptest! {
        #[test]
        fn it_is_the_nearest_of_all(name in "[abæ/]{0,9}", known in prop::collection::vec("[abæ/]{0,9}", 0..12)) {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let expected = by_table(&name, &known);
            prop_assert_eq!(nearest(&name, known.iter().copied()), expected);
            let names: Names<&str> = known.into_iter().collect();
            prop_assert_eq!(names.nearest(&name), expected);
        }

        #[test]
        fn a_letter_or_two_off_is_found(
            name in "/[a-zø]{3,8}/[a-zø-]{5,20}/", at in any::<prop::sample::Index>(), letter in "[a-zø]",
        ) {
            let mut letters: Vec<char> = name.chars().collect();
            let at = at.index(letters.len() - 1);
            letters.swap(at, at + 1);
            letters.insert(at, letter.chars().next().unwrap_or('x'));
            let wanted: String = letters.into_iter().collect();
            let known = [name.as_str(), "/else/where/"];
            let names: Names<&str> = known.into_iter().collect();
            prop_assert_eq!(names.nearest(&wanted), by_table(&wanted, &known));
        }
    }
}
