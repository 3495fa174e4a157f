//! Building again: after each of many edits, `build` and `serve` give what a first build gives,
//! byte for byte and word for word, and the work is what the edit calls for.
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use diglot::base::Diagnostic;
use diglot::pipeline::{Build, BuildStats, Session, Silent};
use rayon::prelude::*;
use tempfile::TempDir;
use walkdir::WalkDir;

use crate::support::blog::Blog;
use crate::support::site::{NOW, Site};
use crate::support::temp_site;

/// How many blogs are edited, each with a random seed of its own.
const BLOGS: u64 = 6;

/// How many random edits all blogs go through together, where the environment sets no number.
const STEPS: &str = match option_env!("DIGLOT_EDITS") {
    Some(steps) => steps,
    None => "300",
};

#[test]
fn any_edits_in_any_order_give_what_a_first_build_gives() {
    let steps = STEPS.parse::<u64>().unwrap() / BLOGS;
    let kinds: BTreeSet<String> = (0..BLOGS)
        .into_par_iter()
        .map(|seed| {
            let mut blog = Blog::new(seed);
            // A warning that stays: half of the blogs are never without one.
            if seed % 2 == 1 {
                blog.write("content/about.nb.md", ":page/title Om\n:page/titel Om\n\nOm.\n");
            }
            let mut session = Session::default();
            let mut folder = BuildFolder::new();
            let (mut edits, mut kinds) = (Vec::new(), BTreeSet::new());
            for step in 0..steps {
                let (kind, edit) = blog.edit();
                kinds.insert(kind);
                edits.push(edit);
                let told = || format!("seed {seed}, step {step}: {}", edits.join(", "));
                let again = session.build(&blog.site.snapshot(), &blog.site.policy, &Silent);
                let first = blog.site.build();
                assert_eq!(again.diagnostics, first.diagnostics, "{}", told());
                assert_same(&files_of(&again), &files_of(&first), &told);
                folder.build(&blog.site, &first, &told);
            }
            kinds
        })
        .reduce(BTreeSet::new, |a, b| a.into_iter().chain(b).collect());
    println!("{STEPS} edits of {} kinds: {}", kinds.len(), kinds.into_iter().collect::<Vec<_>>().join(", "));
}

fn files_of(build: &Build) -> Option<BTreeMap<PathBuf, String>> {
    let outputs = build.outputs.as_ref()?.iter();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Some(outputs.map(|(path, out)| (path.as_str().into(), text(&out.blob.content.read().unwrap()))).collect())
}

fn assert_same(
    found: &Option<BTreeMap<PathBuf, String>>,
    expected: &Option<BTreeMap<PathBuf, String>>,
    told: &dyn Fn() -> String,
) {
    let (found, expected) = match (found, expected) {
        (Some(found), Some(expected)) => (found, expected),
        (None, None) => return,
        _ => panic!("one build is sound alone: {}", told()),
    };
    // The manifest, which says the least, comes last.
    for path in found.keys().chain(expected.keys()).rev() {
        assert_eq!(found.get(path), expected.get(path), "{}: {}", path.display(), told());
    }
}

/// The work that one edit of a blog calls for, after a build: the same for a session and for the
/// command.
fn work(edit: impl FnOnce(&mut Blog)) -> BuildStats {
    work_in(Blog::new(0), edit)
}

/// The same in a blog.
fn work_in(mut blog: Blog, edit: impl FnOnce(&mut Blog)) -> BuildStats {
    let (mut session, mut folder) = (Session::default(), BuildFolder::new());
    let told = || "one edit".to_owned();
    session.build(&blog.site.snapshot(), &blog.site.policy, &Silent);
    folder.build(&blog.site, &blog.site.build(), &told);
    edit(&mut blog);
    let built = session.build(&blog.site.snapshot(), &blog.site.policy, &Silent);
    assert_eq!(built.diagnostics, []);
    let rendered = folder.build(&blog.site, &blog.site.build(), &told);
    assert_eq!(rendered.unwrap_or_default(), built.stats.rendered, "by the command");
    built.stats
}

#[test]
fn nothing_is_done_where_nothing_changed() {
    assert_eq!(work(|_| {}), BuildStats::default());
}

#[test]
fn a_body_makes_its_page_and_its_feeds_and_nothing_else() {
    let edit = |blog: &mut Blog| blog.replace("content/post-3.nb.md", "Slik er det.", "Slik ble det.");
    // The post, and the feeds of all posts, of its tag and of its author.
    assert_eq!(work(edit), BuildStats { compiled: 1, reused: 0, rendered: 4 });
    let edit = |blog: &mut Blog| blog.replace("content/post-0.nb.md", "Slik er det.", "Slik ble det.");
    // A post that is too old for the feeds.
    assert_eq!(work(edit), BuildStats { compiled: 1, reused: 0, rendered: 1 });
}

/// A longer word moves the places of all that stands behind it.
#[test]
fn places_that_move_are_seen_nowhere_else() {
    let mut blog = Blog::new(0);
    let file = "content/post-0.nb.md";
    let text = String::from_utf8(blog.site.files[file].clone()).unwrap();
    let section =
        format!("{}\n:section/theme :light1\n:section/kind :wide\n:section/body\n\nMer.\n", "-".repeat(80));
    blog.write(file, &format!("{text}{section}"));
    let edit = |blog: &mut Blog| blog.replace(file, "Slik er det.", "Slik er det og ble det.");
    assert_eq!(work_in(blog, edit), BuildStats { compiled: 1, reused: 0, rendered: 1 });
}

#[test]
fn a_title_makes_the_pages_that_show_it() {
    let edit =
        |blog: &mut Blog| blog.replace("content/post-3.nb.md", ":page/title Post 3", ":page/title Nytt");
    // The post and its neighbours, the front page, the archive, its tag, its author, the three
    // feeds and the 404 page.
    let BuildStats { compiled, rendered, .. } = work(edit);
    assert_eq!(compiled, 1);
    assert!((8..=12).contains(&rendered), "{rendered} pages were made");
}

#[test]
fn a_text_of_the_interface_makes_the_pages_that_use_it() {
    let edit = |blog: &mut Blog| blog.write("i18n/nb.edn", "{:not-found-title \"Borte\"}");
    let BuildStats { compiled, rendered, .. } = work(edit);
    // The page for lost readers, and the sitemap.
    assert_eq!((compiled, rendered), (0, 2));
    let edit = |blog: &mut Blog| blog.write("i18n/nb.edn", "{:skip-to-content \"Les videre\"}");
    let BuildStats { compiled, rendered, .. } = work(edit);
    assert!((compiled, rendered > 10) == (0, true), "{rendered} pages were made");
}

#[test]
fn a_template_makes_the_pages_of_its_kind() {
    let archive = include_str!("../../templates/archive.html");
    let edit = |blog: &mut Blog| blog.write("templates/archive.html", &archive.replace("</h1>", "!</h1>"));
    let BuildStats { compiled, rendered, .. } = work(edit);
    // One in each language, and the sitemap.
    assert_eq!((compiled, rendered), (0, 3));
}

/// Pages whose files are not as they were published are made again.
#[test]
fn files_that_somebody_else_has_changed_are_told_or_made_again() {
    let blog = Blog::new(0);
    let mut folder = BuildFolder::new();
    let told = || "a file is gone".to_owned();
    let first = blog.site.build();
    folder.build(&blog.site, &first, &told);
    fs::remove_file(folder.root.path().join("public/archive/index.html")).unwrap();
    assert_eq!(folder.build(&blog.site, &first, &told), Some(1));
    assert_eq!(folder.build(&blog.site, &first, &told), None);
}

/// What a build has learnt that was cut short before it could say so is not believed.
#[test]
fn pages_that_belong_to_no_record_are_not_believed() {
    let mut blog = Blog::new(0);
    let mut folder = BuildFolder::new();
    let told = || "a record of an earlier build".to_owned();
    folder.build(&blog.site, &blog.site.build(), &told);
    let records = folder.root.path().join(".diglot/cache/builds-1");
    let before = bytes_of(&records);
    blog.replace("content/post-3.nb.md", "Slik er det.", "Slik ble det.");
    folder.build(&blog.site, &blog.site.build(), &told);
    for (path, bytes) in &before {
        fs::write(path, bytes).unwrap();
    }
    blog.replace("content/post-3.nb.md", "Slik ble det.", "Slik er det.");
    folder.build(&blog.site, &blog.site.build(), &told);
}

/// All files in a folder.
fn bytes_of(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let files =
        WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|file| file.file_type().is_file());
    files.map(|file| (file.path().to_owned(), fs::read(file.path()).unwrap())).collect()
}

/// A site on disk, and what the command publishes of it.
struct BuildFolder {
    root: TempDir,
    files: BTreeMap<String, Vec<u8>>,
}

impl BuildFolder {
    fn new() -> Self {
        Self { root: TempDir::new().unwrap(), files: BTreeMap::new() }
    }

    /// Builds a site, which must give what a first build gives, and tell what that tells. Says how
    /// many pages were made; `None` where the build saw at once that nothing has changed.
    fn build(&mut self, site: &Site, first: &Build, told: &dyn Fn() -> String) -> Option<usize> {
        let root = self.root.path();
        let files = site.files.clone();
        for path in self.files.keys().filter(|path| !files.contains_key(*path)) {
            fs::remove_file(root.join(path)).unwrap();
        }
        for (path, bytes) in files.iter().filter(|(path, bytes)| self.files.get(*path) != Some(*bytes)) {
            temp_site::write(root, path, bytes);
        }
        self.files = files;
        let before = published(root);
        let (is_sound, said) = run(root, site.options.drafts);
        assert_eq!(is_sound, first.outputs.is_some(), "{said}\n{}", told());
        assert_told(&said, &first.diagnostics, told);
        let expected = if is_sound { expected(first) } else { Some(before) };
        assert_same(&Some(published(root)), &expected, told);
        let made = |line: &str| line.strip_prefix("render ")?.split_whitespace().rev().nth(1)?.parse().ok();
        said.lines().find_map(made)
    }
}

/// Asserts that just these diagnostics were told, in this order.
fn assert_told(said: &str, diagnostics: &[Diagnostic], told: &dyn Fn() -> String) {
    let heads = |line: &&str| ["error[", "warning[", "note["].iter().any(|head| line.starts_with(head));
    let found: Vec<&str> = said.lines().filter(heads).collect();
    let expected: Vec<String> = diagnostics
        .iter()
        .map(|fault| format!("{}[{}]: {}", fault.severity.name(), fault.code.name(), fault.message))
        .collect();
    assert_eq!(found, expected, "{}", told());
}

/// Runs the command: whether the site was published, and what was said.
fn run(root: &Path, drafts: bool) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diglot"));
    command.args(["build", "--timings", "--now", NOW]).arg("--root").arg(root);
    let output = command.args(drafts.then_some("--drafts")).output();
    let output = output.unwrap();
    (output.status.success(), String::from_utf8(output.stderr).unwrap())
}

/// What is published, with the manifest as it should be.
fn expected(build: &Build) -> Option<BTreeMap<PathBuf, String>> {
    let outputs = build.outputs.as_ref()?;
    let mut files = files_of(build)?;
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
