//! Whole sites: what becomes of each folder of `tests/sites/` is its `expected/` tree, byte for
//! byte.
//!
//! `BLESS=1 cargo test --test suite sites::` writes the trees anew; read their diffs before you
//! commit them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use diglot::base::Code;
use diglot::pipeline::{Policy, Silent, build};
use diglot::source::{Options, Snapshot, read_site};

/// Whose templates a site has where it has none of its own.
enum Templates {
    BuiltIn,
    /// Those of `tests/suite/support/plain/`, which show what the built-in ones show in fewer
    /// words.
    Plain,
}

#[test]
fn default_language_at_the_root() {
    check("default-at-root", Templates::Plain);
}

#[test]
fn every_language_prefixed() {
    check("all-prefixed", Templates::Plain);
}

#[test]
fn three_languages_one_of_them_from_right_to_left() {
    check("three-languages", Templates::Plain);
}

#[test]
fn three_languages_each_of_which_lacks_another_part() {
    check("missing-parts", Templates::Plain);
}

#[test]
fn one_language_alone() {
    check("one-language", Templates::BuiltIn);
}

#[test]
fn a_base_url_with_a_path() {
    check("base-path", Templates::BuiltIn);
}

/// Builds a site without a fault, and compares all that came out with all that is expected.
fn check(name: &str, templates: Templates) {
    let root = tests().join("sites").join(name);
    let mut built = build(&snapshot(&root, templates), &Policy::default(), &Silent);
    // Arabic has no built-in dictionary, and these sites are not about words.
    built.diagnostics.retain(|fault| fault.code != Code::UntranslatedText);
    assert_eq!(built.diagnostics, [], "{name} builds without a fault");
    let icons = icons();
    let outputs: BTreeMap<String, Vec<u8>> = built
        .outputs
        .unwrap()
        .iter()
        .map(|(path, output)| (path.to_string(), output.blob.content.read().unwrap().to_vec()))
        .filter(|(_, bytes)| !icons.contains(bytes))
        .collect();
    let expected_root = root.join("expected");
    if std::env::var_os("BLESS").is_some() {
        bless(&expected_root, &outputs);
    }
    let expected = files(&expected_root);
    let mut faults = Vec::new();
    for path in expected.keys().filter(|path| !outputs.contains_key(*path)) {
        faults.push(format!("{path}: nothing made it"));
    }
    for (path, bytes) in &outputs {
        match expected.get(path) {
            None => faults.push(format!("{path}: it is not expected")),
            Some(wanted) if wanted != bytes => faults.push(format!("{path}:\n{}", difference(wanted, bytes))),
            Some(_) => {}
        }
    }
    assert!(
        faults.is_empty(),
        "{name}: {} files differ (BLESS=1 takes them)\n\n{}",
        faults.len(),
        faults.join("\n\n")
    );
}

fn snapshot(root: &Path, templates: Templates) -> Snapshot {
    let now: DateTime<Utc> = "2026-03-01T12:00:00Z".parse().unwrap();
    let mut snapshot = read_site(root, now, Options::default());
    if matches!(templates, Templates::Plain) {
        let plain = read_site(&tests().join("suite/support/plain"), now, Options::default());
        for (file, text) in plain.texts {
            snapshot.texts.entry(file).or_insert(text);
        }
        for (file, blob) in plain.statics {
            snapshot.statics.entry(file).or_insert(blob);
        }
    }
    snapshot
}

/// Where the first lines that differ stand, with what is wanted and what was found there.
fn difference(wanted: &[u8], found: &[u8]) -> String {
    const SHOWN: usize = 12;
    let (wanted, found) = (String::from_utf8_lossy(wanted), String::from_utf8_lossy(found));
    let (wanted, found): (Vec<&str>, Vec<&str>) =
        (wanted.split_inclusive('\n').collect(), found.split_inclusive('\n').collect());
    let same = wanted.iter().zip(&found).take_while(|(a, b)| a == b).count();
    let (wanted, found) = (&wanted[same..], &found[same..]);
    let tail = wanted.iter().rev().zip(found.iter().rev()).take_while(|(a, b)| a == b).count();
    let lines = |sign: char, lines: &[&str]| -> String {
        let shown = &lines[..lines.len() - tail];
        let more = if shown.len() > SHOWN { format!("{sign} …\n") } else { String::new() };
        let shown = shown.iter().take(SHOWN);
        shown.map(|line| format!("{sign} {}\n", line.trim_end_matches('\n'))).collect::<String>() + &more
    };
    format!("@ line {}\n{}{}", same + 1, lines('-', wanted), lines('+', found))
}

fn bless(folder: &Path, outputs: &BTreeMap<String, Vec<u8>>) {
    if folder.exists() {
        fs::remove_dir_all(folder).unwrap();
    }
    for (path, bytes) in outputs {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
}

/// The built-in icons, which every site has and no tree need repeat.
fn icons() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("static");
    let names = ["favicon.ico", "favicon.svg", "apple-touch-icon.png"];
    names.iter().map(|name| fs::read(folder.join(name)).unwrap()).collect()
}

/// Every file below a folder, by its path from there.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok) {
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(folder).unwrap();
            let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            found.insert(parts.join("/"), fs::read(entry.path()).unwrap());
        }
    }
    found
}

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}
