//! Ids that are unique in a page.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::base::composed;

/// The ids and footnote numbers that are taken in one page, across its several bodies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageIds {
    taken: BTreeSet<String>,
    /// The same, in the order in which they were taken.
    order: Vec<String>,
    /// By wanted ids that were taken already: the last number that was put behind one.
    numbers: BTreeMap<String, usize>,
    notes: usize,
}

/// What some of a page's bodies have taken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenIds {
    ids: Vec<String>,
    notes: usize,
}

/// A moment in the making of a page's ids.
#[derive(Clone, Copy, Debug)]
pub struct Checkpoint {
    ids: usize,
    notes: usize,
}

impl PageIds {
    /// Those of a page whose templates have some of their own.
    pub fn with_taken(taken: &BTreeSet<String>) -> Self {
        Self { taken: taken.clone(), ..Self::default() }
    }

    /// Takes an id that the writer chose, in whatever form. Whether it was free is for the check of
    /// the finished page to say.
    pub fn claim(&mut self, id: &str) {
        self.insert(&composed(id));
    }

    /// Takes an id that is made: the wanted one, or the first free of `-2`, `-3`….
    pub fn unique(&mut self, wanted: &str) -> String {
        if self.insert(wanted) {
            return wanted.to_owned();
        }
        // Continue after the last number given: lower ones stay taken.
        let mut number = self.numbers.get(wanted).copied().unwrap_or(1);
        loop {
            number += 1;
            let id = format!("{wanted}-{number}");
            if self.insert(&id) {
                self.numbers.insert(wanted.to_owned(), number);
                return id;
            }
        }
    }

    /// What has been taken so far, to be asked later for what came [`since`](Self::since).
    pub fn now(&self) -> Checkpoint {
        Checkpoint { ids: self.order.len(), notes: self.notes }
    }

    /// What has been taken since a moment.
    pub fn since(&self, moment: Checkpoint) -> TakenIds {
        TakenIds { ids: self.order[moment.ids..].to_vec(), notes: self.notes - moment.notes }
    }

    /// Takes what was taken before.
    pub fn take(&mut self, taken: &TakenIds) {
        taken.ids.iter().for_each(|id| self.claim(id));
        self.notes += taken.notes;
    }

    /// Takes the next footnote number; the first is 1.
    pub(super) fn next_note(&mut self) -> usize {
        self.notes += 1;
        self.notes
    }

    fn insert(&mut self, id: &str) -> bool {
        let is_free = !self.taken.contains(id);
        if is_free {
            self.taken.insert(id.to_owned());
            self.order.push(id.to_owned());
        }
        is_free
    }
}

#[cfg(test)]
mod tests {
    use super::PageIds;

    #[test]
    fn made_ids_avoid_all_others() {
        let mut page = PageIds::default();
        page.claim("a-2");
        page.claim("и\u{306}");
        assert_eq!(page.unique("й"), "й-2");
        assert_eq!(["a", "a", "a-2", "b", "a"].map(|id| page.unique(id)), ["a", "a-3", "a-2-2", "b", "a-4"]);
        assert_eq!([page.next_note(), page.next_note()], [1, 2]);
    }

    #[test]
    fn what_one_body_takes_is_taken_for_the_next() {
        let mut page = PageIds::default();
        page.claim("a-2");
        let moment = page.now();
        for wanted in ["a", "a", "b"] {
            page.unique(wanted);
        }
        page.next_note();

        let mut again = PageIds::default();
        again.claim("a-2");
        again.take(&page.since(moment));
        assert_eq!(again.now().ids, page.now().ids);
        for wanted in ["a", "a-2", "b", "c"] {
            assert_eq!(again.unique(wanted), page.unique(wanted));
        }
        assert_eq!(again.next_note(), page.next_note());
    }
}
