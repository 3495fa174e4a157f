//! The whole of a post as HTML that reads well without its style sheet.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use crate::base::{Place, lock_unpoisoned};
use crate::document::{Document, Section};
use crate::html::{Piece, Reference, Role, escape_attribute, escape_text};
use crate::plan::Address;
use crate::render::fill::{Filled, Filler, Insert};
use crate::render::query::{BodyKind, QueryId};
use crate::render::tracked::Tracked;
use crate::site::DocumentId;

/// How many bytes of contents are kept for other feeds.
const CACHE_LIMIT: usize = 16 << 20;

/// The content of an entry.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// The HTML, and what was found in it.
    pub filled: Filled,
    /// What was asked of the site to make it.
    pub queries: Vec<QueryId>,
}

/// The contents of posts that several feeds have: that of all posts, and those of each tag and
/// author.
#[derive(Debug, Default)]
pub struct Contents(Mutex<ContentCache>);

#[derive(Debug, Default)]
struct ContentCache {
    bytes: usize,
    contents: BTreeMap<DocumentId, Arc<Content>>,
}

impl Contents {
    pub(super) fn get_or_make(&self, id: DocumentId, make: impl FnOnce() -> Content) -> Arc<Content> {
        let held = lock_unpoisoned(&self.0).contents.get(&id).cloned();
        held.unwrap_or_else(|| {
            let made = Arc::new(make());
            let mut cache = lock_unpoisoned(&self.0);
            if cache.bytes + made.filled.html.len() <= CACHE_LIMIT {
                cache.bytes += made.filled.html.len();
                cache.contents.insert(id, Arc::clone(&made));
            }
            made
        })
    }
}

/// A post as HTML, with what was found in it.
pub(super) fn post_as_html(site: Tracked<'_>, id: DocumentId) -> Option<Filled> {
    let post = site.document(id);
    let home = site.address_of(id)?;
    let mut filler = Filler::elsewhere(site, home, &post.locale);
    for (number, section) in post.sections.iter().enumerate() {
        let source = Source { site, id, post, home };
        source.section(number, section, &mut filler);
    }
    Some(filler.finish())
}

/// The post that an entry's content is made of.
struct Source<'a> {
    site: Tracked<'a>,
    id: DocumentId,
    post: &'a Document,
    home: &'a Address,
}

impl<'a> Source<'a> {
    fn section(&self, number: usize, section: &'a Section, filler: &mut Filler<'a>) {
        let Self { site, id, post, home } = *self;
        let mut html = String::new();
        if let Some(locale) = &section.locale {
            html.push_str(&format!("<div lang=\"{locale}\" dir=\"{}\">\n", locale.direction().name()));
        }
        // The first heading is the entry's title.
        let title = section.title.as_ref().filter(|_| section.level > 1);
        html.extend(title.map(|title| element("h2", &title.value)));
        html.extend(section.sub_title.as_ref().map(|sub_title| element("p", &sub_title.value)));
        filler.html(&html);
        if let Some(image) = &section.image {
            let Place { file, span } = &image.place;
            let reference = Reference::new(&image.value, *span, Role::Image);
            let home = site.home(id, &image.place).unwrap_or(home);
            let mut alt = String::new();
            escape_attribute(section.image_alt.as_ref().map_or("", |alt| &alt.value), &mut alt);
            filler.html("<p><img src=\"");
            filler.piece(&Piece::Url(reference), home, file);
            filler.html(&format!("\" alt=\"{alt}\"></p>\n"));
        }
        if let Some(body) = site.body(id, BodyKind::Sections, number) {
            filler.body(Insert { body, file: &post.file, home, locale: &post.locale });
        }
        if let Some(note) = &section.note {
            filler.html(&element("p", &note.value));
        }
        if section.locale.is_some() {
            filler.html("</div>\n");
        }
    }
}

/// An element that holds text.
fn element(name: &str, text: &str) -> String {
    let mut html = format!("<{name}>");
    escape_text(text, &mut html);
    html + &format!("</{name}>\n")
}
