//! Links.

use std::ops::Range;

use pulldown_cmark::LinkType;

use super::compiler::{Compiler, OpenLink};
use crate::base::{Diagnostic, Place, Span};
use crate::html::{Piece, Reference, Role, Unsafe};
use crate::markup::events::{Events, end_of, label_key};

/// The start of a link, as it is written.
pub(super) struct LinkTag<'a> {
    pub kind: LinkType,
    pub target: &'a str,
    pub title: &'a str,
    pub label: &'a str,
}

impl Compiler<'_> {
    /// Writes the start tag of a link.
    pub(super) fn link(
        &mut self,
        events: &Events<'_>,
        index: usize,
        LinkTag { kind, target, title, label }: LinkTag<'_>,
    ) {
        let span = self.destination(events, index, target, label);
        let target = if kind == LinkType::Email { format!("mailto:{target}") } else { target.to_owned() };
        let reference = Reference::new(target, span, Role::Link);
        self.check_address(&reference);
        self.out.html("<a");
        self.out.address("href", &reference);
        if !title.is_empty() {
            self.out.attribute("title", title);
        }
        let reference = Some(reference).filter(Reference::is_fillable);
        if let Some(reference) = &reference {
            self.out.hole(Piece::LinkAttributes(reference.clone()));
        }
        self.out.html(">");
        let shows_address = matches!(kind, LinkType::Autolink | LinkType::Email);
        self.literals += usize::from(shows_address);
        self.links.push(OpenLink { shows_address, reference });
    }

    pub(super) fn end_link(&mut self) {
        if let Some(OpenLink { shows_address, reference }) = self.links.pop() {
            self.literals = self.literals.saturating_sub(usize::from(shows_address));
            if let Some(reference) = reference {
                self.out.hole(Piece::LinkMark(reference));
            }
        }
        self.out.html("</a>");
    }

    /// Where the destination of the link or image that starts at an index is written: in itself or
    /// in the definition it refers to; the whole link where it is written with escapes.
    pub(super) fn destination(
        &mut self,
        events: &Events<'_>,
        index: usize,
        target: &str,
        label: &str,
    ) -> Span {
        let whole = events[index].1.clone();
        let end = end_of(events, index);
        let content_end = if end > index + 1 { events[end - 1].1.end } else { whole.start };
        let range = self
            .defined(target, label)
            .or_else(|| self.find(content_end.min(whole.end)..whole.end, target))
            .or_else(|| self.find(whole.clone(), target));
        self.origin.span_of(range.unwrap_or(whole))
    }

    /// Where the definition of a label has its destination.
    fn defined(&mut self, target: &str, label: &str) -> Option<Range<usize>> {
        if label.is_empty() {
            return None;
        }
        let label = label_key(label);
        if let Some(known) = self.destinations.get(&label) {
            return known.clone();
        }
        let definition = self.definitions.get(&label)?;
        let label_end = self.source[definition.clone()].find("]:");
        let found = label_end.and_then(|at| self.find(definition.start + at..definition.end, target));
        self.destinations.insert(label, found.clone());
        found
    }

    /// Notes what is wrong with an address in itself; says whether nothing is.
    pub(super) fn check_address(&mut self, reference: &Reference) -> bool {
        let fault = Unsafe::of(&reference.target, reference.role);
        let is_sound = fault.is_none();
        self.found.unsafe_addresses.extend(fault.map(|fault| (fault, reference.clone())));
        is_sound
    }

    /// Tells of the addresses that are none.
    pub(super) fn report_unsafe_addresses(&mut self) {
        for (fault, Reference { target, span, .. }) in std::mem::take(&mut self.found.unsafe_addresses) {
            let place = Some(Place::new(&self.origin.file, span));
            self.diagnostics.push(Diagnostic { place, ..fault.diagnostic(&target) });
        }
    }

    fn find(&self, range: Range<usize>, target: &str) -> Option<Range<usize>> {
        let at = self.source.get(range.clone())?.find(target).filter(|_| !target.is_empty())?;
        Some(range.start + at..range.start + at + target.len())
    }
}
