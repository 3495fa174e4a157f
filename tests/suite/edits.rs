//! Building again after edits by the command: what is published is what a first build would
//! publish, and where no more than bodies have changed, no more than they is done.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use diglot::pipeline::Build;
use rayon::prelude::*;
use tempfile::TempDir;
use walkdir::WalkDir;

use crate::support::blog::Blog;
use crate::support::desk;
use crate::support::site::{NOW, Site};

/// How many rounds of random edits each blog goes through.
const STEPS: usize = 40;

#[test]
fn any_edits_give_what_a_first_build_gives() {
    let short_cuts: usize = (0..4)
        .into_par_iter()
        .map(|seed| {
            let mut blog = Blog::new(seed);
            let mut desk = Desk::new();
            let mut edits = Vec::new();
            let (mut short_cuts, mut sound) = (0, blog.site.files.clone());
            for step in 0..STEPS {
                for _ in 0..1 + step % 3 % 2 {
                    edits.push(if step % 5 == 4 { blog.edit() } else { blog.edit_body() });
                }
                let told = || format!("seed {seed}, step {step}: {}", edits.join(", "));
                let (is_clean, is_short) = desk.build(&blog.site, &told);
                short_cuts += usize::from(is_short);
                // What is wrong is told each time, which leaves no way but the long one.
                match is_clean {
                    true => sound.clone_from(&blog.site.files),
                    false => blog.site.files.clone_from(&sound),
                }
            }
            short_cuts
        })
        .sum();
    assert!(short_cuts > STEPS, "{short_cuts} of {} builds took the short way", 4 * STEPS);
}

/// Each edit of one body, from one text to the other and back; whether it touches no more than the
/// body.
#[test]
fn an_edit_does_what_it_calls_for() {
    let separator = "-".repeat(80);
    let original = format!(
        "{TITLE}\n{separator}\n:section/theme :dark1\n:section/body\n\n```js\none()\n```\n{separator}\n\
         :section/theme :light1\n:section/body\n\n```js\ntwo()\n```\n"
    );
    let page = |body: &str| format!("{TITLE}\n:post/description So.\n{separator}\n:section/body\n\n{body}\n");
    let untold = |body: &str| page(body).replace(":post/description So.\n", "");
    [
        ("a word", page("One word."), page("Two words."), true),
        ("an escaped sign", page("1 < 2 & \"3\"."), page("4 > 3 & \"2\"."), true),
        (
            "code",
            page("```js\nlet a = \"<&lt;\"\n```\n\n```js lines {1}\nlet b\n```\n\n```\nlet c\n```"),
            page("```js\nlet b\n```\n\n```js\nlet a = \"<&lt;\"\n```\n\n```js\nlet c\n```"),
            true,
        ),
        (
            "code that was written as HTML before",
            page("<pre data-x=\"\"><code class=\"language-js\">let a</code></pre>"),
            page("```js\nlet a\n```"),
            true,
        ),
        ("where a link leads", page("[x](/a/)"), page("[x](/b/)"), false),
        ("what a link says", page("[x](/a/)"), page("[y & z](/a/)"), true),
        ("what a heading is called", page("One.\n\n## A {#a}"), page("One.\n\n## B {#a}"), false),
        (
            "a script",
            page("One.\n\n<script>let a = 1</script>"),
            page("One.\n\n<script>let a = 2</script>"),
            false,
        ),
        (
            "what stands beside a script",
            page("One.\n\n<script>1</script>\n\nA"),
            page("One.\n\n<script>1</script>\n\nB"),
            false,
        ),
        ("what the page is about", page("One."), page("One.").replace("So.", "Thus."), false),
        (
            "what stands beside the end of a CDATA section",
            page("<p title=\"]]>\">x</p>\n\nOne."),
            page("<p title=\"]]>\">x</p>\n\nTwo."),
            false,
        ),
        ("the end of a CDATA section", page("<b title=\"]]\">x</b>"), page("<b title=\"]]>\">x</b>"), false),
        (
            "what the page begins with, where nothing says what it is about",
            untold("One."),
            untold("Two."),
            false,
        ),
        // A section has the theme of the original's section that it stands for, which is the one
        // with its code.
        ("which section it stands for", page("```js\none()\n```"), page("```js\ntwo()\n```"), false),
    ]
    .into_par_iter()
    .enumerate()
    .for_each(|(number, (what, from, to, is_short))| {
        // Where policies are told by the host, there is a file that has those of all pages.
        let emit = if number % 2 == 0 { ":meta" } else { ":headers" };
        let settings = format!(
            "{{:site/base-url \"https://blog.example\" :site/locales [:nb :en] :site/title \"B\"\n\
             :site/content-security-policy {{:emit {emit}}}}}"
        );
        let mut site = Site::of(&[
            ("content/site.edn", &settings),
            ("content/a.md", "# A\n"),
            ("content/b.md", "# B\n"),
            ("content/p.nb.md", &original),
        ]);
        let mut desk = Desk::new();
        let mut build = |text: &str| {
            site.files.insert("content/p.en.md".to_owned(), text.as_bytes().to_vec());
            desk.build(&site, &|| what.to_owned())
        };
        assert_eq!(build(&from), (true, false), "{what}");
        for text in [&to, &from] {
            assert_eq!(build(text), (true, is_short), "{what}");
        }
    });
}

/// A site with a post of two sections, and a translation of one: which of the two it stands for
/// depends on how many words each has.
struct Pair {
    desk: Desk,
    site: Site,
    /// What the original says of itself.
    original: &'static str,
}

impl Pair {
    fn new(original: &'static str) -> Self {
        let settings = "{:site/base-url \"https://blog.example\" :site/locales [:nb :en] :site/title \"B\"}";
        Self { desk: Desk::new(), site: Site::of(&[("content/site.edn", settings)]), original }
    }

    /// Builds it with some number of words in the first section of the original, and in the
    /// translation.
    fn build(&mut self, first: usize, translation: usize) -> (bool, bool) {
        let section = |keys: &str, words| {
            format!("{}\n{keys}:section/body\n\n{}\n", "-".repeat(80), "ord ".repeat(words))
        };
        let (first_section, second) =
            (section(":section/theme :dark1\n", first), section(":section/theme :light1\n", 100));
        let original = format!("{TITLE}\n{}\n{first_section}{second}", self.original);
        let translated = format!("{TITLE}\n:post/description So.\n{}", section("", translation));
        for (file, text) in [("content/p.nb.md", original), ("content/p.en.md", translated)] {
            self.site.files.insert(file.to_owned(), text.into_bytes());
        }
        self.desk.build(&self.site, &|| format!("{first} and {translation} words"))
    }
}

#[test]
fn an_edit_knows_what_earlier_edits_have_changed() {
    let mut pair = Pair::new(":post/description Slik.");
    for (first, translation, is_short) in [(60, 60, false), (60, 74, true), (45, 74, false), (44, 74, true)] {
        assert_eq!(pair.build(first, translation), (true, is_short), "{first} and {translation} words");
    }
}

/// A build that is cut short before its receipt is there may leave a ledger that knows more.
#[test]
fn what_a_build_that_was_cut_short_has_learnt_is_not_believed() {
    let mut pair = Pair::new(":page/draft? true");
    assert_eq!(pair.build(60, 74), (true, false));
    let before = bytes_of(&pair.desk.root.path().join(".diglot/cache/receipts-2"));
    assert_eq!(pair.build(66, 74), (true, true));
    for (path, bytes) in &before {
        fs::write(path, bytes).unwrap();
    }
    // The draft is as it was; beside what it would be else the translation would be taken for the
    // same section as before.
    assert_eq!(pair.build(60, 81), (true, false));
}

/// All files in a folder.
fn bytes_of(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let files =
        WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|file| file.file_type().is_file());
    files.map(|file| (file.path().to_owned(), fs::read(file.path()).unwrap())).collect()
}

const TITLE: &str = ":page/title P\n:post/published 2024-01-01";

/// A site on disk, and what the command publishes of it.
struct Desk {
    root: TempDir,
    files: BTreeMap<String, Vec<u8>>,
}

impl Desk {
    fn new() -> Self {
        Self { root: TempDir::new().unwrap(), files: BTreeMap::new() }
    }

    /// Builds a site, which must give what a first build gives. Says whether nothing is wrong with
    /// it, and whether no more was done than to put bodies in the place of others.
    fn build(&mut self, site: &Site, told: &dyn Fn() -> String) -> (bool, bool) {
        let root = self.root.path();
        let mut files = site.files.clone();
        let settings = files.get_mut("content/site.edn").unwrap();
        let end = settings.iter().rposition(|byte| *byte == b'}').unwrap();
        settings.splice(end..end, *b" :site/social-cards false");
        for path in self.files.keys().filter(|path| !files.contains_key(*path)) {
            fs::remove_file(root.join(path)).unwrap();
        }
        for (path, bytes) in files.iter().filter(|(path, bytes)| self.files.get(*path) != Some(*bytes)) {
            desk::write(root, path, bytes);
        }
        let first = Site { files: files.clone(), ..site.clone() }.build();
        self.files = files;
        let before = published(root);
        let (is_sound, said) = run(root);
        assert_eq!(is_sound, first.outputs.is_some(), "{said}\n{}", told());
        let now = published(root);
        match expected(&first) {
            Some(expected) => assert_same(&now, &expected, told),
            None => assert_same(&now, &before, told),
        }
        let is_short = said.lines().any(|line| line.starts_with("edit") && line.contains("written"));
        (first.diagnostics.is_empty(), is_short)
    }
}

/// Runs the command: whether the site was published, and what was said.
fn run(root: &Path) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diglot"));
    let output = command.args(["build", "--timings", "--now", NOW]).arg("--root").arg(root).output();
    let output = output.unwrap();
    (output.status.success(), String::from_utf8(output.stderr).unwrap())
}

/// What is published, with the manifest as it should be.
fn expected(build: &Build) -> Option<BTreeMap<PathBuf, String>> {
    let outputs = build.outputs.as_ref()?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut files: BTreeMap<PathBuf, String> = outputs
        .iter()
        .map(|(path, output)| (path.as_str().into(), text(&output.blob.content.read().unwrap())))
        .collect();
    let manifest = outputs.iter().map(|(path, output)| format!("{}  {path}\n", output.blob.digest.hex()));
    files.insert(".diglot-manifest".into(), manifest.collect());
    Some(files)
}

fn published(root: &Path) -> BTreeMap<PathBuf, String> {
    let folder = root.join("public");
    let files =
        WalkDir::new(&folder).into_iter().filter_map(Result::ok).filter(|file| file.file_type().is_file());
    let read = |file: walkdir::DirEntry| {
        let path = file.path().strip_prefix(&folder).unwrap().to_owned();
        (path, String::from_utf8_lossy(&fs::read(file.path()).unwrap()).into_owned())
    };
    files.map(read).filter(|(path, _)| !path.ends_with(".diglot-lock")).collect()
}

fn assert_same(
    found: &BTreeMap<PathBuf, String>,
    expected: &BTreeMap<PathBuf, String>,
    told: &dyn Fn() -> String,
) {
    // The manifest, which says the least, comes last.
    for path in found.keys().chain(expected.keys()).rev() {
        assert_eq!(found.get(path), expected.get(path), "{}: {}", path.display(), told());
    }
}
