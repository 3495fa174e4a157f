//! A folder to a [`Snapshot`].

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::input::{CONTENT, DICTIONARIES, ROOT_FILES, STATICS, TEMPLATES, is_left_alone, role};
use super::{Blob, Content, Options, Snapshot, Text};
use crate::base::{Code, Diagnostic, Digest, FilePath, Place, Span, forbidden_character, is_forbidden};
use crate::cache::Cache;

/// Static files larger than this (in bytes) stay on disk until they are published.
const MEMORY_LIMIT: u64 = 4 << 20;

/// Reads every input of the site in a folder. What cannot be read is told in the snapshot's diagnostics.
pub fn read_site(root: &Path, now: DateTime<Utc>, options: Options) -> Snapshot {
    let mut diagnostics = Vec::new();
    let mut paths = Vec::new();
    if root.join(CONTENT).is_dir() {
        walk(root, CONTENT, &mut paths, &mut diagnostics);
    } else {
        diagnostics.push(
            Diagnostic::general(Code::Unreadable, "the site has no `content` folder")
                .help("make one beside `templates` and `static`, or name the site's folder with `--root`"),
        );
    }
    walk(root, TEMPLATES, &mut paths, &mut diagnostics);
    walk(root, DICTIONARIES, &mut paths, &mut diagnostics);
    paths.extend(ROOT_FILES.iter().filter(|name| root.join(name).is_file()).map(|name| FilePath::new(name)));

    let read: Vec<_> = paths.into_par_iter().map(|path| (read_text(root, &path), path)).collect();
    let mut texts = BTreeMap::new();
    for (result, path) in read {
        let (text, faults) = result;
        diagnostics.extend(faults);
        texts.extend(text.map(|text| (path, text)));
    }

    let mut paths = Vec::new();
    walk(root, STATICS, &mut paths, &mut diagnostics);
    let read: Vec<_> =
        paths.into_par_iter().map(|path| (read_blob(&root.join(path.as_str())), path)).collect();
    let mut statics = BTreeMap::new();
    for (result, path) in read {
        match result {
            Ok(blob) => {
                let below = path.below(STATICS).unwrap_or_default();
                statics.insert(FilePath::new(below), blob);
            }
            Err(error) => diagnostics.push(unreadable(path.as_str(), &error)),
        }
    }
    Snapshot { texts, statics, diagnostics, now, options, cache: Cache::default() }
}

impl Text {
    /// Takes a text as it stands in memory: a byte-order mark and CRLF line ends go.
    pub fn new(text: &str) -> Self {
        Self::of(&normal(text))
    }

    /// Reads the bytes of a file. Bytes that are not UTF-8, and characters that HTML cannot hold, are told at their
    /// places, and stand in the text as U+FFFD.
    pub fn decode(file: &FilePath, bytes: &[u8], diagnostics: &mut Vec<Diagnostic>) -> Self {
        let (decoded, bad_byte) = match std::str::from_utf8(bytes) {
            Ok(decoded) => (Cow::Borrowed(decoded), None),
            Err(error) => (String::from_utf8_lossy(bytes), Some(error.valid_up_to())),
        };
        if let Some(at) = bad_byte {
            let start = allowed(file, normal(&decoded[..at]), &mut Vec::new()).len();
            diagnostics.push(
                Diagnostic::at(
                    Place::new(file, Span::new(start, start + char::REPLACEMENT_CHARACTER.len_utf8())),
                    Code::InvalidUtf8,
                    "the file is not UTF-8",
                )
                .label("the first byte that cannot be read")
                .help("save the file as UTF-8"),
            );
        }
        Self::of(&allowed(file, normal(&decoded), diagnostics))
    }

    fn of(text: &str) -> Self {
        Self { digest: Digest::of(text.as_bytes()), text: text.into() }
    }
}

/// A text without its byte-order mark, its lines ended by LF alone.
fn normal(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match text.contains('\r') {
        true => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        false => Cow::Borrowed(text),
    }
}

/// Whether a text holds a character that may not stand in it. Nearly all bytes can begin none, which is seen for many at once.
fn holds_forbidden(text: &str) -> bool {
    const MANY: usize = 64;
    let may_begin_one =
        |byte: u8| matches!(byte, 0..=0x1f | 0x7f | 0xc2 | 0xef..) && !matches!(byte, b'\n' | b'\t');
    text.as_bytes().chunks(MANY).enumerate().any(|(number, bytes)| {
        bytes.iter().fold(false, |any, byte| any | may_begin_one(*byte))
            && bytes.iter().enumerate().any(|(at, byte)| {
                may_begin_one(*byte) && text[number * MANY + at..].starts_with(is_forbidden)
            })
    })
}

/// A text with U+FFFD in the place of each character that may not stand in it; each is told.
fn allowed<'t>(file: &FilePath, text: Cow<'t, str>, diagnostics: &mut Vec<Diagnostic>) -> Cow<'t, str> {
    if !holds_forbidden(&text) {
        return text;
    }
    let mut allowed = String::with_capacity(text.len());
    for c in text.chars() {
        if !is_forbidden(c) {
            allowed.push(c);
            continue;
        }
        let start = allowed.len();
        allowed.push(char::REPLACEMENT_CHARACTER);
        diagnostics.push(forbidden_character(Place::new(file, Span::new(start, allowed.len())), c));
    }
    Cow::Owned(allowed)
}

fn walk(root: &Path, folder: &str, paths: &mut Vec<FilePath>, diagnostics: &mut Vec<Diagnostic>) {
    let top = root.join(folder);
    if !top.is_dir() {
        return;
    }
    let enter =
        |entry: &DirEntry| entry.depth() == 0 || !is_left_alone(&entry.file_name().to_string_lossy(), folder);
    for entry in WalkDir::new(&top).follow_links(true).sort_by_file_name().into_iter().filter_entry(enter) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => match relative(root, entry.path()) {
                Some(path) if role(&path).is_some() => paths.push(FilePath::new(&path)),
                Some(_) => {}
                None => diagnostics.push(
                    Diagnostic::general(
                        Code::Unreadable,
                        format!("the name of `{}` is not UTF-8", entry.path().display()),
                    )
                    .help("rename the file"),
                ),
            },
            Ok(_) => {}
            // An editor's lock is a link to nowhere.
            Err(error) if is_left_alone(&last_name(error.path()), folder) => {}
            Err(error) => diagnostics.push(unwalkable(root, &error)),
        }
    }
}

fn last_name(path: Option<&Path>) -> String {
    path.and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

pub(super) fn relative(root: &Path, path: &Path) -> Option<String> {
    let parts = path.strip_prefix(root).ok()?.components();
    Some(parts.map(|part| part.as_os_str().to_str()).collect::<Option<Vec<_>>>()?.join("/"))
}

pub(super) fn read_text(root: &Path, path: &FilePath) -> (Option<Text>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let text = match fs::read(root.join(path.as_str())) {
        Ok(bytes) => Some(Text::decode(path, &bytes, &mut diagnostics)),
        Err(error) => {
            diagnostics.push(unreadable(path.as_str(), &error));
            None
        }
    };
    (text, diagnostics)
}

pub(super) fn read_blob(path: &Path) -> io::Result<Blob> {
    let len = fs::metadata(path)?.len();
    if len > MEMORY_LIMIT {
        return large_blob(path.to_owned(), len);
    }
    let bytes = fs::read(path)?;
    Ok(Blob { digest: Digest::of(&bytes), len: bytes.len() as u64, content: Content::Memory(bytes.into()) })
}

fn large_blob(path: PathBuf, len: u64) -> io::Result<Blob> {
    let mut file = fs::File::open(&path)?;
    let digest = Digest::of_reader(&mut file as &mut dyn Read)?;
    Ok(Blob { digest, len, content: Content::File(path) })
}

fn unreadable(path: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::general(Code::Unreadable, format!("`{path}` cannot be read: {error}"))
        .help("check that the file is there and that you may read it")
}

/// A file or folder that cannot be entered: a link to nowhere, a circle of links, a lack of rights.
fn unwalkable(root: &Path, error: &walkdir::Error) -> Diagnostic {
    let path = error.path().and_then(|path| relative(root, path)).unwrap_or_else(|| "the site".to_owned());
    match error.io_error() {
        Some(error) => unreadable(&path, error),
        None => {
            let message = format!("`{path}` leads back to a folder that it lies in");
            Diagnostic::general(Code::Unreadable, message).help("remove the link")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(bytes: &[u8]) -> (String, Vec<(Code, Span)>) {
        let mut diagnostics = Vec::new();
        let text = Text::decode(&FilePath::new("x.md"), bytes, &mut diagnostics);
        let faults = diagnostics.into_iter().filter_map(|d| Some((d.code, d.place?.span))).collect();
        (text.text.to_string(), faults)
    }

    #[test]
    fn marks_and_line_ends_go() {
        assert_eq!(decode(b"\xEF\xBB\xBFa\r\nb\rc\n"), ("a\nb\nc\n".to_owned(), vec![]));
    }

    #[test]
    fn bad_bytes_and_characters_are_placed() {
        let (text, faults) = decode(b"ab\r\n\xFFc");
        assert_eq!(text, "ab\n\u{fffd}c");
        assert_eq!(faults, vec![(Code::InvalidUtf8, Span::new(3, 6))]);
        let (text, faults) = decode("a\u{1}b\u{fdd0}".as_bytes());
        assert_eq!(text, "a\u{fffd}b\u{fffd}");
        assert_eq!(faults.iter().map(|f| f.1).collect::<Vec<_>>(), [Span::new(1, 4), Span::new(5, 8)]);
    }

    #[test]
    fn one_byte_order_mark_goes_and_every_place_is_counted_from_behind_it() {
        let (text, faults) = decode("\u{feff}\u{feff}a\u{b}🙂".as_bytes());
        assert_eq!(text, "\u{feff}a\u{fffd}🙂");
        assert_eq!(faults, vec![(Code::InvalidCharacter, Span::new(4, 7))]);
    }

    #[test]
    fn a_replacement_character_of_the_writer_is_no_bad_byte() {
        let (text, faults) = decode(b"\xEF\xBF\xBD\r\xFF");
        assert_eq!(text, "\u{fffd}\n\u{fffd}");
        assert_eq!(faults, vec![(Code::InvalidUtf8, Span::new(4, 7))]);
        let (text, faults) = decode(b"\x01\xFF");
        assert_eq!(text, "\u{fffd}\u{fffd}");
        assert_eq!(
            faults,
            vec![(Code::InvalidUtf8, Span::new(3, 6)), (Code::InvalidCharacter, Span::new(0, 3))]
        );
    }

    #[test]
    fn characters_are_forbidden_wherever_they_stand() {
        let ends_of_planes =
            (1..=16).flat_map(|plane| (plane << 16) - 3..=(plane << 16)).chain([0x10fffe, 0x10ffff]);
        for c in (0..0x100).chain(0xfdc0..0xfe00).chain(ends_of_planes).filter_map(char::from_u32) {
            for before in ["", "æ", &"x".repeat(62), &"x".repeat(63), &"«»".repeat(40)] {
                assert_eq!(holds_forbidden(&format!("{before}{c}y")), is_forbidden(c), "{before}{c:?}");
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_cannot_be_entered_is_named_by_its_path_in_the_site() {
        let root = tempfile::tempdir().unwrap();
        let content = root.path().join("content");
        fs::create_dir(&content).unwrap();
        std::os::unix::fs::symlink("nowhere.md", content.join("a.md")).unwrap();
        std::os::unix::fs::symlink("writer@desk.4711", content.join(".#a.md")).unwrap();
        std::os::unix::fs::symlink(".", content.join("b")).unwrap();
        let snapshot = read_site(root.path(), DateTime::UNIX_EPOCH, Options::default());
        let [nowhere, circle] = snapshot.diagnostics.as_slice() else { panic!("{:?}", snapshot.diagnostics) };
        assert!(nowhere.message.starts_with("`content/a.md` cannot be read: "), "{}", nowhere.message);
        assert_eq!(circle.message, "`content/b` leads back to a folder that it lies in");
    }
}
