//! Names of files in the two forms of Unicode, on a disk: read, refused, served.

use std::fs;
use std::path::Path;
use std::process::Command;

use diglot::base::{Code, FilePath};
use diglot::source::{Options, Refreshed, Snapshot, read_site};

const COMPOSED: &str = "content/caf\u{e9}.md";
const DECOMPOSED: &str = "content/cafe\u{301}.md";

fn site(files: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    files.iter().for_each(|file| write(folder.path(), file, "# A\n\nB."));
    folder
}

fn write(root: &Path, file: &str, text: &str) {
    let path = root.join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn read(root: &Path) -> Snapshot {
    read_site(root, chrono::DateTime::UNIX_EPOCH, Options::default())
}

/// Whether a disk holds both names beside each other, as those of Macs do not.
fn holds_both(root: &Path) -> bool {
    let names = ["a\u{e9}", "ae\u{301}"];
    names.iter().for_each(|name| write(root, &format!("trial/{name}"), name));
    names.iter().all(|name| fs::read(root.join("trial").join(name)).unwrap() == name.as_bytes())
}

#[test]
fn a_file_is_known_by_one_name_whatever_the_disk_calls_it() {
    for file in [COMPOSED, DECOMPOSED] {
        let folder = site(&[file, "content/site.edn", &file.replace("content", "static")]);
        let snapshot = read(folder.path());
        assert!(snapshot.texts.contains_key(&FilePath::new(COMPOSED)), "{file}");
        assert!(snapshot.statics.contains_key(&FilePath::new("caf\u{e9}.md")), "{file}");
        assert_eq!(snapshot.diagnostics, [], "{file}");
    }
}

#[test]
fn two_files_that_differ_in_form_alone_are_refused() {
    for folder in ["content", "content/deep", "static", "templates", "i18n"] {
        let ending = match folder {
            "templates" => "html",
            "i18n" => "edn",
            _ => "md",
        };
        let [one, other] = ["caf\u{e9}", "cafe\u{301}"].map(|name| format!("{folder}/{name}.{ending}"));
        let site = site(&["content/x.md", &one, &other]);
        if !holds_both(site.path()) {
            return;
        }
        let [fault] = &read(site.path()).diagnostics[..] else { panic!("one fault, please: {folder}") };
        assert_eq!(fault.code, Code::DuplicateFile);
        assert!(fault.message.contains(&one) && fault.message.contains(&other), "{}", fault.message);
        let note = &fault.notes[0].message;
        assert!(note.contains("U+00E9") && note.contains("`e` + U+0301"), "{note}");
    }
}

#[test]
fn a_site_that_is_served_hears_of_either_form() {
    let folder = site(&["content/x.md", DECOMPOSED]);
    let root = folder.path();
    let mut snapshot = read(root);
    let mut step = |what: &str, files: &[&str]| {
        let paths: Vec<_> = files.iter().map(|file| root.join(file)).collect();
        if snapshot.refresh(root, &paths) == Refreshed::Unclear {
            snapshot = read(root);
        }
        let anew = read(root);
        assert_eq!((&snapshot.texts, &snapshot.diagnostics), (&anew.texts, &anew.diagnostics), "{what}");
    };
    write(root, DECOMPOSED, "# C\n\nD.");
    step("an edit", &[DECOMPOSED]);
    write(root, COMPOSED, "# E\n\nF.");
    step("a twin", &[COMPOSED]);
    fs::remove_file(root.join(DECOMPOSED)).unwrap();
    step("the first has gone", &[DECOMPOSED]);
    write(root, COMPOSED, "# G\n\nH.");
    step("another edit", &[COMPOSED]);
}

/// What the command says in a site's folder.
fn said(root: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diglot"));
    let output = command.args(arguments).current_dir(root).env("NO_COLOR", "1").output().unwrap();
    format!("{}{}", String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn the_command_line_takes_either_form() {
    let folder = site(&[]);
    let root = folder.path();
    write(root, "content/site.edn", "{:site/base-url \"https://blog.example\" :site/locales [:nb :en]}");
    write(root, "content/й.nb.md", ":page/title A\n:post/published 2025-01-01\n:post/body A.");
    write(root, "content/\u{438}\u{306}.en.md", ":page/title A\n:post/body A.");
    let (composed, decomposed) = ("\u{439}", "\u{438}\u{306}");
    for name in [composed, decomposed] {
        for asked in [format!("content/{name}.en.md"), format!("/en/{name}/"), "/en/%D0%B8%CC%86/".to_owned()]
        {
            let said = said(root, &["explain", &asked]);
            assert!(said.contains("/en/\u{439}/"), "{asked}: {said}");
        }
        let said = said(root, &["translations", name]);
        assert!(said.contains("Compared 1 translation"), "{name}: {said}");
    }
    // What an older Diglot has remembered in the other form is remembered still.
    said(root, &["translations", "--mark"]);
    let state = fs::read_to_string(root.join("translations.edn")).unwrap();
    assert!(state.contains(composed), "{state}");
    fs::write(root.join("translations.edn"), state.replace(composed, decomposed)).unwrap();
    assert!(!said(root, &["translations"]).contains("never marked"));
}

#[test]
fn pages_whose_names_differ_in_case_alone_are_suggested_as_a_pair() {
    let folder = site(&[]);
    let root = folder.path();
    write(root, "content/site.edn", "{:site/base-url \"https://blog.example\" :site/locales [:nb :en]}");
    write(root, "content/Bread.nb.md", ":page/title A\n:post/published 2025-01-01\n:post/body A.");
    write(root, "content/bread.en.md", ":page/title B\n:post/published 2024-02-01\n:post/body B.");
    let said = said(root, &["translations"]);
    assert!(said.contains(":page/translation-key Bread"), "{said}");
}
