//! A built site as its readers have it: what the pages say of themselves and of each other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use diglot::base::FilePath;
use diglot::pipeline::{Policy, Silent, build};
use diglot::source::{Options, Snapshot, Text, read_site};
use html5gum::{Token, Tokenizer};
use percent_encoding::percent_decode_str;

use super::site::Site;

/// Where settings may lie.
const SETTINGS: [&str; 2] = ["content/site.edn", "site.edn"];

/// The two ways of a site with missing translations.
pub const MISSING: [&str; 2] = [":hide", ":show-original"];

/// Languages with regions and scripts, from left to right and from right to left.
pub const LOCALES: [&[&str]; 4] = [
    &["en-GB", "en-US"],
    &["sr-Latn", "sr-Cyrl"],
    &["ar", "he"],
    &["zh-Hant-TW", "zh-Hans", "fa", "pt-BR", "nn"],
];

/// What a page says of itself and of its versions.
#[derive(Debug, Default)]
pub struct Page {
    pub lang: String,
    pub dir: String,
    pub noindex: bool,
    pub canonical: Vec<String>,
    /// By `hreflang`; addresses decoded.
    pub alternates: BTreeMap<String, String>,
    /// The language switch: each language, its address, and whether it is said to be the same page.
    pub switch: Vec<(String, String, bool)>,
    /// The languages that the switch calls the page's own.
    pub current: Vec<String>,
    /// The classes of `body`.
    pub class: String,
    /// The links in the lists of the page's main part: each address, and its `hreflang`.
    pub links: BTreeSet<(String, String)>,
    /// The posts before and after this one.
    pub neighbours: BTreeSet<String>,
}

/// A built site as its readers have it.
pub struct Built {
    /// The base URL, without a slash at its end.
    pub base: String,
    pub locales: Vec<String>,
    /// By the whole address, decoded.
    pub pages: BTreeMap<String, Page>,
    /// The pages, the feeds and the sitemap as they are, by their paths.
    pub files: BTreeMap<String, String>,
}

impl Built {
    /// Builds a site, and reads its pages.
    pub fn of(snapshot: &Snapshot) -> Self {
        let outputs = build(snapshot, &Policy::default(), &Silent).outputs.expect("the site is published");
        let settings = SETTINGS.map(FilePath::new);
        let settings =
            settings.iter().find_map(|file| snapshot.texts.get(file)).expect("the site has settings");
        let between = |start: &str, end: char| {
            let (_, rest) = settings.text.split_once(start).expect("the settings have the key");
            rest.split(end).next().expect("the value ends").to_owned()
        };
        let base = between(":site/base-url \"", '"').trim_end_matches('/').to_owned();
        let locales = between(":site/locales [", ']');
        let locales = locales.split_whitespace().map(|tag| tag.trim_start_matches(':').to_owned()).collect();
        let own = |path: &str| snapshot.statics.contains_key(&FilePath::new(path));
        let files: BTreeMap<String, String> = outputs
            .iter()
            .filter(|(path, _)| {
                [".html", ".xml"].iter().any(|end| path.as_str().ends_with(end)) && !own(path.as_str())
            })
            .map(|(path, output)| {
                let bytes = output.blob.content.read().expect("an output can be read");
                (path.to_string(), String::from_utf8(bytes.to_vec()).expect("pages are UTF-8"))
            })
            .collect();
        let pages = files.iter().filter(|(path, _)| path.ends_with(".html"));
        let pages = pages.map(|(path, html)| {
            (format!("{base}/{}", path.trim_end_matches("index.html")), Page::read(&base, html))
        });
        let pages = pages.collect();
        Self { base, locales, pages, files }
    }
}

impl Page {
    /// Reads a page of the built-in templates.
    fn read(base: &str, html: &str) -> Self {
        let mut page = Self::default();
        let (mut in_switch, mut in_main, mut lists) = (false, false, 0);
        let host = base.find("://").map_or(0, |at| at + 3);
        let origin = base[host..].find('/').map_or(base, |end| &base[..host + end]);
        for Ok(token) in Tokenizer::new(html) {
            let tag = match token {
                Token::StartTag(tag) => tag,
                Token::EndTag(tag) => {
                    in_switch &= *tag.name != *b"nav";
                    in_main &= *tag.name != *b"main";
                    lists -= usize::from(in_main && *tag.name == *b"ol");
                    continue;
                }
                _ => continue,
            };
            let text = |name: &str| {
                let value = tag.attributes.get(name.as_bytes());
                value.map(|value| String::from_utf8_lossy(value).into_owned()).unwrap_or_default()
            };
            let whole = |address: String| {
                let address =
                    percent_decode_str(&address).decode_utf8().expect("addresses are UTF-8").into_owned();
                if address.starts_with('/') { format!("{origin}{address}") } else { address }
            };
            match &*String::from_utf8_lossy(&tag.name) {
                "html" => (page.lang, page.dir) = (text("lang"), text("dir")),
                "body" => page.class = text("class"),
                "meta" if text("name") == "robots" => page.noindex = text("content").contains("noindex"),
                "link" if text("rel") == "canonical" => page.canonical.push(whole(text("href"))),
                "link" if text("rel") == "alternate" && !text("hreflang").is_empty() => {
                    let before = page.alternates.insert(text("hreflang"), whole(text("href")));
                    assert_eq!(before, None, "one version per language");
                }
                "nav" => in_switch = text("class") == "language-switch",
                "main" => in_main = true,
                "ol" if in_main => lists += 1,
                "span" if in_switch && !text("aria-current").is_empty() => page.current.push(text("lang")),
                "a" if in_switch => {
                    assert_eq!(text("lang"), text("hreflang"), "the switch speaks the language it leads to");
                    page.switch.push((text("hreflang"), whole(text("href")), text("rel") == "alternate"));
                }
                "a" if ["prev", "next"].contains(&text("rel").as_str()) => {
                    page.neighbours.insert(whole(text("href")));
                }
                "a" if lists > 0 => {
                    page.links.insert((whole(text("href")), text("hreflang")));
                }
                _ => {}
            }
        }
        page
    }
}

/// Builds a site as it stands in a folder, with each of the two ways.
pub fn both_ways(folder: &Path, now: &str) -> Vec<(&'static str, Built)> {
    let snapshot = read_site(folder, now.parse().expect("a time"), Options::default());
    let file = SETTINGS.map(FilePath::new).into_iter().find(|file| snapshot.texts.contains_key(file));
    let file = file.expect("the site has settings");
    let settings = snapshot.texts[&file].text.replace(":site/missing-translation :show-original", "");
    let built = |missing| {
        let mut snapshot = snapshot.clone();
        let settings = settings.replacen('{', &format!("{{:site/missing-translation {missing} "), 1);
        let text = Text::decode(&file, settings.as_bytes(), &mut Vec::new());
        snapshot.texts.insert(file.clone(), text);
        (missing, Built::of(&snapshot))
    };
    MISSING.map(built).into()
}

/// A site with a post in all of some languages, one in each alone, and one in all but the first.
pub fn in_locales(locales: &[&str], prefixed: bool, missing: &str) -> Site {
    let settings = format!(
        "{{:site/base-url \"https://blog.example\" :site/locales [:{}] :site/missing-translation {missing}
          :site/prefix-default-locale? {prefixed}}}",
        locales.join(" :")
    );
    let mut site = Site::of(&[
        ("content/site.edn", &settings),
        ("content/authors.edn", "{:author/a \"A\"}"),
        ("content/series.edn", "{:series/s \"S\"}"),
    ]);
    let mut post = |name: &str, locale: &str| {
        let text = format!(
            ":page/title {name}\n:page/slug {name}-{}\n:post/published 2024-01-01\n:post/tags [:t :{}]\n:post/author :a\n\
             :post/series :s\n:post/body 1",
            locale.to_lowercase(),
            locale.to_lowercase()
        );
        site.files.insert(format!("content/{name}.{locale}.md"), text.into_bytes());
    };
    for (at, locale) in locales.iter().enumerate() {
        post("x", locale);
        post(&format!("only{at}"), locale);
        if at > 0 {
            post("y", locale);
        }
    }
    site
}
