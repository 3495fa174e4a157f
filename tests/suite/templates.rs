//! Every built-in template takes the view that is made for it, with all its parts and with none of
//! the optional ones.

mod example;
mod render;

use diglot::template::view;
use lightningcss::stylesheet::{ParserOptions, StyleSheet};

use example::{KINDS, THEMES};
use render::Renderer;
use view::PageKind;

#[test]
fn every_page_has_one_heading_and_its_landmarks() {
    let renderer = Renderer::new();
    for (name, html) in renderer.pages() {
        assert_eq!(html.matches("<h1").count(), 1, "{name}: headings of the first level");
        assert_eq!(html.matches("<main").count(), 1, "{name}: main landmarks");
        assert!(html.contains("<html lang=\"nb\" dir=\"ltr\">"), "{name}: language");
        assert!(!html.contains("style="), "{name}: inline styles");
    }
}

#[test]
fn every_kind_shows_all_that_a_section_holds() {
    let renderer = Renderer::new();
    for kind in KINDS {
        for (number, theme) in THEMES.into_iter().enumerate() {
            let mut section = example::section(number + 2, kind, Some(theme), false);
            section.sub_title = "under-title".into();
            section.note = "a-note".into();
            section.image = Some(view::ImageView { url: "/x.jpg".into(), alt: "\"alt\"".into() });
            let html = renderer.section(&section);
            for part in [
                &format!("class=\"section kind-{kind} theme-{theme}\" id=\"section-{}\"", number + 2),
                &section.body,
                &section.title,
                "under-title",
                "a-note",
                "src=\"/x.jpg\" alt=\"&quot;alt&quot;\"",
            ] {
                assert!(html.contains(part), "{kind} lacks `{part}`:\n{html}");
            }
        }
    }
}

#[test]
fn bare_views_do() {
    let renderer = Renderer::new();
    let mut page = example::page(PageKind::Post, "Tittel", "/x/");
    page.alternates.clear();
    page.languages.clear();
    page.breadcrumbs.clear();
    page.feeds.clear();
    page.json_ld.clear();
    page.description.clear();
    page.open_graph.image = None;
    page.open_graph.article = None;
    page.theme = Some("dark1".into());
    page.theme_color = Some("#13151b".into());
    let mut post = example::post_content(false);
    post.published = None;
    post.updated = None;
    post.authors.clear();
    post.tags.clear();
    post.series = None;
    post.toc.clear();
    post.newer = None;
    post.older = None;
    let html = renderer.page("post.html", &page, &view::PostView { post, sections: Vec::new() });
    assert!(html.contains("<h1>Oversettelse uten nedetid</h1>"), "{html}");
    assert!(html.contains("site-header theme-dark1"), "the header shares the first section's scheme");
    assert!(!html.contains("hreflang"), "a page in one language names no other");
    let view = view::EntryView { entry: example::bare_entry(), posts: Vec::new() };
    let html = renderer.page("author.html", &page, &view);
    assert!(html.contains("<h1>Kari Nordmann</h1>"), "{html}");
    assert!(!html.contains("rel=\"me\"") && !html.contains("portrait"), "{html}");
}

#[test]
fn what_another_language_lends_says_so() {
    let page = example::page(PageKind::Author, "Kari", "/authors/kari/");
    let view = view::EntryView { entry: example::entry(), posts: Vec::new() };
    let html = Renderer::new().page("author.html", &page, &view);
    for element in ["<h1", "<p class=\"sub-title\"", "<div class=\"body\""] {
        assert!(html.contains(&format!("{element} lang=\"en\" dir=\"ltr\">")), "{element} in {html}");
    }
}

#[test]
fn what_is_in_another_language_says_so() {
    let html = Renderer::new().post(None, false);
    let mark = "<span class=\"link-language\" lang=\"nb\">(in-language)</span></a>";
    let part = format!("hreflang=\"en\"><span lang=\"en\" dir=\"ltr\">The third part</span> {mark}");
    assert!(html.contains(&part), "{html}");
    assert!(html.contains(&format!(">Om {mark}")), "{html}");
}

#[test]
fn pages_that_a_long_list_leaves_out_have_a_mark() {
    let page = example::page(PageKind::Front, "Forside", "/");
    let html = Renderer::new().page("index.html", &page, &example::front());
    let gaps = html.matches("<li class=\"gap\">…</li>\n    <li><a href=\"/side/9/\"").count();
    assert_eq!((gaps, html.matches("class=\"gap\"").count()), (1, 1), "{html}");
}

#[test]
fn text_is_escaped_where_it_is_printed() {
    let renderer = Renderer::new();
    let page = example::page(PageKind::Front, "<b>", "/\"x\"/");
    let html = renderer.page("index.html", &page, &example::front());
    assert!(!html.contains("<b>"), "{html}");
    assert!(html.contains("<title>&lt;b&gt; – To tunger</title>"), "{html}");
}

#[test]
fn style_sheets_are_read_without_a_fault() {
    for (name, css) in render::style_sheets() {
        if let Err(error) = StyleSheet::parse(&css, ParserOptions { filename: name, ..Default::default() }) {
            panic!("{error}");
        }
    }
}

#[test]
fn the_documentation_names_every_field_with_its_meaning() {
    let documentation = include_str!("../../docs/templates.md");
    for (file, code) in render::views() {
        let mut meaning = String::new();
        let mut renamed = false;
        for line in code.lines().map(str::trim) {
            if let Some(sentence) = line.strip_prefix("/// ") {
                meaning = [meaning.as_str(), sentence].join(" ").trim().to_owned();
            } else if let Some((name, _)) = line.strip_prefix("pub ").and_then(|field| field.split_once(": "))
            {
                let printed = if renamed { "type" } else { name };
                let cells = (format!("| `{printed}` | "), format!(" | {} |", meaning.trim_end_matches('.')));
                assert!(
                    documentation.lines().any(|row| row.starts_with(&cells.0) && row.ends_with(&cells.1)),
                    "{file}: docs/templates.md lacks `{printed}`: {meaning}"
                );
            }
            renamed = line == r#"#[serde(rename = "type")]"#;
            if !line.starts_with("///") && !renamed {
                meaning.clear();
            }
        }
    }
}
