//! What is known of another tool's site, whichever tool that was.

use std::collections::{BTreeMap, BTreeSet};

use super::body::{Body, SectionPart};
use super::fields::Matter;
use super::report::{Fate, Report};
use crate::base::FilePath;
use crate::blocks::{Fields, Value};
use crate::document::{as_markdown, section_file};
use crate::edn::{Form, FormKind};
use crate::locale::{Locale, SlugLetters};
use crate::site::BaseUrl;

/// A site as another tool has it.
#[derive(Clone, Debug, Default)]
pub struct OldSite {
    /// Its languages, the default one first; at least one.
    pub locales: Vec<Locale>,
    /// Its settings, by the keys of `site.edn`; without `:site/locales`.
    pub settings: Vec<(&'static str, Form)>,
    /// Its posts and pages.
    pub pages: Vec<OldPage>,
    /// Its static files: where each is to lie below `static/`, and where it lies.
    pub statics: BTreeMap<FilePath, FilePath>,
    /// Addresses of what is neither page nor static file: lists, feeds.
    pub addresses: Vec<OldAddress>,
    /// Texts of the interface, by key, that replace Diglot's own.
    pub dictionaries: BTreeMap<Locale, BTreeMap<String, Form>>,
    /// How a name becomes the part of an address, where that is not as Diglot has it.
    pub tag_slug: Option<fn(&str) -> String>,
}

/// A post or page as another tool has it.
#[derive(Clone, Debug)]
pub struct OldPage {
    /// Its file.
    pub file: FilePath,
    /// Where it is to lie below `content/`, without language and ending: `posts/bread`.
    pub path: String,
    /// Its language.
    pub locale: Locale,
    /// What its front matter says.
    pub matter: Matter,
    /// Its text.
    pub body: Body,
    /// The address at which it stood, where it is published.
    pub address: Option<String>,
    /// Whether it is listed by time.
    pub is_post: bool,
}

/// An address of the old site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OldAddress {
    /// The path.
    pub path: String,
    /// The file that says it.
    pub file: FilePath,
    /// Why the new site has nothing there, where that is known.
    pub gone: Option<&'static str>,
}

impl OldPage {
    /// The file that it becomes.
    pub fn new_file(&self) -> FilePath {
        FilePath::new(&format!("content/{}.{}.md", self.path, self.locale))
    }

    /// Whether the public sees it.
    pub fn is_public(&self) -> bool {
        !self.matter.is_draft
    }
}

/// Names and the ids that they get, which are keywords, and differ.
#[derive(Debug, Default)]
struct Ids {
    of: BTreeMap<String, String>,
    taken: BTreeSet<String>,
}

impl Ids {
    fn of(&mut self, name: &str, letters: &SlugLetters) -> String {
        if let Some(id) = self.of.get(name) {
            return id.clone();
        }
        let slug = letters.slug(name);
        let base = match slug.starts_with(char::is_alphabetic) {
            true => slug,
            false => format!("n-{slug}").trim_end_matches('-').to_owned(),
        };
        let numbered = (2..).map(|n| format!("{base}-{n}"));
        let id = std::iter::once(base.clone()).chain(numbered).find(|id| !self.taken.contains(id));
        let id = id.unwrap_or(base);
        self.taken.insert(id.clone());
        self.of.insert(name.to_owned(), id.clone());
        id
    }
}

impl OldSite {
    /// The texts of the new site by their paths.
    pub fn files(&mut self, has_sections: bool, report: &mut Report) -> BTreeMap<FilePath, String> {
        let letters = SlugLetters::of(&self.locales[0]);
        let (mut tags, mut authors, mut series) = (Ids::default(), Ids::default(), Ids::default());
        let mut files = BTreeMap::new();
        self.refuse_twins(report);
        for page in &mut self.pages {
            page.body.take_title(&mut page.matter.title);
            let blocks = page.blocks(has_sections, report, &mut |kind, name| match kind {
                "tag" => tags.of(name, &letters),
                "author" => authors.of(name, &letters),
                _ => series.of(name, &letters),
            });
            files.insert(page.new_file(), section_file(blocks));
        }
        let mut add = |kind: &str, ids: &Ids, slug: Option<fn(&str) -> String>| {
            let entry = |(name, id): (&String, &String)| {
                let (of_id, of_name) = (format!("{kind}/id"), format!("{kind}/name"));
                let mut entry = vec![
                    (Form::keyword(&of_id), Form::keyword(id)),
                    (Form::keyword(&of_name), Form::text(name)),
                ];
                if let Some(slug) = slug.map(|slug| slug(name)).filter(|slug| slug != id && !slug.is_empty())
                {
                    entry.push((Form::keyword(&format!("{kind}/slug")), Form::text(slug)));
                }
                Form::from(FormKind::Map(entry))
            };
            let entries: Vec<Form> = ids.of.iter().map(entry).collect();
            if !entries.is_empty() {
                let plural = if kind == "series" { "series".to_owned() } else { format!("{kind}s") };
                let file = FilePath::new(&format!("content/{plural}.edn"));
                files.insert(file, Form::from(FormKind::Vector(entries)).as_file());
            }
        };
        add("tag", &tags, self.tag_slug);
        add("author", &authors, None);
        add("series", &series, None);
        files.insert(FilePath::new("content/site.edn"), self.settings().as_file());
        for (locale, texts) in &self.dictionaries {
            let texts = texts.iter().map(|(key, text)| (key.as_str(), text.clone()));
            files.insert(FilePath::new(&format!("i18n/{locale}.edn")), Form::map(texts).as_file());
        }
        files
    }

    fn settings(&self) -> Form {
        let mut settings = self.settings.clone();
        if settings.iter().all(|(key, _)| *key != "site/base-url") {
            settings.insert(0, ("site/base-url", Form::text(BaseUrl::PROPOSED)));
        }
        settings.push(("site/locales", Form::keywords(self.locales.iter().map(Locale::tag))));
        Form::map(settings)
    }

    /// Gives pages that would become one file other names: that of their own file is left to the
    /// first.
    fn refuse_twins(&mut self, report: &mut Report) {
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for page in &mut self.pages {
            let lower = |page: &OldPage| page.new_file().as_str().to_lowercase();
            if taken.contains(&lower(page)) {
                let path = page.path.clone();
                let free = (2..).find_map(|n| {
                    page.path = format!("{path}-{n}");
                    (!taken.contains(&lower(page))).then_some(())
                });
                debug_assert!(free.is_some());
                let why = "another page would become a file of the same name";
                let what = "The name of a file";
                report.add(Fate::Changed, (&page.file, None), what, why, "See which of the two is wanted");
            }
            taken.insert(lower(page));
        }
    }
}

impl OldPage {
    /// The blocks of the file that it becomes. `id` gives the id of a tag, an author or a series.
    fn blocks(
        &mut self,
        has_sections: bool,
        report: &mut Report,
        id: &mut dyn FnMut(&str, &str) -> String,
    ) -> Vec<Fields> {
        let text = |key: &str, text: &Option<String>| {
            text.as_ref().map(|text| (key.to_owned(), Value::text(without_ends(text))))
        };
        let name = self.path.rsplit('/').next().unwrap_or(&self.path).to_owned();
        let title = self.matter.title.get_or_insert(name).clone();
        let mut page: Fields = vec![("page/title".to_owned(), Value::text(without_ends(&title)))];
        let mut own = std::mem::take(&mut self.matter);
        page.extend(text("page/translation-key", &own.translation_key));
        if own.is_draft {
            page.push(("page/draft?".to_owned(), Value::boolean(true)));
        }
        let ids = |kind: &str, names: &[String], id: &mut dyn FnMut(&str, &str) -> String| {
            let ids: Vec<String> = names.iter().map(|name| id(kind, name)).collect();
            Value::Edn(Form::keywords(ids.iter().map(String::as_str)))
        };
        if self.is_post {
            let time = |key: &str, time: &Option<Value>| time.clone().map(|time| (key.to_owned(), time));
            page.extend(time("post/published", &own.published));
            page.extend(time("post/updated", &own.updated));
            if !own.tags.is_empty() {
                page.push(("post/tags".to_owned(), ids("tag", &own.tags, id)));
            }
            if !own.authors.is_empty() {
                page.push(("post/authors".to_owned(), ids("author", &own.authors, id)));
            }
            page.extend(
                own.series
                    .as_ref()
                    .map(|name| ("post/series".to_owned(), Value::keyword(&id("series", name)))),
            );
            page.extend(text("post/short-title", &own.short_title));
            page.extend(text("post/short-description", &own.summary));
            page.extend(text("post/description", &own.description.as_deref().map(as_markdown)));
            page.extend(text("post/image", &own.image));
        } else {
            page.extend(text("open-graph/description", &own.description));
            page.extend(text("open-graph/image", &own.image));
            self.keep_fields_of_posts(&mut own, report);
        }
        if own.image.is_some() {
            page.extend(text("open-graph/image-alt", &own.image_alt));
        }
        page.extend(own.kept.iter().cloned());
        self.matter = own;
        let parts = if has_sections { self.body.sections() } else { None };
        if has_sections && parts.is_none() && self.body.has_parts() {
            let why = "a footnote or the definition of a link would be torn from its text";
            let what = "A page that was to have sections";
            report.add(Fate::Changed, (&self.file, None), what, why, "Divide it by hand");
        }
        let Some(parts) = parts else {
            let key = if self.is_post { "post/body" } else { "page/body" };
            page.push((key.to_owned(), Value::text(&*self.body.text)));
            return vec![page];
        };
        let section = |(number, part): (usize, SectionPart)| {
            let title = if number == 0 { Some(title.clone()) } else { part.title };
            let fields = [text("section/title", &title), text("section/id", &part.id)];
            let body =
                (!part.text.trim().is_empty()).then(|| ("section/body".to_owned(), Value::text(part.text)));
            fields.into_iter().flatten().chain(body).collect()
        };
        std::iter::once(page).chain(parts.into_iter().enumerate().map(section)).collect()
    }

    /// Keeps what only posts have under keys of its own.
    fn keep_fields_of_posts(&self, own: &mut Matter, report: &mut Report) {
        let texts = |texts: &[String]| -> Option<Form> {
            let items: Vec<Form> = texts.iter().map(Form::text).collect();
            (!items.is_empty()).then(|| FormKind::Vector(items).into())
        };
        let time = |time: &Option<Value>| match time {
            Some(Value::Edn(form)) => Some(form.clone()),
            Some(Value::Text(text)) => Some(Form::text(text)),
            None => None,
        };
        let text = |text: &Option<String>| text.as_ref().map(Form::text);
        for (name, form) in [
            ("date", time(&own.published)),
            ("lastmod", time(&own.updated)),
            ("tags", texts(&own.tags)),
            ("authors", texts(&own.authors)),
            ("series", text(&own.series)),
            ("short-title", text(&own.short_title)),
            ("summary", text(&own.summary)),
        ] {
            if let Some(form) = form {
                own.keep_form(name, form);
                let what = format!("The field `{name}` of a page that is no post");
                let (why, help) =
                    ("only posts have it", "Give the page a `:post/published` to make it a post");
                report.add(Fate::Kept, (&self.file, None), what, why, help);
            }
        }
    }
}

/// A text in one line.
fn without_ends(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
