//! `diglot import`: what becomes of each site in `tests/import/TOOL/NAME/in` is `out` beside it,
//! byte for byte.
//!
//! `BLESS=1 cargo test --test suite import::` writes the trees anew; read their diffs before you
//! commit them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use diglot::import::{FieldTable, HUGO, Imported, MARKDOWN, REPORT, Tool, import};
use proptest::prelude::*;
use walkdir::WalkDir;

fn sites() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import")
}

/// The files below a folder, as texts.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
            (path, String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).into_owned())
        })
        .collect()
}

/// What an import writes.
fn written(imported: &Imported) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().canonicalize().unwrap().join("blog");
    imported.write(&target).unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    files(&target)
}

fn check(tool: &str, from: Tool) {
    let mut faults = Vec::new();
    for site in fs::read_dir(sites().join(tool)).unwrap().map(|entry| entry.unwrap().path()) {
        let sections = site.file_name().is_some_and(|name| name == "sections");
        let imported = import(&site.join("in"), None, sections).unwrap();
        assert_eq!(imported.figures.tool, from.name(), "{}", site.display());
        assert_eq!(imported.figures.words, imported.figures.words_kept, "{}", site.display());
        let found = written(&imported);
        let out = site.join("out");
        if std::env::var_os("BLESS").is_some() {
            let _ = fs::remove_dir_all(&out);
            for (path, text) in &found {
                let file = out.join(path);
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(file, text).unwrap();
            }
        }
        let expected = files(&out);
        for path in expected.keys().chain(found.keys()) {
            let (wanted, got) = (expected.get(path), found.get(path));
            if wanted != got {
                let (wanted, got) = (wanted.map_or("nothing", |it| it), got.map_or("nothing", |it| it));
                faults.push(format!("{}/{path}\nexpected:\n{wanted}\nfound:\n{got}", site.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{} differ (BLESS=1 takes them)\n\n{}", faults.len(), faults.join("\n\n"));
}

#[test]
fn folders_of_markdown() {
    check("markdown", Tool::Markdown);
}

#[test]
fn sites_of_hugo() {
    check("hugo", Tool::Hugo);
}

fn diglot(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diglot"));
    command.args(arguments).current_dir(folder).env("NO_COLOR", "1").env("LC_ALL", "C");
    command.stdin(Stdio::null()).output().unwrap()
}

fn said(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = diglot(folder, arguments);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn what_cannot_be_imported_is_told_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("old/content")).unwrap();
    fs::create_dir(root.join("full")).unwrap();
    fs::write(root.join("full/a"), "a").unwrap();
    fs::write(root.join("old/content/a.md"), "---\ntitle: A\n---\nText\n").unwrap();
    fs::create_dir(root.join("empty")).unwrap();
    fs::create_dir(root.join("broken")).unwrap();
    fs::write(root.join("broken/a.md"), "Text").unwrap();
    fs::write(root.join("broken/config.toml"), "title = \"A\"\nbase_url = [\n").unwrap();
    for (arguments, told) in [
        (&["import", "nowhere", "--into", "new"][..], "`nowhere` cannot be read"),
        (&["import", "empty", "--into", "new"], "`empty` holds no page"),
        (&["import", "old", "--into", "full"], "`full` is not empty"),
        (&["import", "old"], "`old` is not empty"),
        (&["import", "old", "--into", "old/new"], "`old/new` lies within the site that is imported"),
        (&["import", "broken", "--into", "new"], "config.toml:2:"),
    ] {
        let (code, out, err) = said(root, arguments);
        assert_eq!((code, out.as_str()), (1, ""), "{arguments:?}: {err}");
        assert!(err.starts_with("error: ") && err.contains(told) && err.contains("help: "), "{err}");
    }
    assert!(!root.join("new").exists());
    assert_eq!(fs::read_dir(root).unwrap().count(), 4);
}

#[test]
fn a_dry_run_tells_and_writes_nothing_and_machines_get_lines_of_json() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::write(root.join("a.md"), "---\ntitle: A\nmood: b\n---\nText\n").unwrap();
    let (code, out, err) = said(root, &["import", "a.md", "--dry-run"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("The field `mood`") && err.contains("Nothing was written. "), "{out}{err}");
    assert_eq!(fs::read_dir(root).unwrap().count(), 1);
    let (code, out, _) = said(root, &["import", "a.md", "--into", "new", "--format", "json"]);
    assert_eq!(code, 0);
    let lines: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.last().unwrap()["words_kept"], 1);
    assert!(lines.iter().any(|line| line["what"] == "The field `mood`" && line["line"] == 3), "{out}");
    let (code, _, err) = said(root, &["build", "--root", "new"]);
    assert_eq!(code, 0, "{err}");
}

#[cfg(unix)]
#[test]
fn no_link_is_followed_and_what_cannot_be_read_is_told() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("old/shut")).unwrap();
    fs::write(root.join("secret.md"), "secret").unwrap();
    fs::write(root.join("old/a.md"), "Text").unwrap();
    symlink("../secret.md", root.join("old/b.md")).unwrap();
    symlink("..", root.join("old/c")).unwrap();
    fs::write(root.join("old/shut/d.md"), "d").unwrap();
    fs::write(root.join("old/large.md"), "").unwrap();
    fs::OpenOptions::new().write(true).open(root.join("old/large.md")).unwrap().set_len(9 << 20).unwrap();
    fs::set_permissions(root.join("old/shut"), fs::Permissions::from_mode(0o000)).unwrap();
    let is_shut = fs::read_dir(root.join("old/shut")).is_err();
    let imported = import(&root.join("old"), None, false).unwrap();
    fs::set_permissions(root.join("old/shut"), fs::Permissions::from_mode(0o755)).unwrap();
    let told: Vec<&str> = imported.report.rows.iter().map(|row| row.file.as_str()).collect();
    for file in ["b.md", "c", "large.md"] {
        assert!(told.contains(&file), "{file}: {told:?}");
    }
    assert!(!is_shut || told.contains(&"shut"), "{told:?}");
    assert!(imported.files.values().all(|text| !text.contains("secret")));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn whatever_a_page_holds_no_word_is_lost(
        front in r#"((title|date|tags|draft|aliases|slug|url|x): (a b|\[a, 'c'\]|2020-01-02|yes|"|\{|&a|\*a|\|\n  d)\n){0,5}"#,
        body in r"(a|:a|b c|:page/title|# |\n## |\n|\n\n|\[\[|\]\]|\[d\]\(e\.md\)|```|-{80}|<!--|<b>|---|\+\+\+|\{\{<|>\}\}| x |å){0,24}",
        mark in r"---|\+\+\+|",
        sections in any::<bool>(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.md"), format!("{mark}\n{front}{mark}\n{body}")).unwrap();
        fs::write(folder.path().join("b.md"), "Text").unwrap();
        for tool in Tool::ALL {
            if tool == Tool::Hugo {
                fs::create_dir_all(folder.path().join("content/posts")).unwrap();
                fs::rename(folder.path().join("a.md"), folder.path().join("content/posts/a.md")).unwrap();
            }
            let imported = import(folder.path(), Some(tool), sections).unwrap();
            prop_assert_eq!(imported.figures.words_kept, imported.figures.words, "{:#?}", imported.files);
            prop_assert!(imported.files.len() >= 2);
        }
    }
}

/// The rows of the table of a page, each with its names and its key.
fn rows(page: &str) -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/coming-from").join(page);
    let page = fs::read_to_string(path).unwrap();
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |"));
    let rows = rows.filter_map(|row| row.split_once(" | "));
    let row = |(names, key): (&str, &str)| -> Vec<(String, String)> {
        let plain = |text: &str| text.replace('`', "");
        plain(names).split(", ").map(|name| (name.to_owned(), plain(key))).collect()
    };
    rows.flat_map(row).collect()
}

fn documented(page: &str, table: FieldTable) {
    let known = table.iter().map(|(name, meaning)| ((*name).to_owned(), meaning.key().to_owned()));
    assert_eq!(known.collect::<BTreeMap<_, _>>(), rows(page), "the table (left) and {page} (right)");
}

#[test]
fn every_field_is_documented_and_no_other() {
    documented("markdown.md", MARKDOWN);
    documented("hugo.md", HUGO);
}

#[test]
fn the_report_lies_beside_the_site() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.md"), "Text").unwrap();
    assert!(written(&import(folder.path(), None, false).unwrap()).contains_key(REPORT));
}
