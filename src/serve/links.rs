//! The symbolic links in a site's folder. With links, a file has several names, and events may come
//! under any of them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::source::{INPUT_FOLDERS, is_left_alone};

pub(super) fn links_of(root: &Path) -> BTreeSet<PathBuf> {
    let mut links = BTreeSet::new();
    for name in INPUT_FOLDERS {
        // What a folder of inputs leads to that is a link itself is told by the names in it.
        let entries = WalkDir::new(root.join(name)).min_depth(1).into_iter();
        let entries =
            entries.filter_entry(|entry| !is_left_alone(&entry.file_name().to_string_lossy(), name));
        let found = entries.filter_map(Result::ok).filter(|entry| entry.path_is_symlink());
        links.extend(found.map(walkdir::DirEntry::into_path));
    }
    links
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_are_found_and_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("site");
        for name in ["site/content/deep", "site/real-static", "outside"] {
            fs::create_dir_all(folder.path().join(name)).unwrap();
        }
        symlink("real-static", root.join("static")).unwrap();
        assert!(links_of(&root).is_empty(), "a folder of inputs");
        symlink("../../outside", root.join("content/there")).unwrap();
        symlink("..", root.join("content/deep/circle")).unwrap();
        symlink("nowhere.md", root.join("static/lost.md")).unwrap();
        symlink("../../nowhere/lock", root.join("content/.#a.md")).unwrap();
        let names = ["content/deep/circle", "content/there", "static/lost.md"];
        assert_eq!(links_of(&root), BTreeSet::from(names.map(|name| root.join(name))));
    }
}
