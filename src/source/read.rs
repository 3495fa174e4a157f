//! A folder to a [`Snapshot`].

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::bounded::{SOURCE_LIMIT, read_bounded};
use super::input::{CONTENT, DICTIONARIES, ROOT_FILES, STATICS, TEMPLATES, is_left_alone, role};
use super::{Blob, Content, Options, Snapshot, Text};
use crate::base::{Code, Diagnostic, Digest, FilePath};
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
    let text = match read_bounded(&root.join(path.as_str()), SOURCE_LIMIT) {
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

/// A file that cannot be read, or is too large to be.
pub fn unreadable(path: &str, error: &io::Error) -> Diagnostic {
    if error.kind() == ErrorKind::FileTooLarge {
        return Diagnostic::general(Code::TooLarge, format!("`{path}` is too large: {error}"))
            .help("split it, or keep what is no text elsewhere");
    }
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
