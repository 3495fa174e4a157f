//! Views as a small site would fill them.

use std::collections::BTreeMap;

use diglot::output::MediaType;

use super::view::*;

const BODY: &str = include_str!("body.html");
const LEAD: &str = "<p>A lead that says in three lines what this is all about, and why anybody should read on \
                    until the end of it, with <a href=\"/en/about/\">a link</a> on the way.</p>";

/// The schemes that come with Diglot.
pub const THEMES: [&str; 5] = ["light1", "dark1", "fjord", "heather", "paper"];

/// The kinds of section that come with Diglot.
pub const KINDS: [&str; 7] = ["default", "centered", "media-front", "media-back", "wide", "quote", "split"];

pub fn site() -> SiteView {
    SiteView {
        title: "To tunger".into(),
        lang: Some("en".into()),
        dir: Some("ltr".into()),
        description: Some(TextView {
            text: "Om å skrive og bygge på to språk".into(),
            lang: None,
            dir: None,
        }),
        base_url: "https://blog.example".into(),
        home: "/".into(),
        archive: "/arkiv/".into(),
        tags: "/tags/".into(),
        navigation: vec![NavigationLink {
            title: "Om".into(),
            url: "/om/".into(),
            language_name: Some("engelsk".into()),
        }],
        feeds: vec![feed("To tunger", "/atom.xml")],
        stylesheet: "/css/main.css".into(),
        author: Some(Person { name: "Kari Nordmann".into(), url: Some("/om/".into()) }),
        generator: "Diglot 0.1.0".into(),
        extra: BTreeMap::new(),
    }
}

pub fn page(kind: PageKind, title: &str, url: &str) -> PageMeta {
    PageMeta {
        kind,
        url: url.into(),
        canonical: format!("https://blog.example{url}"),
        title: title.into(),
        document_title: format!("{title} – To tunger"),
        description: "Hva siden handler om, \"kort\" & godt".into(),
        lang: "nb".into(),
        dir: "ltr".into(),
        noindex: matches!(kind, PageKind::NotFound),
        alternates: vec![
            Alternate { hreflang: "nb".into(), url: format!("https://blog.example{url}") },
            Alternate { hreflang: "en".into(), url: format!("https://blog.example/en{url}") },
            Alternate { hreflang: "x-default".into(), url: format!("https://blog.example{url}") },
        ],
        languages: vec![
            language("nb", "norsk bokmål", url, true, true, "Les på norsk"),
            language("en", "English", &format!("/en{url}"), false, true, "Read in English"),
            language("ar", "العربية", "/ar/", false, false, "الصفحة الرئيسية بالعربية"),
        ],
        open_graph: open_graph(title, url),
        image_tones: String::new(),
        content_security_policy: "default-src 'none'".into(),
        json_ld: r#"{"@context":"https://schema.org","@type":"BlogPosting"}"#.into(),
        feeds: vec![feed("To tunger", "/atom.xml")],
        breadcrumbs: if kind == PageKind::Front {
            Vec::new()
        } else {
            vec![breadcrumb("To tunger", "/"), breadcrumb(title, url)]
        },
        theme: None,
        theme_color: None,
        theme_color_light: "#fdfcf9".into(),
        theme_color_dark: "#13151b".into(),
        extra: BTreeMap::new(),
    }
}

pub fn post_content(has_heading: bool) -> PostContent {
    PostContent {
        title: "Oversettelse uten nedetid".into(),
        has_heading,
        published: Some(date("2026-09-17", "17. september 2026", "17. september")),
        updated: Some(date("2026-10-02", "2. oktober 2026", "2. oktober")),
        authors: vec![
            AuthorView {
                name: "Kari Nordmann".into(),
                lang: Some("en".into()),
                dir: Some("ltr".into()),
                url: Some("/authors/kari/".into()),
                photo: Some("/images/kari.svg".into()),
                separator: " og ".into(),
            },
            AuthorView {
                name: "Ola Dunk".into(),
                lang: None,
                dir: None,
                url: None,
                photo: None,
                separator: String::new(),
            },
        ],
        tags: tags(),
        series: Some(SeriesPlace {
            name: "En blogg fra bunnen".into(),
            lang: None,
            dir: None,
            url: "/series/en-blogg/".into(),
            sequential: true,
            part: 2,
            total: 3,
            previous: Some(link("Den første delen")),
            next: Some(link("Den tredje delen, som har et ganske langt navn")),
            parts: vec![
                part(link("Den første delen"), false),
                part(link("Oversettelse uten nedetid"), true),
                part(foreign_link("The third part"), false),
            ],
        }),
        reading_minutes: 7,
        toc: (1..=4)
            .map(|number| TocEntry {
                id: format!("section-{number}"),
                title: format!("Overskrift nummer {number}"),
                children: vec![TocEntry {
                    id: "a-heading".into(),
                    title: "Under den".into(),
                    children: Vec::new(),
                }],
            })
            .collect(),
        newer: Some(link("Et nyere innlegg")),
        older: Some(link("Et eldre innlegg")),
        draft: false,
        future: true,
    }
}

/// A section of a kind; the first of a page carries its heading.
pub fn section(number: usize, kind: &str, theme: Option<&str>, long: bool) -> SectionView {
    SectionView {
        id: Some(format!("section-{number}")),
        kind: kind.into(),
        theme: theme.map(Into::into),
        title: if number == 1 {
            "Oversettelse uten nedetid".into()
        } else {
            format!("Seksjon {number}: {kind}")
        },
        sub_title: if number % 2 == 1 {
            "En linje under tittelen, som sier litt mer om den".into()
        } else {
            String::new()
        },
        heading_level: if number == 1 { 1 } else { 2 },
        body: if long {
            BODY.replace("id=\"", &format!("id=\"s{number}-")).replace("\"#fn", &format!("\"#s{number}-fn"))
        } else {
            LEAD.into()
        },
        image: (kind.starts_with("media") || kind == "wide" || kind == "quote")
            .then(|| ImageView { url: "/images/bridge.svg".into(), alt: "En bro".into() }),
        note: if number.is_multiple_of(3) { "En liten merknad under teksten.".into() } else { String::new() },
        lang: (number == 4).then(|| "ar".into()),
        dir: (number == 4).then(|| "rtl".into()),
        number,
        extra: BTreeMap::new(),
    }
}

pub fn summaries() -> Vec<PostSummary> {
    (1..=4)
        .map(|number| PostSummary {
            title: [
                "Oversettelse uten nedetid",
                "Hvorfor to språk?",
                "A post that nobody has translated yet",
                "Kort",
            ][number - 1]
                .into(),
            url: format!("/post-{number}/"),
            description: LEAD.into(),
            plain_description: "A lead".into(),
            published: (number != 4).then(|| date("2026-09-17", "17. september 2026", "17. september")),
            updated: None,
            authors: Vec::new(),
            tags: tags(),
            image: (number % 2 == 0)
                .then(|| ImageView { url: "/images/bridge.svg".into(), alt: String::new() }),
            reading_minutes: number,
            lang: (number == 3).then(|| "en".into()),
            dir: (number == 3).then(|| "ltr".into()),
            language_name: (number == 3).then(|| "English".into()),
            draft: number == 4,
            future: number == 1,
        })
        .collect()
}

pub fn front() -> FrontView {
    FrontView { posts: summaries(), pagination: pagination(1) }
}

/// One of the first three of nine pages.
pub fn pagination(page: usize) -> Pagination {
    let number = |number| PageNumber {
        number,
        url: format!("/side/{number}/"),
        current: number == page,
        after_gap: number == 9,
    };
    Pagination {
        page,
        total: 9,
        newer_url: (page > 1).then(|| "/".into()),
        older_url: Some(format!("/side/{}/", page + 1)),
        pages: [1, 2, 3, 9].map(number).into(),
    }
}

pub fn archive() -> ArchiveView {
    ArchiveView { years: [2026, 2025].map(|year| ArchiveYear { year, posts: summaries() }).into(), total: 8 }
}

/// An entry of which everything is said, each text in another language than the page's.
pub fn entry() -> EntrySummary {
    let text =
        |text: &str| Some(TextView { text: text.into(), lang: Some("en".into()), dir: Some("ltr".into()) });
    EntrySummary {
        name: "Kari Nordmann".into(),
        lang: Some("en".into()),
        dir: Some("ltr".into()),
        url: "/authors/kari/".into(),
        blurb: text("Writes about parentheses, and about what is between them"),
        description: text(LEAD),
        plain_description: text("A lead"),
        photo: Some(ImageView { url: "/images/kari.svg".into(), alt: "Kari ved tastaturet".into() }),
        own_page: Some(NavigationLink {
            title: "kari.example".into(),
            url: "https://kari.example/".into(),
            language_name: None,
        }),
        sequential: true,
        count: 12,
        feeds: vec![feed("Kari Nordmann – To tunger", "/authors/kari/atom.xml")],
    }
}

/// An entry of which nothing is said.
pub fn bare_entry() -> EntrySummary {
    EntrySummary {
        lang: None,
        dir: None,
        blurb: None,
        description: None,
        plain_description: None,
        photo: None,
        own_page: None,
        sequential: false,
        feeds: Vec::new(),
        ..entry()
    }
}

fn breadcrumb(title: &str, url: &str) -> Breadcrumb {
    Breadcrumb { title: title.into(), lang: None, dir: None, url: url.into() }
}

fn language(locale: &str, name: &str, url: &str, current: bool, exact: bool, label: &str) -> LanguageLink {
    LanguageLink {
        locale: locale.into(),
        dir: if locale == "ar" { "rtl".into() } else { "ltr".into() },
        name: name.into(),
        url: url.into(),
        current,
        exact,
        label: label.into(),
    }
}

fn open_graph(title: &str, url: &str) -> OpenGraph {
    OpenGraph {
        title: title.into(),
        kind: "article".into(),
        url: format!("https://blog.example{url}"),
        description: "Kort og godt".into(),
        site_name: "To tunger".into(),
        locale: "nb_NO".into(),
        locale_alternates: vec!["en_US".into()],
        image: Some(OpenGraphImage {
            url: "https://blog.example/images/bridge.png".into(),
            width: Some(1200),
            height: Some(630),
            alt: "En bro".into(),
        }),
        article: Some(ArticleMeta {
            published: Some("2026-09-17T12:00:00+02:00".into()),
            updated: None,
            authors: vec!["Kari Nordmann".into()],
            tags: vec!["Clojure".into()],
        }),
    }
}

fn date(day: &str, text: &str, short: &str) -> DateView {
    DateView { iso: format!("{day}T12:00:00+02:00"), text: text.into(), day: short.into() }
}

fn feed(title: &str, url: &str) -> FeedLink {
    FeedLink { title: title.into(), url: url.into(), media_type: MediaType::ATOM }
}

fn link(title: &str) -> PostLink {
    PostLink { title: title.into(), url: "/post-2/".into(), lang: None, dir: None, language_name: None }
}

fn part(link: PostLink, current: bool) -> SeriesPart {
    let PostLink { title, url, lang, dir, language_name } = link;
    SeriesPart { title, url, lang, dir, language_name, current }
}

fn foreign_link(title: &str) -> PostLink {
    PostLink {
        lang: Some("en".into()),
        dir: Some("ltr".into()),
        language_name: Some("engelsk".into()),
        ..link(title)
    }
}

fn tags() -> Vec<TagLink> {
    ["Clojure", "Språk"]
        .map(|name| TagLink {
            name: name.into(),
            lang: None,
            dir: None,
            url: format!("/tags/{}/", name.to_lowercase()),
        })
        .into()
}
