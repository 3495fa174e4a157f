//! HTML, token by token.

use std::convert::Infallible;
use std::ops::Range;

pub use html5gum::emitters::callback::CallbackEvent as HtmlToken;

use html5gum::emitters::callback::CallbackEmitter;
use html5gum::{Emitter, Error, ForwardingEmitter, Span, Tokenizer};

/// Reads HTML, a fragment or a whole document, as a browser would (WHATWG HTML, 13.2.5), and tells of each thing in it and of its range in
/// bytes. Broken HTML is no error.
pub fn html_tokens(html: &str, mut each: impl FnMut(&HtmlToken<'_>, Range<usize>)) {
    let mut emitter = CallbackEmitter::new(|event: HtmlToken<'_>, at: Span<usize>| {
        each(&event, at.start..at.end);
        None::<Infallible>
    });
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(html, Faultless(emitter)).finish();
}

/// Asks for no errors: each character would be looked at for some.
struct Faultless<E>(E);

impl<E: Emitter> ForwardingEmitter for Faultless<E> {
    type Token = E::Token;

    fn inner(&mut self) -> &mut impl Emitter<Token = Self::Token> {
        &mut self.0
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn emit_error(&mut self, _: Error) {}
}
