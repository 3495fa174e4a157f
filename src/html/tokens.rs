//! HTML, token by token.

use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::error::Error;
use std::fmt;
use std::ops::Range;

pub use html5gum::emitters::callback::CallbackEvent as HtmlToken;

use html5gum::emitters::callback::CallbackEmitter;
use html5gum::{Emitter, ForwardingEmitter, Readable, Reader, Span, State, StringReader, Tokenizer};

use crate::base::{Code, Diagnostic};

/// How many attributes a tag may have: the tokenizer calls itself for each, and the stack is not
/// without end.
const MOST_ATTRIBUTES: usize = 100;

/// How far up an element is looked for that another one ends. Browsers do not nest any deeper.
pub(super) const DEEPEST: usize = 512;

/// The elements for which browsers leave a drawing or a formula (WHATWG HTML, 13.2.6.5).
const LEAVING: [&str; 43] = [
    "b",
    "big",
    "code",
    "em",
    "font",
    "i",
    "nobr",
    "s",
    "small",
    "strike",
    "strong",
    "tt",
    "u",
    "blockquote",
    "br",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "embed",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "li",
    "listing",
    "menu",
    "meta",
    "ol",
    "p",
    "pre",
    "ruby",
    "span",
    "sub",
    "sup",
    "table",
    "ul",
    "var",
];

/// That a tag has more attributes than are read.
#[derive(Clone, Copy, Debug)]
struct TooManyAttributes;

impl fmt::Display for TooManyAttributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a tag has too many attributes")
    }
}

impl Error for TooManyAttributes {}

/// Reads HTML, a fragment or a whole document, as a browser would (WHATWG HTML, 13.2.5), and tells
/// of each thing in it and of its range in bytes. Broken HTML is no error. What stands behind
/// `<plaintext>` is read on as HTML.
///
/// Gives the place of the first attribute that is one too many for its tag, if there is one:
/// nothing is told of what follows.
pub fn html_tokens(html: &str, mut each: impl FnMut(&HtmlToken<'_>, Range<usize>)) -> Option<usize> {
    let (attributes, around) = (Cell::new(0), ElementContext::default());
    let mut last = 0;
    let emitter = CallbackEmitter::new(|event: HtmlToken<'_>, at: Span<usize>| {
        last = at.start;
        around.event(&event);
        each(&event, at.start..at.end);
        None::<Infallible>
    });
    let reader = Bounded { html: html.to_reader(), attributes: &attributes };
    let emitter = Switching { emitter, attributes: &attributes, around: &around };
    let read = Tokenizer::new_with_emitter(reader, emitter).finish();
    read.is_err().then_some(last)
}

/// The fault of a tag that has more attributes than are read.
pub fn too_many_attributes() -> Diagnostic {
    let message = format!("a tag has more than {MOST_ATTRIBUTES} attributes");
    Diagnostic::general(Code::TooLarge, message)
        .help("close the tag with `>`, and the quotation marks in it; nothing after it is read as HTML")
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Within {
    #[default]
    Html,
    Drawing,
    Formula,
}

impl Within {
    /// What those in an element are, by its name in lower case (WHATWG HTML, 13.2.6).
    pub fn inside(self, name: &str) -> Self {
        match (self, name) {
            (Self::Html, "svg") => Self::Drawing,
            (Self::Html, "math") => Self::Formula,
            (Self::Drawing, "foreignobject" | "desc" | "title")
            | (Self::Formula, "mi" | "mo" | "mn" | "ms" | "mtext") => Self::Html,
            (within, _) => within,
        }
    }
}

/// What tells how the text behind a tag is read.
#[derive(Default)]
struct ElementContext {
    /// How the text inside the element is read whose start tag is being read, where that is no
    /// HTML.
    inside: Cell<Option<State>>,
    /// What the next element is one of: in a drawing or a formula neither styles nor scripts are
    /// HTML's.
    within: Cell<Within>,
    /// The drawings and formulas that are open, and what in them holds HTML: each with what it is
    /// one of.
    open: RefCell<Vec<(String, Within)>>,
    /// What the start tag that is being read opens of these.
    begins: Cell<Option<Within>>,
    name: RefCell<String>,
}

impl ElementContext {
    fn is_foreign(&self) -> bool {
        self.within.get() != Within::Html
    }

    fn event(&self, event: &HtmlToken<'_>) {
        match event {
            HtmlToken::OpenStartTag { name } => {
                let is_root = is_foreign(name);
                self.begins.set(None);
                if is_root || self.is_foreign() {
                    self.foreign(&String::from_utf8_lossy(name), is_root);
                }
                self.inside.set(if self.is_foreign() { None } else { raw_text(name) });
            }
            HtmlToken::CloseStartTag { self_closing: false } => {
                if let Some(inside) = self.begins.take() {
                    self.open.borrow_mut().push((self.name.take(), self.within.replace(inside)));
                }
            }
            HtmlToken::EndTag { name } => {
                self.inside.set(None);
                let mut open = self.open.borrow_mut();
                if open.is_empty() {
                    return;
                }
                let mut near = open.iter().enumerate().rev().take(DEEPEST);
                if let Some((at, _)) = near.find(|(_, (open, _))| open.as_bytes() == *name) {
                    self.within.set(open[at].1);
                    open.truncate(at);
                }
            }
            _ => {}
        }
    }

    /// Takes in an element that is in a drawing or a formula, or is one.
    fn foreign(&self, name: &str, is_root: bool) {
        if self.is_foreign() && leaves_foreign(name) {
            let mut open = self.open.borrow_mut();
            while open.pop().is_some_and(|(_, within)| within != Within::Html) {}
            self.within.set(Within::Html);
            return;
        }
        let inside = self.within.get().inside(name);
        if is_root || inside != self.within.get() {
            self.begins.set(Some(inside));
            self.name.replace(name.to_owned());
        }
    }
}

/// How the text inside an element is read, where it is no HTML (WHATWG HTML, 13.2.6.4).
fn raw_text(name: &[u8]) -> Option<State> {
    match name {
        b"textarea" | b"title" => Some(State::RcData),
        b"script" => Some(State::ScriptData),
        b"style" | b"iframe" | b"xmp" | b"noembed" | b"noframes" | b"noscript" => Some(State::RawText),
        _ => None,
    }
}

/// Whether an element, by its name in lower case, holds text that is no HTML.
pub(crate) fn is_raw_text(name: &str) -> bool {
    raw_text(name.as_bytes()).is_some()
}

fn is_foreign(name: &[u8]) -> bool {
    matches!(name, b"svg" | b"math")
}

/// Whether browsers leave a drawing or a formula where an element begins, by its name in lower
/// case.
pub(super) fn leaves_foreign(name: &str) -> bool {
    LEAVING.contains(&name)
}

/// Reads text as what it stands in says, counts the attributes of each tag, and asks for no errors:
/// each character would be looked at for some.
struct Switching<'a, E> {
    emitter: E,
    attributes: &'a Cell<usize>,
    around: &'a ElementContext,
}

impl<E: Emitter> ForwardingEmitter for Switching<'_, E> {
    type Token = E::Token;

    fn inner(&mut self) -> &mut impl Emitter<Token = Self::Token> {
        &mut self.emitter
    }

    fn init_start_tag(&mut self) {
        self.attributes.set(0);
        self.emitter.init_start_tag();
    }

    fn init_end_tag(&mut self) {
        self.attributes.set(0);
        self.emitter.init_end_tag();
    }

    fn init_attribute(&mut self) {
        self.attributes.set(self.attributes.get() + 1);
        self.emitter.init_attribute();
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        let _ = self.emitter.emit_current_tag();
        let inside = self.around.inside.take();
        if inside.is_some() {
            self.emitter.init_string();
        }
        inside
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        self.around.is_foreign()
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn emit_error(&mut self, _: html5gum::Error) {}
}

/// Gives HTML to the tokenizer as long as no tag has too many attributes.
struct Bounded<'a> {
    html: StringReader<'a>,
    attributes: &'a Cell<usize>,
}

impl Bounded<'_> {
    fn check(&self) -> Result<(), TooManyAttributes> {
        if self.attributes.get() > MOST_ATTRIBUTES { Err(TooManyAttributes) } else { Ok(()) }
    }
}

impl Reader for Bounded<'_> {
    type Error = TooManyAttributes;

    #[inline(always)]
    fn read_byte(&mut self) -> Result<Option<u8>, TooManyAttributes> {
        self.check()?;
        let Ok(byte) = self.html.read_byte();
        Ok(byte)
    }

    #[inline(always)]
    fn try_read_string(&mut self, wanted: &[u8], case_sensitive: bool) -> Result<bool, TooManyAttributes> {
        let Ok(is_read) = self.html.try_read_string(wanted, case_sensitive);
        Ok(is_read)
    }

    #[inline(always)]
    fn read_until<'b>(
        &'b mut self,
        needle: &[u8],
        buffer: &'b mut [u8; 4],
    ) -> Result<Option<&'b [u8]>, TooManyAttributes> {
        let Ok(read) = self.html.read_until(needle, buffer);
        Ok(read)
    }
}
