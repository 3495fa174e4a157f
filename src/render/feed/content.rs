//! The whole of a post as HTML that reads well without its style sheet.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use super::Feed;
use crate::base::{Place, locked};
use crate::document::{Document, Section};
use crate::markup::{Piece, Reference, Role, escape_attribute, escape_text};
use crate::plan::Address;
use crate::render::fill::{Filled, Filler, Insert, Part};
use crate::render::xml::for_cdata;
use crate::site::DocumentId;

/// How many bytes of contents are held for other feeds.
const MOST_HELD: usize = 16 << 20;

/// The content of an entry.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// The HTML as the text of a CDATA section.
    pub text: String,
    /// What was found in it, and where in the text its bodies stand; the HTML itself has become the
    /// text.
    pub filled: Filled,
}

/// The contents of posts that several feeds have: that of all posts, and those of each tag and
/// author.
#[derive(Debug, Default)]
pub struct Contents(Mutex<Held>);

#[derive(Debug, Default)]
struct Held {
    bytes: usize,
    contents: BTreeMap<DocumentId, Arc<Content>>,
}

impl Contents {
    fn get_or_make(&self, id: DocumentId, make: impl FnOnce() -> Content) -> Arc<Content> {
        let held = locked(&self.0).contents.get(&id).cloned();
        held.unwrap_or_else(|| {
            let made = Arc::new(make());
            let mut held = locked(&self.0);
            if held.bytes + made.text.len() <= MOST_HELD {
                held.bytes += made.text.len();
                held.contents.insert(id, Arc::clone(&made));
            }
            made
        })
    }
}

impl<'a> Feed<'a> {
    /// The content of a post's entry, as it was made for another feed, else anew.
    pub(super) fn content(&self, id: DocumentId) -> Arc<Content> {
        self.contents.get_or_make(id, || {
            let post: &'a Document = &self.resolver.site.documents[id];
            let (Some(home), Some(tongue)) = (self.home(post), self.tongues.get(&post.locale)) else {
                return Content::default();
            };
            let mut filler = Filler::elsewhere(self.resolver, home, tongue);
            for (number, section) in post.sections.iter().enumerate() {
                self.section((number, section), post, home, &mut filler);
            }
            let mut filled = filler.finish();
            let text = for_cdata(std::mem::take(&mut filled.html), &mut filled.splices);
            Content { text, filled }
        })
    }

    fn section(
        &self,
        (number, section): (usize, &'a Section),
        post: &'a Document,
        home: &'a Address,
        filler: &mut Filler<'a>,
    ) {
        let mut html = String::new();
        if let Some(locale) = &section.locale {
            html.push_str(&format!("<div lang=\"{locale}\" dir=\"{}\">\n", locale.direction().name()));
        }
        // The first heading is the entry's title.
        if let Some(title) = section.title.as_ref().filter(|_| section.level > 1) {
            html.push_str("<h2>");
            escape_text(&title.value, &mut html);
            html.push_str("</h2>\n");
        }
        if let Some(sub_title) = &section.sub_title {
            html.push_str("<p>");
            escape_text(&sub_title.value, &mut html);
            html.push_str("</p>\n");
        }
        filler.html(&html);
        if let Some(image) = &section.image {
            let Place { file, span } = &image.place;
            let reference = Reference::new(&image.value, *span, Role::Image);
            let home = self.id(post).and_then(|id| self.resolver.home(id, &image.place)).unwrap_or(home);
            let mut alt = String::new();
            escape_attribute(section.image_alt.as_ref().map_or("", |alt| &alt.value), &mut alt);
            filler.html("<p><img src=\"");
            filler.piece(&Piece::Url(reference), home, file);
            filler.html(&format!("\" alt=\"{alt}\"></p>\n"));
        }
        if let Some(body) = &section.body {
            let (part, file, locale) = (Part::Sections, &post.file, &post.locale);
            filler.body(Insert { body, part, number, file, home, locale });
        }
        if let Some(note) = &section.note {
            let mut html = String::from("<p>");
            escape_text(&note.value, &mut html);
            html.push_str("</p>\n");
            filler.html(&html);
        }
        if section.locale.is_some() {
            filler.html("</div>\n");
        }
    }
}
