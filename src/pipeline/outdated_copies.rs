//! A site's copies of built-in files that have changed since.

use crate::base::{Diagnostic, FilePath};
use crate::source::Snapshot;
use crate::starter::BuiltInFile;

/// Notes which of a site's templates and style sheets were copied from other versions of the
/// built-in ones.
pub(super) fn check(snapshot: &Snapshot, diagnostics: &mut Vec<Diagnostic>) {
    let has_templates = snapshot.texts.keys().any(|file| file.below("templates").is_some());
    if !has_templates && !snapshot.statics.keys().any(|file| file.extension() == "css") {
        return;
    }
    diagnostics.extend(BuiltInFile::all().iter().filter_map(|file| match snapshot.texts.get(&file.path) {
        Some(text) => file.check_copy(&text.text),
        None => {
            let blob = snapshot.statics.get(&FilePath::new(file.path.below("static")?))?;
            file.check_copy(std::str::from_utf8(&blob.content.read().ok()?).ok()?)
        }
    }));
}
