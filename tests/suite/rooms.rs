//! Holds the shape of the source: rooms import downwards only, and no file grows past what one can
//! read.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms, lowest first: a room may use those before it.
const ROOMS: [&str; 18] = [
    "base",
    "disk",
    "cache",
    "source",
    "edn",
    "blocks",
    "locale",
    "markup",
    "document",
    "site",
    "plan",
    "render",
    "translation",
    "publish",
    "pipeline",
    "explain",
    "serve",
    "cli",
];

/// No file under `src/` is longer.
const MOST_LINES: usize = 500;

#[test]
fn rooms_import_downwards_only() {
    let mut faults = Vec::new();
    for (path, text) in sources() {
        let Some(room) = room_of(&path) else { continue };
        for (number, used) in rooms_used(&text) {
            if position(used) > position(room) {
                faults.push(format!("{}:{number}: `{room}` imports `{used}`", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "rooms that import upwards:\n{}", faults.join("\n"));
}

#[test]
fn every_folder_under_src_is_a_room() {
    for (path, _) in sources() {
        if let Some(room) = room_of(&path) {
            assert!(ROOMS.contains(&room), "{} lies in no known room", path.display());
        }
    }
}

#[test]
fn no_file_is_too_long() {
    let long: Vec<String> = sources()
        .into_iter()
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > MOST_LINES)
        .map(|(path, lines)| format!("{}: {lines} lines", path.display()))
        .collect();
    assert!(long.is_empty(), "files of more than {MOST_LINES} lines:\n{}", long.join("\n"));
}

#[test]
fn imports_are_read_in_all_their_shapes() {
    let text = "use crate::base::Span;\n\
                pub use crate::{edn::{Value, read}, site, render as view};\n\
                use crate::{\n    plan::Plan,\n    base,\n};\n\
                fn f() -> crate::cli::Exit {}\n\
                // crate::serve::Server, crate::{serve}\n";
    let used: Vec<(usize, &str)> = rooms_used(text);
    assert_eq!(
        used,
        [(1, "base"), (2, "edn"), (2, "site"), (2, "render"), (3, "plan"), (3, "base"), (7, "cli")]
    );
}

/// The rooms that a text names through `crate::…`, in imports and in paths, with the line of each;
/// comments are left out.
fn rooms_used(text: &str) -> Vec<(usize, &str)> {
    let mut used = Vec::new();
    for (start, found) in text.match_indices("crate::") {
        let line_start = text[..start].rfind('\n').map_or(0, |end| end + 1);
        if text[line_start..start].contains("//") {
            continue;
        }
        let number = text[..start].matches('\n').count() + 1;
        let rest = &text[start + found.len()..];
        match rest.strip_prefix('{') {
            Some(group) => used.extend(group_heads(group).map(|name| (number, name))),
            None => used.push((number, head(rest))),
        }
    }
    used
}

/// The first names of the paths in a group, given the text after its opening brace.
fn group_heads(group: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0;
    let mut starts = vec![0];
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => starts.push(at + 1),
            _ => {}
        }
    }
    starts.into_iter().map(|start| head(group[start..].trim_start())).filter(|name| !name.is_empty())
}

/// The identifier that a text begins with.
fn head(text: &str) -> &str {
    text.split(|character: char| !character.is_alphanumeric() && character != '_').next().unwrap_or_default()
}

/// A room's place in the order; a name that is no room's (an item at the crate's root) is below
/// all.
fn position(room: &str) -> Option<usize> {
    ROOMS.iter().position(|known| *known == room)
}

/// The room that a file lies in; `None` for those at the root of `src/`.
fn room_of(path: &Path) -> Option<&str> {
    let mut parts = path.iter().skip_while(|part| *part != "src").skip(1);
    let room = parts.next()?.to_str()?;
    parts.next().map(|_| room)
}

/// Every Rust file under `src/` with its text.
fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the source") {
            let path = entry.expect("an entry of the folder").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("a source file");
                let from_package =
                    path.strip_prefix(env!("CARGO_MANIFEST_DIR")).expect("a path below the package");
                files.push((from_package.to_owned(), text));
            }
        }
    }
    assert!(!files.is_empty(), "no source under {}", root.display());
    files.sort();
    files
}
