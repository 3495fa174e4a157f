//! What every page says of itself.

use super::job::Job;
use super::json_ld;
use crate::document::{Document, DocumentKind, EntryKind, shortened};
use crate::locale::Locale;
use crate::markup;
use crate::plan::{Address, Route, alternates};
use crate::render::fill::marks;
use crate::render::resolve::{LinkContext, Target};
use crate::site::{ColourScheme, DocumentId, Emit};
use crate::template::MessageId;
use crate::template::view::{
    Alternate, ArticleMeta, Breadcrumb, Extra, FeedLink, LanguageLink, OpenGraph, OpenGraphImage, PageKind,
    PageMeta,
};

/// The longest `og:title` (in characters) that is made from a longer title.
const TITLE_LIMIT: usize = 70;

/// What a page is called and what it is about, before the rest of its description is made from it.
pub(super) struct PageSubject {
    pub kind: PageKind,
    pub title: String,
    /// The title's language and its direction of writing, where another one has lent it.
    pub lang: Option<String>,
    pub dir: Option<String>,
    pub description: String,
    /// The document it shows, if it shows one.
    pub document: Option<usize>,
    /// The steps between the front page and this page.
    pub between: Vec<Breadcrumb>,
    /// The feeds of its own.
    pub feeds: Vec<FeedLink>,
    /// The page's number and how many there are, where there is more than one.
    pub number: Option<(usize, usize)>,
}

/// The image that stands for a page elsewhere.
pub(super) struct SocialImage {
    /// What templates see: the file's own address, which filling gives its content-hashed name.
    pub view: OpenGraphImage,
    /// The final URL, for what no filling reaches.
    pub url: String,
}

impl PageSubject {
    pub(super) fn new(kind: PageKind, title: String, description: String) -> Self {
        Self {
            kind,
            title,
            lang: None,
            dir: None,
            description,
            document: None,
            between: Vec::new(),
            feeds: Vec::new(),
            number: None,
        }
    }
}

impl Job<'_> {
    /// The page's description of itself.
    pub(super) fn meta(&self, subject: PageSubject) -> PageMeta {
        let shared = self.site.shared(self.locale);
        let document = subject.document.map(|id| self.site.document(id));
        let canonical = self.site.absolute_url(self.address);
        let theme = document.and_then(Document::first_theme).map(str::to_owned);
        let schemes = self.site.schemes();
        let background = |scheme: Option<&ColourScheme>| {
            scheme.and_then(ColourScheme::background).map_or_else(String::new, str::to_owned)
        };
        let noindex = matches!(subject.kind, PageKind::NotFound | PageKind::Redirect);
        let picture = subject.document.map_or_else(|| self.photo(), |id| self.image(id));
        let picture = picture.or_else(|| self.card(&subject, document, theme.as_deref()));
        let picture_url = picture.as_ref().map(|picture| picture.url.clone());
        let open_graph = self.open_graph(&subject, document, &canonical, picture);
        let breadcrumbs = self.breadcrumbs(&subject);
        let mut page = PageMeta {
            kind: subject.kind,
            url: self.address.encoded(),
            document_title: self.document_title(&subject, &shared.title),
            description: subject.description,
            lang: self.locale.tag().to_owned(),
            dir: self.locale.direction().name().to_owned(),
            noindex,
            alternates: if noindex { Vec::new() } else { self.alternates() },
            languages: self.languages(),
            open_graph,
            json_ld: String::new(),
            image_tones: marks::tones(),
            content_security_policy: match self.site.settings().content_security.emit {
                Emit::Meta => marks::policy(),
                Emit::Headers | Emit::None => String::new(),
            },
            feeds: shared.feeds.iter().cloned().chain(subject.feeds).collect(),
            breadcrumbs,
            theme_color: theme.as_deref().map(|theme| background(schemes.get(theme))),
            theme,
            theme_color_light: background(schemes.light()),
            theme_color_dark: background(schemes.dark()),
            extra: document.map_or_else(Extra::new, |document| super::parts::extra(&document.extra)),
            title: subject.title,
            canonical,
        };
        page.json_ld = json_ld::graph(self, &page, document, picture_url.as_deref());
        page
    }

    fn document_title(&self, subject: &PageSubject, site_title: &str) -> String {
        let mut parts = Vec::new();
        if subject.kind != PageKind::Front {
            parts.push(subject.title.clone());
        }
        if let Some((number, total)) = subject.number {
            parts.push(self.text(MessageId::PageNOfM { n: number, m: total }));
        }
        parts.push(site_title.to_owned());
        parts.dedup();
        parts.join(" – ")
    }

    /// The same page in a language, where it exists.
    fn version(&self, locale: &Locale) -> Option<&Address> {
        self.site.version(self.address, self.route, locale)
    }

    fn alternates(&self) -> Vec<Alternate> {
        alternates(&self.site.settings().locales, |locale| self.version(locale))
            .into_iter()
            .map(|(hreflang, address)| Alternate { hreflang, url: self.site.absolute_url(address) })
            .collect()
    }

    fn languages(&self) -> Vec<LanguageLink> {
        let locales = &self.site.settings().locales;
        if locales.len() < 2 {
            return Vec::new();
        }
        let link = |locale: &Locale| {
            let exact = self.version(locale);
            let address = exact.or_else(|| self.site.front(locale))?;
            let name = self.site.language(locale).name().to_owned();
            let language = name.as_str();
            let label = match exact {
                Some(_) => MessageId::ReadInLanguage { language },
                None => MessageId::TranslationMissing { language },
            };
            Some(LanguageLink {
                locale: locale.tag().to_owned(),
                dir: locale.direction().name().to_owned(),
                label: self.site.text(locale, label),
                name,
                url: address.encoded(),
                current: locale == self.locale,
                exact: exact.is_some(),
            })
        };
        locales.iter().filter_map(link).collect()
    }

    fn breadcrumbs(&self, subject: &PageSubject) -> Vec<Breadcrumb> {
        if matches!(subject.kind, PageKind::Front | PageKind::NotFound | PageKind::Redirect) {
            return Vec::new();
        }
        let Some(front) = self.site.front(self.locale) else { return Vec::new() };
        let home = breadcrumb(self.text(MessageId::Home), front.encoded());
        let here = Breadcrumb {
            lang: subject.lang.clone(),
            dir: subject.dir.clone(),
            ..breadcrumb(subject.title.clone(), self.address.encoded())
        };
        std::iter::once(home).chain(subject.between.iter().cloned()).chain([here]).collect()
    }

    fn open_graph(
        &self,
        subject: &PageSubject,
        document: Option<&Document>,
        canonical: &str,
        picture: Option<SocialImage>,
    ) -> OpenGraph {
        let written = document.and_then(|document| document.open_graph.title.as_ref());
        let short = document.and_then(|document| document.short_title.as_ref());
        let title = match (written, short) {
            (Some(title), _) => markup::plain(&title.value),
            (None, Some(short)) => shortened(&short.value, TITLE_LIMIT),
            (None, None) => shortened(&subject.title, TITLE_LIMIT),
        };
        // Independent of scripts.
        let own = self.locale.open_graph();
        let mut locale_alternates: Vec<String> = Vec::new();
        for locale in self.site.settings().locales.iter().filter(|locale| self.version(locale).is_some()) {
            let alternate = locale.open_graph();
            if alternate != own && !locale_alternates.contains(&alternate) {
                locale_alternates.push(alternate);
            }
        }
        let post = document.filter(|document| document.kind == DocumentKind::Post);
        OpenGraph {
            title,
            kind: match subject.kind {
                PageKind::Post => "article",
                PageKind::Author => "profile",
                _ => "website",
            }
            .to_owned(),
            url: canonical.to_owned(),
            description: subject.description.clone(),
            site_name: self.site.shared(self.locale).title.clone(),
            locale: own,
            locale_alternates,
            image: picture.map(|picture| picture.view),
            article: post.map(|post| self.article(post)),
        }
    }

    fn article(&self, post: &Document) -> ArticleMeta {
        let locales = &self.site.settings().locales;
        let names = |kind: EntryKind| {
            self.site.named_by(post, kind).map(|entry| entry.name(self.locale, locales)).collect()
        };
        ArticleMeta {
            published: post.published.as_ref().map(|time| time.value.rfc3339()),
            updated: post.updated.as_ref().map(|time| time.value.rfc3339()),
            authors: names(EntryKind::Author),
            tags: names(EntryKind::Tag),
        }
    }

    /// The image that stands for a document elsewhere: the one chosen for that, else the post's
    /// own, else the first one that it shows.
    fn image(&self, id: DocumentId) -> Option<SocialImage> {
        let document = self.site.document(id);
        let chosen_alt = document.open_graph.image_alt.as_ref().map(|alt| alt.value.clone());
        let shown = document.sections.iter().find_map(|section| {
            let own = section.image.as_ref().map(|image| {
                let alt = section.image_alt.as_ref().map_or_else(String::new, |alt| alt.value.clone());
                (image.clone(), alt)
            });
            let first = section.body.as_ref().and_then(|body| body.first_image.as_ref());
            let first = first.map(|image| (image.target.clone().in_file(&document.file), image.alt.clone()));
            own.or(first)
        });
        let (image, own_alt) = match (document.open_graph.image.as_ref().or(document.image.as_ref()), shown) {
            (Some(chosen), Some((shown, alt))) if shown.value == chosen.value => (chosen.clone(), alt),
            (Some(chosen), _) => (chosen.clone(), String::new()),
            (None, shown) => shown?,
        };
        // Beside the text an image may need no words; alone it does, and then the page's title must
        // serve.
        let alts = [chosen_alt, Some(own_alt), Some(document.title.value.clone())];
        let alt = alts.into_iter().flatten().find(|alt| !alt.is_empty()).unwrap_or_default();
        let address = self.site.home(id, &image.place).unwrap_or(self.address);
        self.picture(&image.value, alt, LinkContext::file(&image.place.file, address, self.locale))
    }

    /// The photo of the author whose page it is.
    fn photo(&self) -> Option<SocialImage> {
        let Route::Entry { kind: EntryKind::Author, id, .. } = self.route else { return None };
        let author = self.site.entry(EntryKind::Author, id)?;
        let entry = author.entry.as_ref()?;
        let alt = entry.photo_alt.as_ref().and_then(|alt| alt.own(self.locale)).cloned();
        let alt = alt.unwrap_or_else(|| author.name(self.locale, &self.site.settings().locales));
        let from = LinkContext::file(&entry.file, self.address, self.locale);
        self.picture(&entry.photo.as_ref()?.value, alt, from)
    }

    fn picture(&self, written: &str, alt: String, from: LinkContext<'_>) -> Option<SocialImage> {
        match self.site.resolve(written, from) {
            Target::File { asset, .. } => {
                let origin = &self.site.settings().base_url.origin;
                let size = asset.dimensions();
                let base_path = &self.site.settings().base_url.path;
                let view = OpenGraphImage {
                    url: format!("{origin}{base_path}/{}", asset.path()),
                    width: size.map(|size| size.width),
                    height: size.map(|size| size.height),
                    alt,
                };
                Some(SocialImage { view, url: format!("{origin}{}", self.site.asset_url(asset)) })
            }
            Target::Elsewhere => {
                let url = written.to_owned();
                let view = OpenGraphImage { url: url.clone(), width: None, height: None, alt };
                Some(SocialImage { view, url })
            }
            _ => None,
        }
    }

    pub(super) fn document_subject(&self, id: usize) -> PageSubject {
        let document = self.site.document(id);
        let kind = match document.kind {
            DocumentKind::Post => PageKind::Post,
            DocumentKind::Page => PageKind::Page,
        };
        let subject = PageSubject::new(kind, document.title.value.clone(), document.page_description());
        PageSubject { document: Some(id), ..subject }
    }
}

/// A breadcrumb: a step of the way to a page, whose title is in the page's own language.
pub(super) fn breadcrumb(title: String, url: String) -> Breadcrumb {
    Breadcrumb { title, lang: None, dir: None, url }
}
