//! `diglot translations`: small sites that are edited, and what the command tells of them after each edit.
//!
//! A case of `tests/cases/translations/*.txt` begins with a line `== name`. Its parts are taken in order: `-- FILE --` writes
//! a file, `-- edit FILE --` changes one (a line `- old` and a line `+ new`), `-- remove FILE --` removes one, and
//! `-- $ diglot … --` runs the command and holds what it prints: standard output, then standard error, then the exit code
//! where it is not 0. `-- show FILE --` holds what a file has become. Parts before the first case belong to each case.
//! `BLESS=1` writes what came out.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use chrono::{DateTime, Utc};
use diglot::base::FilePath;
use diglot::pipeline::{Prepared, Silent, prepare};
use diglot::source::{Options, Snapshot, Text, read_site};
use diglot::translation::{Kind, Selection, State, compare, mark, suggest};
use tempfile::TempDir;

#[test]
fn cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/translations");
    let mut paths: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut faults = String::new();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let mut sections = text.split("\n== ");
        let head = sections.next().unwrap();
        let mut came_out = head.to_owned();
        for case in sections {
            let outcome = run(&parts(head), case);
            if outcome != case {
                faults.push_str(&format!("{}: {case}\n--- came out as\n{outcome}\n", path.display()));
            }
            came_out.push_str(&format!("\n== {outcome}"));
        }
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, came_out).unwrap();
        }
    }
    assert!(faults.is_empty() || std::env::var_os("BLESS").is_some(), "{faults}");
}

#[test]
fn the_blog_is_in_step() {
    let blog = Blog::read();
    assert_eq!(blog.told(), BTreeSet::new());
    let prepared = blog.prepared();
    let reports = compare(prepared.resolver(), &blog.state);
    let (marked, _) = mark(&prepared.site, &blog.state, &reports, &Selection::default(), false);
    assert_eq!(marked.write(), blog.text, "marking what is marked changes nothing");
    for shown in [false, true] {
        let options = Options { drafts: shown, future: shown, ..Options::default() };
        let prepared = prepare(&Snapshot { options, ..blog.snapshot.clone() }, &Silent, &mut Vec::new());
        assert_eq!(suggest(&prepared.site), []);
    }
}

#[test]
fn an_edit_to_a_section_of_the_blog_names_that_section() {
    let mut rounds = 0;
    for round in 0.. {
        let mut blog = Blog::read();
        let edited = blog.edit_originals(round);
        if edited.is_empty() {
            break;
        }
        assert_eq!(blog.told(), edited, "round {round}");
        rounds += 1;
    }
    assert!(rounds > 4, "the posts have sections");
}

#[test]
fn a_reflow_of_the_blog_names_none() {
    let mut blog = Blog::read();
    let before: Vec<_> = blog.snapshot.texts.values().cloned().collect();
    for (file, text) in &mut blog.snapshot.texts {
        if file.extension() == "md" {
            *text = Text::new(&reflowed(&text.text));
        }
    }
    assert!(before.iter().zip(blog.snapshot.texts.values()).filter(|(a, b)| a != b).count() > 20);
    assert_eq!(blog.told(), BTreeSet::new());
}

/// The project's own blog and its state.
struct Blog {
    snapshot: Snapshot,
    state: State,
    /// The state as its file has it.
    text: String,
}

impl Blog {
    fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let now: DateTime<Utc> = "2026-11-20T12:00:00Z".parse().unwrap();
        let text = fs::read_to_string(root.join("translations.edn")).unwrap();
        let state = State::read(&FilePath::new("translations.edn"), &text, &mut Vec::new()).unwrap();
        Self { snapshot: read_site(root, now, Options::default()), state, text }
    }

    fn prepared(&self) -> Prepared {
        prepare(&self.snapshot, &Silent, &mut Vec::new())
    }

    /// What is told: the page, the section's place and the kind.
    fn told(&self) -> BTreeSet<(String, usize, Kind)> {
        let prepared = self.prepared();
        let reports = compare(prepared.resolver(), &self.state);
        let mut told = BTreeSet::new();
        for report in &reports {
            for (place, section) in report.sections.iter().enumerate() {
                told.extend(section.told().map(|found| (report.pair.key.clone(), place, found.kind)));
            }
        }
        told
    }

    /// Adds a paragraph to the section at an index of each page that is translated and has it, and tells which.
    fn edit_originals(&mut self, index: usize) -> BTreeSet<(String, usize, Kind)> {
        let prepared = self.prepared();
        let site = &prepared.site;
        let mut edited = BTreeSet::new();
        for (key, versions) in &site.translations {
            let ids = site.settings.locales.iter().filter_map(|locale| versions.get(locale));
            let [original, _] = ids.copied().collect::<Vec<_>>()[..] else { continue };
            let document = &site.documents[original];
            let Some(section) = document.sections.get(index) else { continue };
            let text = self.snapshot.texts[&document.file].text.to_string();
            let block = &text[section.span.range()];
            let Some(body) = block.find(":section/body\n\n") else { continue };
            let at = section.span.range().start + body + ":section/body\n\n".len();
            let text = format!("{}Lagt til.\n\n{}", &text[..at], &text[at..]);
            self.snapshot.texts.insert(document.file.clone(), Text::new(&text));
            edited.insert((key.clone(), index + 1, Kind::Stale));
        }
        edited
    }
}

/// A section file whose paragraphs are set in other lines.
fn reflowed(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut verbatim: Option<String> = None;
    for line in text.lines() {
        let starts_with_word = |line: &str| line.starts_with(char::is_alphabetic);
        let joins = verbatim.is_none() && starts_with_word(line);
        match lines.last_mut() {
            Some(last) if joins && starts_with_word(last) => last.push_str(&format!("   {line}")),
            _ => lines.push(line.to_owned()),
        }
        let mark = line.trim_start();
        match &verbatim {
            Some(end) if mark.contains(end) => verbatim = None,
            Some(_) => {}
            None => {
                let fence: String = mark.chars().take_while(|c| matches!(c, '`' | '~')).collect();
                let element = ["pre", "style", "script", "svg"]
                    .iter()
                    .find(|name| mark.starts_with(&format!("<{name}")));
                verbatim = (fence.len() > 2).then_some(fence).or(element.map(|name| format!("</{name}>")));
                if verbatim.as_ref().is_some_and(|end| end.starts_with('<') && mark.contains(end)) {
                    verbatim = None;
                }
            }
        }
    }
    lines.join("  \n")
}

/// The parts of a text, each with its header and its body.
fn parts(text: &str) -> Vec<(&str, &str)> {
    let text = text.split_once("\n-- ").map_or("", |(_, parts)| parts);
    text.split("\n-- ")
        .filter_map(|part| part.split_once(" --\n").or_else(|| Some((part.strip_suffix(" --")?, ""))))
        .collect()
}

/// Runs a case, and gives it as it came out.
fn run(shared: &[(&str, &str)], case: &str) -> String {
    let site = TempDir::new().unwrap();
    let root = site.path();
    for (name, body) in shared {
        write(&root.join(name), body);
    }
    let mut outcome = case.split("\n-- ").next().unwrap().to_owned();
    for (header, body) in parts(case) {
        let path = |name: &str| root.join(name);
        let came = if let Some(command) = header.strip_prefix("$ diglot ") {
            printed(root, command)
        } else if let Some(name) = header.strip_prefix("show ") {
            let text = fs::read_to_string(path(name)).unwrap();
            text.lines().filter(|line| !line.starts_with(";;")).map(|line| format!("{line}\n")).collect()
        } else {
            match header.split_once(' ') {
                Some(("edit", name)) => edit(&path(name), body),
                Some(("remove", name)) => fs::remove_file(path(name)).unwrap(),
                _ => write(&path(header), body),
            }
            body.to_owned()
        };
        outcome.push_str(&format!("\n-- {header} --\n{came}"));
        outcome.truncate(outcome.trim_end_matches('\n').len());
    }
    let end = &case[case.trim_end_matches('\n').len()..];
    format!("{}{end}", outcome.trim_end_matches('\n'))
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, format!("{}\n", text.trim_end_matches('\n'))).unwrap();
}

fn edit(path: &Path, body: &str) {
    let lines = |mark: &str| {
        let lines: Vec<&str> = body.lines().filter_map(|line| line.strip_prefix(mark)).collect();
        lines.join("\n")
    };
    let (old, new) = (lines("- "), lines("+ "));
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(&old), "{} has no `{old}`", path.display());
    fs::write(path, text.replacen(&old, &new, 1)).unwrap();
}

fn printed(root: &Path, command: &str) -> String {
    let mut diglot = Command::new(env!("CARGO_BIN_EXE_diglot"));
    diglot.args(command.split_whitespace()).current_dir(root).env("NO_COLOR", "1");
    if command.starts_with("translations") {
        diglot.args(["--now", "2024-06-01"]);
    }
    let output = diglot.output().unwrap();
    let lines = |bytes: Vec<u8>| -> String {
        let text = String::from_utf8(bytes).unwrap();
        text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
    };
    let mut printed = lines(output.stdout) + &lines(output.stderr);
    if let Some(code) = output.status.code().filter(|code| *code != 0) {
        printed.push_str(&format!("exit {code}\n"));
    }
    printed
}
