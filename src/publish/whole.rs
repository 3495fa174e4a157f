//! Putting a whole site where nothing is yet, in one step.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use rayon::prelude::*;

use super::lock::FolderLock;
use super::manifest::Manifest;
use super::stage::{are_on_one_file_system, write_one};
use super::steps::Published;
use crate::output::{Output, OutputPath, Outputs};
use crate::source::Content;

/// Completes a folder in which some outputs lie in their places, and makes it the output folder
/// that is held, which must not be there yet.
///
/// `None` where that cannot be done, because something is there by now, files were put into the
/// folder that are no outputs (`files` says how many were put), or the system does not let it
/// happen: publishing file by file does it, or tells why not.
pub(super) fn move_whole(
    folder: &Path,
    files: usize,
    outputs: &Outputs,
    hold: &mut FolderLock,
) -> Option<Published> {
    let target = hold.folder();
    let (lying, missing): (Vec<_>, Vec<_>) = outputs.iter().partition(|(path, output)| {
        matches!(&output.blob.content, Content::Spooled(place) if *place == path.under(folder))
    });
    if lying.len() != files {
        return None;
    }
    let complete = |(path, output): &(&OutputPath, &Output)| {
        let place = path.under(folder);
        place.parent().map_or(Ok(()), fs::create_dir_all).ok()?;
        write_one(&output.blob, &place, &path.under(target)).is_none().then_some(())
    };
    let beside = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(beside).ok()?;
    if !are_on_one_file_system(folder, beside) {
        return None;
    }
    let file = FolderLock::leave(folder).ok()?;
    missing.par_iter().map(complete).collect::<Option<()>>()?;
    Manifest::of(outputs, &BTreeSet::new()).put(folder).ok()?;
    fs::rename(folder, target).ok()?;
    hold.take(file);
    Some(Published { written: outputs.len(), ..Published::default() })
}
