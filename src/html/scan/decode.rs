//! Character references, resolved as the HTML standard does it.

use std::borrow::Cow;

use crate::base::without_forbidden;
use crate::html::tokens::{HtmlToken, html_tokens};

/// The value of an attribute whose source between the quotes is `raw` (WHATWG HTML, 13.2.5.36–38
/// and 13.2.5.72).
pub(super) fn decode_attribute(raw: &str) -> Cow<'_, str> {
    if !raw.contains('&') {
        return Cow::Borrowed(raw);
    }
    let mut value = String::new();
    html_tokens(&format!("<a a=\"{}\">", raw.replace('"', "&quot;")), |event, _| {
        if let HtmlToken::AttributeValue { value: bytes } = event {
            value.push_str(&String::from_utf8_lossy(bytes));
        }
    });
    without_forbidden(Cow::Owned(value))
}
