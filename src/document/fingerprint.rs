//! What can be seen of a document beside what its bodies say.

use chrono::Offset;

use super::kind::DocumentKind;
use super::page::{Document, Extra, OpenGraph, Section};
use super::stem::Stem;
use super::time::Time;
use crate::base::{Digest, Hasher, Located, Place, Span, Spanned};
use crate::html::BodyImage;
use crate::markup::{Body, Heading};

/// How many words a minute of reading takes.
const WORDS_PER_MINUTE: usize = 200;

impl Document {
    /// The digest of all that a page can show of the document, its own page included, but for what
    /// its bodies say, which have digests of their own. It is worked out once, and asked for when
    /// nothing of the document changes any more.
    ///
    /// Places are no part of it, but for those of images and of the title: pages keep those.
    pub fn public_fingerprint(&self) -> Digest {
        self.digested.get_or_init(|| self.work_out_fingerprint())
    }

    /// The digest of what the bodies of its sections say, worked out once like the fingerprint.
    pub fn sections_digest(&self) -> Digest {
        self.digested_sections.get_or_init(|| {
            let mut hasher = Hasher::default();
            for section in &self.sections {
                let said = section.body.as_ref().map_or_else(Digest::default, |body| body.digest());
                hasher.update(said.as_bytes());
            }
            hasher.finish()
        })
    }

    fn work_out_fingerprint(&self) -> Digest {
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
            // Resolved before fingerprints are taken.
            pending_faults: _,
            digested: _,
            digested_sections: _,
        } = self;
        let mut fingerprint = Fingerprint::default();
        fingerprint.text(file.as_str());
        let Stem { path, locale: of_path, in_folder } = stem;
        fingerprint.text(path);
        fingerprint.option(of_path.as_ref(), |fingerprint, locale| fingerprint.text(locale.tag()));
        [*kind == DocumentKind::Post, *in_folder, *draft]
            .into_iter()
            .for_each(|is_so| fingerprint.hasher.number(usize::from(is_so)));
        fingerprint.text(locale.tag());
        fingerprint.spanned_at(title);
        [uri, slug, translation_key, short_description, short_title]
            .into_iter()
            .for_each(|text| fingerprint.spanned(text));
        fingerprint.each(alt_uris, |fingerprint, uri| fingerprint.text(&uri.value));
        [layout, series].into_iter().for_each(|text| fingerprint.located(text));
        fingerprint.image(image);
        fingerprint.option(published.as_ref(), |fingerprint, time| fingerprint.time(time.value));
        fingerprint.option(updated.as_ref(), |fingerprint, time| fingerprint.time(time.value));
        for names in [tags, authors] {
            fingerprint.option(names.as_ref(), |fingerprint, names| {
                fingerprint.each(names, |fingerprint, name| fingerprint.text(&name.value))
            });
        }
        fingerprint.option(description.as_ref(), |fingerprint, body| {
            fingerprint.body(body);
            fingerprint.text(&body.text);
        });
        fingerprint.text(&self.page_description());
        let OpenGraph { title, description, image, image_alt } = open_graph;
        [title, description, image_alt].into_iter().for_each(|text| fingerprint.spanned(text));
        fingerprint.image(image);
        fingerprint.hasher.number(self.reading_minutes());
        fingerprint.each(sections, Fingerprint::section);
        fingerprint.extra(extra);
        fingerprint.hasher.finish()
    }

    /// How long the document takes to read, in whole minutes; at least one.
    pub fn reading_minutes(&self) -> usize {
        let words: usize = self.bodies().map(|body| body.words).sum();
        words.div_ceil(WORDS_PER_MINUTE).max(1)
    }
}

/// A digest of parts, each with its length, so that no two rows of parts look alike.
#[derive(Default)]
struct Fingerprint {
    hasher: Hasher,
}

impl Fingerprint {
    fn text(&mut self, text: &str) {
        self.hasher.text(text);
    }

    fn option<T>(&mut self, value: Option<T>, add: impl FnOnce(&mut Self, T)) {
        self.hasher.number(usize::from(value.is_some()));
        if let Some(value) = value {
            add(self, value);
        }
    }

    fn each<T>(&mut self, items: &[T], add: impl Fn(&mut Self, &T)) {
        self.hasher.number(items.len());
        items.iter().for_each(|item| add(self, item));
    }

    fn spanned(&mut self, text: &Option<Spanned<String>>) {
        self.option(text.as_ref(), |fingerprint, text| fingerprint.text(&text.value));
    }

    fn spanned_at(&mut self, text: &Spanned<String>) {
        self.text(&text.value);
        self.span(text.span);
    }

    fn located(&mut self, text: &Option<Located<String>>) {
        self.option(text.as_ref(), |fingerprint, text| fingerprint.text(&text.value));
    }

    fn image(&mut self, image: &Option<Located<String>>) {
        self.option(image.as_ref(), |fingerprint, image| {
            fingerprint.text(&image.value);
            let Place { file, span } = &image.place;
            fingerprint.text(file.as_str());
            fingerprint.span(*span);
        });
    }

    fn time(&mut self, Time { at, is_day }: Time) {
        self.hasher.update(&at.timestamp().to_le_bytes());
        self.hasher.update(&at.timestamp_subsec_nanos().to_le_bytes());
        self.hasher.update(&at.offset().fix().local_minus_utc().to_le_bytes());
        self.hasher.number(usize::from(is_day));
    }

    fn span(&mut self, Span { start, end }: Span) {
        self.hasher.number(start as usize);
        self.hasher.number(end as usize);
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
        [theme, kind].into_iter().for_each(|text| self.located(text));
        self.image(image);
        self.hasher.number(usize::from(*level));
        self.option(locale.as_ref(), |fingerprint, locale| fingerprint.text(locale.tag()));
        self.option(body.as_ref(), |fingerprint, body| fingerprint.body(body));
        self.extra(extra);
    }

    /// What links and other versions of the page see of a body.
    fn body(&mut self, body: &Body) {
        let Body {
            anchors,
            headings,
            first_image,
            // Covered by the document's reading time.
            words: _,
            // Covered by the document's description.
            text: _,
            // Covered by the digest of the body.
            guarded: _,
            runs: _,
            digested: _,
            // Used for the severity of duplicate anchors only.
            made: _,
            // Used to compare translations only.
            listings: _,
            wording: _,
            // Covered by the digest of the content.
            resizable: _,
            nearby: _,
            urls: _,
            content: _,
        } = body;
        self.each(anchors, |fingerprint, anchor| fingerprint.text(&anchor.value));
        self.each(headings, |fingerprint, heading| {
            let Heading { level, id, text } = heading;
            fingerprint.text(text);
            fingerprint.text(id);
            fingerprint.hasher.number(usize::from(*level));
        });
        self.option(first_image.as_ref(), |fingerprint, image| {
            let BodyImage { target, alt } = image;
            fingerprint.text(&target.value);
            fingerprint.text(alt);
        });
    }

    fn extra(&mut self, extra: &std::collections::BTreeMap<String, Extra>) {
        for (key, value) in extra {
            self.text(key);
            self.text(&serde_json::to_string(value).unwrap_or_default());
        }
    }
}
