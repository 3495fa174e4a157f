//! Renders the built-in templates with the example's views.

use std::path::Path;

use serde::Serialize;
use tera::{Context, Kwargs, State, Tera};

use super::example;
use super::view::*;

/// The built-in templates, ready to render.
pub struct Renderer(Tera);

impl Renderer {
    pub fn new() -> Self {
        let files = ["", "partials/", "sections/"].into_iter().flat_map(|folder| {
            let named = move |(name, text)| (format!("{folder}{name}"), text);
            texts(&format!("templates/{folder}"), "html").into_iter().map(named)
        });
        let mut tera = Tera::default();
        tera.register_function("t", translate);
        tera.add_raw_templates(files).expect("the built-in templates parse");
        Self(tera)
    }

    /// One page of each template, by file name.
    pub fn pages(&self) -> Vec<(&'static str, String)> {
        let standalone = |has_heading| StandaloneView {
            sections: self.sections(&["default", "split"], &[None, None], false),
            has_heading,
            toc: Vec::new(),
        };
        let page = |kind, title, url| example::page(kind, title, url);
        let entries = [
            ("tags.html", PageKind::Tags, "tag.html", PageKind::Tag),
            ("authors.html", PageKind::Authors, "author.html", PageKind::Author),
            ("series-index.html", PageKind::SeriesIndex, "series.html", PageKind::Series),
        ];
        let of_entries = entries.into_iter().flat_map(|(all, index, one, kind)| {
            let entries = EntriesView { entries: vec![example::entry(), example::bare_entry()] };
            let entry = EntryView { entry: example::entry(), posts: example::summaries() };
            [
                (all, self.page(all, &page(index, "Alle", "/alle/"), &entries)),
                (one, self.page(one, &page(kind, "Kari Nordmann", "/alle/kari/"), &entry)),
            ]
        });
        let others = vec![
            ("post.html", self.post(None, true)),
            ("page.html", self.page("page.html", &page(PageKind::Page, "Om", "/om/"), &standalone(true))),
            (
                "index.html",
                self.page("index.html", &page(PageKind::Front, "To tunger", "/"), &example::front()),
            ),
            (
                "archive.html",
                self.page("archive.html", &page(PageKind::Archive, "Arkiv", "/arkiv/"), &example::archive()),
            ),
            (
                "404.html",
                self.page(
                    "404.html",
                    &page(PageKind::NotFound, "Ikke her", "/404.html"),
                    &NotFoundView { recent: example::summaries() },
                ),
            ),
            (
                "redirect.html",
                self.page(
                    "redirect.html",
                    &page(PageKind::Redirect, "Oversettelse uten nedetid", "/gammel/"),
                    &RedirectView { target: "/ny/".into() },
                ),
            ),
        ];
        others.into_iter().chain(of_entries).collect()
    }

    /// A post with every kind of section, each in a scheme of its own, or all in none.
    pub fn post(&self, theme: Option<&str>, themed: bool) -> String {
        let kinds = ["centered", "default", "media-front", "media-back", "wide", "quote", "split", "default"];
        let themes = match themed {
            true => [
                Some("dark1"),
                None,
                Some("heather"),
                Some("paper"),
                Some("light1"),
                Some("fjord"),
                None,
                Some("dark1"),
            ],
            false => [theme; 8],
        };
        let mut page = example::page(PageKind::Post, "Oversettelse uten nedetid", "/oversettelse/");
        page.theme = themes[0].map(Into::into);
        let view =
            PostView { post: example::post_content(true), sections: self.sections(&kinds, &themes, true) };
        self.page("post.html", &page, &view)
    }

    /// A page of a template.
    pub fn page(&self, template: &str, page: &PageMeta, view: &impl Serialize) -> String {
        let mut context = Context::from_serialize(view).expect("a view is a map");
        context.insert("locale", &page.lang);
        context.insert("site", &example::site());
        context.insert("page", page);
        self.0.render(template, &context).unwrap_or_else(|error| panic!("{template}: {error}"))
    }

    /// A section of a post.
    pub fn section(&self, section: &SectionView) -> String {
        let page = example::page(PageKind::Post, "Tittel", "/x/");
        let view = serde_json::json!({ "post": example::post_content(true), "section": section });
        self.page(&format!("sections/{}.html", section.kind), &page, &view)
    }

    fn sections(&self, kinds: &[&str], themes: &[Option<&str>], long: bool) -> Vec<RenderedSection> {
        kinds
            .iter()
            .zip(themes)
            .enumerate()
            .map(|(index, (kind, theme))| {
                let long = long && *kind == "default" || *kind == "wide";
                let section = example::section(index + 1, kind, *theme, long);
                RenderedSection {
                    html: self.section(&section),
                    id: section.id,
                    kind: section.kind,
                    theme: section.theme,
                    title: section.title,
                }
            })
            .collect()
    }
}

/// The built-in style sheets, by file name.
pub fn style_sheets() -> Vec<(String, String)> {
    texts("static/css", "css")
}

/// The code of the views, by file name.
pub fn views() -> Vec<(String, String)> {
    texts("src/template/view", "rs")
}

fn texts(folder: &str, extension: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let paths = std::fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be listed").path());
    paths
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .map(|path| {
            let name = path.file_name().expect("a file").to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).expect("it is text"))
        })
        .collect()
}

/// The key and the number stand for the message.
fn translate(arguments: Kwargs, state: &State) -> tera::TeraResult<String> {
    let locale =
        state.get::<String>("locale")?.ok_or_else(|| tera::Error::message("no `locale` in sight"))?;
    assert_eq!(locale, "nb");
    let key = arguments.must_get::<&str>("key")?;
    Ok(match arguments.get::<i64>("n")? {
        Some(n) => format!("{key} {n}"),
        None => key.to_owned(),
    })
}
