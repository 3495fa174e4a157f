//! A folder of entries, one file each.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use walkdir::{DirEntry, WalkDir};

use super::entry::{self, Namespace};
use super::names::{FIRST_DIGITS, is_entry, is_namespace, is_prefix};
use crate::base::{Digest, lock_unpoisoned};
use crate::disk;

#[derive(Debug)]
pub(super) struct Store {
    pub(super) folder: PathBuf,
    /// The entries that this process has read or written.
    pub(super) used: Mutex<BTreeSet<PathBuf>>,
    /// By the namespace's name: how many entries were found, and how many were made.
    pub(super) tally: Mutex<BTreeMap<&'static str, (usize, usize)>>,
    /// What is kept in memory, where nothing is written.
    pub(super) memory: Option<Mutex<BTreeMap<PathBuf, Vec<u8>>>>,
}

impl Store {
    fn path(&self, namespace: Namespace, key: Digest) -> PathBuf {
        let hex = key.hex();
        self.folder
            .join(format!("{}-{}", namespace.name, namespace.version))
            .join(&hex[..FIRST_DIGITS])
            .join(&hex[FIRST_DIGITS..])
    }

    pub(super) fn get(&self, namespace: Namespace, key: Digest) -> Option<Vec<u8>> {
        let path = self.path(namespace, key);
        let remembered = self.memory.as_ref().and_then(|memory| lock_unpoisoned(memory).get(&path).cloned());
        let kept = match remembered {
            Some(kept) => kept,
            None => {
                let kept = entry::read(entry::name(namespace, key), disk::read(&path).ok()?)?;
                lock_unpoisoned(&self.used).insert(path);
                kept
            }
        };
        lock_unpoisoned(&self.tally).entry(namespace.name).or_default().0 += 1;
        Some(kept)
    }

    pub(super) fn put(&self, namespace: Namespace, key: Digest, kept: &[u8]) {
        self.keep(namespace, key, kept, Self::write_over);
    }

    pub(super) fn keep(
        &self,
        namespace: Namespace,
        key: Digest,
        made: &[u8],
        write: impl FnOnce(&Self, &Path, [&[u8]; 2]) -> io::Result<()>,
    ) {
        let path = self.path(namespace, key);
        lock_unpoisoned(&self.tally).entry(namespace.name).or_default().1 += 1;
        if let Some(memory) = &self.memory {
            lock_unpoisoned(memory).insert(path, made.to_vec());
            return;
        }
        let head = entry::head(entry::name(namespace, key), made);
        if write(self, &path, [head.as_bytes(), made]).is_ok() {
            lock_unpoisoned(&self.used).insert(path);
        }
    }

    pub(super) fn write_new(&self, path: &Path, parts: [&[u8]; 2]) -> io::Result<()> {
        disk::make_folder(path.parent().unwrap_or(&self.folder))?;
        disk::write_whole(path, |file| parts.into_iter().try_for_each(|part| file.write_all(part)))
    }

    /// Writes over the file that is there, if one is that may be written over. What is renamed over
    /// it ext4 would write to the disk at once, which is not worth waiting for here.
    fn write_over(&self, path: &Path, parts: [&[u8]; 2]) -> io::Result<()> {
        if disk::passes_link(path)
            || !fs::symlink_metadata(path).is_ok_and(|about| disk::has_single_link(&about))
        {
            return self.write_new(path, parts);
        }
        let len: usize = parts.iter().map(|part| part.len()).sum();
        let write = |mut file: File| {
            parts.into_iter().try_for_each(|part| file.write_all(part))?;
            file.set_len(len as u64)
        };
        let written = File::options().write(true).open(path).and_then(write);
        written.or_else(|_| self.write_new(path, parts))
    }

    pub(super) fn trim(&self, most: u64) {
        let used = lock_unpoisoned(&self.used);
        if disk::passes_link(&self.folder) {
            return;
        }
        let files = WalkDir::new(&self.folder).into_iter().filter_entry(is_own).filter_map(Result::ok);
        let unused = files.filter(|file| file.file_type().is_file() && !used.contains(file.path()));
        let mut unused: Vec<_> = unused
            .filter_map(|file| {
                let about = file.metadata().ok()?;
                Some((about.modified().ok()?, file.into_path(), about.len()))
            })
            .collect();
        unused.sort();
        let mut left: u64 = unused.iter().map(|(_, _, size)| size).sum();
        for (_, path, size) in unused {
            if left <= most {
                break;
            }
            let _ = fs::remove_file(path);
            left -= size;
        }
    }
}

/// Whether what lies in a cache's folder is the cache's, by its name; what other tools keep there
/// is none of its business.
fn is_own(found: &DirEntry) -> bool {
    let is_folder = |is_own: fn(&str) -> bool| {
        found.file_type().is_dir() && found.file_name().to_str().is_some_and(is_own)
    };
    match found.depth() {
        0 => true,
        1 => is_folder(is_namespace),
        2 => is_folder(is_prefix),
        _ => found.file_type().is_file() && is_entry(found.file_name()),
    }
}
