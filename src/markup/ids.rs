//! Ids that are unique in a page.

use std::collections::BTreeSet;

/// The ids and footnote numbers that are taken in one page, across its several bodies.
#[derive(Clone, Debug, Default)]
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
    }
}
