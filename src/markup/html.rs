//! HTML, token by token.

use std::cell::Cell;
use std::convert::Infallible;
use std::error::Error;
use std::fmt;
use std::ops::Range;

pub use html5gum::emitters::callback::CallbackEvent as HtmlToken;

use html5gum::emitters::callback::CallbackEmitter;
use html5gum::{Emitter, ForwardingEmitter, Readable, Reader, Span, StringReader, Tokenizer};

use crate::base::{Code, Diagnostic};

/// How many attributes a tag may have: the tokenizer calls itself for each, and the stack is not without end.
const MOST_ATTRIBUTES: usize = 100;

/// That a tag has more attributes than are read.
#[derive(Clone, Copy, Debug)]
struct TooManyAttributes;

impl fmt::Display for TooManyAttributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a tag has too many attributes")
    }
}

impl Error for TooManyAttributes {}

/// Reads HTML, a fragment or a whole document, as a browser would (WHATWG HTML, 13.2.5), and tells of each thing in it and of its range in
/// bytes. Broken HTML is no error.
///
/// Gives the place of the first attribute that is one too many for its tag, if there is one: nothing is told of what follows.
pub fn html_tokens(html: &str, mut each: impl FnMut(&HtmlToken<'_>, Range<usize>)) -> Option<usize> {
    let attributes = Cell::new(0);
    let mut last = 0;
    let mut emitter = CallbackEmitter::new(|event: HtmlToken<'_>, at: Span<usize>| {
        last = at.start;
        each(&event, at.start..at.end);
        None::<Infallible>
    });
    emitter.naively_switch_states(true);
    let reader = Bounded { html: html.to_reader(), attributes: &attributes };
    let read = Tokenizer::new_with_emitter(reader, Counting { emitter, attributes: &attributes }).finish();
    read.is_err().then_some(last)
}

/// The fault of a tag that has more attributes than are read.
pub fn too_many_attributes() -> Diagnostic {
    let message = format!("a tag has more than {MOST_ATTRIBUTES} attributes");
    Diagnostic::general(Code::TooLarge, message)
        .help("close the tag with `>`, and the quotation marks in it; nothing after it is read as HTML")
}

/// Counts the attributes of each tag, and asks for no errors: each character would be looked at for some.
struct Counting<'a, E> {
    emitter: E,
    attributes: &'a Cell<usize>,
}

impl<E: Emitter> ForwardingEmitter for Counting<'_, E> {
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
        self.check()?;
        let Ok(read) = self.html.read_until(needle, buffer);
        Ok(read)
    }
}
