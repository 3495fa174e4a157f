//! Files that tools have left in a site: copies, and unfinished merges.

use rayon::prelude::*;

use crate::base::{Code, Diagnostic, FilePath, Place, Span};
use crate::blocks::check_conflicts;
use crate::source::{Snapshot, Text, is_section_file};

/// The endings of static files that are text.
const TEXTS: [&str; 8] = ["css", "js", "mjs", "html", "svg", "xml", "json", "txt"];

/// Words for a copy and for a conflict, by which systems and tools name what they leave.
const WORDS: [&str; 14] = [
    "copy",
    "kopi",
    "kopie",
    "kopia",
    "kopio",
    "copie",
    "copia",
    "cópia",
    "conflict",
    "conflicted",
    "konflikt",
    "konfliktkopi",
    "conflit",
    "conflicto",
];

/// What names of copies begin with.
const BEGINNINGS: [&str; 8] =
    ["copy of ", "kopi av ", "kopi af ", "kopie von ", "kopia av ", "copie de ", "copia de ", "copia di "];

/// What a part of a copy's name between dots may be, or begin with.
const PARTS: [&str; 7] = ["sync-conflict-", "conflict-", "conflict", "orig", "bak", "backup", "old"];

/// Warns of what tools have left among a site's files.
pub(super) fn check(snapshot: &Snapshot, diagnostics: &mut Vec<Diagnostic>) {
    let of_text = |(file, text): (&FilePath, &Text)| {
        let mut found = Vec::new();
        if !is_section_file(file) {
            check_conflicts(file, &text.text, &mut found);
        }
        found.extend(original(file, snapshot).map(|original| copy(file, &original)));
        found
    };
    diagnostics.par_extend(snapshot.texts.par_iter().flat_map_iter(of_text));
    let statics =
        snapshot.statics.iter().map(|(path, blob)| (FilePath::new(&format!("static/{path}")), blob));
    let media = snapshot.media.iter().map(|(file, blob)| (file.clone(), blob));
    for (file, blob) in statics.chain(media).filter(|(file, _)| TEXTS.contains(&file.extension())) {
        if let Ok(bytes) = blob.content.read()
            && let Ok(text) = std::str::from_utf8(&bytes)
        {
            check_conflicts(&file, text, diagnostics);
        }
    }
}

fn copy(file: &FilePath, original: &FilePath) -> Diagnostic {
    let message = format!("`{}` looks like a copy that was left beside `{}`", file.name(), original.name());
    Diagnostic::at(Place::new(file, Span::default()), Code::StrayCopy, message).help(
        "take over what it has and the other lacks, and remove it; a page of its own wants another name",
    )
}

/// The file of which another looks to be a copy, where it is there.
fn original(file: &FilePath, snapshot: &Snapshot) -> Option<FilePath> {
    let (folder, name) = match file.as_str().rsplit_once('/') {
        Some((folder, name)) => (format!("{folder}/"), name),
        None => (String::new(), file.as_str()),
    };
    let beside = |name: String| Some(FilePath::new(&format!("{folder}{name}")));
    let is_there = |file: &FilePath| snapshot.texts.contains_key(file);
    names(name).into_iter().filter_map(beside).find(is_there)
}

/// The names that a copy of such a name may have been made of.
fn names(name: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (dot, _) in name.match_indices('.') {
        let (stem, ending) = name.split_at(dot);
        names.extend(without_mark(stem).map(|stem| format!("{stem}{ending}")));
    }
    let parts: Vec<&str> = name.split('.').collect();
    for at in 1..parts.len().saturating_sub(1) {
        let part = parts[at].to_lowercase();
        let is_mark = |mark: &str| part == mark || (mark.ends_with('-') && part.starts_with(mark));
        if PARTS.into_iter().any(is_mark) {
            names.push([&parts[..at], &parts[at + 1..]].concat().join("."));
        }
    }
    names
}

/// A name without what makes it that of a copy.
fn without_mark(stem: &str) -> Option<&str> {
    let lower = stem.to_lowercase();
    if let Some(beginning) = BEGINNINGS.iter().find(|beginning| lower.starts_with(**beginning)) {
        return stem.get(beginning.len()..);
    }
    let without_number = |stem: &'_ str| stem.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    if let Some(short) =
        stem[..without_number(stem)].strip_suffix('~').filter(|short| short.len() + 1 < stem.len())
    {
        return Some(short);
    }
    // `x_conflict-20250201-123456`, and the four that `git mergetool` makes.
    let tools = ["_conflict-", "_BACKUP_", "_BASE_", "_LOCAL_", "_REMOTE_"];
    if let Some(at) = tools.iter().find_map(|mark| stem.find(mark)) {
        return Some(&stem[..at]);
    }
    let (rest, is_numbered) = match stem.strip_suffix(')').and_then(|inside| inside.rsplit_once('(')) {
        Some((rest, inside)) if inside.split(|c: char| !c.is_alphanumeric()).any(is_word) => {
            return Some(rest.trim_end());
        }
        Some((rest, inside)) if inside.len() <= 2 && inside.bytes().all(|byte| byte.is_ascii_digit()) => {
            (rest.trim_end(), true)
        }
        _ => (stem[..without_number(stem)].trim_end(), false),
    };
    match rest.rsplit_once(' ') {
        Some((before, word)) if is_word(word) => Some(before.trim_end_matches([' ', '-', '–', '—'])),
        _ if is_numbered => Some(rest),
        // `x 2`, as Finder and iCloud name what there is already.
        _ => stem.strip_suffix(|c| matches!(c, '2'..='9'))?.strip_suffix(' '),
    }
}

fn is_word(word: &str) -> bool {
    WORDS.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn copies() {
        for (name, original) in [
            ("x.sync-conflict-20250201-101112-ABCDEFG.md", "x.md"),
            ("x.nb.sync-conflict-20250201-101112-ABCDEFG.md", "x.nb.md"),
            ("x copy.md", "x.md"),
            ("x copy 2.md", "x.md"),
            ("x copy.nb.md", "x.nb.md"),
            ("x.nb copy.md", "x.nb.md"),
            ("x (1).nb.md", "x.nb.md"),
            ("x(1).md", "x.md"),
            ("x (copy).md", "x.md"),
            ("x (another copy).md", "x.md"),
            ("x (conflicted copy 2025-02-01 101112).md", "x.md"),
            ("x (Ada's conflicted copy 2025-02-01).md", "x.md"),
            ("x - Copy.md", "x.md"),
            ("x - Copy (2).md", "x.md"),
            ("x kopi.md", "x.md"),
            ("x – kopi.md", "x.md"),
            ("x - Kopi.nb.md", "x.nb.md"),
            ("Kopi av x.md", "x.md"),
            ("x~1.md", "x.md"),
            ("x.orig.md", "x.md"),
            ("x 2.md", "x.md"),
            ("x 2.nb.md", "x.nb.md"),
            ("x.nb 3.md", "x.nb.md"),
            ("x.conflict-1.nb.md", "x.nb.md"),
            ("x.nb.conflict-20250201.md", "x.nb.md"),
            ("x_conflict-20250201-101112.md", "x.md"),
            ("x_LOCAL_4711.md", "x.md"),
            ("tags copy.edn", "tags.edn"),
        ] {
            assert!(names(name).iter().any(|other| other == original), "{name}: {:?}", names(name));
        }
        for name in [
            "x.md",
            "x 2024.md",
            "x 1.md",
            "x2.md",
            "x (2024).md",
            "copy.md",
            "x-copy.md",
            "x (draft).md",
            "x.v2.md",
            "x1.md",
        ] {
            assert!(names(name).iter().all(|other| other == name), "{name}: {:?}", names(name));
        }
    }
}
