//! What the rest of a site sees of a document.

use super::page::{Document, Extra, OpenGraph, Section};
use super::time::Time;
use crate::base::{Digest, Hasher, Placed, Spanned};
use crate::markup::{Body, BodyImage, Heading};

/// How many words a minute of reading takes.
const WORDS_PER_MINUTE: usize = 200;

impl Document {
    /// The digest of all that is seen of the document outside its own bodies: two of one face
    /// differ in what their bodies say, and in where things stand in the file, and other pages
    /// differ in nothing but such bodies as they show.
    pub fn face(&self) -> Digest {
        let Self {
            file,
            span: _,
            kind,
            stem,
            locale,
            // Parts of the file's path.
            unlisted_folder: _,
            unlisted_word: _,
            title,
            uri,
            slug,
            translation_key,
            alt_uris,
            layout,
            draft,
            published,
            updated,
            tags,
            authors,
            series,
            description,
            short_description,
            short_title,
            image,
            open_graph,
            sections,
            extra,
            // They are settled before anything is seen of it.
            doubts: _,
        } = self;
        let mut face = Face::default();
        face.text(file.as_str());
        face.text(&format!("{kind:?} {stem:?} {draft}"));
        face.text(locale.tag());
        face.text(&title.value);
        [uri, slug, translation_key, short_description, short_title]
            .into_iter()
            .for_each(|text| face.spanned(text));
        face.each(alt_uris, |face, uri| face.text(&uri.value));
        [layout, series, image].into_iter().for_each(|text| face.placed(text));
        face.option(published.as_ref(), |face, time| face.time(time.value));
        face.option(updated.as_ref(), |face, time| face.time(time.value));
        for names in [tags, authors] {
            face.option(names.as_ref(), |face, names| face.each(names, |face, name| face.text(&name.value)));
        }
        face.option(description.as_ref(), |face, body| {
            face.body(body);
            face.text(&body.text);
        });
        let OpenGraph { title, description, image, image_alt } = open_graph;
        [title, description, image_alt].into_iter().for_each(|text| face.spanned(text));
        face.placed(image);
        face.text(&self.reading_minutes().to_string());
        face.each(sections, Face::section);
        face.extra(extra);
        face.hasher.finish()
    }

    /// How long the document takes to read, in whole minutes; at least one.
    pub fn reading_minutes(&self) -> usize {
        let words: usize = self.bodies().map(|body| body.words).sum();
        words.div_ceil(WORDS_PER_MINUTE).max(1)
    }
}

/// A digest of parts, each with its length, so that no two rows of parts look alike.
#[derive(Default)]
struct Face {
    hasher: Hasher,
}

impl Face {
    fn text(&mut self, text: &str) {
        self.hasher.update(&(text.len() as u64).to_le_bytes());
        self.hasher.update(text.as_bytes());
    }

    fn option<T>(&mut self, value: Option<T>, add: impl FnOnce(&mut Self, T)) {
        self.text(if value.is_some() { "some" } else { "none" });
        if let Some(value) = value {
            add(self, value);
        }
    }

    fn each<T>(&mut self, items: &[T], add: impl Fn(&mut Self, &T)) {
        self.text(&items.len().to_string());
        items.iter().for_each(|item| add(self, item));
    }

    fn spanned(&mut self, text: &Option<Spanned<String>>) {
        self.option(text.as_ref(), |face, text| face.text(&text.value));
    }

    fn placed(&mut self, text: &Option<Placed<String>>) {
        self.option(text.as_ref(), |face, text| face.text(&text.value));
    }

    fn time(&mut self, Time { at, is_day }: Time) {
        self.text(&format!("{} {is_day}", at.to_rfc3339()));
    }

    fn section(&mut self, section: &Section) {
        let Section {
            span: _,
            id,
            title,
            level,
            sub_title,
            body,
            theme,
            kind,
            image,
            image_alt,
            note,
            locale,
            extra,
        } = section;
        [id, title, sub_title, image_alt, note].into_iter().for_each(|text| self.spanned(text));
        [theme, kind, image].into_iter().for_each(|text| self.placed(text));
        self.text(&format!("{level} {locale:?}"));
        self.option(body.as_ref(), |face, body| face.body(body));
        self.extra(extra);
    }

    /// What links and other versions of the page see of a body.
    fn body(&mut self, body: &Body) {
        let Body {
            anchors,
            headings,
            first_image,
            // The document's minutes of reading are made of them.
            words: _,
            // Only pages that show the body see those.
            pieces: _,
            guarded: _,
            runs: _,
            text: _,
            // No page is made of those: they tell how grave it is that an anchor is there twice.
            made: _,
            // Nor of those: they are compared with translations'.
            code: _,
            wording: _,
        } = body;
        self.each(anchors, |face, anchor| face.text(&anchor.value));
        self.each(headings, |face, heading| {
            let Heading { level, id, text: _ } = heading;
            face.text(id);
            face.text(&level.to_string());
        });
        self.option(first_image.as_ref(), |face, image| {
            let BodyImage { target, alt } = image;
            face.text(&target.value);
            face.text(alt);
        });
    }

    fn extra(&mut self, extra: &std::collections::BTreeMap<String, Extra>) {
        for (key, value) in extra {
            self.text(key);
            self.text(&serde_json::to_string(value).unwrap_or_default());
        }
    }
}
