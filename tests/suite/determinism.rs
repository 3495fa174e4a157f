//! The same inputs give the same bytes: on any number of threads, in any order of files, each time.
//!
//! And what readers of a feed know its entries by stays, whatever else changes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use crate::support::site::Site;
use diglot::base::{Code, Diagnostic};
use diglot::pipeline::Build;
use diglot::source::{Options, read_site};
use rayon::ThreadPoolBuilder;

const SETTINGS: &str = r#"{:site/base-url "https://blog.example"
 :site/locales [:nb :en]
 :site/title {:nb "Prøve" :en "Trial"}
 :site/time-zone "Europe/Oslo"
 :site/missing-translation :show-original
 :site/posts-per-page 5
 :site/extra {:h 1 :g 2 :f 3 :e 4 :d 5 :c 6 :b 7 :a 8}}
"#;

/// A template that walks every map it sees.
const PAGE: &str = r#"{% extends "base.html" %}
{% block main %}
{% for key, value in site.extra %}<p>{{ key }} {{ value }}</p>{% endfor %}
{% for key, value in page.extra %}<p>{{ key }} {{ value }}</p>{% endfor %}
{% for key, value in data %}<p>{{ key }} {{ value }}</p>{% endfor %}
{% for section in sections %}{{ section.html | safe }}{% endfor %}
{% endblock main %}
"#;

/// Eighteen posts in two languages, some in one alone, that link to each other, with tags, series
/// and code.
fn blog() -> Site {
    let mut files = vec![
        ("site.edn".to_owned(), SETTINGS.to_owned()),
        ("templates/page.html".to_owned(), PAGE.to_owned()),
        ("content/one.edn".to_owned(), "{:z 1 :y 2 :x 3 :w 4 :v #{5 4 3 2 1}}".to_owned()),
        ("content/two.edn".to_owned(), "[1 2 {:q 1 :p 2}]".to_owned()),
        (
            "static/images/dot.svg".to_owned(),
            "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='3'/>".to_owned(),
        ),
        (
            "content/om.nb.md".to_owned(),
            ":page/title Om\n:z 1\n:y 2\n:x 3\n:w 4\n:v 5\n:page/body\n\nSe [alle](/archive/).\n".to_owned(),
        ),
    ];
    for number in 1..=12 {
        let next = number % 12 + 1;
        let mut add = |locale: &str, title: &str| {
            let text = format!(
                ":page/title {title} {number}\n:page/slug {title}-{number}\n:page/alt-uris [\"/{locale}/old/{number}/\"]\n\
                 :tech-blog/published #time/ldt \"2024-01-{number:02}T10:00\"\n\
                 :tech-blog/tags [:tag/even{even} :tag/all :tag/t{number}]\n:tech-blog/series :s{part}\n\
                 :tech-blog/body\n\nSe [neste](p{next}.md) og ![en prikk](/images/dot.svg).[^1]\n\n\
                 ```rust\nfn main() {{ let a = {number}; }}\n```\n\n## En del\n\n[^1]: Fotnote.\n",
                even = number % 2,
                part = number % 3,
            );
            files.push((format!("content/p{number}.{locale}.md"), text));
        };
        add("nb", "innlegg");
        if number % 2 == 0 {
            add("en", "post");
        }
    }
    files.push((
        "content/series.edn".to_owned(),
        "{:series/s0 \"A\" :series/s1 \"B\" :series/s2 \"C\"}".to_owned(),
    ));
    Site::of(&files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>())
}

/// A site with mistakes of many sorts, in many files.
fn faulty_blog() -> Site {
    let mut site = blog();
    for number in 1..=12 {
        let text = format!(
            ":page/title A{number}\n:page/uri /innlegg-{number}/\n:page/kind :none\n:tech-blog/published 2024-01-01\n:tech-blog/tags :a\n:section/tilte b\n\
             :page/body\n\n[a](/nothing/{number}/) [b](#nothing) ![c](/nothing.png)\n\n```nothing\n```\n"
        );
        site.files.insert(format!("content/x{number}.nb.md"), text.into_bytes());
    }
    site.files.insert("templates/tag.html".to_owned(), b"{{ tag.nothing }}".to_vec());
    site
}

fn bytes(build: &Build) -> BTreeMap<String, Vec<u8>> {
    let outputs = build.outputs.as_ref().unwrap_or_else(|| panic!("{:?}", build.diagnostics)).iter();
    outputs.map(|(path, output)| (path.to_string(), output.blob.content.read().unwrap().to_vec())).collect()
}

fn on_threads(count: usize, site: &Site) -> Build {
    ThreadPoolBuilder::new().num_threads(count).build().unwrap().install(|| site.build())
}

fn assert_same(first: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>, what: &str) {
    assert!(first.keys().eq(other.keys()), "{what}: other files");
    for (path, bytes) in first {
        assert!(other[path] == *bytes, "{what}: `{path}` has other bytes");
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let site = blog();
    let first = bytes(&on_threads(1, &site));
    assert!(first.len() > 60, "the blog has many pages");
    for count in [2, 8] {
        assert_same(&first, &bytes(&on_threads(count, &site)), &format!("{count} threads"));
    }
}

#[test]
fn any_number_of_threads_tells_the_same_faults() {
    let site = faulty_blog();
    let first: Vec<Diagnostic> = on_threads(1, &site).diagnostics;
    let codes: BTreeSet<Code> = first.iter().map(|fault| fault.code).collect();
    assert!(first.len() > 60 && codes.len() > 6, "{} faults of {codes:?}", first.len());
    for count in [2, 8] {
        assert_eq!(on_threads(count, &site).diagnostics, first, "{count} threads");
    }
}

#[test]
fn any_order_of_files_gives_the_same_bytes() {
    let site = blog();
    let write = |files: &mut dyn Iterator<Item = (&String, &Vec<u8>)>| {
        let folder = tempfile::tempdir().unwrap();
        for (path, bytes) in files {
            let file = folder.path().join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, bytes).unwrap();
        }
        let snapshot = read_site(folder.path(), site.snapshot().now, Options::default());
        bytes(&diglot::pipeline::build(&snapshot, &site.policy, &diglot::pipeline::Silent))
    };
    let first = bytes(&site.build());
    assert_same(&first, &write(&mut site.files.iter()), "in order");
    assert_same(&first, &write(&mut site.files.iter().rev()), "in reverse");
}

/// What a feed and its entries are known by: the ids of each feed by its address, and of each entry
/// by its title.
#[derive(Debug, PartialEq, Eq)]
struct Ids {
    feeds: BTreeMap<String, String>,
    entries: BTreeMap<String, BTreeSet<String>>,
}

fn ids(site: &Site) -> Ids {
    let mut ids = Ids { feeds: BTreeMap::new(), entries: BTreeMap::new() };
    for (path, text) in bytes(&site.build()).into_iter().filter(|(path, _)| path.ends_with("atom.xml")) {
        let text = String::from_utf8(text).unwrap();
        let mut parts = text.split("<entry");
        ids.feeds.insert(path, element(parts.next().unwrap(), "id"));
        for entry in parts {
            ids.entries.entry(element(entry, "title")).or_default().insert(element(entry, "id"));
        }
    }
    ids
}

fn element(xml: &str, name: &str) -> String {
    let (_, rest) = xml.split_once(&format!("<{name}>")).unwrap();
    rest.split('<').next().unwrap().to_owned()
}

fn replaced(site: &Site, from: &str, to: &str) -> Site {
    let mut site = site.clone();
    let mut count = 0;
    for bytes in site.files.values_mut() {
        let text = String::from_utf8(bytes.clone()).unwrap();
        count += text.matches(from).count();
        *bytes = text.replace(from, to).into_bytes();
    }
    assert!(count > 0, "`{from}` stands somewhere");
    site
}

#[test]
fn the_ids_of_feeds_and_entries_are_unique() {
    let Ids { feeds, entries } = ids(&blog());
    assert_eq!((feeds.len(), entries.len()), (2 * (1 + 12 + 3 + 3), 12 + 6));
    let mut all = BTreeSet::new();
    for id in feeds.values().chain(entries.values().flatten()) {
        assert!(id.starts_with("urn:uuid:"), "{id}");
        assert!(all.insert(id), "two have the id {id}");
    }
    let mut of_several = String::new();
    for (title, ids) in entries.iter().filter(|(_, ids)| ids.len() > 1) {
        let _ = writeln!(of_several, "{title}: {ids:?}");
    }
    assert_eq!(of_several, "", "an entry has one id in all feeds");
}

#[test]
fn the_ids_outlive_changes_around_them() {
    let site = blog();
    let first = ids(&site);
    let mut elsewhere = site.clone();
    elsewhere.arguments("--base-url https://other.example/a/path");
    let same = [
        ("another base URL on the command line", elsewhere),
        ("another time of day", replaced(&site, "T10:00", "T23:59:59")),
        ("another day", replaced(&site, "\"2024-01-", "\"2023-01-")),
        ("another title of the site", replaced(&site, ":nb \"Prøve\"", ":nb \"Forsøk\"")),
        ("another slug", replaced(&site, ":page/slug innlegg-", ":page/slug oppslag-")),
        ("another day of the build", {
            let mut later = site.clone();
            later.arguments("--now 2025-01-01T00:00:00Z");
            later
        }),
        ("another text", replaced(&site, "Fotnote", "Note")),
    ];
    for (what, site) in same {
        assert_eq!(ids(&site), first, "{what}");
    }
    let renamed = ids(&replaced(&site, ":page/title innlegg", ":page/title oppslag"));
    let of = |ids: &Ids| ids.entries.values().flatten().cloned().collect::<BTreeSet<_>>();
    assert_eq!(of(&renamed), of(&first), "another title");
}

#[test]
fn the_ids_of_two_sites_are_others_and_those_of_one_that_moves_stay() {
    let site = blog();
    let moved = |site: &Site| replaced(site, "https://blog.example", "https://other.example");
    let with_id =
        |id: &str| replaced(&site, "{:site/base-url", &format!("{{:site/id \"{id}\" :site/base-url"));
    let all = |site: &Site| {
        let ids = ids(site);
        ids.feeds.into_values().chain(ids.entries.into_values().flatten()).collect::<BTreeSet<_>>()
    };
    assert!(all(&site).is_disjoint(&all(&moved(&site))), "another site has the same posts");
    // The UUID of the address is what a site has that has chosen no id.
    let own = with_id("urn:uuid:d0160ca8-6342-5b44-9d64-f6a6f8f06095");
    assert_eq!((all(&own), all(&moved(&own))), (all(&site), all(&site)), "the site moves and keeps its id");
    for id in ["tag:blog.example,2025:", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"] {
        let chosen = with_id(id);
        assert!(all(&chosen).is_disjoint(&all(&site)), "{id}");
        assert_eq!(all(&moved(&chosen)), all(&chosen), "{id}");
    }
}
