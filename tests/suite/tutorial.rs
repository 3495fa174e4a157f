//! The pages that lead a reader by the hand, walked through as they are written.
//!
//! A fence whose info string says `file=PATH` writes that file; one in `diff` changes it. In a
//! `console`, each line `$ …` is run in the site's folder, and the lines below it are what it says,
//! on both streams; the line `…` stands for any number of lines. `BLESS=1` writes what the commands
//! said into the pages.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::support::page::fences;
use crate::support::shell::shell;

#[test]
fn start() {
    every_command_says_what_the_page_tells("docs/start.md");
}

#[test]
fn two_languages() {
    every_command_says_what_the_page_tells("docs/two-languages.md");
}

#[test]
fn theming() {
    every_command_says_what_the_page_tells("docs/theming.md");
}

#[test]
fn coming_from_hugo() {
    every_command_says_what_the_page_tells("docs/coming-from/hugo.md");
}

#[test]
fn coming_from_a_folder_of_markdown() {
    every_command_says_what_the_page_tells("docs/coming-from/markdown.md");
}

fn every_command_says_what_the_page_tells(name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let page = fs::read_to_string(&path).unwrap();
    let site = TempDir::new().unwrap();
    let (mut came_out, mut from, mut commands) = (String::new(), 0, 0);
    for fence in fences(&page) {
        came_out.push_str(&page[from..fence.range.start]);
        from = fence.range.end;
        let file = fence.file().map(|file| site.path().join(file));
        match (fence.language(), file) {
            ("console", None) => {
                commands += fence.body.lines().filter(|line| line.starts_with("$ ")).count();
                came_out.push_str(&run(fence.body, site.path()));
                continue;
            }
            ("diff", Some(file)) => edit(&file, fence.body),
            (_, Some(file)) => write(&file, fence.body),
            (language, None) => panic!("{name} has a block in `{language}` that nobody tries"),
        }
        came_out.push_str(fence.body);
    }
    came_out.push_str(&page[from..]);
    assert!(commands > 4, "{name} has commands");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, came_out).unwrap();
    } else {
        assert_eq!(came_out, page, "{name} as it came out");
    }
}

#[test]
fn lines_that_are_left_out_stand_for_any() {
    for (told, said, is_told) in [
        ("a\n", "a\n", true),
        ("a\n", "b\n", false),
        ("a\n…\nd\n", "a\nb\nc\nd\n", true),
        ("a\n…\nd\n", "a\nd\ne\n", false),
        ("…\n", "", true),
        ("kept, in 0.02 s, 1 warning.\n", "kept, in 1.50 s, 1 warning.\n", true),
        ("kept, in 0.02 s, 1 warning.\n", "kept, in 1.50 s.\n", false),
    ] {
        assert_eq!(tells(told, said), is_told, "{told:?} of {said:?}");
    }
}

fn write(file: &Path, text: &str) {
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

/// Changes a file as a diff says.
fn edit(file: &Path, diff: &str) {
    let side = |left_out: char| -> String {
        diff.lines()
            .filter(|line| !line.starts_with(left_out))
            .map(|line| format!("{}\n", &line[1..]))
            .collect()
    };
    let text = fs::read_to_string(file).unwrap();
    assert_eq!(text.matches(&side('+')).count(), 1, "{}:\n{diff}", file.display());
    fs::write(file, text.replace(&side('+'), &side('-'))).unwrap();
}

/// A console as it came out.
fn run(console: &str, folder: &Path) -> String {
    let mut came_out = String::new();
    for step in console.strip_prefix("$ ").expect("a console begins with a command").split("\n$ ") {
        let (command, told) = step.split_once('\n').unwrap_or((step, ""));
        let told = told.trim_end_matches('\n');
        let told = if told.is_empty() { String::new() } else { format!("{told}\n") };
        let output = shell(&format!("{{ {command}\n}} 2>&1"), folder).stdout;
        let said = String::from_utf8(output).unwrap();
        let said: String = said.lines().map(|line| format!("{}\n", line.trim_end())).collect();
        let kept = if tells(&told, &said) { told } else { said };
        came_out.push_str(&format!("$ {command}\n{kept}"));
    }
    came_out
}

/// Whether the lines that a page tells are those that a command said, whatever time it took.
fn tells(told: &str, said: &str) -> bool {
    let told: Vec<String> = told.lines().map(without_seconds).collect();
    let said: Vec<String> = said.lines().map(without_seconds).collect();
    match told.iter().position(|line| line == "…") {
        None => told == said,
        Some(at) => {
            let (before, after) = (&told[..at], &told[at + 1..]);
            before.len() + after.len() <= said.len() && said.starts_with(before) && said.ends_with(after)
        }
    }
}

fn without_seconds(line: &str) -> String {
    let Some((before, rest)) = line.split_once(", in ") else { return line.to_owned() };
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    format!("{before}, in{rest}")
}
