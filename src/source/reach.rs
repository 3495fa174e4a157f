//! How far the inputs of a site may lie: where symbolic links may lead.

use std::ffi::OsStr;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::bounded::{SOURCE_LIMIT, read_bounded};
use super::input::FOLDERS;
use crate::base::{Code, Diagnostic};
use crate::disk;

/// The folders that inputs are read from, and those that links may lead into.
#[derive(Debug)]
pub struct Reach {
    /// The site's folder. This path and the following begin at the root of the file system and pass
    /// no link.
    root: PathBuf,
    /// The folders of inputs that are there, by name.
    tops: Vec<(&'static str, PathBuf)>,
    /// The folders that the command line names.
    followed: Vec<PathBuf>,
    /// The folders in which the files must lie that links lead to.
    areas: Vec<PathBuf>,
    /// What is wrong with the folders.
    pub(super) faults: Vec<Diagnostic>,
}

/// Why a link is not followed.
enum Unfollowed {
    /// It leads to what lies in no folder of inputs.
    Outside,
    Hidden,
    /// It leads nowhere, or the system does not tell where.
    Nowhere(io::Error),
}

impl Reach {
    /// How far the inputs of the site in a folder may lie, where the command line names some
    /// folders that may be followed into.
    pub fn of(root: &Path, follow: &[PathBuf]) -> Self {
        let mut reach = Self {
            root: disk::resolve(root),
            tops: Vec::new(),
            followed: Vec::new(),
            areas: Vec::new(),
            faults: Vec::new(),
        };
        for folder in follow {
            match [folder.clone(), root.join(folder)].iter().find(|folder| folder.exists()) {
                Some(found) if found.is_dir() => reach.followed.push(disk::resolve(found)),
                _ => reach.faults.push(
                    Diagnostic::general(
                        Code::Unreadable,
                        format!("`--follow` names `{}`, which is no folder", folder.display()),
                    )
                    .help("name the folder that the link leads to"),
                ),
            }
        }
        reach.areas.clone_from(&reach.followed);
        for name in FOLDERS {
            reach.enter(name);
        }
        reach.areas.extend(reach.tops.iter().map(|(_, top)| top.clone()));
        reach
    }

    /// Looks at a folder of inputs.
    fn enter(&mut self, name: &'static str) {
        let place = self.root.join(name);
        if !place.is_symlink() {
            self.tops.extend(place.is_dir().then(|| (name, disk::resolve(&place))));
            return;
        }
        match self.target(&place) {
            Ok(target) => self.tops.extend(target.is_dir().then_some((name, target))),
            Err(Unfollowed::Nowhere(error)) => self.faults.push(unreadable(name, &error)),
            Err(_) => self.faults.push(
                stray(name, format!("`{name}` is a symbolic link, which is not followed")).help(format!(
                    "put the folder itself there, or name the one that it leads to with `--follow {}`",
                    place.read_link().unwrap_or_default().display()
                )),
            ),
        }
    }

    /// The site's folder, by a path that passes no link.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The folders of inputs that are there and may be read, by name, with their paths that pass no
    /// link.
    pub fn tops(&self) -> impl Iterator<Item = (&'static str, &Path)> {
        self.tops.iter().map(|(name, top)| (*name, top.as_path()))
    }

    /// The folders that the command line names.
    pub fn followed(&self) -> &[PathBuf] {
        &self.followed
    }

    /// Where an input lies that no link below a folder of inputs leads to.
    pub(super) fn place(&self, file: &str) -> PathBuf {
        let of_top = |(name, top): (&str, &Path)| Some(top.join(file.strip_prefix(name)?.strip_prefix('/')?));
        self.tops().find_map(of_top).unwrap_or_else(|| self.root.join(file))
    }

    /// The bytes of a file that lies in the site's folder itself; nothing where there is none.
    ///
    /// # Errors
    ///
    /// Why it cannot be read.
    pub fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Box<Diagnostic>> {
        let place = self.root.join(name);
        let place = if place.is_symlink() { self.follow(name, &place)? } else { place };
        match disk::open(&place).and_then(|file| read_bounded(file, SOURCE_LIMIT)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Box::new(unreadable(name, &error))),
        }
    }

    /// What the link at a path leads to, by a path that passes no link; tells why it may not.
    pub(super) fn follow(&self, name: &str, link: &Path) -> Result<PathBuf, Box<Diagnostic>> {
        let told = |why| match why {
            Unfollowed::Outside => {
                stray(name, format!("`{name}` is a symbolic link that leads out of the site's folders"))
                    .note(format!("it leads to `{}`", link.read_link().unwrap_or_default().display()))
                    .help("put a copy in its place, or name the folder that it leads into with `--follow`")
            }
            Unfollowed::Hidden => {
                hidden(name, "is a symbolic link to what is hidden, or lies in a hidden folder")
            }
            Unfollowed::Nowhere(error) => unreadable(name, &error),
        };
        self.target(link).map_err(|why| Box::new(told(why)))
    }

    fn target(&self, link: &Path) -> Result<PathBuf, Unfollowed> {
        let target = link.canonicalize().map_err(Unfollowed::Nowhere)?;
        let mut below = self.areas.iter().filter_map(|area| target.strip_prefix(area).ok()).peekable();
        if below.peek().is_none() {
            return Err(Unfollowed::Outside);
        }
        let is_open = |below: &Path| !below.components().any(|part| is_hidden(part.as_os_str()));
        if below.any(is_open) { Ok(target) } else { Err(Unfollowed::Hidden) }
    }
}

/// Whether a name is of what no link may lead to.
pub(super) fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".") && name != ".well-known"
}

/// The fault of a link to or from a hidden path.
pub(super) fn hidden(name: &str, why: &str) -> Diagnostic {
    stray(name, format!("`{name}` {why}")).help(
        "let links lead to files of which no part of the path begins with a dot, or put a copy in their place",
    )
}

/// An input that cannot be read, or is too large to be.
pub fn unreadable(path: &str, error: &io::Error) -> Diagnostic {
    if error.kind() == ErrorKind::FileTooLarge {
        return Diagnostic::of_file(path, Code::TooLarge, format!("`{path}` is too large: {error}"))
            .help("split it, or keep what is no text elsewhere");
    }
    Diagnostic::of_file(path, Code::Unreadable, format!("`{path}` cannot be read: {error}"))
        .help("check that the file is there and that you may read it")
}

fn stray(path: &str, message: String) -> Diagnostic {
    Diagnostic::of_file(path, Code::StrayLink, message)
}
