//! The quotations that are open at a place in a text.

use super::Marks;

#[derive(Clone, Debug, Default)]
pub(super) struct OpenQuotations {
    all: Vec<(char, Marks)>,
    /// How many of them were written with each mark.
    counts: [usize; WRITTEN.len()],
}

/// What opens a quotation: the marks of a keyboard, and one that stands for whatever the language
/// has.
const WRITTEN: [char; 3] = ['"', '\'', '«'];

impl OpenQuotations {
    /// Whether one is open that was written with a mark.
    pub fn has(&self, written: char) -> bool {
        self.count(written).is_some_and(|count| self.counts[count] > 0)
    }

    /// The marks of the innermost.
    pub fn last(&self) -> Option<Marks> {
        self.all.last().map(|(_, marks)| *marks)
    }

    /// Opens one.
    pub fn push(&mut self, written: char, marks: Marks) {
        self.all.push((written, marks));
        if let Some(count) = self.count(written) {
            self.counts[count] += 1;
        }
    }

    /// Ends the innermost that was written with a mark, and all within it; gives its marks.
    pub fn end(&mut self, written: char) -> Option<Marks> {
        while self.has(written) {
            let (last, marks) = self.all.pop()?;
            if let Some(count) = self.count(last) {
                self.counts[count] -= 1;
            }
            if last == written {
                return Some(marks);
            }
        }
        None
    }

    /// Ends all.
    pub fn clear(&mut self) {
        self.all.clear();
        self.counts = Default::default();
    }

    fn count(&self, written: char) -> Option<usize> {
        WRITTEN.iter().position(|mark| *mark == written)
    }
}
