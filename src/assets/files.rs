//! What a style sheet needs of the other files.

use super::asset::Asset;
use crate::base::{Code, Diagnostic, FilePath, Place};

pub(super) trait Files: Sync {
    fn get(&self, path: &FilePath) -> Option<&Asset>;

    /// The path that is a letter or two off another.
    fn nearest(&self, path: &str) -> Option<&str>;

    /// The output path under which those who refer to a file find it.
    fn published_path(&self, asset: &Asset) -> String;
}

/// The fault of a style sheet that refers to a file which is not there.
pub(super) fn missing_fault(
    asset: &Asset,
    (line, column): (u32, u32),
    written: &str,
    target: &FilePath,
    assets: &dyn Files,
) -> Diagnostic {
    let span = asset.text().span_at(line, column, written);
    let help = match assets.nearest(target.as_str()) {
        Some(near) => format!("did you mean `/{near}`?"),
        None => format!("put the file at `static/{target}`, or mend the address"),
    };
    Diagnostic::at(Place::new(asset.file(), span), Code::MissingFile, format!("there is no file `/{target}`"))
        .label("this file is not there")
        .help(help)
}
