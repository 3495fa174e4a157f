//! What a page is made of: what `explain` says is so, and nothing changes that it has not told.

use std::collections::{BTreeMap, BTreeSet};

use diglot::base::{Digest, FilePath};
use diglot::explain::{FileEntry, NamedSubject, PageEntry, Unknown, find};
use diglot::pipeline::{Build, BuiltSite, Session, Silent};
use diglot::plan::Address;
use rayon::prelude::*;

use crate::support::blog::Blog;
use crate::support::site::Site;

/// How many random edits each blog goes through.
const STEPS: usize = 40;

/// The kinds of edits that move pages: lists and links elsewhere may change by them.
const MOVES: [&str; 9] = [
    "tags",
    "series",
    "date",
    "slug",
    "older address",
    "draft",
    "option",
    "mended",
    "new image beside posts",
];

#[test]
fn no_edit_changes_what_was_not_told() {
    let compared: usize = (1..=3)
        .into_par_iter()
        .map(|seed| {
            let mut blog = Blog::new(seed);
            let mut session = Session::default();
            let mut compared = 0;
            for step in 0..STEPS {
                let before = session.build(&blog.site.snapshot(), &blog.site.policy, &Silent);
                let files = blog.site.files.clone();
                let (kind, edit) = blog.edit();
                let (Some(old), Some(new)) = (outputs(&before), outputs(&blog.site.build())) else {
                    continue;
                };
                let sight = session.sight().unwrap();
                let Some(told) = told(sight, &files, &blog.site.files, &kind) else { continue };
                let changed = changed(&old, &new);
                let untold: Vec<&String> = changed.difference(&told).collect();
                assert!(untold.is_empty(), "seed {seed}, step {step}: {edit}: {untold:?} of {told:?}");
                compared += 1;
            }
            compared
        })
        .sum();
    assert!(compared > 30, "{compared} edits were compared");
}

/// The outputs that an edit was said to rebuild, by their paths; `None` where it adds, removes or
/// moves pages.
fn told(
    sight: BuiltSite<'_>,
    before: &BTreeMap<String, Vec<u8>>,
    after: &BTreeMap<String, Vec<u8>>,
    edit: &str,
) -> Option<BTreeSet<String>> {
    let mut told = BTreeSet::new();
    let edited = before.keys().chain(after.keys()).filter(|path| before.get(*path) != after.get(*path));
    for path in edited.collect::<BTreeSet<_>>() {
        // A file that comes and takes the place of a built-in one can be asked for before.
        let entry = FileEntry::new(sight, &FilePath::new(path))?;
        let is_page = path.ends_with(".md");
        if is_page && (MOVES.contains(&edit) || !before.contains_key(path) || !after.contains_key(path)) {
            assert!(entry.rebuilds.moves_pages);
            return None;
        }
        let rebuilds = entry.rebuilds;
        // A word in a body reaches less far than a title.
        let others = if edit == "word" { Vec::new() } else { rebuilds.face };
        let addresses = rebuilds.text.into_iter().chain(others).chain(rebuilds.any);
        told.extend(addresses.map(|address| Address::parse(&address).unwrap().output_path()));
        if path == "content/site.edn" {
            return None;
        }
    }
    Some(told)
}

fn outputs(build: &Build) -> Option<BTreeMap<String, Digest>> {
    let outputs = build.outputs.as_ref()?.iter();
    Some(outputs.map(|(path, output)| (path.to_string(), output.blob.digest)).collect())
}

/// The paths whose bytes have changed, each by its own name: that of a hashed copy is its file's.
fn changed(old: &BTreeMap<String, Digest>, new: &BTreeMap<String, Digest>) -> BTreeSet<String> {
    let paths = old.keys().chain(new.keys()).filter(|path| old.get(*path) != new.get(*path));
    let is_digest = |part: &&str| part.len() == 10 && part.bytes().all(|b| b.is_ascii_hexdigit());
    let plain = |path: &String| path.split('.').filter(|part| !is_digest(part)).collect::<Vec<_>>().join(".");
    paths.map(plain).collect()
}

/// What is seen of a blog without faults.
fn with_sight<T>(site: &Site, look: impl FnOnce(BuiltSite<'_>) -> T) -> T {
    let mut session = Session::default();
    let built = session.build(&site.snapshot(), &site.policy, &Silent);
    assert_eq!(built.diagnostics, []);
    look(session.sight().unwrap())
}

fn page(sight: BuiltSite<'_>, name: &str) -> PageEntry {
    match find(sight, name) {
        Ok(NamedSubject::Address(address, route)) => PageEntry::of_route(sight, address, route),
        Ok(NamedSubject::Hidden(id, address)) => PageEntry::of_document(sight, id, &address),
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn the_text_of_a_post_rebuilds_its_page_and_its_feeds() {
    with_sight(&Blog::new(0).site, |sight| {
        let rebuilds = |file: &str| FileEntry::new(sight, &FilePath::new(file)).unwrap().rebuilds;
        let of_post = rebuilds("content/post-3.nb.md");
        assert_eq!(of_post.text, ["/atom.xml", "/authors/kari/atom.xml", "/post-3/", "/tags/a/atom.xml"]);
        let others = ["/", "/archive/", "/en/post-3/", "/post-2/", "/post-4/", "/sitemap.xml", "/tags/a/"];
        for address in others {
            assert!(of_post.face.iter().any(|face| face == address), "{address} of {:?}", of_post.face);
        }
        assert_eq!(rebuilds("translations.edn"), diglot::explain::Rebuilds::default());
        let of_image = rebuilds("static/images/x.svg");
        assert!(
            of_image.any.contains(&"/images/x.svg".to_owned())
                && of_image.any.contains(&"/post-0/".to_owned())
        );
        assert!(!of_image.any.contains(&"/archive/".to_owned()), "{:?}", of_image.any);
        let of_template = rebuilds("templates/archive.html");
        assert_eq!(of_template.any, ["/archive/", "/en/archive/"]);
    });
}

#[test]
fn a_page_names_what_it_is_made_of() {
    let mut blog = Blog::new(0);
    let body = "-".repeat(80) + "\n:section/theme :dark1\n:section/body\n\nTekst.\n";
    let head =
        ":page/title Uten\n:page/alt-uris [\"/eldre/\"]\n:post/published 2024-02-01\n:post/tags [:a]\n";
    blog.write("content/w.nb.md", &format!("{head}{body}"));
    let translation =
        format!(":page/title Without\n:page/slug with-out\n{body}").replace(":section/theme :dark1\n", "");
    blog.write("content/w.en.md", &translation.replace("Tekst", "Text"));
    with_sight(&blog.site, |sight| {
        let entry = page(sight, "/en/with-out/");
        let inherited: Vec<(&str, Option<usize>, usize)> =
            entry.inherits.iter().map(|one| (one.what, one.section, one.spot.line)).collect();
        assert_eq!(inherited, [("time", None, 3), ("tags", None, 4), ("theme", Some(1), 6)]);
        assert_eq!(entry.original.unwrap().address, "/w/");
        assert_eq!((entry.what, entry.language.as_deref()), ("post", Some("en")));
        assert_eq!(entry.lists, ["/en/", "/en/archive/", "/en/tags/a/"]);
        assert_eq!(entry.feeds, ["/en/atom.xml", "/en/tags/a/atom.xml"]);
        let inputs: Vec<&str> = entry.rebuilt_by.iter().map(|input| input.file.as_str()).collect();
        assert!(inputs.contains(&"content/w.nb.md"), "what it has of its original");

        let entry = page(sight, "/w/");
        assert_eq!(entry.redirects, ["/eldre/"]);
        let entry = page(sight, "/eldre");
        assert_eq!((entry.what, entry.leads_to.as_deref()), ("redirect", Some("/w/")));
        assert_eq!(entry.sources[0].line, 2);
        let entry = page(sight, "/tags/a/");
        assert_eq!(entry.what, "tag");
    });
}

#[test]
fn addresses_are_found_however_they_are_written() {
    let site = Site::of(&[
        (
            "content/site.edn",
            "{:site/base-url \"https://blog.example/a/b\" :site/locales [:nb :en] :site/title \"B\"}",
        ),
        (
            "content/sjo.nb.md",
            ":page/title Sjø\n:page/slug sjø\n:post/published 2024-01-01\n:post/body\n\nX\n",
        ),
        ("content/later.nb.md", ":page/title Senere\n:post/published 2025-01-01\n:post/body\n\nX\n"),
        ("static/CNAME", "blog.example"),
    ]);
    with_sight(&site, |sight| {
        for name in [
            "/sjø/",
            "/sjø",
            "sjø",
            "/sj%C3%B8/",
            "/a/b/sjø/",
            "https://blog.example/a/b/sj%C3%B8/",
            "http://localhost:4747/a/b/sjø/?x#y",
            "/sjø/index.html",
        ] {
            assert_eq!(page(sight, name).address, "/sjø/", "{name}");
        }
        let later = page(sight, "/later/");
        assert!(!later.state.unwrap().shown);
        for name in ["content/sjo.nb.md", "./content/sjo.nb.md"] {
            assert!(matches!(find(sight, name), Ok(NamedSubject::File(_))), "{name}");
        }
        assert_eq!(page(sight, "/CNAME").what, "static file");
        let main = sight.planned.assets.find("/css/main.css").unwrap();
        let hashed = format!("/{}", sight.planned.assets.published_path(main));
        assert!(
            matches!(find(sight, &hashed), Ok(NamedSubject::File(file)) if file.as_str() == "static/css/main.css")
        );
        let help = |name: &str| match find(sight, name) {
            Err(Unknown { help, .. }) => help,
            Ok(found) => panic!("{name}: {found:?}"),
        };
        assert_eq!(help("/sjo/"), "did you mean `/sjø/`?");
        assert_eq!(help("content/sjø.nb.md"), "did you mean `content/sjo.nb.md`?");
        assert_eq!(
            help("/nothing/at/all/like/it/"),
            "name an address such as `/`, or a file such as `content/site.edn`"
        );
    });
}
