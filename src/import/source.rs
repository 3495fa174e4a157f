//! The files of another tool's site, read with care: they may come from a stranger.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::failure::Failure;
use super::report::{Fate, Report};
use crate::base::{Diagnostic, FilePath, without_forbidden};
use crate::disk;
use crate::source::{SOURCE_LIMIT, decode, read_bounded};

/// How many files a site may have.
const MOST_FILES: usize = 100_000;

/// Folders and files that tools make or keep for themselves, and whose absence needs no mention.
const OWN_TO_TOOLS: [&str; 6] = [".git", "node_modules", ".DS_Store", ".obsidian", ".github", ".gitignore"];

/// The files below a path.
#[derive(Debug)]
pub struct Tree {
    /// Where each file lies on the disk, by its path in the site.
    files: BTreeMap<FilePath, PathBuf>,
    /// The name of the folder or of the single file.
    pub name: String,
    /// Whether it is a single file.
    pub is_file: bool,
}

impl Tree {
    /// Finds the files. No symbolic link is followed; each is told, and so is what cannot be
    /// entered.
    pub fn read(path: &Path, report: &mut Report) -> Result<Self, Failure> {
        let root = disk::resolve(path);
        let shown = path.display();
        let unread = |why: &dyn std::fmt::Display| {
            Failure::new(format!("`{shown}` cannot be read: {why}"), "name the folder of a site, or a page")
        };
        let about = std::fs::symlink_metadata(&root).map_err(|error| unread(&error))?;
        let name = root.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        if about.is_file() {
            let files = BTreeMap::from([(FilePath::new(&name), root)]);
            return Ok(Self { files, name, is_file: true });
        }
        let mut files = BTreeMap::new();
        let is_wanted = |name: &str| !OWN_TO_TOOLS.contains(&name);
        let walk = WalkDir::new(&root).follow_links(false).sort_by_file_name().into_iter();
        for entry in walk.filter_entry(|entry| is_wanted(&entry.file_name().to_string_lossy())) {
            let mut leave = |path: &Path, why: String, help: &str| {
                let below = path.strip_prefix(&root).unwrap_or(path).to_string_lossy().replace('\\', "/");
                report.add(Fate::LeftOut, (&FilePath::new(&below), None), "A file or folder", why, help);
            };
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let why = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                    leave(error.path().unwrap_or(&root), why, "Make it readable, and import again");
                    continue;
                }
            };
            let kind = entry.file_type();
            let below = entry.path().strip_prefix(&root).ok().and_then(Path::to_str);
            match below {
                _ if kind.is_dir() => {}
                _ if kind.is_symlink() => {
                    leave(entry.path(), "it is a symbolic link".to_owned(), "Copy what it leads to");
                }
                _ if !kind.is_file() => {
                    leave(entry.path(), "it is no file".to_owned(), "Leave it where it is");
                }
                None => leave(entry.path(), "its name is not UTF-8".to_owned(), "Rename it"),
                Some(below) => {
                    let file = FilePath::new(&below.replace('\\', "/"));
                    files.insert(file, entry.path().to_owned());
                }
            }
            if files.len() > MOST_FILES {
                return Err(unread(&format!("it has more than {MOST_FILES} files")));
            }
        }
        Ok(Self { files, name, is_file: false })
    }

    /// The paths of all files, in order.
    pub fn files(&self) -> impl Iterator<Item = &FilePath> {
        self.files.keys()
    }

    /// Whether there is a file.
    pub fn has(&self, file: &str) -> bool {
        self.files.contains_key(file)
    }

    /// Where a file lies on the disk.
    pub fn place(&self, file: &str) -> Option<&Path> {
        self.files.get(file).map(PathBuf::as_path)
    }

    /// The text of a file, its lines ended by LF. One in Latin-1 is read as that; what else is
    /// amiss is told. `None` where the file cannot be read.
    pub fn text(&self, file: &FilePath, report: &mut Report) -> Option<String> {
        let place = self.files.get(file)?;
        let bytes = match disk::open(place).and_then(|opened| read_bounded(opened, SOURCE_LIMIT)) {
            Ok(bytes) => bytes,
            Err(error) => {
                let help = "Make it readable, or divide it, and import again";
                report.add(Fate::LeftOut, (file, None), "A file", error.to_string(), help);
                return None;
            }
        };
        let mut told: Vec<Diagnostic> = Vec::new();
        let mut text = decode(file, &bytes, &mut told).into_owned();
        if let Some(fault) = told.first() {
            let mut why = fault.message.clone();
            if text.contains(char::REPLACEMENT_CHARACTER) && std::str::from_utf8(&bytes).is_err() {
                text = bytes.iter().map(|byte| char::from(*byte)).collect::<String>().replace("\r\n", "\n");
                why.push_str(", and was read as Latin-1");
            }
            report.add(
                Fate::Changed,
                (file, None),
                "The letters of a file",
                why,
                "Look whether they are right",
            );
        }
        let allowed = without_forbidden(text.as_str().into());
        if allowed.len() != text.len() {
            let why = "it holds characters that no page may hold";
            report.add(Fate::Changed, (file, None), "Control characters", why, "See whether any is missed");
        }
        Some(allowed.into_owned())
    }
}
