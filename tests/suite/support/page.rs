//! Pages of the documentation, taken apart.

use std::ops::Range;

/// A fenced block of a page.
pub struct Fence<'a> {
    /// What stands after the opening marks.
    pub info: &'a str,
    /// The lines within.
    pub body: &'a str,
    /// Where they are in the page.
    pub range: Range<usize>,
}

impl<'a> Fence<'a> {
    /// The language, the first word of the info string.
    pub fn language(&self) -> &'a str {
        self.info.split_whitespace().next().unwrap_or_default()
    }

    /// The file that the block is of: `file=PATH` in the info string.
    pub fn file(&self) -> Option<&'a str> {
        self.info.split_whitespace().find_map(|word| word.strip_prefix("file="))
    }
}

/// The fenced blocks of a page, in order. They begin in the first column, and end at marks that are
/// as long.
pub fn fences(page: &str) -> Vec<Fence<'_>> {
    let mut fences = Vec::new();
    let mut open: Option<(&str, &str, usize)> = None;
    let mut at = 0;
    for line in page.split_inclusive('\n') {
        let rest = line.trim_end().trim_start_matches('`');
        let marks = &line[..line.trim_end().len() - rest.len()];
        match open {
            None if marks.len() >= 3 => open = Some((marks, rest.trim(), at + line.len())),
            Some((opening, info, start)) if rest.is_empty() && marks.len() >= opening.len() => {
                fences.push(Fence { info, body: &page[start..at], range: start..at });
                open = None;
            }
            _ => {}
        }
        at += line.len();
    }
    assert!(open.is_none(), "a fence is not closed");
    fences
}

/// A page without what stands in its fences.
pub fn prose(page: &str) -> String {
    let mut kept = String::new();
    let mut from = 0;
    for fence in fences(page) {
        kept.push_str(&page[from..fence.range.start]);
        from = fence.range.end;
    }
    kept + &page[from..]
}
