//! The names that Diglot gives to what is its own in a site's folder.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use crate::base::{Code, Diagnostic, Digest};
use crate::disk;

/// The folder of Diglot's own, from the site's folder.
pub const OWN_FOLDER: &str = ".diglot";

/// The prefix of the temporary folders of builds; process id and counter follow.
pub const SPOOL: &str = "spool-";

const CACHE: &str = "cache";

/// How many digits of an entry's key are the name of the folder that it lies in.
pub(super) const FIRST_DIGITS: usize = 2;

/// Tells of a name whether Diglot gives it.
type IsOwn = fn(&str) -> bool;

/// Symbolic links in the place of Diglot's own folders: writing through them would change foreign
/// files.
pub fn links(root: &Path) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    find_links(root, "", &[|name| name == OWN_FOLDER, is_room, is_namespace, is_prefix], &mut faults);
    faults
}

fn find_links(folder: &Path, path: &str, levels: &[IsOwn], faults: &mut Vec<Diagnostic>) {
    let Some((is_own, below)) = levels.split_first() else { return };
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut own: Vec<_> = entries
        .filter_map(|entry| Some((entry.file_name().into_string().ok()?, entry.file_type().ok()?)))
        .filter(|(name, _)| is_own(name))
        .collect();
    own.sort_by(|(a, _), (b, _)| a.cmp(b));
    for (name, kind) in own {
        let path = format!("{path}{name}");
        if kind.is_symlink() {
            let message = format!("`{path}` is a symbolic link where diglot keeps what is its own");
            let fault = Diagnostic::of_file(&path, Code::StrayLink, message);
            faults.push(fault.help("remove the link: diglot makes what it needs anew"));
        } else if kind.is_dir() {
            find_links(&folder.join(&name), &format!("{path}/"), below, faults);
        }
    }
}

fn is_room(name: &str) -> bool {
    name == CACHE || name.starts_with(SPOOL)
}

/// Whether a name is that of a namespace's folder: what its entries are, and the number of their
/// making.
pub(super) fn is_namespace(name: &str) -> bool {
    name.rsplit_once('-').is_some_and(|(name, version)| {
        is_of(name, |byte| byte.is_ascii_lowercase()) && is_of(version, |byte| byte.is_ascii_digit())
    })
}

/// Whether a name is that of a folder of entries.
pub(super) fn is_prefix(name: &str) -> bool {
    name.len() == FIRST_DIGITS && is_hex(name)
}

/// Whether a name is that of an entry, or of one that is being written.
pub(super) fn is_entry(name: &OsStr) -> bool {
    let is_key = |name: &str| name.len() == 2 * Digest::LEN - FIRST_DIGITS && is_hex(name);
    name.to_str().is_some_and(|name| is_key(name) || disk::is_beside(name))
}

fn is_hex(name: &str) -> bool {
    is_of(name, |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn is_of(name: &str, is_known: fn(u8) -> bool) -> bool {
    !name.is_empty() && name.bytes().all(is_known)
}
