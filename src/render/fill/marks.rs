//! What stands in the place of bodies and of what comes last, in what templates print.

use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;

/// Stands before the number of a body or a section.
pub(super) const NUMBER: char = '\u{fdd0}';

/// What stands after the number of a body, which comes in its place.
pub(super) const BODY: char = '\u{fdd1}';

/// What stands after the number of a section, before what its template has made.
pub(super) const SECTION: char = '\u{fdd3}';

/// What stands before the key where the page's content security policy comes.
const POLICY: char = '\u{fdd5}';

/// What stands before the key where the colours come that images have until they are there.
const TONES: char = '\u{fdd6}';

/// What every mark of this run holds and nobody can know who writes a text: no reference, escape or file makes a mark. It is made of digits, as
/// many in every run, and stands in nothing that is published.
static KEY: LazyLock<String> = LazyLock::new(|| format!("{:020}", RandomState::new().hash_one(NUMBER)));

/// The mark of a body.
pub(super) fn body(number: usize) -> String {
    format!("{NUMBER}{}{number}{BODY}", *KEY)
}

/// The mark of the place where a section begins.
pub(super) fn section(number: usize) -> String {
    format!("{NUMBER}{}{number}{SECTION}", *KEY)
}

/// The mark of the page's content security policy.
pub(in crate::render) fn policy() -> String {
    format!("{POLICY}{}", *KEY)
}

/// The mark of the colours of images.
pub(in crate::render) fn tones() -> String {
    format!("{TONES}{}", *KEY)
}

/// The number in a mark, of which these are the digits; `None` where another than the renderer wrote them.
pub(super) fn number(digits: &str) -> Option<usize> {
    digits.strip_prefix(KEY.as_str())?.parse().ok()
}
