//! Images and figures.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::compiler::Compiler;
use crate::base::Spanned;
use crate::html::{BodyImage, ImageTag, Piece, Reference, Role, is_elsewhere};
use crate::markup::events::{Events, end_of};
use crate::markup::plain::{one_line, plain_of};

impl Compiler<'_> {
    /// Writes an image, and gives the index of the next event.
    pub(super) fn image(
        &mut self,
        events: &Events<'_>,
        index: usize,
        target: &str,
        title: &str,
        label: &str,
    ) -> usize {
        let next = self.bare_image(events, index, target, label);
        if !title.is_empty() {
            self.out.attribute("title", title);
        }
        self.end_image(target);
        next
    }

    /// Writes the figure that a paragraph is, if an image with a title is all it holds; gives the
    /// index of the next event.
    pub(super) fn figure(&mut self, events: &Events<'_>, index: usize) -> Option<usize> {
        let Event::Start(Tag::Image { dest_url, title, id, .. }) = &events.get(index + 1)?.0 else {
            return None;
        };
        let after = end_of(events, index + 1) + 1;
        if title.is_empty() || !matches!(events.get(after)?.0, Event::End(TagEnd::Paragraph)) {
            return None;
        }
        self.out.html("<figure>");
        self.bare_image(events, index + 1, dest_url, id);
        self.end_image(dest_url);
        self.out.html("<figcaption>");
        self.typographer.block();
        self.text.push(' ');
        self.prose(title);
        self.text.push(' ');
        self.out.html("</figcaption></figure>\n");
        Some(after + 1)
    }

    /// Writes an image's tag but for its title and end.
    fn bare_image(&mut self, events: &Events<'_>, index: usize, target: &str, label: &str) -> usize {
        let end = end_of(events, index);
        let alt = one_line(&plain_of(&events[index + 1..end]));
        let span = self.destination(events, index, target, label);
        let reference = Reference::new(target, span, Role::Image);
        self.found.guarded |= is_elsewhere(target);
        let is_sound = self.check_address(&reference);
        self.void_element("img");
        self.out.html("<img");
        self.out.address("src", &reference);
        self.out.attribute("alt", &alt);
        self.pass(&alt);
        self.typographer.opaque();
        if is_sound {
            let image = BodyImage { target: Spanned::new(reference.target, span), alt };
            self.found.first_image.get_or_insert(image);
        }
        end + 1
    }

    fn end_image(&mut self, target: &str) {
        let tag = ImageTag {
            target: target.to_owned(),
            has_size: false,
            has_sources: false,
            has_loading: false,
            has_decoding: false,
        };
        self.out.hole(Piece::ImageAttributes(tag));
        self.out.html(">");
    }
}
