//! Putting what was staged into place, and removing what is not wanted.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::faults::unwritable;
use super::survey::Survey;
use crate::base::Diagnostic;
use crate::output::OutputPath;

/// How many files have been put into place and removed so far.
#[derive(Default)]
pub(super) struct ReplaceCounts {
    in_place: AtomicUsize,
    removed: AtomicUsize,
}

impl ReplaceCounts {
    pub(super) fn counts(&self) -> (usize, usize) {
        (self.in_place.load(Ordering::Relaxed), self.removed.load(Ordering::Relaxed))
    }
}

/// Renames what was staged into place, turn by turn; `staged` has the place of each write.
pub(super) fn put_into_place(
    survey: &Survey,
    staged: &[PathBuf],
    root: &Path,
    done: &ReplaceCounts,
) -> Result<(), Vec<Diagnostic>> {
    for path in &survey.in_the_way {
        remove_file(path, root, done)?;
    }
    for path in &survey.folders_in_the_way {
        remove_empty_tree(&path.under(root))?;
    }
    make_folders(&survey.new_folders, root)?;
    let mut staged = staged;
    for turn in survey.writes.chunk_by(|a, b| a.turn == b.turn) {
        let (of_turn, later) = staged.split_at(turn.len());
        let faults: Vec<_> = turn
            .par_iter()
            .zip(of_turn)
            .filter_map(|(write, staged)| {
                let place = write.path.under(root);
                let renamed = fs::rename(staged, &place);
                done.in_place.fetch_add(usize::from(renamed.is_ok()), Ordering::Relaxed);
                renamed.err().map(|error| unwritable(&place, &error))
            })
            .collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        staged = later;
    }
    Ok(())
}

/// Removes the files that are not wanted, and the folders that this leaves empty.
pub(super) fn remove_unwanted(
    survey: &Survey,
    root: &Path,
    done: &ReplaceCounts,
) -> Result<(), Vec<Diagnostic>> {
    for path in survey.removals.iter().filter(|path| !survey.in_the_way.contains(*path)) {
        remove_file(path, root, done)?;
    }
    for folder in survey.left_folders().into_iter().rev() {
        remove_folder_if_empty(&root.join(folder))?;
    }
    Ok(())
}

fn remove_file(path: &OutputPath, root: &Path, done: &ReplaceCounts) -> Result<(), Vec<Diagnostic>> {
    let place = path.under(root);
    match fs::remove_file(&place) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(vec![unwritable(&place, &error)]),
        _ => {
            done.removed.fetch_add(1, Ordering::Relaxed);
            Ok(())
        }
    }
}

fn remove_folder_if_empty(place: &Path) -> Result<(), Vec<Diagnostic>> {
    match fs::remove_dir(place) {
        Ok(()) => Ok(()),
        Err(error) => match error.kind() {
            ErrorKind::DirectoryNotEmpty | ErrorKind::NotFound | ErrorKind::NotADirectory => Ok(()),
            // A mount point.
            ErrorKind::ResourceBusy => Ok(()),
            _ => Err(vec![unwritable(place, &error)]),
        },
    }
}

/// Removes a folder that holds nothing but folders.
fn remove_empty_tree(place: &Path) -> Result<(), Vec<Diagnostic>> {
    for entry in WalkDir::new(place).contents_first(true) {
        let remove = || -> io::Result<()> { fs::remove_dir(entry?.path()) };
        remove().map_err(|error| vec![unwritable(place, &error)])?;
    }
    Ok(())
}

/// Makes folders, outer ones first: all, or none.
fn make_folders(folders: &[String], root: &Path) -> Result<(), Vec<Diagnostic>> {
    for (number, folder) in folders.iter().enumerate() {
        let place = root.join(folder);
        if let Err(error) = make_folder(&place) {
            for made in folders[..number].iter().rev() {
                let _ = fs::remove_dir(root.join(made));
            }
            return Err(vec![unwritable(&place, &error)]);
        }
    }
    Ok(())
}

fn make_folder(place: &Path) -> io::Result<()> {
    match fs::create_dir(place) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists && place.is_dir() && !place.is_symlink() => {
            Ok(())
        }
        result => result,
    }
}
