//! A snapshot after some files have changed.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use super::input::{FOLDERS, Role, STATICS, is_looked_at, role};
use super::reach::Reach;
use super::read::{read_blob, read_text, relative};
use super::{Blob, Snapshot, Text};
use crate::base::{FilePath, composed};
use crate::cache::OWN_FOLDER;

/// What reading some paths again has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refreshed {
    /// They hold what they held before, or are no inputs.
    Unchanged,
    /// The snapshot has what they hold now.
    Changed,
    /// They say too little: folders came or went, or something could not be read. The site must be
    /// read again as a whole; the snapshot is as it was.
    Unclear,
}

/// What a path holds now; nothing where the file has gone.
enum PathContent {
    Text(FilePath, Option<Text>),
    Static(FilePath, Option<Blob>),
    Media(FilePath, Option<Blob>),
}

/// That the site must be read as a whole.
struct FullReadNeeded;

impl Snapshot {
    /// Reads some paths of the site in a folder again, those of files that have changed, come or
    /// gone.
    pub fn refresh(&mut self, root: &Path, paths: &[PathBuf]) -> Refreshed {
        // Unreadable files may be readable now.
        if !self.diagnostics.is_empty() {
            return Refreshed::Unclear;
        }
        let reach = Reach::of(root, &self.options.follow);
        let found: Result<Vec<_>, _> = paths.iter().map(|path| self.inspect(root, path, &reach)).collect();
        let Ok(found) = found else { return Refreshed::Unclear };
        let mut is_new = false;
        for found in found.into_iter().flatten() {
            is_new |= match found {
                PathContent::Text(file, now) => put(&mut self.texts, file, now),
                PathContent::Static(file, now) => put(&mut self.statics, file, now),
                PathContent::Media(file, now) => put(&mut self.media, file, now),
            };
        }
        if is_new { Refreshed::Changed } else { Refreshed::Unchanged }
    }

    /// Reads a path, where it is that of an input.
    fn inspect(
        &self,
        root: &Path,
        path: &Path,
        reach: &Reach,
    ) -> Result<Option<PathContent>, FullReadNeeded> {
        let Some(name) = relative(root, path) else { return Ok(None) };
        if has_forms(path) {
            return Err(FullReadNeeded);
        }
        let found = fs::symlink_metadata(path);
        let is_there = found.is_ok();
        let is_link = found.as_ref().is_ok_and(fs::Metadata::is_symlink);
        if (is_link && (is_looked_at(&name) || role(&name).is_some())) || name == OWN_FOLDER {
            return Err(FullReadNeeded);
        }
        let Some(role) = role(&name) else {
            let is_below = FOLDERS.contains(&name.split('/').next().unwrap_or_default());
            let may_be_folder = found.map_or(true, |found| found.is_dir());
            let is_top = FOLDERS.contains(&name.as_str());
            let is_unclear = is_below && may_be_folder && (is_top || self.holds_below(&name, path));
            return if is_unclear { Err(FullReadNeeded) } else { Ok(None) };
        };
        if found.is_ok_and(|found| found.is_dir()) || (!is_there && self.holds_below(&name, path)) {
            return Err(FullReadNeeded);
        }
        let file = FilePath::new(&name);
        let blob =
            || is_there.then(|| read_blob(&reach.place(&name))).transpose().map_err(|_| FullReadNeeded);
        Ok(Some(match role {
            Role::Text => {
                let text = match is_there.then(|| read_text(&reach.place(&name), &file)) {
                    Some((_, faults)) if !faults.is_empty() => return Err(FullReadNeeded),
                    Some((text, _)) => text,
                    None => None,
                };
                PathContent::Text(file, text)
            }
            Role::Static => {
                PathContent::Static(FilePath::new(file.below(STATICS).unwrap_or_default()), blob()?)
            }
            Role::Media => PathContent::Media(file, blob()?),
        }))
    }

    /// Whether a path is a folder, or was one as far as the snapshot knows.
    fn holds_below(&self, name: &str, path: &Path) -> bool {
        fn holds<T>(files: &BTreeMap<FilePath, T>, below: &str) -> bool {
            let first = files.range(FilePath::new(below)..).next();
            first.is_some_and(|(file, _)| file.as_str().starts_with(below))
        }
        let below = format!("{name}/");
        let of_statics = below.strip_prefix(STATICS).and_then(|below| below.strip_prefix('/'));
        path.is_dir()
            || holds(&self.texts, &below)
            || holds(&self.media, &below)
            || of_statics.is_some_and(|below| holds(&self.statics, below))
    }
}

/// Whether the name of a file is in another form than that by which it is known, or another file
/// has the name in another form.
fn has_forms(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(OsStr::to_str).filter(|name| !name.is_ascii()) else {
        return false;
    };
    let beside = path.parent().and_then(|folder| fs::read_dir(folder).ok());
    let mut names = beside.into_iter().flatten().flatten().map(|entry| entry.file_name());
    composed(name) != name
        || names.any(|other| other.to_str().is_some_and(|other| other != name && composed(other) == name))
}

/// Puts what a file holds now in its place, and says whether that is new.
fn put<T: PartialEq + Clone>(files: &mut BTreeMap<FilePath, T>, file: FilePath, now: Option<T>) -> bool {
    let before = match now.clone() {
        Some(now) => files.insert(file, now),
        None => files.remove(&file),
    };
    before != now
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Options, read_site};

    /// After each step, what a refresh has come to, and that the snapshot is what reading the whole
    /// site would give.
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
            let before = snapshot.texts.clone();
            assert_eq!(snapshot.refresh(root, &paths), expected, "{what}");
            if expected == Refreshed::Unclear {
                // What was clear is not taken in either, so that reading the whole shows what is
                // new.
                assert_eq!(snapshot.texts, before, "{what}");
                snapshot = read();
            }
            let anew = read();
            let inputs = |of: &Snapshot| (of.texts.clone(), of.statics.clone(), of.media.clone());
            assert_eq!(inputs(&snapshot), inputs(&anew), "{what}");
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
        write("content/deep/x.svg", "<svg/>");
        step("an image beside posts", &["content/deep/x.svg"], Refreshed::Changed);
        step("no change in it", &["content/deep/x.svg"], Refreshed::Unchanged);
        fs::rename(root.join("content/deep"), root.join("content/deeper")).unwrap();
        step("its folder renamed", &["content/deep", "content/deeper"], Refreshed::Unclear);
        fs::remove_file(root.join("content/deeper/x.svg")).unwrap();
        step("an image gone", &["content/deeper/x.svg"], Refreshed::Changed);
        write("site.edn", "{}");
        step("the settings", &["site.edn"], Refreshed::Changed);
        write("notes.txt", "x");
        step("no input", &["notes.txt", "static", "public/index.html"], Refreshed::Unclear);
        fs::create_dir(root.join("content/x")).unwrap();
        write("content/x/c.md", "# C");
        write("content/b.md", "# D");
        step("a folder", &["content/b.md", "content/x"], Refreshed::Unclear);
        fs::rename(root.join("content/x"), root.join("y")).unwrap();
        step("a folder moved out", &["content/x", "y"], Refreshed::Unclear);
        fs::rename(root.join("y"), root.join("static/y")).unwrap();
        step("a folder moved in", &["static/y"], Refreshed::Unclear);
        fs::remove_dir_all(root.join("static/y")).unwrap();
        step("a folder removed", &["static/y"], Refreshed::Unclear);
        fs::remove_file(root.join("content/b.md")).unwrap();
        step("a post removed", &["content/b.md"], Refreshed::Changed);
        let large = fs::File::create(root.join("content/large.md")).unwrap();
        large.set_len(1 << 40).unwrap();
        step("a source that is too large", &["content/large.md"], Refreshed::Unclear);
        large.set_len(0).unwrap();
        step("one that is no longer", &["content/large.md"], Refreshed::Unclear);
        fs::remove_file(root.join("content/large.md")).unwrap();
        step("one that is gone", &["content/large.md"], Refreshed::Changed);
        fs::remove_dir_all(root.join("content")).unwrap();
        step("an empty folder of inputs removed", &["content"], Refreshed::Unclear);
    }
}
