//! Static files on their way to the reader: names, bundles, addresses, sizes, and what is wrong
//! with them.

use std::collections::{BTreeMap, BTreeSet};

use diglot::assets::{Assets, Dimensions, Images};
use diglot::base::{Code, Diagnostic, Digest, FilePath, Span};
use diglot::output::Outputs;
use diglot::source::{Blob, Content};

/// A site's `static/` folder, and what comes of it.
struct Site {
    assets: Assets,
    diagnostics: Vec<Diagnostic>,
}

fn blobs(files: &[(&str, &str)]) -> BTreeMap<FilePath, Blob> {
    files.iter().map(|(path, text)| (FilePath::new(path), Blob::of(text.as_bytes()))).collect()
}

fn site(files: &[(&str, &str)]) -> Site {
    at("", files)
}

fn at(base_path: &str, files: &[(&str, &str)]) -> Site {
    let mut diagnostics = Vec::new();
    let assets = Assets::new(
        &blobs(files),
        &blobs(&[("css/themes.css", ".t{color:red}")]),
        base_path,
        Images::default(),
        &mut diagnostics,
    );
    Site { assets, diagnostics }
}

impl Site {
    fn url(&self, path: &str) -> String {
        self.assets.url(self.assets.find(path).unwrap()).to_owned()
    }

    /// What is published when pages refer to these files, and the faults.
    fn publish(&self, referenced: &[&str]) -> (BTreeMap<String, String>, Vec<Diagnostic>) {
        let referenced: BTreeSet<_> = referenced.iter().map(|path| FilePath::new(path)).collect();
        let (mut outputs, mut diagnostics) = (Outputs::new(), self.diagnostics.clone());
        self.assets.publish(&referenced, &BTreeSet::new(), &mut outputs, &mut diagnostics);
        let text = |content: &Content| String::from_utf8_lossy(&content.read().unwrap()).into_owned();
        let outputs = outputs.iter().map(|(path, output)| (path.to_string(), text(&output.blob.content)));
        (outputs.collect(), diagnostics)
    }

    fn bundle(&self, path: &str) -> String {
        let published = self.assets.published_path(self.assets.find(&format!("/{path}")).unwrap());
        self.publish(&[path]).0[&published].clone()
    }

    fn faults(&self, path: &str) -> Vec<(Code, String, Span)> {
        let faults = self.publish(&[path]).1;
        faults
            .into_iter()
            .map(|fault| {
                let place = fault.place.unwrap();
                (fault.code, place.file.to_string(), place.span)
            })
            .collect()
    }
}

fn short(text: &str) -> String {
    Digest::of(text.as_bytes()).short()
}

fn span(text: &str, part: &str) -> Span {
    let start = text.find(part).unwrap();
    Span::new(start, start + part.len())
}

#[test]
fn a_file_has_its_digest_in_its_name_and_its_own_name_too() {
    let site = at("/blog", &[("images/my photo.jpg.txt", "x"), ("LICENSE", "y")]);
    let digest = short("x");
    assert_eq!(site.url("/images/my photo.jpg.txt"), format!("/blog/images/my%20photo.jpg.{digest}.txt"));
    assert_eq!(site.url("/LICENSE"), format!("/blog/LICENSE.{}", short("y")));
    assert!(site.assets.find("images/my photo.jpg.txt").is_none());
    let (outputs, diagnostics) = site.publish(&["images/my photo.jpg.txt"]);
    assert_eq!(outputs["images/my photo.jpg.txt"], "x");
    assert_eq!(outputs[&format!("images/my photo.jpg.{digest}.txt")], "x");
    assert_eq!(outputs["LICENSE"], "y");
    assert!(!outputs.contains_key(&format!("LICENSE.{}", short("y"))), "nothing refers to it");
    assert_eq!(diagnostics, []);
}

#[test]
fn pages_and_sub_sites_pass_through_untouched() {
    let css = "a { background: url(missing.png) }";
    let files =
        [("demo/index.html", "<p>"), ("demo/js/deep/app.js", "1"), ("demo/x.css", css), ("page.html", "p")];
    let site = site(&files);
    for (path, _) in files {
        assert_eq!(site.url(&format!("/{path}")), format!("/{}", path.trim_end_matches("index.html")));
    }
    let (outputs, diagnostics) = site.publish(&["demo/x.css", "demo/js/deep/app.js", "page.html"]);
    for (path, text) in files {
        assert_eq!(outputs[path], text);
    }
    assert_eq!(outputs.keys().filter(|path| path.starts_with("demo/")).count(), 3);
    assert_eq!(diagnostics, []);
}

#[test]
fn imports_are_inlined_and_the_name_is_of_the_final_bytes() {
    let site = site(&[
        (
            "css/a.css",
            "@import '/css/themes.css';\n@import url(part/b.css) print;\n@import 'https://x.example/f.css';\np { color: blue }",
        ),
        ("css/part/b.css", "\u{feff}h1 {\r\n  color: green\r\n}"),
    ]);
    assert_eq!(site.faults("css/a.css").len(), 1, "an outer import cannot follow an inner one");

    let site = at(
        "/blog",
        &[
            (
                "css/a.css",
                "@import 'https://x.example/f.css';\n@import '/css/themes.css';\n@import url(part/b.css) print;\np { color: blue }",
            ),
            ("css/part/b.css", "\u{feff}h1 {\r\n  color: green\r\n}"),
        ],
    );
    let expected =
        "@import \"https://x.example/f.css\";.t{color:red}@media print{h1{color:green}}p{color:#00f}";
    assert_eq!(site.bundle("css/a.css"), expected);
    assert_eq!(site.url("/css/a.css"), format!("/blog/css/a.{}.css", short(expected)));
    assert_eq!(site.faults("css/a.css"), []);
}

#[test]
fn a_style_sheet_that_no_page_refers_to_is_copied_as_it_is() {
    let css = "@import 'gone.css'; a { background: url(gone.png) ";
    let (outputs, diagnostics) = site(&[("css/a.css", css)]).publish(&[]);
    assert_eq!(outputs["css/a.css"], css);
    assert!(!outputs.contains_key("css/themes.css"));
    assert_eq!(diagnostics, []);
}

#[test]
fn addresses_are_rewritten_from_where_the_bundle_lies() {
    let files = [
        (
            "css/a.css",
            "@import 'part/b.css';\n.a{background:url(/images/x.png?v=1#f)}\n@font-face{font-family:F;src:url('../f.woff2')}",
        ),
        (
            "css/part/b.css",
            ".b{background:url(y.png);--z:url(\"../../images/x.png\");mask:url(#m);cursor:url(data:image/png;base64,AA==),auto}.c{background:image-set('y.png' 1x)}@media print{.d{background:url(https://x.example/y.png)}}",
        ),
        ("css/part/y.png", "y"),
        ("images/x.png", "x"),
        ("f.woff2", "f"),
    ];
    let (x, y, f) = (short("x"), short("y"), short("f"));
    let bundle = site(&files).bundle("css/a.css");
    for part in [
        format!("url(../images/x.{x}.png?v=1#f)"),
        format!("url(part/y.{y}.png)"),
        format!("--z:url(../images/x.{x}.png)"),
        format!("url(../f.{f}.woff2)"),
        format!("image-set(\"part/y.{y}.png\" 1x)"),
        "url(#m)".into(),
        "url(data:image/png;base64,AA==)".into(),
        "url(https://x.example/y.png)".into(),
    ] {
        assert!(bundle.contains(&part), "{part} in {bundle}");
    }
    assert_eq!(at("/blog", &files).bundle("css/a.css"), bundle, "the bytes do not depend on the base path");
    let site = site(&files);
    let references: Vec<_> = site.assets.references(site.assets.find("/css/a.css").unwrap()).collect();
    let references: Vec<_> = references.iter().map(|asset| asset.path().as_str()).collect();
    assert_eq!(references, ["css/part/y.png", "f.woff2", "images/x.png"]);
    let (outputs, _) = site.publish(&["css/a.css"]);
    assert!(outputs.contains_key(&format!("css/part/y.{y}.png")), "what a bundle needs is published");
}

#[test]
fn a_file_that_is_not_there_is_told_at_its_place() {
    let a = "@import 'part/b.css';\n@import \"part/c.css\";\n.ø{color:red}\n";
    let b = "/* url(../x.png) */ .b {\n  background:\n    url( '../imges/x.png' ) }";
    let site =
        site(&[("css/a.css", a), ("css/part/b.css", b), ("css/imges/y.png", ""), ("css/images/x.png", "")]);
    let expected = [
        (Code::MissingFile, "static/css/a.css".into(), span(a, "part/c.css")),
        (Code::MissingFile, "static/css/part/b.css".into(), span(b, "../imges/x.png")),
    ];
    assert_eq!(site.faults("css/a.css"), expected);
    let helps: Vec<_> = site.publish(&["css/a.css"]).1.into_iter().filter_map(|fault| fault.help).collect();
    assert_eq!(helps, ["did you mean `/css/part/b.css`?", "did you mean `/css/images/x.png`?"]);
}

#[test]
fn one_run_tells_every_fault_once() {
    let partial = "p { color: red;; }\n#1 { color: blue }\nq { }\n??? { }";
    let site = site(&[("a.css", "@import 'p.css';"), ("b.css", "@import 'p.css';"), ("p.css", partial)]);
    let (_, diagnostics) = site.publish(&["a.css", "b.css"]);
    let lines: Vec<_> = diagnostics
        .iter()
        .map(|fault| {
            let place = fault.place.as_ref().unwrap();
            assert_eq!((fault.code, place.file.as_str()), (Code::StyleSheet, "static/p.css"));
            1 + partial[..place.span.start as usize].matches('\n').count()
        })
        .collect();
    assert_eq!(lines, [2, 4]);
}

#[test]
fn circles_come_to_an_end() {
    let site = site(&[
        ("a.css", "@import 'b.css'; .a{color:red}"),
        ("b.css", "@import 'a.css'; .b{color:red;--x:url(a.css)}"),
    ]);
    assert_eq!(site.bundle("a.css"), ".b{color:red;--x:url(a.css)}.a{color:red}");
    assert_eq!(site.bundle("b.css"), ".a{color:red}.b{color:red;--x:url(a.css)}");
    assert_eq!(site.faults("a.css"), []);
}

#[test]
fn a_style_sheet_that_is_not_utf8_is_told() {
    let statics = BTreeMap::from([(FilePath::new("a.css"), Blob::of(&b"p{}\n\xe6"[..]))]);
    let assets = Assets::new(&statics, &BTreeMap::new(), "", Images::default(), &mut Vec::new());
    let mut diagnostics = Vec::new();
    assets.publish(
        &BTreeSet::from([FilePath::new("a.css")]),
        &BTreeSet::new(),
        &mut Outputs::new(),
        &mut diagnostics,
    );
    assert!(diagnostics.iter().any(|fault| fault.code == Code::InvalidUtf8), "{diagnostics:?}");
}

#[test]
fn the_sites_own_file_wins_and_the_text_of_each_can_be_shown() {
    let site = site(&[("css/themes.css", ".own{color:red}")]);
    assert_eq!(site.bundle("css/themes.css"), ".own{color:red}");
    assert_eq!(site.assets.text(&"static/css/themes.css".into()).as_deref(), Some(".own{color:red}"));
    assert!(site.assets.text(&"static/css/main.css".into()).is_some(), "a built-in one");
    assert!(site.assets.text(&"content/x.md".into()).is_none());
}

/// What such a file imports may be built in or made, and these have no address of their own.
#[test]
fn a_style_sheet_in_the_place_of_a_built_in_one_is_published_in_bundles_only() {
    let site = site(&[("css/main.css", "@import '/css/themes.css'; p{color:blue}"), ("css/own.css", "")]);
    let (outputs, _) = site.publish(&["css/main.css"]);
    let paths: Vec<_> = outputs.keys().filter(|path| path.ends_with(".css")).map(String::as_str).collect();
    let bundle = format!("css/main.{}.css", short(".t{color:red}p{color:#00f}"));
    assert_eq!(paths, [bundle.as_str(), "css/own.css"]);
}

#[test]
fn the_built_in_files_are_in_order() {
    let site = site(&[]);
    for icon in ["/favicon.ico", "/favicon.svg", "/apple-touch-icon.png"] {
        assert!(site.assets.find(icon).unwrap().dimensions().is_some(), "{icon}");
    }
    let (outputs, diagnostics) = site.publish(&["css/main.css"]);
    assert_eq!(diagnostics, []);
    let own: Vec<_> = outputs.keys().filter(|path| path.ends_with(".css")).collect();
    assert_eq!(own.len(), 1, "one bundle, and none of its parts: {own:?}");
}

#[test]
fn images_are_measured() {
    let site = site(&[("a.svg", "<svg viewBox='0 0 4 3'/>"), ("b.png", "no image"), ("c.txt", "text")]);
    let size = |path| site.assets.find(path).unwrap().dimensions();
    assert_eq!(size("/a.svg"), Some(Dimensions { width: 4, height: 3 }));
    assert_eq!((size("/b.png"), size("/c.txt")), (None, None));
    assert_eq!(site.faults("a.svg"), []);
    assert_eq!(site.faults("b.png"), [(Code::UnreadableImage, "static/b.png".into(), Span::default())]);
}

#[test]
fn a_name_of_which_no_address_can_be_made_is_told() {
    let site = site(&[("images/a\nb.png", ""), ("ok.txt", "")]);
    assert_eq!(site.diagnostics.len(), 1);
    assert_eq!(site.diagnostics[0].code, Code::InvalidAddress);
}

/// Pages are rendered in parallel and ask for the same style sheet at once, on threads that the
/// bundler would use too.
#[test]
fn many_threads_get_one_bundle() {
    use rayon::prelude::*;
    let parts: Vec<(String, String)> = (0..30)
        .map(|n| (format!("p{n}.css"), format!("/*! licence {n} */ .p{n}{{background:url(x.png)}}")))
        .collect();
    let entry: String = (0..30).map(|n| format!("@import 'p{n}.css';")).collect();
    let mut files: Vec<_> = parts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    files.extend([("a.css", entry.as_str()), ("b.css", "@import 'a.css';"), ("x.png", "x")]);
    let names = |_| {
        let site = site(&files);
        let names = (0..64).into_par_iter().map(|n| site.url(if n % 2 == 0 { "/a.css" } else { "/b.css" }));
        names.collect::<BTreeSet<_>>()
    };
    let runs: BTreeSet<_> = (0..8).map(names).collect();
    assert_eq!(runs.len(), 1);
    assert_eq!(runs.first().map(BTreeSet::len), Some(2));
}
