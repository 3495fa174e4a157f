//! Which mark was made for which section.

use super::state::{Mark, SectionName};

/// A section of an original, as the state may know it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<'a> {
    /// The `:section/id` that the writer gave it.
    pub id: Option<&'a str>,
    /// The digest of its texts.
    pub source: &'a str,
    /// The digest of its translation's texts.
    pub translation: Option<&'a str>,
}

/// Finds the mark of each section; `None` for one that was never marked.
///
/// Titles, texts and numbers all change while a post is written, but seldom all at once. A section is known by the id
/// that its writer gave it, else by its own text, else by its translation's text, wherever it has moved; what is left
/// between two known sections is taken in order. So neither an inserted section nor a new title makes another one look
/// stale. Where a merge has left two marks of a section, the one that fits is found first.
pub(super) fn recall(marks: &[Mark], sections: &[Known<'_>]) -> Vec<Option<usize>> {
    let taken = marks.iter().map(|mark| mark.section == SectionName::Page).collect();
    let mut recalled = Recalled { found: vec![None; sections.len()], taken };
    let has_id = |mark: &Mark, section: &Known<'_>| match (&mark.section, section.id) {
        (SectionName::Id(mark), Some(id)) => mark == id,
        _ => false,
    };
    let has_source = |mark: &Mark, section: &Known<'_>| mark.source.as_deref() == Some(section.source);
    let has_translation = |mark: &Mark, section: &Known<'_>| {
        section.translation.is_some() && mark.translation.as_deref() == section.translation
    };
    recalled.take(marks, sections, |mark, section| has_id(mark, section) && has_source(mark, section));
    recalled.take(marks, sections, has_id);
    recalled.take(marks, sections, has_source);
    recalled.take(marks, sections, has_translation);
    recalled.take_between();
    recalled.found
}

struct Recalled {
    /// The mark of each section.
    found: Vec<Option<usize>>,
    /// Whether each mark is some section's, or the page's.
    taken: Vec<bool>,
}

impl Recalled {
    /// Gives each section that has none the first mark that fits.
    fn take(&mut self, marks: &[Mark], sections: &[Known<'_>], fits: impl Fn(&Mark, &Known<'_>) -> bool) {
        for (section, found) in sections.iter().zip(&mut self.found).filter(|(_, found)| found.is_none()) {
            let mark =
                marks.iter().enumerate().find(|(index, mark)| !self.taken[*index] && fits(mark, section));
            if let Some((index, _)) = mark {
                *found = Some(index);
                self.taken[index] = true;
            }
        }
    }

    /// Pairs what is left between two sections that are known.
    fn take_between(&mut self) {
        for section in 0..self.found.len() {
            if self.found[section].is_some() {
                continue;
            }
            let start =
                self.found[..section].iter().rev().find_map(|found| *found).map_or(0, |index| index + 1);
            let end = self.found[section + 1..].iter().find_map(|found| *found).unwrap_or(self.taken.len());
            if let Some(index) = (start..end).find(|index| !self.taken[*index]) {
                self.found[section] = Some(index);
                self.taken[index] = true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Marks such as `1:a/x`: section 1, its source `a`, its translation `x`; sections such as `a/x` or `id=a/x`.
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
        let sections: Vec<Known<'_>> = sections
            .split_whitespace()
            .map(|section| {
                let (id, digests) =
                    section.split_once('=').map_or((None, section), |(id, rest)| (Some(id), rest));
                let (source, translation) = digests.split_once('/').unwrap_or((digests, ""));
                Known { id, source, translation: Some(translation).filter(|text| !text.is_empty()) }
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
            ("nothing was marked", "", "a/x", "-"),
        ] {
            assert_eq!(found(marks, sections), expected, "{what}");
        }
    }
}
