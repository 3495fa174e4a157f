//! Ids that are unique in a page.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// The ids and footnote numbers that are taken in one page, across its several bodies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageIds {
    taken: BTreeSet<String>,
    notes: usize,
}

impl PageIds {
    /// Takes an id that the writer chose. Whether it was free is for the check of the finished page to say.
    pub fn claim(&mut self, id: &str) {
        self.taken.insert(id.to_owned());
    }

    /// Takes an id that is made: the wanted one, or the first free of `-2`, `-3`….
    pub fn unique(&mut self, wanted: &str) -> String {
        let mut id = wanted.to_owned();
        let mut count = 1;
        while !self.taken.insert(id.clone()) {
            count += 1;
            id = format!("{wanted}-{count}");
        }
        id
    }

    /// What has been taken since it was `before`.
    pub fn since(&self, before: &PageIds) -> PageIds {
        let taken = self.taken.difference(&before.taken).cloned().collect();
        PageIds { taken, notes: self.notes - before.notes }
    }

    /// Takes what was taken before.
    pub fn take(&mut self, taken: &PageIds) {
        self.taken.extend(taken.taken.iter().cloned());
        self.notes += taken.notes;
    }

    /// Takes the next footnote number; the first is 1.
    pub(super) fn next_note(&mut self) -> usize {
        self.notes += 1;
        self.notes
    }
}

#[cfg(test)]
mod tests {
    use super::PageIds;

    #[test]
    fn made_ids_avoid_all_others() {
        let mut page = PageIds::default();
        page.claim("a-2");
        assert_eq!(["a", "a", "a-2", "b"].map(|id| page.unique(id)), ["a", "a-3", "a-2-2", "b"]);
        assert_eq!([page.next_note(), page.next_note()], [1, 2]);

        let mut again = PageIds::default();
        again.claim("a-2");
        again.take(&page.since(&again.clone()));
        assert_eq!(again, page);
    }
}
