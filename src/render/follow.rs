//! Links follow the reader: to the page in the reader's language, and to the same place in it.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use super::resolve::{LinkContext, PageTarget, Resolver};
use crate::plan::{Address, Route};
use crate::site::DocumentId;

/// What a fragment must have encoded (WHATWG URL, section 1.3).
const ENCODED: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`').add(b'%');

impl<'a> Resolver<'a> {
    /// Leads a link to its page in the reader's language, where it is to follow the reader and
    /// there is one.
    ///
    /// `is_named` says that the address as written is that of this very version.
    pub(super) fn follow(
        &self,
        written: PageTarget<'a>,
        is_named: bool,
        from: LinkContext<'_>,
    ) -> PageTarget<'a> {
        if !from.follows_reader() {
            let fragment = match (written.fragment.clone(), written.route) {
                (Some(fragment), Route::Document(id)) => Some(self.own_form(fragment, *id)),
                (fragment, _) => fragment,
            };
            return PageTarget { fragment, ..written };
        }
        let version = self.plan.version_to_read(self.site, written.route, from.locale);
        let version = version.filter(|version| *version != written.address);
        let found = version.and_then(|version| self.plan.routes.get_key_value(version));
        let is_intentional = version.is_some_and(|version| is_own_version(&written, version, from));
        let Some((address, route)) = found.filter(|_| !is_intentional) else {
            return PageTarget {
                fragment: self.fragment_in(&written, written.route),
                is_intentional,
                ..written
            };
        };
        let is_redirected = is_named && self.plan.for_all(self.site, written.route) != Some(written.address);
        PageTarget {
            fragment: self.fragment_in(&written, route),
            redirected_from: is_redirected.then_some(written.address),
            address,
            route,
            ..written
        }
    }

    /// The fragment of a link into the page that it is written on: one of another version of that
    /// is led to the same place.
    pub(super) fn follow_here(&self, fragment: &'a str, from: LinkContext<'_>) -> Cow<'a, str> {
        match self.plan.routes.get(from.address) {
            Some(Route::Document(id)) if from.follows_reader() => self.carried(fragment.into(), *id, *id),
            _ => fragment.into(),
        }
    }

    fn fragment_in(&self, written: &PageTarget<'a>, version: &Route) -> Option<Cow<'a, str>> {
        let fragment = written.fragment.clone()?;
        match (written.route, version) {
            (Route::Document(named), Route::Document(id)) => Some(self.carried(fragment, *named, *id)),
            _ => Some(fragment),
        }
    }

    /// The fragment for a version of a page: one that this lacks and another has (first of all
    /// `named`) becomes the one at the same place.
    fn carried(&self, fragment: Cow<'a, str>, named: DocumentId, id: DocumentId) -> Cow<'a, str> {
        let anchor = percent_decode_str(&fragment).decode_utf8_lossy();
        if self.site.has_anchor(id, &anchor) {
            return self.own_form(fragment, id);
        }
        let found = self.site.carry_anchor(&anchor, named, id).or_else(|| self.displaced(&anchor, named, id));
        match found {
            Some(anchor) => Cow::Owned(utf8_percent_encode(anchor, ENCODED).to_string()),
            None => fragment,
        }
    }

    /// The anchor for a version of a page that would be the named one, had it not given way to a
    /// template's: in this, else where it answers to that in the version that is named.
    fn displaced(&self, anchor: &str, named: DocumentId, id: DocumentId) -> Option<&'a str> {
        let site = self.site;
        site.displaced_anchor(id, anchor)
            .or_else(|| site.carry_anchor(site.displaced_anchor(named, anchor)?, named, id))
    }

    /// A fragment in the form of Unicode in which the anchor that it names is written: browsers
    /// know no other.
    fn own_form(&self, fragment: Cow<'a, str>, id: DocumentId) -> Cow<'a, str> {
        // ASCII is always NFC.
        if !fragment.contains(|c: char| !c.is_ascii() || c == '%') {
            return fragment;
        }
        let anchor = percent_decode_str(&fragment).decode_utf8_lossy();
        match self.site.anchor(id, &anchor) {
            Some(own) if own != anchor => Cow::Owned(utf8_percent_encode(own, ENCODED).to_string()),
            _ => fragment,
        }
    }
}

/// Whether a link leads from a page to another version of that page as a whole, so that to follow
/// the reader would be to lead nowhere.
fn is_own_version(written: &PageTarget<'_>, version: &Address, from: LinkContext<'_>) -> bool {
    matches!(written.route, Route::Document(_)) && version == from.address && written.fragment.is_none()
}
