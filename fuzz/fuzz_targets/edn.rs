//! EDN of any text: reading never panics, and every value lies within the text.
#![no_main]

use diglot::edn::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(Some(form)) = read(text, 0) {
        assert!(form.span.end as usize <= text.len());
    }
});
