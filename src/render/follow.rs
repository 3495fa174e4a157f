//! Links follow the reader: to the page in the reader's language, and to the same place in it.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use super::resolve::{Destination, From, Resolver};
use crate::plan::{Address, Route};

/// What a fragment must have encoded (WHATWG URL, section 1.3).
const ENCODED: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`').add(b'%');

impl<'a> Resolver<'a> {
    /// Leads a link to its page in the reader's language, where it is to follow the reader and there is one.
    ///
    /// `is_named` says that the address as written is that of this very version.
    pub(super) fn follow(&self, written: Destination<'a>, is_named: bool, from: From<'_>) -> Destination<'a> {
        if !from.follows_reader() {
            return written;
        }
        let version = self.plan.version_to_read(self.site, written.route, from.locale);
        let version = version.filter(|version| *version != written.address);
        let found = version.and_then(|version| self.plan.routes.get_key_value(version));
        let is_meant = version.is_some_and(|version| is_own_version(&written, version, from));
        let Some((address, route)) = found.filter(|_| !is_meant) else {
            return Destination { fragment: self.fragment(&written, written.route), is_meant, ..written };
        };
        let passed = is_named && !self.plan.is_for_all(self.site, written.route);
        Destination {
            fragment: self.fragment(&written, route),
            passed: passed.then_some(written.address),
            address,
            route,
            ..written
        }
    }

    /// The fragment for a version of the page: one that this lacks and another has becomes the one at the same place.
    fn fragment(&self, written: &Destination<'a>, version: &Route) -> Option<Cow<'a, str>> {
        let fragment = written.fragment.clone()?;
        let (Route::Document(named), Route::Document(id)) = (written.route, version) else {
            return Some(fragment);
        };
        let anchor = percent_decode_str(&fragment).decode_utf8_lossy();
        if self.site.has_anchor(*id, &anchor) {
            return Some(fragment);
        }
        let carried = self.site.carry_anchor(&anchor, *named, *id);
        let carried = carried.map(|anchor| Cow::Owned(utf8_percent_encode(anchor, ENCODED).to_string()));
        Some(carried.unwrap_or(fragment))
    }
}

/// Whether a link leads from a page to another version of that page as a whole, so that to follow the reader would be to lead
/// nowhere.
fn is_own_version(written: &Destination<'_>, version: &Address, from: From<'_>) -> bool {
    matches!(written.route, Route::Document(_)) && version == from.address && written.fragment.is_none()
}
