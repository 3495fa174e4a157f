//! Which mark was made for which section.

use std::collections::VecDeque;
use std::hash::Hash;

use rustc_hash::FxHashMap;

use super::state::{Mark, SectionName};

/// A section of an original, as the state may know it.
#[derive(Clone, Copy, Debug)]
pub(super) struct KnownSection<'a> {
    /// The `:section/id` that the writer gave it.
    pub id: Option<&'a str>,
    /// The digest of its texts.
    pub source: &'a str,
    /// The digest of its translation's texts.
    pub translation: Option<&'a str>,
}

/// Finds the mark of each section; `None` for one that was never marked.
///
/// Titles, texts and numbers all change while a post is written, but seldom all at once. A section
/// is known by the id that its writer gave it, else by its own text, else by its translation's
/// text, wherever it has moved; what is left between two known sections is taken in order. So
/// neither an inserted section nor a new title makes another one look stale. Where a merge has left
/// two marks of a section, the one that fits is found first.
pub(super) fn recall(marks: &[Mark], sections: &[KnownSection<'_>]) -> Vec<Option<usize>> {
    let mut recalled = Recalled { found: vec![None; sections.len()], free: FreeIndices::all(marks.len()) };
    for (index, _) in marks.iter().enumerate().filter(|(_, mark)| mark.section == SectionName::Page) {
        recalled.free.take(index);
    }
    recalled.take(
        marks,
        sections,
        |mark| mark.section.id().zip(mark.source.as_deref()),
        |section| section.id.map(|id| (id, section.source)),
    );
    recalled.take(marks, sections, |mark| mark.section.id(), |section| section.id);
    recalled.take(marks, sections, |mark| mark.source.as_deref(), |section| Some(section.source));
    recalled.take(marks, sections, |mark| mark.translation.as_deref(), |section| section.translation);
    recalled.take_between(marks.len());
    recalled.found
}

struct Recalled {
    found: Vec<Option<usize>>,
    /// The marks that are neither a section's nor the page's.
    free: FreeIndices,
}

impl Recalled {
    /// Gives each section that has none the first free mark with its key.
    fn take<'a, K: Hash + Eq>(
        &mut self,
        marks: &'a [Mark],
        sections: &[KnownSection<'a>],
        key_of_mark: impl Fn(&'a Mark) -> Option<K>,
        key: impl Fn(&KnownSection<'a>) -> Option<K>,
    ) {
        let mut by_key: FxHashMap<K, VecDeque<usize>> = FxHashMap::default();
        for (index, mark) in marks.iter().enumerate().filter(|(index, _)| self.free.is_free(*index)) {
            if let Some(key) = key_of_mark(mark) {
                by_key.entry(key).or_default().push_back(index);
            }
        }
        for (section, found) in sections.iter().zip(&mut self.found).filter(|(_, found)| found.is_none()) {
            *found = key(section).and_then(|key| by_key.get_mut(&key)?.pop_front());
            if let Some(index) = *found {
                self.free.take(index);
            }
        }
    }

    /// Pairs what is left between two sections that are known.
    fn take_between(&mut self, count: usize) {
        let mut ends = vec![count; self.found.len()];
        for section in (1..ends.len()).rev() {
            ends[section - 1] = self.found[section].unwrap_or(ends[section]);
        }
        let mut start = 0;
        for (found, end) in self.found.iter_mut().zip(ends) {
            if found.is_none() {
                *found = Some(self.free.from(start)).filter(|index| *index < end);
                if let Some(index) = *found {
                    self.free.take(index);
                }
            }
            start = found.map_or(start, |index| index + 1);
        }
    }
}

/// Which of some numbers are free: for each the next that may be (a union-find structure), and one
/// that is always free at the end.
struct FreeIndices(Vec<usize>);

impl FreeIndices {
    fn all(count: usize) -> Self {
        Self((0..=count).collect())
    }

    fn is_free(&self, number: usize) -> bool {
        self.0[number] == number
    }

    fn take(&mut self, number: usize) {
        self.0[number] = number + 1;
    }

    /// The first that is free, from a number on.
    fn from(&mut self, mut number: usize) -> usize {
        while self.0[number] != number {
            self.0[number] = self.0[self.0[number]];
            number = self.0[number];
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Marks such as `1:a/x`: section 1, its source `a`, its translation `x`; sections such as
    /// `a/x` or `id=a/x`.
    fn found(marks: &str, sections: &str) -> String {
        let marks: Vec<Mark> = marks
            .split_whitespace()
            .map(|mark| {
                let (name, digests) = mark.split_once(':').unwrap();
                let (source, translation) = digests.split_once('/').unwrap();
                let section = match name.parse() {
                    Ok(number) => SectionName::Number(number),
                    Err(_) => SectionName::Id(name.to_owned()),
                };
                Mark {
                    section,
                    source: Some(source.to_owned()),
                    translation: Some(translation.to_owned()),
                    meant: BTreeSet::new(),
                }
            })
            .collect();
        let sections: Vec<KnownSection<'_>> = sections
            .split_whitespace()
            .map(|section| {
                let (id, digests) =
                    section.split_once('=').map_or((None, section), |(id, rest)| (Some(id), rest));
                let (source, translation) = digests.split_once('/').unwrap_or((digests, ""));
                KnownSection { id, source, translation: Some(translation).filter(|text| !text.is_empty()) }
            })
            .collect();
        let found = recall(&marks, &sections).into_iter();
        found.map(|mark| mark.map_or("-".to_owned(), |mark| mark.to_string())).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn sections_are_found_again() {
        let three = "1:a/x 2:b/y 3:c/z";
        for (what, marks, sections, expected) in [
            ("nothing has changed", three, "a/x b/y c/z", "0 1 2"),
            ("one has changed", three, "a/x B/y c/z", "0 1 2"),
            ("one has changed on both sides", three, "a/x B/Y c/z", "0 1 2"),
            ("one is new and not translated", three, "n a/x b/y c/z", "- 0 1 2"),
            ("one is new beside one that has changed", three, "a/x n B/y c/z", "0 - 1 2"),
            ("one is gone", three, "a/x c/z", "0 2"),
            ("one has moved", three, "c/z a/x b/y", "2 0 1"),
            ("one has moved and changed", three, "C/z a/x b/y", "2 0 1"),
            ("two are alike", "1:a/x 2:a/y", "a/x a/y", "0 1"),
            ("an id holds whatever changes", "i:a/x 2:b/y", "b/y i=A/X", "1 0"),
            ("an id was given later", three, "a/x i=b/y c/z", "0 1 2"),
            ("of two marks of one section the one that fits is found", "1:a/x 1:b/x 2:c/z", "b/x c/z", "1 2"),
            ("of two marks by one id, too", "i:a/x i:b/x", "i=b/x", "1"),
            (
                "what is left of a place is taken once",
                "1:a/x 2:b/y 3:c/z 4:d/w",
                "c/z N a/x M O",
                "2 - 0 1 3",
            ),
            ("nothing was marked", "", "a/x", "-"),
        ] {
            assert_eq!(found(marks, sections), expected, "{what}");
        }
    }
}
