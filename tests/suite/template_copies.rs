//! `diglot template` and `diglot completions`: what they print, and what becomes of copies.

use std::fs;
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::support::temp_site;

const SITE: &str = "{:site/base-url \"https://blog.example\" :site/locales [:nb]}";

#[test]
fn copies_of_built_in_files_change_no_page_and_tell_when_they_are_old() {
    let site = site(&[("content/site.edn", SITE), ("content/a.md", "# A\n")]);
    let output = run(&site, "template", &[]);
    let list = text(&output.stdout);
    assert!(list.lines().any(|path| path == "templates/partials/footer.html"), "{list}");
    run(&site, "build", &[]);
    for path in list.lines() {
        let shown = text(&run(&site, "template", &[path]).stdout);
        let (first_line, rest) = shown.split_once('\n').unwrap();
        assert!(first_line.contains("diglot template "), "{first_line}");
        assert_eq!(rest, fs::read_to_string(path).unwrap());
        let output = run(&site, "template", &[path, "--copy"]);
        assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), format!("{path}\n")));
    }
    let output = run(&site, "build", &["--strict"]);
    let said = text(&output.stderr);
    assert!(said.starts_with("Published ") && said.contains(": 0 files written, "), "{said}");

    let footer = site.path().join("templates/partials/footer.html");
    let copy = fs::read_to_string(&footer).unwrap();
    let digest = copy.split(' ').nth(3).unwrap();
    fs::write(&footer, copy.replace(digest, "0123456789")).unwrap();
    let output = run(&site, "build", &["--strict"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let said = text(&output.stderr);
    assert!(said.starts_with("note[outdated-copy]: ") && said.contains("-->"), "{said}");
}

#[test]
fn a_built_in_file_is_copied_into_a_blog_and_over_nothing() {
    let site = site(&[("content/site.edn", SITE), ("templates/page.html", "mine")]);
    for (arguments, code, told) in [
        (&["templates/page.html", "--copy"][..], 2, "is there already"),
        (&["templates/pgae.html"], 2, "did you mean `templates/page.html`?"),
        (&["footer.html", "--copy"], 2, "did you mean `templates/partials/footer.html`?"),
        (&["../x", "--copy"], 2, "`diglot template` lists them"),
        (&["--copy"], 2, "PATH"),
    ] {
        let output = run(&site, "template", arguments);
        assert_eq!(output.status.code(), Some(code), "{output:?}");
        assert!(text(&output.stderr).contains(told), "{output:?}");
    }
    assert_eq!(fs::read_to_string(site.path().join("templates/page.html")).unwrap(), "mine");
    let nothing = TempDir::new().unwrap();
    let output = run(&nothing, "template", &["templates/page.html", "--copy"]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert_eq!(fs::read_dir(nothing.path()).unwrap().count(), 0);
}

#[test]
fn completions_know_the_commands_in_each_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = diglot(&["completions", shell]);
        let script = text(&output.stdout);
        assert!(output.status.success() && script.contains("translations"), "{shell}: {output:?}");
        assert!(script.contains("base-url"), "{shell}: {script}");
    }
    let output = diglot(&["completions", "tcsh"]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
}

fn site(files: &[(&str, &str)]) -> TempDir {
    let root = TempDir::new().unwrap();
    for (path, text) in files {
        temp_site::write(root.path(), path, text);
    }
    root
}

fn run(site: &TempDir, command: &str, arguments: &[&str]) -> Output {
    diglot(&[&[command, "--root", site.path().to_str().unwrap()], arguments].concat())
}

fn diglot(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diglot"));
    command.args(arguments).env("NO_COLOR", "1").output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}
