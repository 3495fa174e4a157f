//! The steps of publishing, in order.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::folders::Folders;
use super::lock::Hold;
use super::manifest::{Change, Manifest};
use super::obstacles::obstacles;
use super::replace::{Done, put_into_place, remove_unwanted};
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
    /// Those of the files on disk that Diglot did not write. They are not Diglot's now either.
    pub foreign: BTreeSet<OutputPath>,
    /// Files of an earlier build that are no longer wanted, but that something else has changed
    /// since. They are left where they are, and are not Diglot's any more.
    pub left: Vec<OutputPath>,
}

/// Makes a folder hold the outputs, beside the files that Diglot did not write. Where `adopt` is
/// set, files of somebody else's that stand where outputs go are Diglot's from now on, and written
/// over; else they are left where they are, and must be what is to be there.
///
/// Every obstacle that can be foreseen is found before anything is written: then the folder is as
/// it was. A file that is there byte for byte is not touched, whoever wrote it.
///
/// # Errors
///
/// What stood in the way, and how far publishing came.
pub fn publish(outputs: &Outputs, hold: &mut Hold, adopt: bool) -> Result<Published, Failure> {
    hold.enter()?;
    let folder = hold.folder();
    let earlier = Manifest::read(folder)?;
    let (survey, mut faults) = Survey::take(outputs, &earlier, folder, adopt);
    let wanted = Manifest::of(outputs, &survey.foreign);
    let is_as_wanted = faults.is_empty() && survey.changes_nothing() && wanted.is_in(folder);
    if !is_as_wanted {
        faults.extend(obstacles(&survey, folder));
        if !faults.is_empty() {
            return Err(faults.into());
        }
        let staging = Staging::open(folder)?;
        let staged = staging.write(&survey.writes, folder)?;
        let begun = wanted.begin(&earlier, folder, &staging)?;
        let done = Done::default();
        let change = || -> Result<(), Vec<Diagnostic>> {
            put_into_place(&survey, &staged, folder, &done)?;
            remove_unwanted(&survey, folder, &done)?;
            begun.finish(folder)
        };
        change().map_err(|faults| Failure::halfway(faults, &done, &survey))?;
    }
    Ok(Published {
        written: survey.writes.len(),
        kept: survey.kept,
        removed: survey.removals.len(),
        foreign: survey.foreign,
        left: survey.left,
    })
}

impl Hold {
    /// Writes beside the site what some of all the files that were published are to become; `None`
    /// where the manifest does not know them, or a folder that they lie in is none.
    ///
    /// # Errors
    ///
    /// Why that could not be written. The folder is as it was.
    pub fn stage<'a>(&'a self, outputs: &'a Outputs, all: usize) -> Result<Option<Staged<'a>>, Failure> {
        let folder = self.folder();
        if !Folders::look(outputs.keys(), folder).are_all_there() {
            return Ok(None);
        }
        let survey = Survey::of_known(outputs, all);
        let faults = obstacles(&survey, folder);
        if !faults.is_empty() {
            return Err(faults.into());
        }
        let staging = Staging::open(folder)?;
        let (change, files) =
            rayon::join(|| Change::of(folder, outputs), || staging.write(&survey.writes, folder));
        let files = files?;
        Ok(change.map(|change| Staged { folder, survey, files, change, _staging: staging }))
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
    /// Why one could not be put there, and how far it came.
    pub fn put_into_place(self) -> Result<(), Failure> {
        let Self { folder, survey, files, mut change, _staging } = self;
        change.begin()?;
        let done = Done::default();
        let put = put_into_place(&survey, &files, folder, &done).and_then(|()| change.finish());
        put.map_err(|faults| Failure::halfway(faults, &done, &survey))
    }
}
