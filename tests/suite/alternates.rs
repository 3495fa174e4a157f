//! What the pages of a site say of each other: that they are one page in several languages.
//!
//! Every page of every golden site, of the project's own blog, and of sites in other languages and
//! scripts is read as a search engine would read it, whichever of the two ways a site has with
//! missing translations.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;

use crate::support::readers::{Built, LOCALES, MISSING, Page, both_ways, in_locales};

#[test]
fn pages_of_golden_sites_agree_on_their_versions() {
    let sites = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    let mut folders: Vec<PathBuf> = sites.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    assert!(folders.len() > 5, "the golden sites are here");
    for folder in folders {
        for (missing, built) in both_ways(&folder, "2026-03-01T12:00:00Z") {
            check(&format!("{} with {missing}", folder.display()), &built);
        }
    }
}

#[test]
fn pages_of_the_blog_agree_on_their_versions() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (missing, built) in both_ways(folder, "2026-11-20T12:00:00Z") {
        check(&format!("the blog with {missing}"), &built);
    }
}

#[test]
fn pages_agree_in_any_languages_and_scripts() {
    for locales in LOCALES {
        for prefixed in [false, true] {
            for missing in MISSING {
                let built = Built::of(&in_locales(locales, prefixed, missing).snapshot());
                check(&format!("{locales:?}"), &built);
                let second =
                    format!("https://blog.example/{0}/x-{1}/", locales[1], locales[1].to_lowercase());
                assert_eq!(built.pages[&second].alternates.len(), locales.len() + 1, "{second}");
            }
        }
    }
}

/// Checks that the pages of a site agree on which of them are versions of one another.
fn check(site: &str, built: &Built) {
    let several = built.locales.len() > 1;
    for (url, page) in &built.pages {
        let at = format!("{site}: {url}");
        assert!(built.locales.contains(&page.lang), "{at}: it is in `{}`", page.lang);
        let is_rtl = ["ar", "he", "fa"].contains(&page.lang.as_str());
        assert_eq!(page.dir, if is_rtl { "rtl" } else { "ltr" }, "{at}: its direction");
        if page.noindex {
            assert!(page.alternates.is_empty(), "{at}: search engines leave it out");
            continue;
        }
        assert_eq!(page.canonical, [url.as_str()], "{at}: it is canonical");
        assert_eq!(page.alternates.is_empty(), !several, "{at}: it names its versions");
        if several {
            check_versions(&at, url, page, built);
            check_switch(&at, page, built);
        }
    }
    check_sitemap(site, built);
}

fn check_versions(at: &str, url: &str, page: &Page, built: &Built) {
    assert_eq!(page.alternates.get(&page.lang).map(String::as_str), Some(url), "{at}: it names itself");
    for (hreflang, target) in page.alternates.iter().filter(|(hreflang, _)| *hreflang != "x-default") {
        let there = built.pages.get(target).unwrap_or_else(|| panic!("{at}: nothing stands at {target}"));
        assert_eq!(there.lang, *hreflang, "{at}: the language of {target}");
        assert_eq!(there.alternates, page.alternates, "{at}: {target} names the same versions");
    }
    let original = built.locales.iter().find_map(|locale| page.alternates.get(locale));
    assert_eq!(page.alternates.get("x-default"), original, "{at}: the default language's, else the original");
}

fn check_switch(at: &str, page: &Page, built: &Built) {
    assert_eq!(page.current, [page.lang.as_str()], "{at}: the switch knows where it is");
    let others: Vec<&String> = built.locales.iter().filter(|locale| **locale != page.lang).collect();
    let offered: Vec<&String> = page.switch.iter().map(|(locale, ..)| locale).collect();
    assert_eq!(offered, others, "{at}: the switch offers every other language");
    for (locale, target, exact) in &page.switch {
        let version = page.alternates.get(locale);
        assert_eq!(*exact, version.is_some(), "{at}: the switch says whether `{locale}` has the page");
        let there = built.pages.get(target).unwrap_or_else(|| panic!("{at}: nothing stands at {target}"));
        assert_eq!(there.lang, *locale, "{at}: the language of {target}");
        match version {
            Some(version) => assert_eq!(target, version, "{at}: the switch leads to the version"),
            None => assert!(there.class.contains("page-front"), "{at}: the switch leads to a front page"),
        }
    }
}

/// The sitemap has every page for search engines, with the versions that the page names itself.
fn check_sitemap(site: &str, built: &Built) {
    let mut listed = BTreeSet::new();
    for entry in built.files["sitemap.xml"].split("<url>").skip(1) {
        let decoded = percent_decode_str(entry).decode_utf8().unwrap();
        let url = decoded.split("<loc>").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let versions = decoded.split("hreflang=\"").skip(1).map(|rest| {
            let (hreflang, rest) = rest.split_once("\" href=\"").unwrap();
            (hreflang.to_owned(), rest.split('"').next().unwrap().to_owned())
        });
        assert_eq!(
            versions.collect::<BTreeMap<_, _>>(),
            built.pages[&url].alternates,
            "{site}: {url} in the sitemap"
        );
        listed.insert(url);
    }
    let wanted = built.pages.iter().filter(|(_, page)| !page.noindex).map(|(url, _)| url.clone());
    assert_eq!(listed, wanted.collect::<BTreeSet<_>>(), "{site}: the sitemap has every page");
}
