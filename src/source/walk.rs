//! Finding the inputs of a site.

use std::fs::{self, DirEntry, FileType};
use std::io;
use std::path::{Path, PathBuf};

use super::input::{Role, is_left_alone, role};
use super::reach::{Reach, hidden, is_hidden, unreadable};
use crate::base::{Code, Diagnostic, FilePath};
use crate::disk;

/// How many things may be found behind links in one folder of inputs: links to folders of links
/// could lead to any number.
const MOST_LINKED: usize = 100_000;

pub(super) struct FoundInput {
    /// Its name.
    pub file: FilePath,
    /// What it is read as.
    pub role: Role,
    /// Where it lies, by a path that passes no link.
    pub place: PathBuf,
    /// Its name on the disk, where that is in another form.
    written: Option<Box<str>>,
}

impl FoundInput {
    fn new(path: &str, role: Role, place: PathBuf) -> Self {
        let file = FilePath::new(path);
        let written = (file.as_str() != path).then(|| path.into());
        Self { file, role, place, written }
    }

    /// Its name on the disk.
    pub fn name(&self) -> &str {
        self.written.as_deref().unwrap_or(self.file.as_str())
    }
}

pub(super) struct Walk<'a> {
    reach: &'a Reach,
    top: &'a str,
    found: Vec<FoundInput>,
    diagnostics: &'a mut Vec<Diagnostic>,
    /// The folders that it has come through.
    trail: Vec<PathBuf>,
    /// How many things were found behind links.
    linked: usize,
}

/// Finds the inputs in a folder of inputs; what cannot be entered, or is none, is told.
pub(super) fn walk(reach: &Reach, folder: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<FoundInput> {
    let mut walk = Walk { reach, top: folder, found: Vec::new(), diagnostics, trail: Vec::new(), linked: 0 };
    if let Some((_, place)) = reach.tops().find(|(name, _)| *name == folder) {
        walk.enter(folder, place.to_owned(), false);
    }
    walk.found
}

/// The input at a path in the site's folder itself, where something is there.
pub(super) fn single(reach: &Reach, name: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<FoundInput> {
    let mut walk = Walk { reach, top: "", found: Vec::new(), diagnostics, trail: Vec::new(), linked: 0 };
    let place = reach.root().join(name);
    let kind = fs::symlink_metadata(&place).ok()?.file_type();
    walk.look(name, place, kind, false);
    walk.found.pop()
}

impl Walk<'_> {
    /// Goes through a folder; `is_linked` says that a link below the folder of inputs leads there.
    fn enter(&mut self, path: &str, place: PathBuf, is_linked: bool) {
        if self.trail.contains(&place) {
            let message = format!("`{path}` leads back to a folder that it lies in");
            let fault = Diagnostic::of_file(path, Code::Unreadable, message);
            self.diagnostics.push(fault.help("remove the link"));
            return;
        }
        let entries = fs::read_dir(&place).and_then(|entries| entries.collect::<io::Result<Vec<_>>>());
        let mut entries = match entries {
            Ok(entries) => entries,
            Err(error) => return self.diagnostics.push(unreadable(path, &error)),
        };
        entries.sort_by_key(DirEntry::file_name);
        self.trail.push(place);
        for entry in entries {
            if self.linked > MOST_LINKED {
                break;
            }
            let name = entry.file_name();
            let shown = name.to_string_lossy();
            let below = format!("{path}/{shown}");
            if is_left_alone(&shown, self.top) {
                continue;
            }
            match (name.to_str(), entry.file_type()) {
                (None, _) => self.diagnostics.push(nameless(&entry.path())),
                (_, Err(error)) => self.diagnostics.push(unreadable(&below, &error)),
                _ if is_linked && is_hidden(&name) => {
                    self.diagnostics.push(hidden(&below, "is hidden, and a symbolic link leads to it"))
                }
                (_, Ok(kind)) => self.look(&below, entry.path(), kind, is_linked),
            }
        }
        self.trail.pop();
    }

    fn look(&mut self, path: &str, place: PathBuf, kind: FileType, is_linked: bool) {
        if kind.is_symlink() {
            let target = self.reach.follow(path, &place);
            let found = target.and_then(|target| match fs::symlink_metadata(&target) {
                Ok(about) => Ok((target, about.file_type())),
                Err(error) => Err(Box::new(unreadable(path, &error))),
            });
            match found {
                Ok((target, kind)) => self.take(path, target, kind, true),
                Err(fault) => self.diagnostics.push(*fault),
            }
        } else {
            self.take(path, place, kind, is_linked);
        }
    }

    fn take(&mut self, path: &str, place: PathBuf, kind: FileType, is_linked: bool) {
        self.linked += usize::from(is_linked);
        if self.linked > MOST_LINKED {
            // Report once.
            if self.linked == MOST_LINKED + 1 {
                let message = format!("links lead to more than {MOST_LINKED} files and folders");
                let fault = Diagnostic::of_file(path, Code::StrayLink, message);
                self.diagnostics.push(fault.help("let no link lead to a folder of other links"));
            }
            return;
        }
        if kind.is_dir() && !self.top.is_empty() {
            self.enter(path, place, is_linked);
        } else if let Some(role) = role(path) {
            match disk::must_be_file(kind) {
                Ok(()) => self.found.push(FoundInput::new(path, role, place)),
                Err(error) => self.diagnostics.push(unreadable(path, &error)),
            }
        }
    }
}

fn nameless(path: &Path) -> Diagnostic {
    let message = format!("the name of `{}` is not UTF-8", path.display());
    Diagnostic::general(Code::Unreadable, message).help("rename the file")
}
