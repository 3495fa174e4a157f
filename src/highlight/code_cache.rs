//! Code whose colours are known: a page and its translation hold the same, and are compiled one
//! after the other.

use std::cell::RefCell;
use std::mem;

use rustc_hash::FxHashMap;

use super::Language;
use super::engine::{HighlightedCode, colour};

/// How many bytes of HTML a thread remembers at least, and half of what it remembers at most: more
/// than all but the longest pages have of code.
const ENOUGH: usize = 256 * 1024;

thread_local! {
    static RECENT: RefCell<HighlightCache> = RefCell::default();
}

/// Code and its HTML, by the name of its language.
type KnownCode = FxHashMap<&'static str, FxHashMap<Box<str>, HighlightedCode>>;

#[derive(Default)]
struct HighlightCache {
    newer: KnownCode,
    /// What was the newer, before that was enough.
    older: KnownCode,
    /// How many bytes of HTML the newer have.
    size: usize,
}

/// What [`highlight`] makes of code, made once where a thread asks for it again soon.
pub(crate) fn coloured(language: Language, code: &str) -> HighlightedCode {
    if let Some(known) = RECENT.with_borrow(|recent| recent.find(language, code)) {
        return known;
    }
    let made = colour(language, code);
    RECENT.with_borrow_mut(|recent| recent.remember(language, code, made.clone()));
    made
}

impl HighlightCache {
    fn find(&self, language: Language, code: &str) -> Option<HighlightedCode> {
        let find = |known: &KnownCode| known.get(language.name())?.get(code).cloned();
        find(&self.newer).or_else(|| find(&self.older))
    }

    fn remember(&mut self, language: Language, code: &str, made: HighlightedCode) {
        let len = made.html.len();
        if len > ENOUGH {
            return;
        }
        if self.size + len > ENOUGH {
            self.older = mem::take(&mut self.newer);
            self.size = 0;
        }
        self.size += len;
        self.newer.entry(language.name()).or_default().insert(code.into(), made);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{ENOUGH, HighlightCache, HighlightedCode, Language, coloured};

    #[test]
    fn code_is_coloured_once_for_a_page_and_its_translation() {
        let [rust, json] = ["rust", "json"].map(|name| Language::find(name).unwrap());
        let coloured = |language, code| coloured(language, code).html;
        let first = coloured(rust, "true");
        assert_eq!(&*first, "<span class=\"co\">true</span>");
        assert!(Arc::ptr_eq(&first, &coloured(rust, "true")));
        assert!(!Arc::ptr_eq(&first, &coloured(json, "true")));
        assert_eq!(&*coloured(rust, "fn"), "<span class=\"k\">fn</span>");
    }

    #[test]
    fn no_more_is_remembered_than_pages_hold() {
        let text = Language::find("text").unwrap();
        let mut recent = HighlightCache::default();
        let made = |html: String| HighlightedCode { html: html.into(), uncoloured: None };
        let code = |number: usize| number.to_string().repeat(ENOUGH / 4);
        for number in 0..9 {
            recent.remember(text, &code(number), made(code(number)));
        }
        recent.remember(text, "long", made("x".repeat(ENOUGH + 1)));
        let known = (0..9).filter(|number| recent.find(text, &code(*number)).is_some());
        assert_eq!(known.collect::<Vec<_>>(), [4, 5, 6, 7, 8]);
        assert!(recent.find(text, "long").is_none());
    }
}
