//! The scanner itself.

use std::borrow::Cow;
use std::ops::Range;

use super::decode::decode_attribute;
use super::names::{
    Element, LinkLoad, Name, is_for_pages, is_guarded_attribute, is_guarded_element, meta_role,
};
use super::{css, srcset};
use crate::base::{Origin, Span, Spanned};
use crate::html::address::{Unsafe, is_elsewhere};
use crate::html::balance::Balance;
use crate::html::piece::{BodyImage, ImageTag, Piece, Reference, Role};
use crate::html::pieces::{PiecePosition, Pieces};
use crate::html::tokens::{HtmlToken, html_tokens};

/// What HTML holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scanned {
    /// The HTML with holes for its addresses.
    pub pieces: Vec<Piece>,
    /// Every `id` and every `name` of an `a`, in order.
    pub anchors: Vec<Spanned<String>>,
    /// The first `img`; its alternative text is left out.
    pub first_image: Option<BodyImage>,
    /// Whether it holds what a content security policy may have to name (see [`Body::guarded`]).
    ///
    /// [`Body::guarded`]: crate::markup::Body::guarded
    pub guarded: bool,
    /// The addresses that are none, each with what is wrong with it.
    pub unsafe_addresses: Vec<(Unsafe, Reference)>,
    /// Where in the pieces there is what a policy may have to name: whole tags, scripts and styles,
    /// each from one position to the next.
    pub guards: Vec<PiecePosition>,
    /// Whether all of it was read: a tag may have more attributes than are.
    pub is_whole: bool,
}

/// Reads HTML, a fragment or a whole document, for its references and anchors.
///
/// Joined again, the pieces are the HTML byte for byte. Comments and scripts are left alone, and so
/// are addresses that rendering has no say in (see [`Reference::is_fillable`]). Broken HTML is read
/// as a browser would, and is no error.
pub fn scan(html: &str, origin: &Origin) -> Scanned {
    let mut out = Pieces::default();
    let mut found = ScanResult::default();
    let is_whole = scan_into(html, &|range| origin.span_of(range), &mut out, &mut found).is_none();
    if found.guard_is_open() {
        found.guards.push(out.position());
    }
    Scanned {
        pieces: out.finish(),
        anchors: found.anchors,
        first_image: found.first_image,
        guarded: found.guarded,
        unsafe_addresses: found.unsafe_addresses,
        guards: found.guards,
        is_whole,
    }
}

/// What the scanner finds beside references.
#[derive(Default)]
pub(crate) struct ScanResult {
    /// Every `id` and every `name` of an `a`.
    pub anchors: Vec<Spanned<String>>,
    /// The first image.
    pub first_image: Option<BodyImage>,
    /// Whether there is anything that a content security policy may have to name.
    pub guarded: bool,
    /// Whether there is anything that runs, plays or is sent.
    pub runs: bool,
    /// The beginnings and ends of what a policy may have to name, in turn.
    guards: Vec<PiecePosition>,
    /// Where the `a` leads that is open, if rendering has a say in that and the writer has not said
    /// its language.
    link: Option<Reference>,
    /// How many drawings and formulas are open: none may hold HTML's elements.
    pub(super) foreign: usize,
    /// Whether it is the inside of a `noscript` that is read.
    in_noscript: bool,
    /// The addresses that are none, each with what is wrong with it.
    pub unsafe_addresses: Vec<(Unsafe, Reference)>,
    /// What of a body's elements is open, where they are to end in it.
    pub balance: Option<Balance>,
    /// What start tags are to say beside what is written, each with its offset; the first comes
    /// last.
    pub additions: Vec<(usize, String)>,
}

impl ScanResult {
    fn guard_is_open(&self) -> bool {
        self.guards.len() % 2 == 1
    }
}

/// Appends HTML to a body in the making; `place` tells a range of it as a span of its file. Gives
/// the place of the attribute before which reading has stopped, if it has (see [`html_tokens`]).
pub(crate) fn scan_into(
    html: &str,
    place: &dyn Fn(Range<usize>) -> Span,
    out: &mut Pieces,
    found: &mut ScanResult,
) -> Option<usize> {
    let mut scanner = Scanner {
        html,
        place,
        out,
        found,
        copied: 0,
        element: Element::Other,
        attributes: Vec::with_capacity(8),
        raw_text: false,
        tag: 0,
        name: String::new(),
        read: 0,
        is_guarded: false,
    };
    let cut = html_tokens(html, |event, at| scanner.event(event, at));
    scanner.finish(cut.is_some());
    cut
}

pub(super) struct Scanner<'a> {
    pub(super) html: &'a str,
    pub(super) place: &'a dyn Fn(Range<usize>) -> Span,
    pub(super) out: &'a mut Pieces,
    pub(super) found: &'a mut ScanResult,
    /// The end of what has been written out.
    pub(super) copied: usize,
    element: Element,
    /// The attributes of the start tag that is being read, each with the range of its value.
    attributes: Vec<(Name, Range<usize>)>,
    /// Whether the text that follows is the element's own: of a style sheet, or of what stands in
    /// for a script.
    raw_text: bool,
    /// Where the start tag begins that is being read, and the name of its element where elements
    /// are to end.
    tag: usize,
    pub(super) name: String,
    /// The end of what has been read whole.
    pub(super) read: usize,
    /// Whether a policy is about its element or one of its attributes.
    is_guarded: bool,
}

impl<'a> Scanner<'a> {
    fn event(&mut self, event: &HtmlToken<'_>, at: Range<usize>) {
        self.read = at.end;
        match event {
            HtmlToken::OpenStartTag { name } => {
                self.close_guard(at.start);
                self.tag = at.start;
                self.read = at.start;
                self.named(name);
                self.element = Element::named(name);
                self.is_guarded = is_guarded_element(name);
                self.found.runs |= is_for_pages(name);
                self.attributes.clear();
            }
            HtmlToken::AttributeName { name } => {
                self.read = self.tag;
                self.is_guarded |= is_guarded_attribute(name);
                self.found.runs |= name.starts_with(b"on");
                self.attributes.push((Name::named(name), at.end..at.end))
            }
            HtmlToken::AttributeValue { .. } => {
                self.read = self.tag;
                if let Some((_, value)) = self.attributes.last_mut() {
                    *value = at;
                }
            }
            HtmlToken::CloseStartTag { self_closing } => {
                if !self.is_kept(self.tag..at.end, Some(*self_closing)) {
                    return;
                }
                let is_guarded = self.is_guarded || self.may_load_from_elsewhere();
                self.found.guarded |= is_guarded;
                if is_guarded {
                    self.copy_to(self.tag);
                    self.found.guards.push(self.out.position());
                }
                self.start_tag(at.start - usize::from(*self_closing));
                // Guards inside a script or style are part of it.
                if is_guarded && !matches!(self.element, Element::Script | Element::Style) {
                    self.close_guard(at.end);
                }
                self.raw_text = matches!(self.element, Element::Style | Element::NoScript);
                self.found.foreign += usize::from(self.element == Element::Foreign && !self_closing);
                return;
            }
            HtmlToken::EndTag { name } => {
                self.named(name);
                if self.is_kept(at.clone(), None) {
                    self.end_tag(Element::named(name), at.start);
                }
                self.close_guard(at.end);
            }
            HtmlToken::Comment { .. } | HtmlToken::Doctype { .. } => self.comment(at),
            HtmlToken::String { .. } if self.raw_text => self.raw_text(at),
            _ => {}
        }
        self.raw_text = false;
    }

    /// Whether the start tag may load something from another host.
    fn may_load_from_elsewhere(&self) -> bool {
        let value = |at: &Range<usize>| self.html.get(at.clone()).unwrap_or_default();
        let rel = self.attributes.iter().find(|(name, _)| *name == Name::Rel);
        let is_loading = self.element != Element::Link
            || rel.is_some_and(|(_, at)| LinkLoad::of(&decode_attribute(value(at))).is_some());
        is_loading
            && self.attributes.iter().any(|(name, at)| {
                let role = name.role(self.element, "");
                let loads = *name == Name::Srcset || role.is_some_and(|role| role != Role::Link);
                // `&` may begin any other character.
                loads && (value(at).contains('&') || is_elsewhere(value(at)))
            })
    }

    /// Ends what a policy must read, where that has begun and a script or style lasted until here.
    fn close_guard(&mut self, end: usize) {
        if self.found.guard_is_open() {
            self.copy_to(end);
            self.found.guards.push(self.out.position());
        }
    }

    /// Writes a start tag whose `>` or `/>` stands at `end`.
    fn start_tag(&mut self, end: usize) {
        let attributes = std::mem::take(&mut self.attributes);
        let value =
            |wanted: Name| attributes.iter().find(|(name, _)| *name == wanted).map(|(_, at)| at.clone());
        let has = |wanted: Name| value(wanted).is_some();
        let rel = value(Name::Rel).and_then(|at| self.html.get(at)).unwrap_or_default();
        let hreflang = value(Name::Hreflang);
        let mut link = None;
        let mut image = None;
        for (name, at) in &attributes {
            if let Some(role) = name.role(self.element, rel) {
                let language = hreflang.clone().filter(|_| role == Role::Link);
                let reference = self.reference(at.clone(), role, language, Piece::Url);
                if *name == Name::Action {
                    self.look_at_form(at.clone());
                }
                match (self.element, name) {
                    (Element::A, Name::Href) => link = reference,
                    (Element::Img, Name::Src) => image = reference,
                    _ => {}
                }
                continue;
            }
            match (name, self.element) {
                (Name::Id, _) | (Name::Itself, Element::A) => self.anchor(at.clone()),
                (Name::Srcset, _) => self.each(at, Role::Image, Piece::Url, srcset_addresses),
                (Name::Style, _) => self.each(at, Role::Resource, Piece::Url, style_addresses),
                (Name::Content, Element::Meta) => {
                    let key = value(Name::Property).or_else(|| value(Name::Itself)).unwrap_or_default();
                    let refreshes = value(Name::HttpEquiv);
                    self.meta(at.clone(), key, refreshes);
                }
                _ => {}
            }
        }
        if self.element == Element::A {
            let link = link.filter(|link| link.hreflang.is_none());
            if let Some(reference) = &link {
                self.tag_end(end, Piece::LinkAttributes(reference.clone()));
            }
            if self.found.foreign == 0 {
                self.found.link = link;
            }
        }
        let addition = self.found.additions.pop_if(|(at, _)| *at == self.tag);
        if let Some((_, addition)) = addition {
            self.copy_to_tag_end(end);
            self.out.html(&addition);
        }
        if let Some(reference) = image {
            let tag = ImageTag {
                target: reference.target.clone(),
                has_size: has(Name::Width) || has(Name::Height),
                has_sources: has(Name::Srcset) || has(Name::Sizes),
                has_loading: has(Name::Loading),
                has_decoding: has(Name::Decoding),
            };
            self.tag_end(end, Piece::ImageAttributes(tag));
            // An unsafe URL cannot be a social image.
            if Unsafe::of(&reference.target, Role::Image).is_none() {
                let target = Spanned::new(reference.target, reference.span);
                self.found.first_image.get_or_insert(BodyImage { target, alt: String::new() });
            }
        }
        self.attributes = attributes;
    }

    /// Marks the end of a link's content; `start` is where its end tag starts.
    fn end_tag(&mut self, element: Element, start: usize) {
        match element {
            Element::Foreign => self.found.foreign = self.found.foreign.saturating_sub(1),
            Element::A if self.found.foreign == 0 => {
                if let Some(reference) = self.found.link.take() {
                    self.copy_to(start);
                    self.out.hole(Piece::LinkMark(reference));
                }
            }
            _ => {}
        }
    }

    /// Puts a hole behind the last attribute of a tag whose `>` or `/>` stands at `end`.
    fn tag_end(&mut self, end: usize, hole: Piece) {
        self.copy_to_tag_end(end);
        self.out.hole(hole);
    }

    /// Copies a tag whose `>` or `/>` stands at `end` up to its last attribute.
    fn copy_to_tag_end(&mut self, end: usize) {
        let tag = self.html.get(self.copied..end).unwrap_or_default();
        self.copy_to(self.copied + tag.trim_ascii_end().len());
    }

    fn anchor(&mut self, at: Range<usize>) {
        let id = self.html.get(at.clone()).map(decode_attribute).filter(|id| !id.is_empty());
        if let Some(id) = id {
            let anchor = Spanned::new(id.into_owned(), (self.place)(at));
            // An `a` may name itself twice, by `id` and by `name`.
            if self
                .found
                .anchors
                .last()
                .is_none_or(|last| last.value != anchor.value || self.element != Element::A)
            {
                self.found.anchors.push(anchor);
            }
        }
    }

    fn meta(&mut self, at: Range<usize>, key: Range<usize>, refreshes: Option<Range<usize>>) {
        let key = self.html.get(key).unwrap_or_default().to_ascii_lowercase();
        if let Some(role) = meta_role(&key) {
            self.reference(at, role, None, Piece::Url);
        } else if refreshes
            .and_then(|at| self.html.get(at))
            .is_some_and(|it| it.eq_ignore_ascii_case("refresh"))
            && let Some(value) = self.html.get(at.clone())
            && let Some(address) = value.to_ascii_lowercase().find("url=")
        {
            self.reference(at.start + address + 4..at.end, Role::Link, None, Piece::Url);
        }
    }

    /// Reads the text of a style sheet, or the elements inside a `noscript`.
    fn raw_text(&mut self, at: Range<usize>) {
        if self.element == Element::Style {
            return self.each(&at, Role::Resource, Piece::StyleUrl, style_addresses);
        }
        let html = self.html;
        // One lies in no other (WHATWG HTML, 4.12.2).
        let Some(inside) = html.get(at.clone()).filter(|_| !self.found.in_noscript) else { return };
        self.copy_to(at.start);
        self.copied = at.end;
        let place = self.place;
        self.found.in_noscript = true;
        scan_into(inside, &|range| place(at.start + range.start..at.start + range.end), self.out, self.found);
        self.found.in_noscript = false;
        // Its children end with the element at the latest.
        if let Some(balance) = self.found.balance.as_mut().filter(|_| at.end < html.len()) {
            self.out.html(&balance.end_inside_noscript());
        }
    }

    /// Makes holes of the addresses in a stretch of HTML.
    fn each(
        &mut self,
        at: &Range<usize>,
        role: Role,
        hole: fn(Reference) -> Piece,
        addresses: fn(&str) -> Vec<Range<usize>>,
    ) {
        let value = self.html.get(at.clone()).unwrap_or_default();
        for range in addresses(value) {
            self.reference(at.start + range.start..at.start + range.end, role, None, hole);
        }
    }

    /// Notes an address that a form is sent to where it names no host.
    fn look_at_form(&mut self, at: Range<usize>) {
        let target = decode_attribute(self.html.get(at.clone()).unwrap_or_default().trim_ascii());
        if let Some(fault @ Unsafe::FormHost) = Unsafe::of_form(&target) {
            let reference = Reference::new(target, (self.place)(at), Role::Link);
            self.found.unsafe_addresses.push((fault, reference));
        }
    }

    /// Makes a hole of an address, where rendering has a say in it; `language` is where its
    /// `hreflang` stands.
    fn reference(
        &mut self,
        at: Range<usize>,
        role: Role,
        language: Option<Range<usize>>,
        hole: fn(Reference) -> Piece,
    ) -> Option<Reference> {
        let raw = self.html.get(at.clone())?;
        let start = at.start + (raw.len() - raw.trim_ascii_start().len());
        let raw = raw.trim_ascii();
        let range = start..start + raw.len();
        let mut target = decode_attribute(raw);
        // WHATWG URL, 4.4: tabs and line ends inside an address count for nothing.
        if target.contains(['\n', '\r', '\t']) {
            target = Cow::Owned(target.replace(['\n', '\r', '\t'], ""));
        }
        let hreflang = language.and_then(|at| self.html.get(at));
        let reference = Reference {
            target: target.into_owned(),
            span: (self.place)(range.clone()),
            role,
            hreflang: hreflang.map(|tag| decode_attribute(tag).trim_ascii().to_owned()),
        };
        if let Some(fault) = Unsafe::of(&reference.target, role) {
            self.found.unsafe_addresses.push((fault, reference.clone()));
        }
        if range.start < self.copied || !reference.is_fillable() {
            return None;
        }
        self.copy_to(range.start);
        self.out.hole(hole(reference.clone()));
        self.copied = range.end;
        Some(reference)
    }

    pub(super) fn copy_to(&mut self, end: usize) {
        if let Some(html) = self.html.get(self.copied..end) {
            self.out.html(html);
            self.copied = end;
        }
    }
}

fn srcset_addresses(value: &str) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    srcset::addresses(value, |range| all.push(range));
    all
}

/// The addresses in CSS; `url(#…)` names a part of the drawing around it and stays as it is.
fn style_addresses(value: &str) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    css::addresses(value, |range| all.push(range));
    all.retain(|range| !value[range.clone()].starts_with('#'));
    all
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
