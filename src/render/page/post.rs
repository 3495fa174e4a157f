//! Posts and standalone pages.

use serde::Serialize;

use super::job::{Job, TemplateContext};
use super::meta::breadcrumb;
use super::parts::{date, extra, image_path, toc};
use crate::base::{Diagnostic, Located, Spanned};
use crate::document::{Document, DocumentKind, EntryKind, Section};
use crate::plan::Route;
use crate::render::fill::marked_section;
use crate::render::query::BodyKind;
use crate::site::DocumentId;
use crate::template::MessageId;
use crate::template::view::{
    ImageView, PostContent, PostLink, PostView, RenderedSection, SectionView, SeriesPart, SeriesPlace,
    StandaloneView, TocEntry,
};

/// The layout of a section that names none.
const DEFAULT_KIND: &str = "default";

impl Job<'_> {
    pub(super) fn document(&mut self, id: DocumentId) -> Result<String, Box<Diagnostic>> {
        let document = self.site.document(id);
        let mut subject = self.document_subject(id);
        if document.kind == DocumentKind::Post {
            let archive = Route::Archive(self.locale.clone());
            subject.between.extend(
                self.site
                    .address(&archive)
                    .map(|address| breadcrumb(self.text(MessageId::Archive), address.encoded())),
            );
        }
        let page = self.meta(subject);
        match document.kind {
            DocumentKind::Post => {
                let mut view = PostView { post: self.content(id), sections: Vec::new() };
                view.sections = self.sections(id, &TemplateContext { page: &page, view: &view })?;
                let template = self.page_template(document, "post.html");
                self.template(&template, &TemplateContext { page: &page, view: &view })
            }
            DocumentKind::Page => {
                let mut view = StandaloneView {
                    sections: Vec::new(),
                    has_heading: has_heading(document),
                    toc: contents(document),
                };
                view.sections = self.sections(id, &TemplateContext { page: &page, view: &view })?;
                let template = self.page_template(document, "page.html");
                self.template(&template, &TemplateContext { page: &page, view: &view })
            }
        }
    }

    /// The template of a document: that of its kind, else the common one.
    fn page_template(&self, document: &Document, common: &str) -> String {
        let own = document.layout.as_ref().map(|kind| format!("pages/{}.html", kind.value));
        own.filter(|name| self.site.has_template(self.locale, name)).unwrap_or_else(|| common.to_owned())
    }

    fn content(&self, id: DocumentId) -> PostContent {
        let document = self.site.document(id);
        let language = self.site.language(self.locale);
        let (newer, older) = self.site.neighbours(self.locale, id);
        PostContent {
            title: document.title.value.clone(),
            has_heading: has_heading(document),
            published: document.published.as_ref().map(|time| date(&time.value, language)),
            updated: document.updated.as_ref().map(|time| date(&time.value, language)),
            authors: self.authors(document),
            tags: self.tags(document),
            series: document.series.as_ref().and_then(|series| self.series_place(&series.value, id)),
            reading_minutes: document.reading_minutes(),
            toc: contents(document),
            newer: newer.map(|id| self.post_link(id)),
            older: older.map(|id| self.post_link(id)),
            draft: document.is_draft(),
            future: self.site.is_future(document),
        }
    }

    fn series_place(&self, series: &str, id: DocumentId) -> Option<SeriesPlace> {
        let named = self.site.entry(EntryKind::Series, series)?;
        let parts = self.site.listed(EntryKind::Series, series, self.locale);
        let at = parts.iter().position(|part| *part == id)?;
        let link = |index: Option<usize>| index.and_then(|at| parts.get(at)).map(|id| self.post_link(*id));
        let (name, lang, dir) = self.name(named);
        Some(SeriesPlace {
            name,
            lang,
            dir,
            url: self.entry_url(EntryKind::Series, named).unwrap_or_default(),
            sequential: named.entry.as_ref().is_some_and(|entry| entry.sequential),
            part: at + 1,
            total: parts.len(),
            previous: link(at.checked_sub(1)),
            next: link(Some(at + 1)),
            parts: parts
                .iter()
                .map(|part| {
                    let PostLink { title, url, lang, dir, language_name } = self.post_link(*part);
                    SeriesPart { title, url, lang, dir, language_name, current: *part == id }
                })
                .collect(),
        })
    }

    /// Renders each section by its own template, which sees what the page sees.
    fn sections(
        &mut self,
        id: DocumentId,
        scene: &TemplateContext<'_, impl Serialize>,
    ) -> Result<Vec<RenderedSection>, Box<Diagnostic>> {
        let sections = self.site.document(id).sections.iter().enumerate();
        let views: Vec<SectionView> =
            sections.map(|(index, section)| self.section(id, section, index + 1)).collect();
        let templates = views.iter().map(|view| (section_template(&view.kind), view));
        let rendered = self.section_templates(templates, scene)?;
        let section = |(view, html): (SectionView, String)| {
            let SectionView { id, kind, theme, title, number, .. } = view;
            RenderedSection { id, kind, theme, title, html: marked_section(number - 1, &html) }
        };
        Ok(views.into_iter().zip(rendered).map(section).collect())
    }

    fn section(&mut self, id: DocumentId, section: &Section, number: usize) -> SectionView {
        let text = |text: &Option<Spanned<String>>| {
            text.as_ref().map_or_else(String::new, |text| text.value.clone())
        };
        let name = |name: &Option<Located<String>>| name.as_ref().map(|name| name.value.clone());
        SectionView {
            id: section.id.as_ref().map(|id| id.value.clone()),
            kind: name(&section.kind)
                .filter(|kind| self.site.has_template(self.locale, &section_template(kind)))
                .unwrap_or_else(|| DEFAULT_KIND.to_owned()),
            theme: name(&section.theme),
            title: text(&section.title),
            sub_title: text(&section.sub_title),
            heading_level: section.level,
            body: self.insert(BodyKind::Sections, number - 1, id),
            image: section.image.as_ref().map(|image| ImageView {
                url: image_path(self.site, id, image, self.locale),
                alt: text(&section.image_alt),
            }),
            note: text(&section.note),
            lang: section.locale.as_ref().map(|locale| locale.tag().to_owned()),
            dir: section.locale.as_ref().map(|locale| locale.direction().name().to_owned()),
            number,
            extra: extra(&section.extra),
        }
    }
}

fn section_template(kind: &str) -> String {
    format!("sections/{kind}.html")
}

fn has_heading(document: &Document) -> bool {
    document.sections.iter().any(|section| section.title.is_some() && section.level == 1)
}

/// The headings below the page's own.
pub(super) fn contents(document: &Document) -> Vec<TocEntry> {
    let headings = document.sections.iter().flat_map(|section| {
        let own = section.title.as_ref().zip(section.id.as_ref());
        let own = own.map(|(title, id)| (section.level, id.value.clone(), title.value.clone()));
        let body = section.body.iter().flat_map(|body| &body.headings);
        own.into_iter().chain(body.map(|heading| (heading.level, heading.id.clone(), heading.text.clone())))
    });
    toc(headings.filter(|(level, ..)| *level > 1))
}
