//! What would keep the folder from being changed, found without changing it.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::faults::unwritable;
use super::survey::Survey;
use super::write::Write;
use super::{access, manifest};
use crate::base::Diagnostic;
use crate::output::OutputPath;

/// Everything that the system would not let happen.
pub(super) fn obstacles(survey: &Survey, root: &Path) -> Vec<Diagnostic> {
    let obstacles = Obstacles {
        survey,
        root,
        new: survey.new_folders.iter().map(String::as_str).collect(),
        home: access::mount(root),
        longest: access::longest_name(root),
    };
    let faults =
        [obstacles.in_folders(), obstacles.at_entries(), obstacles.in_names(), obstacles.at_left_folders()];
    // Deduplicate: a folder may have several obstacles.
    faults.into_iter().flatten().collect::<BTreeSet<_>>().into_iter().collect()
}

struct Obstacles<'a> {
    survey: &'a Survey<'a>,
    root: &'a Path,
    /// The folders that are not there yet.
    new: BTreeSet<&'a str>,
    /// The file system that the folder lies on.
    home: Option<access::Mount>,
    /// How many bytes a name may have there.
    longest: usize,
}

impl Obstacles<'_> {
    /// Folders in which nothing can be changed, or to which nothing can be moved.
    fn in_folders(&self) -> Vec<Diagnostic> {
        let written: BTreeSet<PathBuf> =
            self.survey.writes.iter().map(|write| self.folder_of(write.path)).collect();
        let removed = self.survey.removals.iter().map(|path| self.folder_of(path));
        let trees = self.trees();
        let emptied = trees.iter().filter_map(|place| place.parent().map(Path::to_owned));
        let all: BTreeSet<PathBuf> =
            written.iter().cloned().chain(removed).chain(emptied).chain([self.root.to_owned()]).collect();
        let elsewhere = |folder: &PathBuf| {
            let mount = written.contains(folder).then(|| access::mount(folder))?;
            (mount.is_some() && mount != self.home).then(|| ErrorKind::CrossesDevices.into())
        };
        let fault = |folder: PathBuf| {
            let error: io::Error = access::of_folder(&folder).or_else(|| elsewhere(&folder))?;
            // Already reported if not a folder.
            let is_folder = fs::symlink_metadata(&folder).is_ok_and(|found| found.is_dir());
            is_folder.then(|| unwritable(&folder, &error))
        };
        all.into_par_iter().filter_map(fault).collect()
    }

    /// Files and folders that cannot be replaced or removed.
    fn at_entries(&self) -> Vec<Diagnostic> {
        let written = self.survey.writes.par_iter().map(|Write { path, .. }| path.under(self.root));
        let removed = self.survey.removals.par_iter().map(|path| path.under(self.root));
        let all = written.chain(removed).chain(self.trees());
        let fault = |place: PathBuf| {
            let error = access::of_entry(place.parent()?, &place)?;
            Some(unwritable(&place, &error))
        };
        all.chain([self.root.join(manifest::NAME)]).filter_map(fault).collect()
    }

    /// Names that are too long; those in folders that are there have been looked for already.
    fn in_names(&self) -> Vec<Diagnostic> {
        let is_too_long = |path: &&OutputPath| {
            path.folders().any(|folder| self.new.contains(folder))
                && (path.as_str().split('/').any(|name| name.len() > self.longest)
                    || fs::symlink_metadata(path.under(self.root))
                        .is_err_and(|error| error.kind() == ErrorKind::InvalidFilename))
        };
        let paths = self.survey.writes.iter().map(|write| write.path).filter(is_too_long);
        paths.map(|path| unwritable(&path.under(self.root), &ErrorKind::InvalidFilename.into())).collect()
    }

    /// Folders that will be empty and cannot be removed.
    fn at_left_folders(&self) -> Vec<Diagnostic> {
        let left = self.survey.left_folders();
        let gone: BTreeSet<PathBuf> = self.survey.removals.iter().map(|path| path.under(self.root)).collect();
        let emptied = EmptiedFolders {
            folders: left.iter().map(|folder| self.root.join(folder)).collect(),
            files: gone,
            filled: self
                .survey
                .writes
                .iter()
                .flat_map(|write| write.path.folders())
                .map(|folder| self.root.join(folder))
                .collect(),
        };
        let fault = |place: &PathBuf| {
            let folder = place.parent()?;
            let error = access::of_folder(folder).or_else(|| access::of_entry(folder, place))?;
            // Mount points are left.
            let is_told = error.kind() != ErrorKind::ResourceBusy && emptied.holds(place);
            is_told.then(|| unwritable(place, &error))
        };
        emptied.folders.iter().filter_map(fault).collect()
    }

    /// The folder that something will stand in as far as it is there.
    fn folder_of(&self, path: &OutputPath) -> PathBuf {
        let there = path.folders().find(|folder| !self.new.contains(folder));
        there.map_or_else(|| self.root.to_owned(), |folder| self.root.join(folder))
    }

    /// What stands in folders that give way to files.
    fn trees(&self) -> Vec<PathBuf> {
        let trees = self.survey.folders_in_the_way.iter().map(|path| path.under(self.root));
        let below = |tree| WalkDir::new(tree).min_depth(1).into_iter().filter_map(Result::ok);
        trees.flat_map(below).map(walkdir::DirEntry::into_path).collect()
    }
}

/// Folders of which some may hold nothing when all is done.
struct EmptiedFolders {
    folders: BTreeSet<PathBuf>,
    files: BTreeSet<PathBuf>,
    /// The folders into which files come.
    filled: BTreeSet<PathBuf>,
}

impl EmptiedFolders {
    fn holds(&self, folder: &Path) -> bool {
        let goes = |entry: io::Result<fs::DirEntry>| {
            entry.is_ok_and(|entry| self.files.contains(&entry.path()) || self.holds(&entry.path()))
        };
        self.folders.contains(folder)
            && !self.filled.contains(folder)
            && fs::read_dir(folder).is_ok_and(|mut entries| entries.all(goes))
    }
}
