//! What a block of raw HTML holds beside references: hand-written listings, text, elements left
//! open.

use std::ops::Range;

use crate::base::without_forbidden;
use crate::highlight::Language;
use crate::html::{HtmlToken, WHOLE, html_tokens, is_break, is_unread, is_void};

#[derive(Debug, Default)]
pub(super) struct RawBlock {
    /// The listings that are to be coloured, in order.
    pub listings: Vec<Listing>,
    /// The text that a reader reads, listings left out.
    pub text: String,
    /// How many more elements the block opens than it closes.
    pub depth: isize,
    /// The first of the elements in [`WHOLE`], or the comment (`!--`), that the block leaves open.
    pub open: Option<UnclosedElement>,
}

/// A hand-written `<pre><code>` whose class names a known language.
#[derive(Debug)]
pub(super) struct Listing {
    /// From the first tag to the last.
    pub whole: Range<usize>,
    /// What lies between `<code …>` and `</code>`.
    pub inside: Range<usize>,
    /// The language.
    pub language: Language,
    /// The code, with its character references resolved.
    pub code: String,
    /// Whether the tags bear more than their class, and so must be kept.
    pub has_attributes: bool,
}

#[derive(Debug)]
pub(super) struct UnclosedElement {
    /// Its name in lower case.
    pub name: String,
    /// Where its start tag starts.
    pub start: usize,
}

pub(super) fn read(html: &str) -> RawBlock {
    let mut reader = RawReader { html, ..RawReader::default() };
    html_tokens(html, |event, at| reader.event(event, at));
    reader.raw
}

#[derive(Default)]
struct RawReader<'a> {
    html: &'a str,
    raw: RawBlock,
    tag: String,
    attribute: String,
    draft: Option<ListingCandidate>,
    /// The number of open elements whose text is no prose.
    unread: usize,
}

/// A `pre` that may turn out to be a listing.
#[derive(Default)]
struct ListingCandidate {
    start: usize,
    inside: Option<Range<usize>>,
    closed: bool,
    language: Option<Language>,
    opted_out: bool,
    has_attributes: bool,
    code: String,
}

impl RawReader<'_> {
    fn event(&mut self, event: &HtmlToken<'_>, at: Range<usize>) {
        match event {
            HtmlToken::OpenStartTag { name } => {
                self.tag = String::from_utf8_lossy(name).into_owned();
                match self.tag.as_str() {
                    "pre" => {
                        self.draft = Some(ListingCandidate { start: at.start, ..ListingCandidate::default() })
                    }
                    "code" if self.draft.as_ref().is_some_and(|draft| draft.inside.is_none()) => {}
                    _ => self.draft = None,
                }
                if WHOLE.contains(&self.tag.as_str()) && self.raw.open.is_none() {
                    self.raw.open = Some(UnclosedElement { name: self.tag.clone(), start: at.start });
                }
            }
            HtmlToken::AttributeName { name } => {
                self.attribute = String::from_utf8_lossy(name).into_owned();
                if let Some(draft) = &mut self.draft {
                    draft.has_attributes |= self.attribute != "class";
                }
            }
            HtmlToken::AttributeValue { value } => self.attribute(&String::from_utf8_lossy(value)),
            HtmlToken::CloseStartTag { self_closing } => {
                if !self_closing && !is_void(&self.tag) {
                    self.raw.depth += 1;
                    self.unread += usize::from(is_unread(&self.tag));
                }
                if *self_closing && self.raw.open.as_ref().is_some_and(|open| open.name == self.tag) {
                    self.raw.open = None;
                }
                if let Some(draft) = self.draft.as_mut().filter(|_| self.tag == "code") {
                    draft.inside = Some(at.end..at.end);
                }
                if is_break(&self.tag) {
                    self.raw.text.push(' ');
                }
            }
            HtmlToken::EndTag { name } => self.end_tag(&String::from_utf8_lossy(name), at),
            HtmlToken::String { value } => self.text(&without_forbidden(String::from_utf8_lossy(value))),
            HtmlToken::Comment { .. } if !self.html[..at.end.min(self.html.len())].ends_with("-->") => {
                self.raw.open.get_or_insert(UnclosedElement { name: "!--".to_owned(), start: at.start });
            }
            _ => {}
        }
    }

    fn attribute(&mut self, value: &str) {
        let Some(draft) = &mut self.draft else { return };
        match self.attribute.as_str() {
            "class" => {
                let named = |class: &str| {
                    let name = class.strip_prefix("language-").or_else(|| class.strip_prefix("lang-"));
                    Language::find(name.unwrap_or(class))
                };
                draft.language = value.split_ascii_whitespace().find_map(named).or(draft.language);
            }
            "data-highlight" | "data-pygments" => draft.opted_out |= value == "ignore",
            _ => {}
        }
    }

    fn end_tag(&mut self, name: &str, at: Range<usize>) {
        self.raw.depth -= 1;
        if is_unread(name) {
            self.unread = self.unread.saturating_sub(1);
        }
        if is_break(name) {
            self.raw.text.push(' ');
        }
        if self.raw.open.as_ref().is_some_and(|open| open.name == name) {
            self.raw.open = None;
        }
        let Some(mut draft) = self.draft.take() else { return };
        match (&mut draft.inside, name) {
            (Some(inside), "code") if !draft.closed => {
                inside.end = at.start;
                draft.closed = true;
                self.draft = Some(draft);
            }
            (Some(inside), "pre") if draft.closed && !draft.opted_out => {
                self.raw.listings.extend(draft.language.map(|language| Listing {
                    whole: draft.start..at.end,
                    inside: inside.clone(),
                    language,
                    code: draft.code,
                    has_attributes: draft.has_attributes,
                }));
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(draft) = &mut self.draft {
            if draft.inside.is_some() && !draft.closed {
                draft.code.push_str(text);
            } else if !text.trim_ascii().is_empty() {
                self.draft = None;
            }
        }
        if self.unread == 0 {
            self.raw.text.push_str(text);
        }
    }
}
