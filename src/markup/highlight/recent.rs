//! Code that was coloured a moment ago: a page and its translation hold the same, and are compiled one after the other.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::Language;
use super::engine::highlight;

/// How many bytes of HTML a thread remembers: what one page holds, and rarely more.
const MOST: usize = 256 * 1024;

thread_local! {
    static RECENT: RefCell<Recent> = RefCell::default();
}

/// Code and its HTML, by the name of its language.
#[derive(Default)]
struct Recent {
    html: FxHashMap<&'static str, FxHashMap<Box<str>, Rc<str>>>,
    /// How many bytes the HTML has.
    size: usize,
}

/// What [`highlight`] makes of code, made once where a thread asks for it again soon.
pub(super) fn coloured(language: Language, code: &str) -> Rc<str> {
    RECENT.with_borrow_mut(|recent| recent.coloured(language, code))
}

impl Recent {
    fn coloured(&mut self, language: Language, code: &str) -> Rc<str> {
        if let Some(known) = self.html.get(language.name()).and_then(|known| known.get(code)) {
            return Rc::clone(known);
        }
        let html: Rc<str> = highlight(language, code).into();
        if self.size + html.len() > MOST {
            *self = Self::default();
        }
        self.size += html.len();
        self.html.entry(language.name()).or_default().insert(code.into(), Rc::clone(&html));
        html
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::{Language, MOST, Recent};

    #[test]
    fn code_is_coloured_once_for_a_page_and_its_translation() {
        let [rust, json] = ["rust", "json"].map(|name| Language::find(name).unwrap());
        let mut recent = Recent::default();
        let first = recent.coloured(rust, "true");
        assert_eq!(&*first, "<span class=\"co\">true</span>");
        assert!(Rc::ptr_eq(&first, &recent.coloured(rust, "true")));
        assert!(!Rc::ptr_eq(&first, &recent.coloured(json, "true")));
        assert_eq!(&*recent.coloured(rust, "fn"), "<span class=\"k\">fn</span>");
    }

    #[test]
    fn no_more_is_remembered_than_a_page_holds() {
        let text = Language::find("text").unwrap();
        let mut recent = Recent::default();
        for number in 0..4 {
            recent.coloured(text, &number.to_string().repeat(MOST / 2));
            assert!(recent.size <= MOST);
        }
        assert_eq!(recent.html["text"].len(), 2);
    }
}
