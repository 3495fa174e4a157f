//! The steps of publishing, in order.

use std::fs;
use std::path::{Path, PathBuf};

use super::faults::unwritable;
use super::lock::Lock;
use super::manifest::{Change, Manifest};
use super::replace::{put_into_place, remove_unwanted};
use super::stage::Staging;
use super::survey::Survey;
use crate::base::Diagnostic;
use crate::render::{OutputPath, Outputs};

/// What publishing did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// How many files were new or changed.
    pub written: usize,
    /// How many files were on disk already, byte for byte, and were not touched.
    pub kept: usize,
    /// How many files of an earlier build were removed.
    pub removed: usize,
    /// Files of an earlier build that are no longer wanted, but that something else has changed since. They are
    /// left where they are, and are not Diglot's any more.
    pub left: Vec<OutputPath>,
}

/// Makes a folder hold the outputs, beside the files that Diglot did not write.
///
/// Every obstacle that can be foreseen is found before anything is written: then the folder is as it was. A file
/// that is there byte for byte is not touched, whoever wrote it. A second build into the same folder waits for the first.
pub fn publish(outputs: &Outputs, folder: &Path) -> Result<Published, Vec<Diagnostic>> {
    fs::create_dir_all(folder).map_err(|error| vec![unwritable(folder, &error)])?;
    let _held = Held::hold(folder)?;
    let earlier = Manifest::read(folder)?;
    let wanted = Manifest::of(outputs);

    let survey = Survey::take(outputs, &earlier, folder)?;
    if !survey.changes_nothing() || !wanted.is_in(folder) {
        let staging = Staging::open(folder)?;
        let staged = staging.write(&survey.writes, folder)?;
        let begun = wanted.begin(&earlier, folder, &staging)?;
        put_into_place(&survey, &staged, folder)?;
        remove_unwanted(&survey, folder)?;
        begun.finish(folder)?;
    }
    Ok(Published {
        written: survey.writes.len(),
        kept: survey.kept,
        removed: survey.removals.len(),
        left: survey.left,
    })
}

/// A folder that was published into, held so that no other build changes it meanwhile.
pub struct Held<'a> {
    folder: &'a Path,
    _lock: Lock,
}

impl<'a> Held<'a> {
    /// Waits until no other build is at work in a folder, and holds it.
    ///
    /// # Errors
    ///
    /// Why it cannot be held.
    pub fn hold(folder: &'a Path) -> Result<Self, Vec<Diagnostic>> {
        let lock = Lock::acquire(folder)?;
        Staging::clear(folder)?;
        Ok(Self { folder, _lock: lock })
    }

    /// Writes beside the site what some of the files that were published are to become; `None` where the manifest does not know them.
    ///
    /// # Errors
    ///
    /// Why that could not be written. The folder is as it was.
    pub fn stage<'b>(&'b self, outputs: &'b Outputs) -> Result<Option<Staged<'b>>, Vec<Diagnostic>> {
        let survey = Survey::of_known(outputs);
        let staging = Staging::open(self.folder)?;
        let (change, files) =
            rayon::join(|| Change::of(self.folder, outputs), || staging.write(&survey.writes, self.folder));
        let files = files?;
        Ok(change.map(|change| Staged { folder: self.folder, survey, files, change, _staging: staging }))
    }
}

/// Files that are to take the place of others.
pub struct Staged<'a> {
    folder: &'a Path,
    survey: Survey<'a>,
    files: Vec<PathBuf>,
    change: Change,
    _staging: Staging,
}

impl Staged<'_> {
    /// Puts them there.
    ///
    /// # Errors
    ///
    /// Why one could not be put there. Others may have been; the manifest knows both.
    pub fn put_into_place(mut self) -> Result<(), Vec<Diagnostic>> {
        self.change.begin()?;
        put_into_place(&self.survey, &self.files, self.folder)?;
        self.change.finish()
    }
}
