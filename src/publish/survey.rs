//! What must change in the folder, found without changing it.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, ErrorKind};
use std::path::Path;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::faults::{file_and_folder, foreign, foreign_file, unwritable};
use super::folders::{FolderState, Folders};
use super::manifest::Manifest;
use super::receipt::Receipt;
use super::write::{Turn, Write};
use crate::base::{Diagnostic, Digest};
use crate::disk;
use crate::output::{MediaType, Output, OutputPath, Outputs};
use crate::source::{Blob, Content};

/// What must change in the folder.
#[derive(Default)]
pub(super) struct Survey<'a> {
    /// Files to write, in the order in which they are put into place.
    pub(super) writes: Vec<Write<'a>>,
    /// How many files are there already, byte for byte.
    pub(super) kept: usize,
    /// Those of them that Diglot did not write.
    pub(super) foreign: BTreeSet<OutputPath>,
    /// Files of an earlier build to remove: nothing that is to stay refers to an earlier one of
    /// them.
    pub(super) removals: Vec<&'a OutputPath>,
    /// Files of an earlier build that are gone already, perhaps by a build that was cut short.
    pub(super) gone: Vec<&'a OutputPath>,
    /// Files of an earlier build that are not wanted and that something else has changed since.
    pub(super) left: Vec<OutputPath>,
    /// Removals that must come first, since a folder will stand in their place or their folder
    /// gives way to a file.
    pub(super) in_the_way: BTreeSet<&'a OutputPath>,
    /// Folders that give way to a file; they hold nothing but removals.
    pub(super) folders_in_the_way: Vec<&'a OutputPath>,
    /// Folders to make, outer ones first.
    pub(super) new_folders: Vec<String>,
}

impl<'a> Survey<'a> {
    /// Compares outputs with a folder, but for those that are known to lie there, and finds
    /// everything that stands in the way. Where `adopt`
    /// is set, somebody else's files are taken for Diglot's where outputs go. What stands in the
    /// way is left out of what must change.
    pub(super) fn take(
        outputs: &'a Outputs,
        earlier: &'a Manifest,
        known: &Receipt,
        root: &Path,
        adopt: bool,
    ) -> (Self, Vec<Diagnostic>) {
        let mut faults = claimed_twice(outputs, root);
        let unwanted: Vec<_> = earlier.files().filter(|(path, _)| !outputs.contains_key(*path)).collect();
        let folders = Folders::look(outputs.keys().chain(unwanted.iter().map(|(path, _)| *path)), root);

        let mut survey = Survey::default();
        survey.find_removals(&unwanted, &folders, root, &mut faults);
        survey.find_new_folders(outputs, &folders, root, &mut faults);
        let is_ours = |path: &OutputPath| adopt || earlier.has(path);
        let find = |path: &OutputPath, output: &Output| match known.has(path, output) {
            true => Found::Same,
            false => Found::at(path, &output.blob, &folders, root),
        };
        survey.find_writes(outputs, &is_ours, &find, root, &mut faults);
        (survey, faults)
    }

    /// The folders that files have gone from or will, outer ones first; what is empty of them goes
    /// too.
    pub(super) fn left_folders(&self) -> BTreeSet<&'a str> {
        self.removals.iter().chain(&self.gone).flat_map(|path| path.folders()).collect()
    }

    /// Whether the folder holds the outputs already.
    pub(super) fn changes_nothing(&self) -> bool {
        self.writes.is_empty() && self.removals.is_empty() && self.gone.is_empty()
    }

    fn find_removals(
        &mut self,
        unwanted: &[(&'a OutputPath, &BTreeSet<Digest>)],
        folders: &Folders,
        root: &Path,
        faults: &mut Vec<Diagnostic>,
    ) {
        let found: Vec<_> = unwanted
            .par_iter()
            .map(|(path, digests)| (*path, remains(path, digests, folders, root)))
            .collect();
        for (path, remains) in found {
            match remains {
                Remains::AsWritten => self.removals.push(path),
                Remains::Nothing => self.gone.push(path),
                Remains::Changed => self.left.push(path.clone()),
                Remains::Fault(error) => faults.push(unwritable(&path.under(root), &error)),
            }
        }
        self.removals
            .sort_by_key(|path| (std::cmp::Reverse(turn(MediaType::of(path.as_str()), false)), *path));
    }

    fn find_new_folders(
        &mut self,
        outputs: &'a Outputs,
        folders: &Folders,
        root: &Path,
        faults: &mut Vec<Diagnostic>,
    ) {
        let needed: BTreeSet<&str> = outputs.keys().flat_map(OutputPath::folders).collect();
        for (name, state) in folders.iter().filter(|(name, _)| needed.contains(name)) {
            let place = root.join(name);
            match state {
                FolderState::Folder => {}
                FolderState::Missing => self.new_folders.push(name.to_owned()),
                FolderState::Link => faults.push(foreign(&place, "a symbolic link")),
                FolderState::Hidden(error) => faults.push(unwritable(&place, error)),
                FolderState::File => match self.removals.iter().find(|path| path.as_str() == name) {
                    Some(path) => {
                        self.in_the_way.insert(path);
                        self.new_folders.push(name.to_owned());
                    }
                    None => faults.push(foreign(&place, "a file where a folder must be,")),
                },
            }
        }
    }

    fn find_writes(
        &mut self,
        outputs: &'a Outputs,
        is_ours: &impl Fn(&OutputPath) -> bool,
        find: &(impl Fn(&OutputPath, &Output) -> Found + Sync),
        root: &Path,
        faults: &mut Vec<Diagnostic>,
    ) {
        let found: Vec<_> =
            outputs.par_iter().map(|(path, output)| (path, output, find(path, output))).collect();
        for (path, output, found) in found {
            let place = path.under(root);
            let new = match found {
                Found::Same => {
                    self.kept += 1;
                    if !is_ours(path) {
                        self.foreign.insert(path.clone());
                    }
                    continue;
                }
                Found::Other if is_ours(path) => false,
                Found::Nothing => true,
                Found::Folder => {
                    self.clear_folder(path, root, faults);
                    true
                }
                Found::Other => {
                    faults.push(foreign_file(&place));
                    continue;
                }
                Found::NoFile => {
                    faults.push(foreign(&place, "a symbolic link or a device"));
                    continue;
                }
                Found::Fault(error) => {
                    faults.push(unwritable(&place, &error));
                    continue;
                }
            };
            self.writes.push(Write { path, blob: &output.blob, turn: turn(output.media_type, new) });
        }
        self.writes.sort_by_key(|write| (write.turn, write.path));
    }

    /// Sees to it that a folder which stands where a file must be holds nothing but removals.
    fn clear_folder(&mut self, path: &'a OutputPath, root: &Path, faults: &mut Vec<Diagnostic>) {
        let removals: BTreeSet<&OutputPath> = self.removals.iter().copied().collect();
        for entry in WalkDir::new(path.under(root)).sort_by_file_name() {
            let entry = match entry {
                Ok(entry) if entry.file_type().is_dir() => continue,
                Ok(entry) => entry,
                Err(error) => return faults.push(unwritable(&path.under(root), &error.into())),
            };
            let ours = removals.iter().find(|removal| removal.under(root) == entry.path());
            match ours {
                Some(removal) => self.in_the_way.insert(removal),
                None => {
                    return faults
                        .push(foreign(entry.path(), "a file in a folder that must give way to a file, and"));
                }
            };
        }
        self.folders_in_the_way.push(path);
    }
}

/// What stands where a file must be.
enum Found {
    /// The same bytes.
    Same,
    /// Another file.
    Other,
    Nothing,
    Folder,
    /// A symbolic link, a device.
    NoFile,
    Fault(io::Error),
}

impl Found {
    fn at(path: &OutputPath, blob: &Blob, folders: &Folders, root: &Path) -> Self {
        if !folders.hold(path) {
            return Found::Nothing;
        }
        let place = path.under(root);
        match fs::symlink_metadata(&place) {
            Ok(found) if found.is_dir() => Found::Folder,
            Ok(found) if !found.is_file() => Found::NoFile,
            Ok(found) if found.len() != blob.len => Found::Other,
            Ok(_) => match same_bytes(&place, blob) {
                Ok(true) => Found::Same,
                Ok(false) => Found::Other,
                Err(error) => Found::Fault(error),
            },
            Err(error) if error.kind() == ErrorKind::NotFound => Found::Nothing,
            Err(error) => Found::Fault(error),
        }
    }
}

/// What is left of a file of an earlier build.
enum Remains {
    AsWritten,
    Nothing,
    Changed,
    Fault(io::Error),
}

fn remains(path: &OutputPath, digests: &BTreeSet<Digest>, folders: &Folders, root: &Path) -> Remains {
    if folders.lead_through_link(path) {
        return Remains::Changed;
    }
    let place = path.under(root);
    match fs::symlink_metadata(&place) {
        Ok(found) if found.is_file() => {
            match open(&place).and_then(|mut file| Digest::of_reader(&mut file)) {
                Ok(digest) if digests.contains(&digest) => Remains::AsWritten,
                Ok(_) => Remains::Changed,
                Err(error) => Remains::Fault(error),
            }
        }
        Ok(found) if found.is_dir() => Remains::Nothing,
        Ok(_) => Remains::Changed,
        Err(error) if is_away(&error) => Remains::Nothing,
        Err(error) => Remains::Fault(error),
    }
}

/// Whether there is nothing at a place, and not merely no answer.
fn is_away(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

fn turn(media_type: MediaType, new: bool) -> Turn {
    match media_type {
        MediaType::HTML if new => Turn::NewPage,
        MediaType::HTML => Turn::Page,
        index if index.is_index() => Turn::Index,
        _ => Turn::Asset,
    }
}

/// Outputs that lie below another one, as if that were a folder.
fn claimed_twice(outputs: &Outputs, root: &Path) -> Vec<Diagnostic> {
    let clash = |path: &OutputPath| {
        let (file, _): (&OutputPath, &Output) =
            path.folders().find_map(|folder| outputs.get_key_value(&OutputPath::new(folder).ok()?))?;
        Some(file_and_folder(&file.under(root), &path.under(root)))
    };
    outputs.keys().filter_map(clash).collect()
}

fn open(path: &Path) -> io::Result<File> {
    disk::open_itself(path, File::options().read(true))
}

fn same_bytes(path: &Path, blob: &Blob) -> io::Result<bool> {
    // It was there when it was made; whether it still is, its digest tells.
    if matches!(&blob.content, Content::File(source) if source == path) {
        return Ok(Digest::of_reader(&mut open(path)?)? == blob.digest);
    }
    let mut wanted = blob.content.open()?;
    let mut found = BufReader::with_capacity(1 << 16, open(path)?);
    loop {
        let (a, b) = (wanted.fill_buf()?, found.fill_buf()?);
        let len = a.len().min(b.len());
        if len == 0 {
            return Ok(a.len() == b.len());
        }
        if a[..len] != b[..len] {
            return Ok(false);
        }
        wanted.consume(len);
        found.consume(len);
    }
}
