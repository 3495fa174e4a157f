//! The steps of publishing, in order.

use std::collections::BTreeSet;

use super::failure::Failure;
use super::lock::FolderLock;
use super::manifest::Manifest;
use super::obstacles::obstacles;
use super::receipt::Receipt;
use super::replace::{ReplaceCounts, put_into_place, remove_unwanted};
use super::stage::Staging;
use super::survey::Survey;
use crate::base::Diagnostic;
use crate::output::{OutputPath, Outputs};

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

/// Publishes outputs into a folder, beside files that Diglot did not write. With `adopt`, foreign
/// files in the place of outputs are taken over and overwritten; else they must have the bytes of
/// the output, and are left.
///
/// Every obstacle that can be foreseen is found before anything is written: then the folder is as
/// it was. A file that is there byte for byte is not touched, whoever wrote it. Files that are
/// `known` to lie there are not read.
///
/// # Errors
///
/// What stood in the way, and how far publishing came.
pub fn publish(
    outputs: &Outputs,
    known: &Receipt,
    hold: &mut FolderLock,
    adopt: bool,
) -> Result<Published, Failure> {
    hold.enter()?;
    let folder = hold.folder();
    let earlier = Manifest::read(folder)?;
    let (survey, mut faults) = Survey::take(outputs, &earlier, known, folder, adopt);
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
        let done = ReplaceCounts::default();
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
