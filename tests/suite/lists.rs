//! Lists, feeds and pages of tags, authors and series agree on which posts a language has,
//! whichever of the two ways a site has with missing translations.

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::readers::{Built, LOCALES, MISSING, Page, both_ways, in_locales};
use crate::support::site::Site;
use percent_encoding::percent_decode_str;

#[test]
fn lists_of_a_golden_site_agree() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/missing-parts");
    for (missing, built) in both_ways(&folder, "2026-03-01T12:00:00Z") {
        assert_eq!(check(&built, missing), if missing == ":hide" { 0 } else { 4 }, "originals in lists");
    }
}

#[test]
fn lists_agree_in_any_languages_and_scripts() {
    for locales in LOCALES {
        for missing in MISSING {
            let built = Built::of(&in_locales(locales, false, missing).snapshot());
            // Each language lacks what the others have alone, and the first lacks one more.
            let lacking = locales.len() * (locales.len() - 1) + 1;
            assert_eq!(check(&built, missing), if missing == ":hide" { 0 } else { lacking }, "{locales:?}");
            check_neighbours(&built);
        }
    }
}

#[test]
fn pages_of_a_long_list_lead_to_its_ends_and_to_each_other() {
    let settings = "{:site/base-url \"https://blog.example\" :site/locales [:nb] :site/posts-per-page 1}";
    let post = |day: usize| {
        let text = format!(":page/title T{day}\n:tech-blog/published 2024-01-{day:02}\n");
        (format!("content/p{day}.md"), text)
    };
    let posts: Vec<_> = (1..=9).map(post).collect();
    let files = posts.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let files: Vec<_> = [("content/site.edn", settings)].into_iter().chain(files).collect();
    let built = Built::of(&Site::of(&files).snapshot());
    for (page, shown) in [
        ("index.html", "[1] 2 3 … 9"),
        ("page/4/index.html", "1 2 3 [4] 5 6 … 9"),
        ("page/5/index.html", "1 2 3 4 [5] 6 7 8 9"),
        ("page/9/index.html", "1 … 7 8 [9]"),
    ] {
        let (_, nav) = built.files[page].split_once("class=\"pagination\"").expect("a list has pages");
        let (_, list) = nav.split_once("<ol>").expect("pages are listed");
        let (list, _) = list.split_once("</ol>").expect("the list ends");
        let items = list.split("<li").skip(1).map(|item| {
            let text = item
                .split(['>', '<'])
                .map(str::trim)
                .find(|text| text.chars().all(char::is_numeric) && !text.is_empty());
            match text {
                Some(number) if item.contains("aria-current=\"page\"") => format!("[{number}]"),
                Some(number) => number.to_owned(),
                None => "…".to_owned(),
            }
        });
        assert_eq!(items.collect::<Vec<_>>().join(" "), shown, "{page}");
    }
}

/// Checks the lists of every language; returns how many posts of other languages they show.
fn check(built: &Built, missing: &str) -> usize {
    let mut foreign = 0;
    for locale in &built.locales {
        let wanted = wanted(built, locale, missing);
        foreign += wanted.iter().filter(|url| built.pages[*url].lang != *locale).count();
        let at = format!("{locale} with {missing}");
        for kind in ["page-front", "page-archive"] {
            let shown: BTreeSet<String> =
                of_kind(built, kind, locale).flat_map(|(_, page)| posts(built, page)).collect();
            assert_eq!(shown, wanted, "{at}: {kind}");
        }
        for kind in ["page-front", "page-tag", "page-author", "page-series"] {
            for (url, page) in of_kind(built, kind, locale) {
                let listed = posts(built, page);
                assert!(!listed.is_empty() && listed.is_subset(&wanted), "{at}: {url} has posts of its list");
                assert_eq!(feed(built, url, locale), listed, "{at}: the feed of {url}");
            }
        }
    }
    foreign
}

/// Checks that who goes from post to post stays in a language, and misses none of it.
fn check_neighbours(built: &Built) {
    for locale in &built.locales {
        let posts: Vec<_> = of_kind(built, "page-post", locale).collect();
        let steps: usize = posts.iter().map(|(_, page)| page.neighbours.len()).sum();
        assert_eq!(steps, 2 * (posts.len() - 1), "{locale}: each post but the ends has two neighbours");
        for (url, page) in posts {
            let is_own = |url: &String| built.pages[url].lang == *locale;
            assert!(page.neighbours.iter().all(is_own), "{url} leads to {:?}", page.neighbours);
        }
    }
}

/// The posts that lists of a language are to show: its own, and the originals of those that it
/// lacks where they are shown.
fn wanted(built: &Built, locale: &str, missing: &str) -> BTreeSet<String> {
    let all = built.pages.iter().filter(|(_, page)| page.class == "page-post");
    let shown = all.filter_map(|(url, page)| match page.alternates.get(locale) {
        Some(version) => Some(version),
        None if missing == ":hide" => None,
        None => page.alternates.get("x-default").filter(|original| *original == url),
    });
    shown.cloned().collect()
}

/// The pages of a kind in a language.
fn of_kind<'a>(built: &'a Built, kind: &str, locale: &str) -> impl Iterator<Item = (&'a String, &'a Page)> {
    built.pages.iter().filter(move |(_, page)| page.class == kind && page.lang == locale)
}

/// The posts that a page links to; what is in another language says so.
fn posts(built: &Built, page: &Page) -> BTreeSet<String> {
    let posts =
        page.links.iter().filter(|(url, _)| built.pages.get(url).is_some_and(|to| to.class == "page-post"));
    let posts = posts.map(|(url, hreflang)| {
        let lang = &built.pages[url].lang;
        assert_eq!(hreflang, if *lang == page.lang { "" } else { lang }, "the link to {url}");
        url.clone()
    });
    posts.collect()
}

/// The posts of the feed below a page; each entry says its language.
fn feed(built: &Built, url: &str, locale: &str) -> BTreeSet<String> {
    let path = format!("{}atom.xml", url.strip_prefix(&built.base).expect("a page of the site"));
    let feed = &built.files[path.trim_start_matches('/')];
    assert!(feed.contains(&format!("xml:lang=\"{locale}\">")), "{path} is in {locale}");
    let entries = feed.split("<entry xml:lang=\"").skip(1).map(|entry| {
        let (lang, entry) = entry.split_once('"').expect("the language ends");
        let (_, link) = entry.split_once("type=\"text/html\"").expect("an entry has a link");
        let url = link.split("href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an address");
        let url = percent_decode_str(url).decode_utf8().expect("addresses are UTF-8").into_owned();
        assert_eq!(built.pages[&url].lang, lang, "{path}: the language of {url}");
        url
    });
    entries.collect()
}
