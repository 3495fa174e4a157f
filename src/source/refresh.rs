//! A snapshot after some files have changed.

use std::fs;
use std::path::{Path, PathBuf};

use super::Snapshot;
use super::input::{FOLDERS, Role, STATICS, role};
use super::read::{read_blob, read_text, relative};
use crate::base::FilePath;

/// What reading some paths again has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refreshed {
    /// They hold what they held before, or are no inputs.
    Unchanged,
    /// The snapshot has what they hold now.
    Changed,
    /// They say too little: folders came or went, or something could not be read. The site must be read again as a whole.
    Unclear,
}

impl Snapshot {
    /// Reads some paths of the site in a folder again, those of files that have changed, come or gone.
    pub fn refresh(&mut self, root: &Path, paths: &[PathBuf]) -> Refreshed {
        // What could not be read before may be readable now.
        if !self.diagnostics.is_empty() {
            return Refreshed::Unclear;
        }
        let mut refreshed = Refreshed::Unchanged;
        for path in paths {
            match self.refresh_one(root, path) {
                Refreshed::Unclear => return Refreshed::Unclear,
                Refreshed::Changed => refreshed = Refreshed::Changed,
                Refreshed::Unchanged => {}
            }
        }
        refreshed
    }

    fn refresh_one(&mut self, root: &Path, path: &Path) -> Refreshed {
        let Some(name) = relative(root, path) else { return Refreshed::Unchanged };
        let is_folder = |name: &str| FOLDERS.contains(&name.split('/').next().unwrap_or_default());
        let Some(role) = role(&name) else {
            let is_gone_or_folder = fs::metadata(path).map_or(true, |found| found.is_dir());
            return if is_folder(&name) && is_gone_or_folder && self.holds_below(&name, path) {
                Refreshed::Unclear
            } else {
                Refreshed::Unchanged
            };
        };
        let found = fs::metadata(path);
        if found.as_ref().is_ok_and(fs::Metadata::is_dir) || (found.is_err() && self.holds_below(&name, path))
        {
            return Refreshed::Unclear;
        }
        let is_there = found.is_ok();
        match role {
            Role::Text => {
                let file = FilePath::new(&name);
                let now = is_there.then(|| read_text(root, &file));
                match now {
                    Some((_, faults)) if !faults.is_empty() => Refreshed::Unclear,
                    Some((Some(text), _)) => replaced(self.texts.insert(file, text.clone()), Some(text)),
                    _ => replaced(self.texts.remove(&file), None),
                }
            }
            Role::Static => {
                let file = FilePath::new(name.strip_prefix(STATICS).unwrap_or(&name).trim_start_matches('/'));
                match is_there.then(|| read_blob(path)) {
                    Some(Err(_)) => Refreshed::Unclear,
                    Some(Ok(blob)) => replaced(self.statics.insert(file, blob.clone()), Some(blob)),
                    None => replaced(self.statics.remove(&file), None),
                }
            }
        }
    }

    /// Whether a path is a folder, or was one as far as the snapshot knows.
    fn holds_below(&self, name: &str, path: &Path) -> bool {
        let below = format!("{name}/");
        let texts = self.texts.range(FilePath::new(&below)..).next();
        let text = texts.is_some_and(|(file, _)| file.as_str().starts_with(&below));
        let statics = below.strip_prefix(STATICS).and_then(|below| below.strip_prefix('/'));
        let blob = statics.is_some_and(|below| {
            let first = self.statics.range(FilePath::new(below)..).next();
            first.is_some_and(|(file, _)| file.as_str().starts_with(below))
        });
        path.is_dir() || text || blob
    }
}

fn replaced<T: PartialEq>(before: Option<T>, now: Option<T>) -> Refreshed {
    if before == now { Refreshed::Unchanged } else { Refreshed::Changed }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Options, read_site};

    /// After each step, what a refresh has come to, and that the snapshot is what reading the whole site would give.
    #[test]
    fn a_refreshed_snapshot_is_the_one_that_is_read_anew() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for name in ["content/deep", "static/images", "templates"] {
            fs::create_dir_all(root.join(name)).unwrap();
        }
        let read = || read_site(root, chrono::DateTime::UNIX_EPOCH, Options::default());
        let mut snapshot = read();
        let write = |name: &str, text: &str| fs::write(root.join(name), text).unwrap();
        let mut step = |what: &str, paths: &[&str], expected: Refreshed| {
            let paths: Vec<PathBuf> = paths.iter().map(|name| root.join(name)).collect();
            assert_eq!(snapshot.refresh(root, &paths), expected, "{what}");
            if expected == Refreshed::Unclear {
                snapshot = read();
            }
            let anew = read();
            assert_eq!((&snapshot.texts, &snapshot.statics), (&anew.texts, &anew.statics), "{what}");
        };
        write("content/a.md", "# A");
        step("a new post", &["content/a.md"], Refreshed::Changed);
        step("nothing", &["content/a.md"], Refreshed::Unchanged);
        write("content/a.md", "# B");
        write("content/a.md~", "# A");
        step("an edit with a backup", &["content/a.md~", "content/a.md"], Refreshed::Changed);
        fs::rename(root.join("content/a.md"), root.join("content/b.md")).unwrap();
        step("a rename", &["content/a.md", "content/b.md"], Refreshed::Changed);
        write("static/images/x.svg", "<svg/>");
        step("a static file", &["static/images/x.svg"], Refreshed::Changed);
        write("site.edn", "{}");
        step("the settings", &["site.edn"], Refreshed::Changed);
        write("notes.txt", "x");
        step("no input", &["notes.txt", "static", "public/index.html"], Refreshed::Unclear);
        fs::create_dir(root.join("content/x")).unwrap();
        write("content/x/c.md", "# C");
        step("a folder", &["content/x"], Refreshed::Unclear);
        fs::rename(root.join("content/x"), root.join("y")).unwrap();
        step("a folder moved out", &["content/x", "y"], Refreshed::Unclear);
        fs::rename(root.join("y"), root.join("static/y")).unwrap();
        step("a folder moved in", &["static/y"], Refreshed::Unclear);
        fs::remove_dir_all(root.join("static/y")).unwrap();
        step("a folder removed", &["static/y"], Refreshed::Unclear);
        fs::remove_file(root.join("content/b.md")).unwrap();
        step("a post removed", &["content/b.md"], Refreshed::Changed);
    }
}
