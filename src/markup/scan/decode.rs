//! Character references, resolved as the HTML standard does it.

use std::borrow::Cow;
use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

/// The value of an attribute whose source between the quotes is `raw` (WHATWG HTML, 13.2.5.36–38 and 13.2.5.72).
pub(super) fn decode_attribute(raw: &str) -> Cow<'_, str> {
    if !raw.contains('&') {
        return Cow::Borrowed(raw);
    }
    let mut value = String::new();
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
        if let CallbackEvent::AttributeValue { value: bytes } = event {
            value.push_str(&String::from_utf8_lossy(bytes));
        }
        None::<Infallible>
    });
    let tag = format!("<a a=\"{}\">", raw.replace('"', "&quot;"));
    let Ok(()) = Tokenizer::new_with_emitter(tag.as_str(), emitter).finish();
    Cow::Owned(value)
}
