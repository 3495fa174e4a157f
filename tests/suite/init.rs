//! `diglot init`: the blog that it makes, and what it refuses.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use chrono::NaiveDate;
use diglot::base::Severity;
use diglot::locale::{Dictionary, Locale};
use diglot::starter::NewBlog;
use rayon::prelude::*;

use crate::support::site::Site;

/// The files of a new blog in some languages.
fn blog(locales: &[&str]) -> Site {
    let blog = NewBlog {
        title: None,
        locales: locales.iter().map(|tag| Locale::parse(tag).unwrap()).collect(),
        base_url: "https://blog.example".to_owned(),
        id: "tag:blog.example,2024:".to_owned(),
        zone: chrono_tz::Europe::Oslo,
        today: NaiveDate::from_ymd_opt(2024, 5, 17).unwrap(),
    };
    let files = blog.files();
    let files: Vec<(&str, &str)> = files.iter().map(|(file, text)| (file.as_str(), text.as_str())).collect();
    let mut site = Site::of(&files);
    site.files.retain(|path, _| !path.starts_with('.') && path != "README.md");
    site.arguments("--strict");
    site
}

/// The pages of a blog, which builds without any fault.
fn pages(locales: &[&str]) -> BTreeMap<String, String> {
    let built = blog(locales).build();
    let told: Vec<_> = built.diagnostics.iter().map(|it| format!("{:?}: {}", it.place, it.message)).collect();
    assert!(told.is_empty(), "{locales:?}: {told:#?}");
    let outputs = built.outputs.unwrap();
    let page = |(path, output): (&_, &diglot::output::Output)| {
        let bytes = output.blob.content.read().unwrap();
        (format!("{path}"), String::from_utf8_lossy(&bytes).into_owned())
    };
    outputs.iter().filter(|(path, _)| path.as_str().ends_with(".html")).map(page).collect()
}

#[test]
fn every_pair_of_languages_builds_without_a_warning() {
    let tags: Vec<&str> = Dictionary::builtin_tags().collect();
    let pairs: Vec<[&str; 2]> = tags
        .iter()
        .flat_map(|one| tags.iter().filter(move |other| *other != one).map(move |other| [*one, *other]))
        .collect();
    pairs.par_iter().for_each(|pair| {
        let pages = pages(pair);
        let about = |tag| Sample::of(tag).about;
        let [own, other] = pair.map(about);
        assert!(pages.contains_key(&format!("{own}/index.html")), "{pair:?}: {:?}", pages.keys());
        let prefixed = format!("{}/{other}/index.html", pair[1]);
        assert!(pages.contains_key(&prefixed), "{pair:?}: {:?}", pages.keys());
        // The link that is written once leads to each reader's own page.
        let post = pages
            .iter()
            .find(|(path, page)| path.starts_with(&format!("{}/", pair[1])) && page.contains("loaf.js"));
        let (_, post) = post.unwrap_or_else(|| panic!("{pair:?}: {:?}", pages.keys()));
        assert!(post.contains(&format!("<a href=\"/{}/{other}/\">", pair[1])), "{pair:?}: {post}");
    });
}

/// What a blog has in a language.
struct Sample {
    about: String,
}

impl Sample {
    fn of(tag: &str) -> Self {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("new-blog/{tag}/about.md"));
        let text = fs::read_to_string(file).unwrap();
        let slug = text.lines().find_map(|line| line.strip_prefix(":page/slug "));
        Self { about: slug.unwrap().to_owned() }
    }
}

#[test]
fn one_language_and_three_and_languages_without_a_dictionary_will_do() {
    let sites: [&[&str]; 7] = [
        &["nb"],
        &["nb", "nn", "en"],
        &["nb", "fr"],
        &["fr", "nb"],
        &["fr"],
        &["pl", "ja"],
        &["en-GB", "de-AT"],
    ];
    sites.par_iter().for_each(|locales| drop(pages(locales)));
    let site = blog(&["nb", "fr"]);
    let text = |path: &str| String::from_utf8(site.files[path].clone()).unwrap();
    assert!(text("i18n/fr.edn").contains(":all-posts \"All posts\""));
    assert!(text("content/posts/first.fr.md").contains("\n:page/draft? true\n"));
    assert!(!text("content/posts/first.nb.md").contains(":page/draft?"));
}

#[test]
fn the_page_on_publishing_has_the_workflow() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/deploy.md")).unwrap();
    let workflow = fs::read_to_string(root.join("new-blog/deploy.yml")).unwrap();
    assert!(page.contains(&format!("```yaml\n{workflow}```")), "docs/deploy.md has another workflow");
}

fn diglot(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diglot"));
    command.args(arguments).current_dir(folder).env("NO_COLOR", "1").env("LC_ALL", "C");
    command.stdin(Stdio::null()).output().unwrap()
}

/// What a command says, and the code that it answers with.
fn said(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output = diglot(folder, arguments);
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

const OPTIONS: [&str; 6] =
    ["--locales", "nb,en", "--base-url", "https://me.example/blog", "--time-zone", "Europe/Oslo"];

fn init<'a>(folder: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["init", folder], OPTIONS.as_slice(), more].concat()
}

#[test]
fn it_ends_with_the_commands_to_go_on_with() {
    let folder = tempfile::tempdir().unwrap();
    let (code, told) = said(folder.path(), &init("my blog", &["--title", "To \"stemmer\""]));
    let expected = "Made a blog in Norwegian Bokmål and English: 9 files in `my blog`.\n\nGo on with\n\n  cd 'my blog'\n  diglot serve --open\n";
    assert_eq!((code, told.as_str()), (0, expected));
    let blog = folder.path().join("my blog");
    let settings = fs::read_to_string(blog.join("content/site.edn")).unwrap();
    for line in [
        ":site/title \"To \\\"stemmer\\\"\"",
        ":site/base-url \"https://me.example/blog\"",
        ":site/locales [:nb :en]",
        ":site/time-zone \"Europe/Oslo\"",
    ] {
        assert!(settings.contains(line), "{settings}");
    }
    let (code, told) = said(&blog, &["build", "--strict", "--quiet"]);
    assert_eq!((code, told.as_str()), (0, ""));
    let (_, told) = said(&blog, &["init"]);
    assert!(told.starts_with("error: `.` holds a blog already: it has a `content/site.edn`\n"), "{told}");
}

#[test]
fn every_blog_has_an_id_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let id = |name: &str| {
        assert_eq!(said(folder.path(), &init(name, &[])).0, 0);
        let settings = fs::read_to_string(folder.path().join(name).join("content/site.edn")).unwrap();
        settings.lines().find(|line| line.starts_with(" :site/id \"urn:uuid:")).unwrap().to_owned()
    };
    assert_ne!(id("a"), id("b"));
}

#[test]
fn no_file_is_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let blog = folder.path().join("blog");
    fs::create_dir_all(blog.join(".git")).unwrap();
    fs::write(blog.join("README.md"), "mine").unwrap();
    let (code, told) = said(folder.path(), &init("blog", &[]));
    assert_eq!(code, 1);
    assert!(told.starts_with("error: `blog` is not empty: it holds `README.md`\n"), "{told}");
    assert!(told.contains("\n    (is there) README.md\n    content/about.en.md\n"), "{told}");
    assert!(told.ends_with("add these with `--force`; no file is written over\n"), "{told}");
    assert_eq!(fs::read_dir(&blog).unwrap().count(), 2);
    let (code, told) = said(folder.path(), &init("blog", &["--force"]));
    assert!(told.starts_with("`README.md` was there, and stays as it is.\nMade a blog in "), "{told}");
    assert_eq!((code, fs::read_to_string(blog.join("README.md")).unwrap().as_str()), (0, "mine"));
}

#[test]
fn a_repository_is_an_empty_folder() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join(".git")).unwrap();
    let (code, told) = said(folder.path(), &init(".", &[]));
    assert_eq!(code, 0, "{told}");
    assert!(told.ends_with("Go on with\n\n  diglot serve --open\n  diglot new \"A title\"\n"), "{told}");
}

#[test]
fn what_is_not_said_is_proposed() {
    let folder = tempfile::tempdir().unwrap();
    let (code, told) = said(folder.path(), &["init", "a", "--locales", "nb,en"]);
    assert_eq!(code, 2);
    assert!(told.contains("`--base-url https://blog.example`, or `--yes` for what is proposed"), "{told}");
    assert!(!folder.path().join("a").exists());
    let (code, told) = said(folder.path(), &["init", "a", "--yes"]);
    assert_eq!(code, 0, "{told}");
    let (code, told) = said(&folder.path().join("a"), &["build", "--strict", "--quiet"]);
    assert_eq!((code, told.as_str()), (0, ""));
}

#[test]
fn what_cannot_be_is_told_with_the_way_out() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    for (arguments, code, fault, help) in [
        (vec!["init", "file", "--yes"], 1, "`file` cannot be a blog's folder", "choose another folder"),
        (vec!["init", "file/a", "--yes"], 1, "`file/a` cannot be a blog's folder", "choose another folder"),
        (vec!["init", "a", "--yes", "--locales", "nb,norsk"], 2, "'norsk'", "a language tag such as"),
        (vec!["init", "a", "--yes", "--base-url", "blog.example"], 2, "'blog.example'", "an absolute URL"),
        (vec!["init", "a", "--yes", "--time-zone", "Europe/Olso"], 2, "'Europe/Olso'", "`Europe/Oslo`"),
    ] {
        let (answer, told) = said(folder.path(), &arguments);
        assert_eq!(answer, code, "{arguments:?}: {told}");
        assert!(told.contains(fault) && told.contains(help), "{arguments:?}: {told}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let folder = tempfile::tempdir().unwrap();
    let (blog, other) = (folder.path().join("blog"), folder.path().join("other"));
    fs::create_dir(&blog).unwrap();
    fs::create_dir(&other).unwrap();
    std::os::unix::fs::symlink(&other, blog.join("content")).unwrap();
    let (code, told) = said(folder.path(), &init("blog", &["--force"]));
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("a file or a symbolic link stands where a folder"), "{told}");
    assert_eq!(fs::read_dir(&other).unwrap().count(), 0);
}

#[test]
fn samples_have_the_same_shape() {
    for tag in Dictionary::builtin_tags() {
        let file = |name: &str| {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("new-blog/{tag}/{name}"));
            fs::read_to_string(path).unwrap_or_else(|error| panic!("new-blog/{tag}/{name}: {error}"))
        };
        let english = include_str!("../../new-blog/en/post.md");
        let keys = |text: &str| -> Vec<String> {
            let keys = text.lines().filter(|line| line.starts_with(':'));
            keys.map(|line| line.split(' ').next().unwrap_or_default().to_owned()).collect()
        };
        assert_eq!(keys(&file("post.md")), keys(english), "{tag}");
    }
    let site = blog(&["nb", "en"]);
    assert!(site.build().diagnostics.iter().all(|fault| fault.severity == Severity::Note));
}
