//! Records to documents.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::keys::{self, KeySubject};
use super::kind::DocumentKind;
use super::page::{Document, FaultCondition, OpenGraph, PendingFault, Section};
use super::pending_fault::{extra, first_key, is_own, with_misnamed, without_image};
use super::unknown::KeyContext;
use super::value::FieldReader;
use super::{
    Bodies, Context, Field, PageContent, Raw, Record, Stem, UnlistedFolder, UnlistedWord, below,
    language_check, unlisted,
};
use crate::base::{Code, Diagnostic, Digested, FilePath, Origin, Place, Span, Spanned};
use crate::locale::Locale;
use crate::markup::{self, Body, PageIds, Passage};

/// The longest `og:title` (in characters) that services show whole.
const OG_TITLE_LIMIT: usize = 70;

/// The longest `og:description` (in characters) that services show whole.
const OG_DESCRIPTION_LIMIT: usize = 200;

/// How much (in characters) is kept of what a section says without its markup: more than any
/// description is long.
const BEGINNING: usize = 400;

/// A page as it is written.
#[derive(Clone, Debug)]
pub struct PageSource<'a> {
    /// The file.
    pub file: &'a FilePath,
    /// What the file's place says.
    pub stem: Stem,
    /// What the file holds of the page.
    pub content: PageContent<'a>,
}

/// Compiles a page. `bodies` gives those that are known, or remembers those that are compiled.
pub fn compile(
    source: PageSource<'_>,
    context: &Context,
    bodies: &mut Bodies,
    diagnostics: &mut Vec<Diagnostic>,
) -> Document {
    let PageSource { file, stem, content } = source;
    let (records, text) = match content {
        PageContent::Records(records) => (records, ""),
        PageContent::Markdown(text) => ([].as_slice(), text),
    };
    let namespace = records.first().and_then(|page| post_namespace(file, page, diagnostics));
    let compiler = |locale, bodies| Compiler {
        file,
        context,
        locale,
        namespace,
        bodies: RefCell::new(bodies),
        passages: RefCell::default(),
    };
    let (mut document, passages) = match records.split_first() {
        Some((page, sections)) => {
            let mut reader = FieldReader::new(file, page, diagnostics);
            let locale = page_locale(&mut reader, file, &stem, context);
            let compiler = compiler(locale, &mut *bodies);
            (compiler.document(stem, reader, page, sections), compiler.passages.take())
        }
        None => {
            let locale = stem.locale.clone().unwrap_or_else(|| context.default_locale().clone());
            (compiler(locale, &mut *bodies).plain(stem, text, diagnostics), BTreeMap::new())
        }
    };
    if records.first().is_none_or(|page| page.get("page/locale").is_none()) {
        document.unlisted_folder = UnlistedFolder::of(&document);
        document.unlisted_word = UnlistedWord::of(&document);
        diagnostics.extend(unlisted::suffix(&document, context));
    }
    diagnostics.extend(bodies.written(|| {
        let mut told = Vec::new();
        language_check::check(&document, content, passages, context, &mut told);
        told
    }));
    document
}

/// The namespace that spells a post's keys in a file's first block; two of them in one block are an
/// error.
fn post_namespace(file: &FilePath, page: &Record, diagnostics: &mut Vec<Diagnostic>) -> Option<&'static str> {
    let mut keys =
        page.fields.iter().filter_map(|field| Some((keys::post_key(&field.key.value)?.0, field.key.span)));
    let (namespace, first) = keys.next()?;
    let mut told = vec![namespace];
    for (other, span) in keys {
        if told.contains(&other) {
            continue;
        }
        told.push(other);
        diagnostics.push(
            Diagnostic::at(
                Place::new(file, span),
                Code::MixedNamespaces,
                format!("a post's keys are spelled both `:{namespace}/…` and `:{other}/…`"),
            )
            .note_at(Place::new(file, first), "the first spelling is here")
            .help(format!("spell them all `:{namespace}/…`")),
        );
    }
    Some(namespace)
}

/// The page's own locale, else the one its place names, else the site's default.
fn page_locale(reader: &mut FieldReader<'_>, file: &FilePath, stem: &Stem, context: &Context) -> Locale {
    let from_place = || stem.locale.clone().unwrap_or_else(|| context.default_locale().clone());
    let Some(tag) = reader.keyword("page/locale") else { return from_place() };
    context.locale(&tag.value).cloned().unwrap_or_else(|| {
        reader.push(unlisted::written(file, &tag, context));
        from_place()
    })
}

struct Compiler<'a> {
    file: &'a FilePath,
    context: &'a Context,
    locale: Locale,
    /// The namespace that spells the page's keys as a post.
    namespace: Option<&'static str>,
    bodies: RefCell<&'a mut Bodies>,
    /// The passages of the bodies, by the places of those.
    passages: RefCell<BTreeMap<Span, Vec<Passage>>>,
}

impl Compiler<'_> {
    fn document(
        &self,
        stem: Stem,
        mut reader: FieldReader<'_>,
        page: &Record,
        sections: &[Record],
    ) -> Document {
        let title = reader.text("page/title");
        if title.is_none() {
            reader.push(missing_title(self.file, page));
        }
        let zone = self.context.zone;
        let post = |name: &str| format!("{}/{name}", self.namespace.unwrap_or_default());
        let located = |text: Option<Spanned<String>>| text.map(|text| text.in_file(self.file));
        let all_placed =
            |names: Vec<Spanned<String>>| names.into_iter().map(|name| name.in_file(self.file)).collect();
        let mut document = Document {
            uri: reader.path("page/uri"),
            slug: reader.text("page/slug"),
            translation_key: reader.name("page/translation-key"),
            alt_uris: reader.paths("page/alt-uris").unwrap_or_default(),
            layout: located(reader.keyword("page/kind")),
            draft: reader.boolean("page/draft?").unwrap_or_default(),
            published: reader.time(&post("published"), zone).map(|time| time.in_file(self.file)),
            updated: reader.time(&post("updated"), zone),
            tags: reader.keywords(&post("tags")).map(all_placed),
            authors: {
                let authors = [reader.references(&post("author")), reader.references(&post("authors"))];
                let is_written = authors.iter().any(Option::is_some);
                is_written.then(|| all_placed(authors.into_iter().flatten().flatten().collect()))
            },
            series: located(reader.references(&post("series")).and_then(|names| names.into_iter().next())),
            short_description: reader.text(&post("short-description")),
            short_title: reader.text(&post("short-title")),
            image: located(reader.path(&post("image"))),
            open_graph: open_graph(&mut reader, self.file),
            kind: if self.namespace.is_some() { DocumentKind::Post } else { DocumentKind::Page },
            title: title.unwrap_or_else(|| Spanned::new(stem.name().to_owned(), page.span)),
            ..self.blank(stem, page.span)
        };
        let description = reader.markdown(&post("description"));
        let bodies: Vec<_> =
            [post("body"), "page/body".to_owned()].iter().filter_map(|key| reader.markdown(key)).collect();
        if bodies.is_empty() && sections.is_empty() {
            let below = below::description(self.file, page, &post("description"));
            below.into_iter().for_each(|fault| reader.push(fault));
        }
        document.description = description.map(|(text, origin)| {
            let options = self.context.options(&self.locale, 2, false);
            self.body(&text, &origin, &options, &mut PageIds::default(), &mut reader)
        });

        let layout = document.layout.as_ref().map(|layout| layout.value.as_str());
        let mut ids = PageIds::with_taken(self.context.template_ids.of(document.kind, layout));
        // Reserve the writer's anchors first: generated ones avoid them.
        for section in sections {
            if let Some(Field { value: Raw::Text(id), .. }) = section.get("section/id") {
                ids.claim(id.value.trim());
            }
        }
        document.sections.reserve_exact(bodies.len() + sections.len());
        for (text, origin) in bodies {
            let options = self.context.options(&self.locale, 1, true);
            let body = self.body(&text, &origin, &options, &mut ids, &mut reader);
            document.sections.push(Section { body: Some(body), ..blank_section(origin.span) });
        }
        let mut titled = !document.sections.is_empty();
        for record in sections {
            let at = document.sections.len();
            let (section, pending_faults) = self.section(record, &mut ids, &mut titled, &mut reader);
            document.sections.push(section);
            let of_section = |(when, fault)| PendingFault { section: Some(at), when, fault };
            document.pending_faults.extend(pending_faults.into_iter().map(of_section));
        }
        let is_own = is_own(&self.context.own_kinds.pages, document.layout.as_ref());
        let (extra, pending_faults) = extra(self.here(KeySubject::Page, page), is_own, reader);
        document.pending_faults.extend(pending_faults.into_iter().map(|(when, fault)| PendingFault {
            section: None,
            when,
            fault,
        }));
        document.extra = extra;
        document
    }

    fn section(
        &self,
        record: &Record,
        ids: &mut PageIds,
        titled: &mut bool,
        page: &mut FieldReader<'_>,
    ) -> (Section, Vec<(FaultCondition, Diagnostic)>) {
        let mut faults = Vec::new();
        let mut reader = FieldReader::new(self.file, record, &mut faults);
        let locale = reader.keyword("section/locale").and_then(|tag| {
            let locale = Locale::parse(&tag.value);
            if locale.is_none() {
                reader.push(unlisted::written(self.file, &tag, self.context));
            }
            locale.filter(|locale| *locale != self.locale)
        });
        let title = reader.text("section/title");
        let level = if title.is_some() && !*titled { 1 } else { 2 };
        *titled |= title.is_some();
        let id = match reader.name("section/id") {
            Some(id) => Some(id),
            None => title.as_ref().map(|title| {
                let slug = self.context.slugs.of(locale.as_ref().unwrap_or(&self.locale)).slug(&title.value);
                // Titles without any letter or digit share one name.
                let anchor = if slug.is_empty() { "section" } else { &slug };
                Spanned::new(ids.unique(anchor), title.span)
            }),
        };
        let body = reader.markdown("section/body").map(|(text, origin)| {
            let base = if title.is_some() { level } else { 1 };
            let options = self.context.options(locale.as_ref().unwrap_or(&self.locale), base, true);
            let options = markup::Options { is_quotation: record.is_quotation(), ..options };
            self.body(&text, &origin, &options, ids, &mut reader)
        });
        let located = |text: Option<Spanned<String>>| text.map(|text| text.in_file(self.file));
        let mut section = Section {
            id,
            title,
            level,
            sub_title: reader.text("section/sub-title"),
            body,
            theme: located(reader.keyword("section/theme")),
            kind: located(reader.keyword("section/kind")),
            image: located(reader.path("section/image")),
            image_alt: reader.text("section/image-alt"),
            note: reader.text("section/note"),
            locale,
            ..blank_section(record.span)
        };
        let is_own = is_own(&self.context.own_kinds.sections, section.kind.as_ref());
        let (extra, mut pending_faults) = extra(self.here(KeySubject::Section, record), is_own, reader);
        let without_image = without_image(self.file, &section, record, is_own);
        pending_faults.extend(without_image.map(|fault| (FaultCondition::NoImage, fault)));
        section.extra = extra;
        faults.into_iter().for_each(|fault| page.push(fault));
        (section, pending_faults)
    }

    fn here<'h>(&'h self, subject: KeySubject, record: &'h Record) -> KeyContext<'h> {
        KeyContext { file: self.file, subject, record, namespace: self.namespace, is_own_kind: false }
    }

    /// A Markdown file without keys: its first `#` heading is the title, and the rest the one body.
    fn plain(&self, stem: Stem, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Document {
        let whole = Span::new(0, text.len());
        let heading = markup::first_heading_as_title(text);
        let title = match &heading {
            Some((title, range)) => Spanned::new(title.clone(), Span::new(range.start, range.end)),
            None => {
                diagnostics.push(
                    Diagnostic::at(
                        Place::new(self.file, Span::new(0, text.lines().next().map_or(0, str::len))),
                        Code::MissingTitle,
                        "the page has no title",
                    )
                    .help("begin it with a heading, such as `# Title`, or with a line `:page/title Title`"),
                );
                Spanned::new(stem.name().to_owned(), whole)
            }
        };
        // Blank out the heading, so that later offsets stay valid.
        let text = match heading {
            Some((_, range)) => {
                format!("{}{}{}", &text[..range.start], "\n".repeat(range.len()), &text[range.end..])
            }
            None => text.to_owned(),
        };
        let origin = Origin { file: self.file.clone(), span: whole, verbatim: true };
        let options = self.context.options(&self.locale, 1, true);
        let mut ids = PageIds::with_taken(self.context.template_ids.of(DocumentKind::Page, None));
        let body = self.compile(&text, &origin, &options, &mut ids, diagnostics);
        let section = Section { body: Some(body), ..blank_section(whole) };
        Document { title, sections: vec![section], ..self.blank(stem, whole) }
    }

    fn body(
        &self,
        text: &str,
        origin: &Origin,
        options: &markup::Options<'_>,
        ids: &mut PageIds,
        reader: &mut FieldReader<'_>,
    ) -> Arc<Body> {
        let mut faults = Vec::new();
        let body = self.compile(text, origin, options, ids, &mut faults);
        faults.into_iter().for_each(|fault| reader.push(fault));
        body
    }

    fn compile(
        &self,
        text: &str,
        origin: &Origin,
        options: &markup::Options<'_>,
        ids: &mut PageIds,
        faults: &mut Vec<Diagnostic>,
    ) -> Arc<Body> {
        self.bodies.borrow_mut().next(ids, faults, |ids, faults| {
            let mut body = match self.context.judge() {
                Some(_) => {
                    let (body, passages) = markup::compile_and_read(text, origin, options, ids, faults);
                    self.passages.borrow_mut().insert(origin.span, passages);
                    body
                }
                None => markup::compile(text, origin, options, ids, faults),
            };
            // Of what a section says nobody sees more than its beginning without markup, and bodies
            // are in memory all at once.
            if options.anchors
                && let Some((end, _)) = body.text.char_indices().nth(BEGINNING)
            {
                body.text = body.text[..end].to_owned();
            }
            body
        })
    }

    fn blank(&self, stem: Stem, span: Span) -> Document {
        Document {
            file: self.file.clone(),
            span,
            kind: DocumentKind::Page,
            title: Spanned::new(stem.name().to_owned(), span),
            stem,
            locale: self.locale.clone(),
            unlisted_folder: None,
            unlisted_word: None,
            uri: None,
            slug: None,
            translation_key: None,
            alt_uris: Vec::new(),
            layout: None,
            draft: false,
            published: None,
            updated: None,
            tags: None,
            authors: None,
            series: None,
            description: None,
            short_description: None,
            short_title: None,
            image: None,
            open_graph: OpenGraph::default(),
            sections: Vec::new(),
            extra: BTreeMap::new(),
            pending_faults: Vec::new(),
            digested: Digested::default(),
            digested_sections: Digested::default(),
        }
    }
}

fn blank_section(span: Span) -> Section {
    Section {
        span,
        id: None,
        title: None,
        level: 2,
        sub_title: None,
        body: None,
        theme: None,
        kind: None,
        image: None,
        image_alt: None,
        note: None,
        locale: None,
        extra: BTreeMap::new(),
    }
}

fn missing_title(file: &FilePath, page: &Record) -> Diagnostic {
    let fault = Diagnostic::at(first_key(file, page), Code::MissingTitle, "the page has no title");
    if let Some(field) = page.get("section/title") {
        return fault
            .note_at(Place::new(file, field.key.span), "the first block describes the page, and this is a section's key")
            .help("begin the file with a block that has `:page/title`, and part it from the section with a line of 80 dashes");
    }
    let is_data = page.fields.iter().any(|field| matches!(field.value, Raw::Form(_)));
    let line = if is_data { "add `:page/title \"Title\"`" } else { "add a line `:page/title Title`" };
    with_misnamed(fault, file, page, &["page/title"], line)
}

fn open_graph(reader: &mut FieldReader<'_>, file: &FilePath) -> OpenGraph {
    let open_graph = OpenGraph {
        title: reader.text("open-graph/title"),
        description: reader.text("open-graph/description"),
        image: reader.path("open-graph/image").map(|image| image.in_file(file)),
        image_alt: reader.text("open-graph/image-alt"),
    };
    for (text, key, limit) in [
        (&open_graph.title, "open-graph/title", OG_TITLE_LIMIT),
        (&open_graph.description, "open-graph/description", OG_DESCRIPTION_LIMIT),
    ] {
        let Some(text) = text else { continue };
        let len = markup::plain(&text.value).chars().count();
        if len > limit {
            reader.push(
                Diagnostic::at(
                    Place::new(file, text.span),
                    Code::LongText,
                    format!("`:{key}` has {len} characters; services show {limit} at most"),
                )
                .help(format!("shorten it by {}", len - limit)),
            );
        }
    }
    open_graph
}
