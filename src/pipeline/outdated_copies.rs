//! A site's copies of built-in files that have changed since.

use crate::base::{Diagnostic, FilePath};
use crate::source::{Blob, Snapshot, Text};
use crate::starter::BuiltInFile;

/// Notes which of a site's templates and style sheets were copied from other versions of the
/// built-in ones.
pub(super) fn check(snapshot: &Snapshot, diagnostics: &mut Vec<Diagnostic>) {
    let of_template = |(file, text): (&FilePath, &Text)| BuiltInFile::of(file)?.check_copy(&text.text);
    diagnostics.extend(snapshot.texts.iter().filter_map(of_template));
    let of_style_sheet = |(path, blob): (&FilePath, &Blob)| {
        let built_in = BuiltInFile::of(&FilePath::new(&format!("static/{path}")))?;
        built_in.check_copy(std::str::from_utf8(&blob.content.read().ok()?).ok()?)
    };
    let style_sheets = snapshot.statics.iter().filter(|(path, _)| path.extension() == "css");
    diagnostics.extend(style_sheets.filter_map(of_style_sheet));
}
