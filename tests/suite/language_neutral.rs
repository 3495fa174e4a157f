//! Holds that no language is special outside `src/locale`: templates have no words of their own,
//! and the code names no language.

use std::fs;
use std::path::{Path, PathBuf};

/// Attributes whose values a reader sees or hears.
const WORDED: [&str; 6] = ["alt", "aria-description", "aria-label", "label", "placeholder", "title"];

#[test]
fn templates_have_no_words_of_their_own() {
    let mut faults = Vec::new();
    for (path, text) in files("templates", "html") {
        let (text, tags) = without_tags(&without_expressions(&text));
        // A template of attributes alone has no tags; what it has is `name="value"`.
        let words = text.split('"').step_by(2).flat_map(str::split_whitespace);
        let words = words.filter(|word| word.contains(char::is_alphabetic) && !word.ends_with('='));
        faults.extend(words.map(|word| format!("{}: `{word}`", path.display())));
        for name in WORDED {
            let start = format!(" {name}=\"");
            let values = tags.split(&start).skip(1).filter_map(|rest| rest.split('"').next());
            let written = values.filter(|value| value.contains(char::is_alphabetic));
            faults.extend(written.map(|value| format!("{}: {name}=\"{value}\"", path.display())));
        }
    }
    assert!(faults.is_empty(), "words that `t(…)` should say:\n{}", faults.join("\n"));
}

#[test]
fn no_code_names_a_language_outside_its_room() {
    let mut faults = Vec::new();
    for (path, text) in files("src", "rs") {
        if path.starts_with("src/locale") || path.ends_with("tests.rs") {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let lines = code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
        for (number, line) in lines {
            let named = ["nb", "nn", "no", "en", "da", "sv", "de", "ar", "he"];
            if named.iter().any(|tag| line.contains(&format!("\"{tag}\""))) {
                faults.push(format!("{}:{}: {}", path.display(), number + 1, line.trim()));
            }
        }
    }
    assert!(faults.is_empty(), "languages in the code:\n{}", faults.join("\n"));
}

#[test]
fn words_are_found() {
    assert_eq!(without_tags(&without_expressions("a{{ b }}{% if c %}<p title=\"d\">{# e #}f")).0, "af");
    assert_eq!(without_tags("a<script>let b;</script>c").0, "ac");
}

/// Every file of a kind below a folder of the project, by its path from there.
fn files(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let walk = walkdir::WalkDir::new(root.join(folder)).sort_by_file_name();
    let paths = walk.into_iter().map(|entry| entry.expect("a file can be listed").into_path());
    let found: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a file can be read");
            (path.strip_prefix(root).expect("it lies below").to_owned(), text)
        })
        .collect();
    assert!(!found.is_empty(), "{folder} holds no `{ending}`");
    found
}

/// A template without what the engine takes for itself.
fn without_expressions(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(open) = ["{{", "{%", "{#"].iter().filter_map(|mark| rest.find(mark)).min() {
        let close = match &rest[open..open + 2] {
            "{{" => "}}",
            "{%" => "%}",
            _ => "#}",
        };
        kept.push_str(&rest[..open]);
        let end = rest[open..].find(close).expect("a template closes what it opens");
        rest = &rest[open + end + 2..];
    }
    kept + rest
}

/// The text between tags, and the tags.
fn without_tags(html: &str) -> (String, String) {
    let (mut text, mut tags) = (String::new(), String::new());
    for (index, part) in html.split('<').enumerate() {
        match part.split_once('>') {
            Some((tag, after)) if index > 0 => {
                tags.push_str(tag);
                // What a script says is read by no one.
                if !tag.starts_with("script") {
                    text.push_str(after);
                }
            }
            _ => text.push_str(part),
        }
    }
    (text, tags)
}
