//! The elements of raw HTML that are open at a place in a text.

use std::collections::BTreeMap;

/// An element of raw HTML that is open.
pub(super) struct Element {
    pub name: String,
    /// Whether its text is left out.
    pub is_hidden: bool,
    /// Whether it began in a line of Markdown, and so ends with its block at the latest.
    pub is_inline: bool,
    /// Which quotation of the text it is.
    pub quotation: Option<usize>,
}

#[derive(Default)]
pub(super) struct OpenElements {
    all: Vec<Element>,
    counts: BTreeMap<String, usize>,
    /// How many of them hide their text.
    hidden: usize,
    /// How many of the outermost were open when the last block ended, and so outlast any.
    lasting: usize,
}

impl OpenElements {
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub fn last(&self) -> Option<&Element> {
        self.all.last()
    }

    /// Whether any of them hides its text.
    pub fn hide(&self) -> bool {
        self.hidden > 0
    }

    pub fn push(&mut self, element: Element) {
        *self.counts.entry(element.name.clone()).or_default() += 1;
        self.hidden += usize::from(element.is_hidden);
        self.all.push(element);
    }

    /// Closes the innermost of a name, and all within it; nothing where none of it is open. Gives
    /// the outermost quotation that is closed.
    pub fn close(&mut self, name: &str) -> Option<usize> {
        let mut quotation = None;
        while self.counts.get(name).is_some_and(|count| *count > 0) {
            let Some(last) = self.pop() else { break };
            quotation = last.quotation.or(quotation);
            if last.name == name {
                break;
            }
        }
        self.lasting = self.lasting.min(self.all.len());
        quotation
    }

    /// Closes what ends with its block of Markdown.
    pub fn end_block(&mut self) {
        let mut kept = Vec::new();
        while self.all.len() > self.lasting {
            kept.extend(self.pop().filter(|element| !element.is_inline && element.name != "p"));
        }
        kept.into_iter().rev().for_each(|element| self.push(element));
        self.lasting = self.all.len();
    }

    fn pop(&mut self) -> Option<Element> {
        let last = self.all.pop()?;
        self.hidden -= usize::from(last.is_hidden);
        if let Some(count) = self.counts.get_mut(&last.name) {
            *count -= 1;
        }
        Some(last)
    }
}
