//! Where paths lead.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

/// Whether a path, or a part of it, is a symbolic link.
pub fn passes_link(path: &Path) -> bool {
    path.ancestors().any(Path::is_symlink)
}

/// The path as it is where it passes no symbolic link, else where it leads.
pub fn without_links(path: &Path) -> PathBuf {
    if passes_link(path) { resolve(path) } else { path.to_owned() }
}

/// The path with its last parts as they are, and the folder that those begin in without links.
pub fn own(path: &Path, parts: usize) -> PathBuf {
    let around = path.ancestors().nth(parts).unwrap_or(Path::new(""));
    path.strip_prefix(around).map_or_else(|_| path.to_owned(), |own| without_links(around).join(own))
}

/// Where a path leads from the root of the file system. What is not there yet is taken as it is
/// named.
pub fn resolve(path: &Path) -> PathBuf {
    if let Ok(found) = path.canonicalize() {
        return found;
    }
    let mut found = PathBuf::new();
    for part in std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).components() {
        match part {
            Component::ParentDir => {
                found.pop();
            }
            _ => {
                found.push(part);
                found = found.canonicalize().unwrap_or(found);
            }
        }
    }
    found
}

/// Makes a folder, and those that it lies in; none of them may be a symbolic link.
///
/// # Errors
///
/// Where one is, or the system does not let it.
pub fn make_folder(path: &Path) -> io::Result<()> {
    if passes_link(path) {
        return Err(ErrorKind::NotADirectory.into());
    }
    fs::create_dir_all(path)
}

/// Whether two paths are of one file or folder: the system tells, which may see no case. Two that
/// are not there yet are one where their names are.
pub fn are_same(a: &Path, b: &Path) -> bool {
    match (identity(a), identity(b)) {
        (Some(a), Some(b)) => a == b,
        (None, None) => match (a.parent().zip(a.file_name()), b.parent().zip(b.file_name())) {
            (Some((of_a, a)), Some((of_b, b))) => {
                let lower = |name: &std::ffi::OsStr| name.to_string_lossy().to_lowercase();
                (a == b || (lower(a) == lower(b) && is_blind_to_case(of_a))) && are_same(of_a, of_b)
            }
            _ => a == b,
        },
        _ => false,
    }
}

/// Whether the file system of a folder holds names that differ in case alone for one, as far as
/// the name of the folder, or of one around it, can tell.
fn is_blind_to_case(folder: &Path) -> bool {
    folder.ancestors().filter_map(|folder| folder.parent().zip(folder.file_name())).any(|(around, name)| {
        let name = name.to_string_lossy();
        let (upper, lower) = (around.join(name.to_uppercase()), around.join(name.to_lowercase()));
        upper != lower && identity(&upper).is_some_and(|upper| identity(&lower) == Some(upper))
    })
}

#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).ok().map(|about| (about.dev(), about.ino()))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> Option<PathBuf> {
    path.canonicalize().ok()
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn what_is_not_there_yet_is_resolved_too() {
        let folder = tempfile::tempdir().unwrap();
        let base = folder.path().canonicalize().unwrap();
        fs::create_dir_all(base.join("site/content")).unwrap();
        symlink("site/content", base.join("link")).unwrap();
        for (path, expected) in [
            ("site/public", "site/public"),
            ("link", "site/content"),
            ("link/new/deep", "site/content/new/deep"),
            ("link/..", "site"),
            ("link/../public", "site/public"),
            ("site/new/../content", "site/content"),
        ] {
            assert_eq!(resolve(&base.join(path)), base.join(expected), "{path}");
        }
        assert!(are_same(&base.join("link"), &base.join("site/content")));
        assert!(are_same(&base.join("link/new"), &base.join("site/content/new")));
        assert!(!are_same(&base.join("site/New"), &base.join("site/new")) || is_blind_to_case(&base));
        assert!(passes_link(&base.join("link/a")) && !passes_link(&base.join("site/content/a")));
        assert_eq!(without_links(&base.join("link")), base.join("site/content"));
        assert_eq!(own(&base.join("link/a/b"), 2), base.join("site/content/a/b"));
        assert_eq!(own(&base.join("link/a"), 2), base.join("link/a"));
        assert!(make_folder(&base.join("link/new")).is_err() && !base.join("site/content/new").exists());
    }
}
