//! Publishing into real folders: what is written, kept, removed, refused, and what a crash leaves.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use diglot::base::{Code, Diagnostic, Digest};
use diglot::output::{MediaType, Output, OutputPath, Outputs, Store};
use diglot::publish::{Failure, FolderLock, Published, Receipt, Spool};
use diglot::source::{Blob, Content};
use tempfile::TempDir;

mod foreign;
mod halfway;
#[cfg(unix)]
mod unix;

fn outputs(files: &[(&str, &str)]) -> Outputs {
    let output = |(path, text): &(&str, &str)| {
        (OutputPath::new(path).unwrap(), Output::new(text.as_bytes(), MediaType::of(path)))
    };
    files.iter().map(output).collect()
}

fn run(folder: &Path, files: &[(&str, &str)]) -> Result<Published, Vec<Diagnostic>> {
    publish(&outputs(files), folder)
}

fn publish(outputs: &Outputs, folder: &Path) -> Result<Published, Vec<Diagnostic>> {
    let published =
        diglot::publish::publish(outputs, &Receipt::default(), &mut FolderLock::wait(folder, folder), false);
    published.map_err(|failure| {
        assert_eq!(failure.halfway, None);
        failure.diagnostics
    })
}

fn counts(published: &Published) -> (usize, usize, usize) {
    (published.written, published.kept, published.removed)
}

/// Every file of a folder but Diglot's own, with its bytes; folders end in `/`.
fn tree(folder: &Path) -> BTreeMap<String, String> {
    let mut tree = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            if name.starts_with(".diglot-manifest") || name.starts_with(".diglot-lock") {
                continue;
            }
            if path.is_dir() && !path.is_symlink() {
                tree.insert(format!("{name}/"), String::new());
                open.push(path);
            } else {
                tree.insert(name, fs::read_to_string(path).unwrap_or_default());
            }
        }
    }
    tree
}

fn files(folder: &Path) -> Vec<String> {
    tree(folder).into_keys().collect()
}

fn times(folder: &Path) -> Vec<SystemTime> {
    files(folder).iter().map(|name| fs::metadata(folder.join(name)).unwrap().modified().unwrap()).collect()
}

fn manifest(folder: &Path) -> String {
    fs::read_to_string(folder.join(".diglot-manifest")).unwrap()
}

fn codes(result: Result<Published, Vec<Diagnostic>>) -> Vec<Code> {
    result.unwrap_err().into_iter().map(|diagnostic| diagnostic.code).collect()
}

const SITE: &[(&str, &str)] =
    &[("index.html", "front"), ("en/post/index.html", "post"), ("css/a.css", "css"), ("atom.xml", "feed")];

#[test]
fn the_first_build_writes_everything_and_makes_the_folder() {
    let root = TempDir::new().unwrap();
    let folder = root.path().join("deep/public");
    assert_eq!(counts(&run(&folder, SITE).unwrap()), (4, 0, 0));
    assert_eq!(
        files(&folder),
        ["atom.xml", "css/", "css/a.css", "en/", "en/post/", "en/post/index.html", "index.html"]
    );
}

/// A site on its way to a folder that is not there yet: texts that are so long that the spool puts
/// them on disk, and a file of the writer's.
struct Spooled {
    root: TempDir,
    hold: FolderLock,
    spool: Spool,
    outputs: Outputs,
}

const LONG: [&str; 3] = ["long.html", "en/post/long.html", "photo/a.png"];

impl Spooled {
    fn new() -> Self {
        let root = TempDir::new().unwrap();
        let hold = FolderLock::wait(&root.path().join("deep/public"), root.path());
        let spool = Spool::open(&root.path().join(".diglot"), &hold);
        let mut spooled = Self { root, hold, spool, outputs: outputs(SITE) };
        let [page, post, photo] = LONG;
        for path in [page, post] {
            let blob = spooled.put(path);
            assert!(matches!(blob.content, Content::Spooled(_)));
            spooled.insert(path, blob);
        }
        let source = spooled.root.path().join("a.png");
        fs::write(&source, long_text(photo)).unwrap();
        let blob = Blob { content: Content::File(source), ..Blob::of(long_text(photo).into_bytes()) };
        spooled.insert(photo, blob);
        spooled
    }

    fn put(&self, path: &str) -> Blob {
        self.spool.put(&OutputPath::new(path).unwrap(), long_text(path).into_bytes())
    }

    fn insert(&mut self, path: &str, blob: Blob) {
        let output = Output { blob, media_type: MediaType::of(path) };
        self.outputs.insert(OutputPath::new(path).unwrap(), output);
    }

    fn folder(&self) -> PathBuf {
        self.root.path().join("deep/public")
    }

    fn try_to(&mut self) -> Result<Published, Failure> {
        self.spool.publish(&self.outputs, &Receipt::default(), &mut self.hold, false)
    }

    /// Publishes, and holds the folder to what the same texts in memory give; whether that was one
    /// step.
    fn publish(&mut self) -> bool {
        assert_eq!(counts(&self.try_to().unwrap()), (7, 0, 0));
        let long = LONG.map(|path| (path, long_text(path)));
        let all: Vec<(&str, &str)> =
            SITE.iter().copied().chain(long.iter().map(|(path, text)| (*path, text.as_str()))).collect();
        let beside = TempDir::new().unwrap();
        run(beside.path(), &all).unwrap();
        assert_eq!(tree(&self.folder()), tree(beside.path()));
        assert_eq!(manifest(&self.folder()), manifest(beside.path()));
        // What has been moved file by file has left its folders behind.
        let spools = fs::read_dir(self.root.path().join(".diglot")).unwrap();
        !spools.map(Result::unwrap).any(|spool| spool.path().join("site/en").exists())
    }
}

fn long_text(path: &str) -> String {
    path.repeat(1000)
}

#[test]
fn a_folder_that_is_not_there_comes_into_being_as_a_whole() {
    let mut site = Spooled::new();
    assert!(site.publish());
    let Spooled { root, spool, .. } = site;
    drop(spool);
    assert!(!root.path().join(".diglot").exists());
}

#[test]
fn what_was_put_and_is_no_output_is_not_published() {
    let mut site = Spooled::new();
    site.put("stray.html");
    assert!(!site.publish());
}

#[test]
fn what_another_build_has_left_is_not_published() {
    let Spooled { root, hold, spool, .. } = Spooled::new();
    // As it is where one was killed, and another has got the number of its process.
    std::mem::forget(spool);
    drop(hold);
    let folder = root.path().join("deep/public");
    let mut hold = FolderLock::wait(&folder, root.path());
    let spool = Spool::open(&root.path().join(".diglot"), &hold);
    spool.publish(&outputs(SITE), &Receipt::default(), &mut hold, false).unwrap();
    assert_eq!(
        files(&folder),
        ["atom.xml", "css/", "css/a.css", "en/", "en/post/", "en/post/index.html", "index.html"]
    );
}

#[test]
fn what_was_put_twice_is_published_once() {
    let mut site = Spooled::new();
    let again = site.put(LONG[0]);
    assert!(matches!(again.content, Content::Memory(_)));
    site.insert(LONG[0], again);
    assert!(!site.publish());
}

#[test]
fn a_folder_that_has_come_into_being_meanwhile_is_published_into() {
    let mut site = Spooled::new();
    fs::create_dir_all(site.folder()).unwrap();
    fs::write(site.folder().join("CNAME"), "blog.example").unwrap();
    assert_eq!(counts(&site.try_to().unwrap()), (7, 0, 0));
    assert_eq!(tree(&site.folder())["CNAME"], "blog.example");

    let mut site = Spooled::new();
    fs::create_dir_all(site.folder()).unwrap();
    fs::write(site.folder().join("index.html"), "somebody's").unwrap();
    let failure = site.try_to().unwrap_err();
    assert_eq!((failure.diagnostics[0].code, failure.halfway), (Code::ForeignFile, None));
    assert_eq!(files(&site.folder()), ["index.html"]);
}

#[test]
fn a_file_that_has_changed_meanwhile_stops_the_first_build() {
    let mut site = Spooled::new();
    fs::write(site.root.path().join("a.png"), "another").unwrap();
    assert_eq!(site.try_to().unwrap_err().diagnostics[0].code, Code::Unwritable);
    assert!(files(&site.folder()).is_empty());
}

#[test]
fn the_second_build_touches_nothing() {
    let folder = TempDir::new().unwrap();
    run(folder.path(), SITE).unwrap();
    let before = (times(folder.path()), fs::metadata(folder.path()).unwrap().modified().unwrap());
    assert_eq!(counts(&run(folder.path(), SITE).unwrap()), (0, 4, 0));
    assert_eq!((times(folder.path()), fs::metadata(folder.path()).unwrap().modified().unwrap()), before);
}

#[test]
fn only_what_changed_is_written() {
    let folder = TempDir::new().unwrap();
    run(folder.path(), SITE).unwrap();
    let mut site = SITE.to_vec();
    site[0].1 = "FRONT";
    site[3].1 = "longer feed";
    assert_eq!(counts(&run(folder.path(), &site).unwrap()), (2, 2, 0));
    assert_eq!(tree(folder.path())["index.html"], "FRONT");
}

#[test]
fn bytes_that_someone_changed_are_written_again() {
    let folder = TempDir::new().unwrap();
    run(folder.path(), SITE).unwrap();
    fs::write(folder.path().join("index.html"), "tnorf").unwrap();
    assert_eq!(counts(&run(folder.path(), SITE).unwrap()), (1, 3, 0));
    assert_eq!(tree(folder.path())["index.html"], "front");
}

#[test]
fn what_is_not_wanted_any_more_goes_with_its_empty_folders() {
    let folder = TempDir::new().unwrap();
    run(folder.path(), SITE).unwrap();
    assert_eq!(counts(&run(folder.path(), &SITE[..1]).unwrap()), (0, 1, 3));
    assert_eq!(files(folder.path()), ["index.html"]);
    assert_eq!(manifest(folder.path()).lines().count(), 1);
}

#[test]
fn a_folder_with_somebody_elses_file_stays() {
    let folder = TempDir::new().unwrap();
    run(folder.path(), SITE).unwrap();
    fs::write(folder.path().join("en/notes.txt"), "mine").unwrap();
    run(folder.path(), &SITE[..1]).unwrap();
    assert_eq!(files(folder.path()), ["en/", "en/notes.txt", "index.html"]);
}

#[test]
fn a_file_gives_way_to_a_folder_and_a_folder_to_a_file() {
    let folder = TempDir::new().unwrap();
    let (file, inside) = (("foo", "file"), ("foo/bar/index.html", "page"));
    run(folder.path(), &[file]).unwrap();
    assert_eq!(counts(&run(folder.path(), &[inside]).unwrap()), (1, 0, 1));
    assert_eq!(files(folder.path()), ["foo/", "foo/bar/", "foo/bar/index.html"]);
    assert_eq!(counts(&run(folder.path(), &[file]).unwrap()), (1, 0, 1));
    assert_eq!(tree(folder.path()), BTreeMap::from([("foo".into(), "file".into())]));
}

#[test]
fn no_output_is_a_file_and_a_folder_at_once() {
    let folder = TempDir::new().unwrap();
    assert_eq!(codes(run(folder.path(), &[("a", ""), ("a-b", ""), ("a/b", "")])), [Code::Unwritable]);
    assert!(files(folder.path()).is_empty());
}

#[test]
fn a_path_that_cannot_be_written_leaves_the_earlier_site() {
    let folder = TempDir::new().unwrap();
    run(folder.path(), SITE).unwrap();
    let (before, listed) = (tree(folder.path()), manifest(folder.path()));
    let long = format!("{}/index.html", "x".repeat(300));
    let faults = run(folder.path(), &[("index.html", "new"), (&long, "page")]).unwrap_err();
    assert_eq!(faults.first().map(|fault| fault.code), Some(Code::Unwritable));
    assert_eq!((tree(folder.path()), manifest(folder.path())), (before, listed));
}

#[test]
fn a_source_that_changes_or_goes_leaves_the_earlier_site() {
    let (folder, source) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    run(folder.path(), SITE).unwrap();
    let before = tree(folder.path());
    let large = source.path().join("film.mp4");
    let blob = Blob { digest: Digest::of(b"film"), len: 4, content: Content::File(large.clone()) };
    let mut site = outputs(&[("index.html", "new")]);
    site.insert(OutputPath::new("film.mp4").unwrap(), Output { blob, media_type: MediaType::of("film.mp4") });

    assert_eq!(codes(publish(&site, folder.path())), [Code::Unwritable]);
    fs::write(&large, "FILM").unwrap();
    assert_eq!(codes(publish(&site, folder.path())), [Code::Unwritable]);
    assert_eq!(tree(folder.path()), before);

    fs::write(&large, "film").unwrap();
    assert_eq!(counts(&publish(&site, folder.path()).unwrap()), (2, 0, 3));
    assert_eq!(counts(&publish(&site, folder.path()).unwrap()), (0, 2, 0));
}

/// A crash after the manifest was written and before the last rename: some files are old, some new,
/// some missing.
#[test]
fn the_next_build_mends_what_a_crash_left() {
    let folder = TempDir::new().unwrap();
    let path = folder.path();
    run(path, &[("a.html", "old a"), ("b.html", "old b"), ("gone/c.html", "old c")]).unwrap();
    let line = |text: &str, name: &str| format!("{}  {name}\n", Digest::of(text.as_bytes()).hex());
    let halfway =
        manifest(path) + &line("new a", "a.html") + &line("new b", "b.html") + &line("new d", "d.html");
    fs::write(path.join(".diglot-manifest"), halfway).unwrap();
    fs::write(path.join("a.html"), "new a").unwrap();
    fs::write(path.join("d.html"), "new d").unwrap();
    fs::remove_file(path.join("gone/c.html")).unwrap();
    fs::create_dir(path.join(".diglot-staging")).unwrap();
    fs::write(path.join(".diglot-staging/0"), "new b").unwrap();

    let published = run(path, &[("a.html", "new a"), ("b.html", "newer b")]).unwrap();
    assert_eq!(counts(&published), (1, 1, 1));
    assert_eq!(
        tree(path),
        BTreeMap::from([("a.html".into(), "new a".into()), ("b.html".into(), "newer b".into())])
    );
}

#[test]
fn the_manifest_depends_on_the_site_alone() {
    let (a, b) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    run(a.path(), SITE).unwrap();
    run(b.path(), &[("index.html", "another"), ("x/y.html", "gone")]).unwrap();
    run(b.path(), SITE).unwrap();
    assert_eq!(manifest(a.path()), manifest(b.path()));
    let paths: Vec<_> = manifest(a.path()).lines().map(|line| line[66..].to_owned()).collect();
    assert_eq!(paths, ["atom.xml", "css/a.css", "en/post/index.html", "index.html"]);
}

#[test]
fn a_manifest_that_was_not_cut_off_is() {
    let folder = TempDir::new().unwrap();
    run(folder.path(), SITE).unwrap();
    let whole = manifest(folder.path());
    fs::write(folder.path().join(".diglot-manifest"), format!("{whole}{}", &whole[..90])).unwrap();
    assert_eq!(counts(&run(folder.path(), SITE).unwrap()), (0, 4, 0));
    assert_eq!(manifest(folder.path()), whole);
}

#[test]
fn a_manifest_that_names_files_outside_removes_none() {
    let root = TempDir::new().unwrap();
    let folder = root.path().join("public");
    fs::write(root.path().join("precious"), "x").unwrap();
    run(&folder, SITE).unwrap();
    let planted = format!("{}  ../precious\n", Digest::of(b"x").hex());
    fs::write(folder.join(".diglot-manifest"), manifest(&folder) + &planted).unwrap();
    run(&folder, &[]).unwrap();
    assert!(root.path().join("precious").exists());
}

#[test]
fn builds_at_once_take_turns() {
    let folder = TempDir::new().unwrap();
    let sites: Vec<Vec<(String, String)>> = (0..4)
        .map(|site| (0..40).map(|file| (format!("{}/{file}.html", file % 3), format!("{site}"))).collect())
        .collect();
    std::thread::scope(|scope| {
        for site in &sites {
            let files: Vec<_> = site.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
            let folder = folder.path();
            scope.spawn(move || run(folder, &files).unwrap());
        }
    });
    let texts: Vec<_> = tree(folder.path()).into_values().filter(|text| !text.is_empty()).collect();
    assert_eq!(texts.len(), 40);
    assert!(texts.iter().all(|text| *text == texts[0]), "one site, not a mixture");
}
