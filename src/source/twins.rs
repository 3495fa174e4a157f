//! Files whose names are one but for the form of Unicode that they are written in.

use super::walk::FoundInput;
use crate::base::{Code, Diagnostic, difference};

/// Tells of such files, and leaves the first of a name.
pub(super) fn refuse_twins(found: &mut Vec<FoundInput>, diagnostics: &mut Vec<Diagnostic>) {
    found.sort_by(|one, other| (&one.file, one.name()).cmp(&(&other.file, other.name())));
    found.dedup_by(|twin, first| {
        let is_same = twin.file == first.file;
        if is_same {
            diagnostics.push(twins(first.name(), twin.name()));
        }
        is_same
    });
}

fn twins(one: &str, other: &str) -> Diagnostic {
    let (in_one, in_other) = difference(one, other);
    let message = format!("`{one}` and `{other}` differ in nothing but the form of their letters");
    Diagnostic::of_file(other, Code::DuplicateFile, message)
        .note(format!("the one has {in_one} where the other has {in_other}, which is the same letter"))
        .help("keep one of the two: many disks cannot hold both")
}
