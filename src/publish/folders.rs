//! The folders that outputs lie in, as they are on disk.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use rayon::prelude::*;

use crate::output::OutputPath;

/// What stands where a folder must be.
#[derive(Debug)]
pub(super) enum FolderState {
    Folder,
    Missing,
    File,
    /// A symbolic link; it is never followed, since it may lead out of the output folder.
    Link,
    /// Something that cannot be looked at.
    Hidden(io::Error),
}

/// The folders of some files, outer ones first.
pub(super) struct Folders<'a>(BTreeMap<&'a str, FolderState>);

impl<'a> Folders<'a> {
    /// Looks at every folder that some paths lie in.
    pub(super) fn look(paths: impl Iterator<Item = &'a OutputPath>, root: &Path) -> Self {
        let mut names = BTreeSet::new();
        for path in paths {
            for folder in path.folders() {
                if !names.insert(folder) {
                    break;
                }
            }
        }
        Self(names.into_par_iter().map(|name| (name, inspect(&root.join(name)))).collect())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&'a str, &FolderState)> {
        self.0.iter().map(|(name, state)| (*name, state))
    }

    /// Whether every folder above the path is one, so that looking at the path follows no link.
    pub(super) fn hold(&self, path: &OutputPath) -> bool {
        path.folders().all(|folder| matches!(self.0.get(folder), Some(FolderState::Folder)))
    }

    /// Whether a symbolic link stands above the path.
    pub(super) fn lead_through_link(&self, path: &OutputPath) -> bool {
        path.folders().any(|folder| matches!(self.0.get(folder), Some(FolderState::Link)))
    }
}

fn inspect(path: &Path) -> FolderState {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_symlink() => FolderState::Link,
        Ok(found) if found.is_dir() => FolderState::Folder,
        Ok(_) => FolderState::File,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            FolderState::Missing
        }
        Err(error) => FolderState::Hidden(error),
    }
}
