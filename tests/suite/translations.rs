//! `diglot translations`: small sites that are edited, and what the command tells of them after
//! each edit.
//!
//! A case of `tests/cases/translations/*.txt` begins with a line `== name`. Its parts are taken in
//! order: `-- FILE --` writes a file, `-- edit FILE --` changes one (a line `- old` and a line `+
//! new`), `-- remove FILE --` removes one, and `-- $ diglot … --` runs the command and holds what
//! it prints: standard output, then standard error, then the exit code where it is not 0. `-- show
//! FILE --` holds what a file has become. Parts before the first case belong to each case.
//! `BLESS=1` writes what came out.

use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::{DateTime, Utc};
use diglot::base::FilePath;
use diglot::pipeline::{PlannedSite, Sections, Silent, plan_site};
use diglot::site::align;
use diglot::source::{Options, Snapshot, Text, read_site};
use diglot::translation::{DifferenceKind, Selection, TranslationState, compare, mark, suggest};
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
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("translations.edn")).unwrap();
    let state = TranslationState::read(&FilePath::new("translations.edn"), &text, &mut Vec::new()).unwrap();
    let blog = Blog { state, ..Blog::read(root) };
    assert_eq!(
        blog.reported_differences(),
        BTreeSet::new(),
        "compare, and mark what is right: `diglot translations --mark`"
    );
    assert_eq!(blog.marked(false).write(), text, "marking what is marked changes nothing");
    for shown in [false, true] {
        let options = Options { drafts: shown, future: shown, ..Options::default() };
        let planned =
            plan_site(&Snapshot { options, ..blog.snapshot.clone() }, &mut Sections::default(), &Silent);
        assert_eq!(suggest(&planned.site), []);
    }
}

#[test]
fn an_edit_to_a_section_names_that_section() {
    for root in roots() {
        let mut edits = 0;
        for index in 0.. {
            let mut blog = Blog::read(&root);
            blog.state = blog.marked(true);
            let Some(edited) = blog.edit_originals(index) else { break };
            assert_eq!(blog.reported_differences(), edited, "{}, section {index}", root.display());
            edits += edited.len();
        }
        assert!(edits > 0, "{} has translations", root.display());
    }
}

#[test]
fn a_reflow_names_none() {
    for root in roots() {
        let mut blog = Blog::read(&root);
        blog.state = blog.marked(true);
        let mut changed = 0;
        for (file, text) in &mut blog.snapshot.texts {
            if file.extension() == "md" {
                let reflowed = Text::new(&reflowed(&text.text));
                changed += usize::from(reflowed != *text);
                *text = reflowed;
            }
        }
        assert!(changed > 2);
        assert_eq!(blog.reported_differences(), BTreeSet::new(), "{}", root.display());
    }
}

/// The project's own blog, and the sites of the tests that have more than one language.
fn roots() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sites = ["base-path", "default-at-root", "missing-parts", "three-languages"];
    let mut roots: Vec<PathBuf> = sites.map(|name| root.join("tests/sites").join(name)).into();
    roots.push(root.to_owned());
    roots
}

/// A site, and what is remembered of it.
struct Blog {
    snapshot: Snapshot,
    state: TranslationState,
}

/// What is told: the page and the language of its translation, the part's place among the parts,
/// and the kind.
type Told = BTreeSet<(String, usize, DifferenceKind)>;

impl Blog {
    fn read(root: &Path) -> Self {
        let now: DateTime<Utc> = "2026-11-20T12:00:00Z".parse().unwrap();
        Self { snapshot: read_site(root, now, Options::default()), state: TranslationState::default() }
    }

    fn planned(&self) -> PlannedSite {
        plan_site(&self.snapshot, &mut Sections::default(), &Silent)
    }

    /// The state when everything is marked.
    fn marked(&self, accept: bool) -> TranslationState {
        let planned = self.planned();
        let reports = compare(planned.resolver(), &self.state);
        mark(&planned.site, &self.state, &reports, &Selection::default(), accept).0
    }

    fn reported_differences(&self) -> Told {
        let planned = self.planned();
        let reports = compare(planned.resolver(), &self.state);
        let mut told = BTreeSet::new();
        for report in &reports {
            for (place, section) in report.sections.iter().enumerate() {
                let page = format!("{} {}", report.pair.key, report.pair.to);
                told.extend(section.reported_differences().map(|found| (page.clone(), place, found.kind)));
            }
        }
        told
    }

    /// Adds a paragraph to the section at an index of each original that has it, and says what
    /// should be told; `None` where none has it.
    fn edit_originals(&mut self, index: usize) -> Option<Told> {
        let planned = self.planned();
        let site = &planned.site;
        let mut edited = None;
        for (key, versions) in &site.translations {
            let mut ids = site.settings.locales.iter().filter_map(|locale| versions.get(locale)).copied();
            let original = &site.documents[ids.next()?];
            let Some(section) = original.sections.get(index) else { continue };
            let edited = edited.get_or_insert_with(BTreeSet::new);
            let text = self.snapshot.texts[&original.file].text.to_string();
            let Some(at) = body_of(&text, section.span.range()) else { continue };
            let text = format!("{}Lagt til.\n\n{}", &text[..at], &text[at..]);
            self.snapshot.texts.insert(original.file.clone(), Text::new(&text));
            for translation in ids.map(|id| &site.documents[id]) {
                let mut pairs = align(original, translation).into_iter();
                let place = pairs.position(|pair| matches!(pair, (Some(ours), Some(_)) if ours == index));
                let page = format!("{key} {}", translation.locale);
                edited.extend(place.map(|place| (page, place + 1, DifferenceKind::Stale)));
            }
        }
        edited
    }
}

/// Where the body of a section begins in a file; `None` where it has none, or lies in EDN.
fn body_of(text: &str, span: Range<usize>) -> Option<usize> {
    const KEY: &str = ":section/body";
    let block = &text[span.clone()];
    if !block.starts_with(':') {
        return (!block.starts_with(['"', '#'])).then_some(span.start);
    }
    let value = &block[block.find(KEY)? + KEY.len()..];
    Some(span.end - value.trim_start().len())
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
