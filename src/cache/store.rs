//! A folder of entries, one file each.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use walkdir::{DirEntry, WalkDir};

use super::names::{FIRST_DIGITS, is_drawer, is_entry, is_shelf};
use super::{entry, program};
use crate::base::{Digest, is_alone, locked};
use crate::disk;

/// Where a site's cache lies, from the site's folder.
pub const CACHE_FOLDER: &str = ".diglot/cache";

/// How many bytes of entries that a build did not use may stay when it ends.
const MOST_UNUSED: u64 = 512 << 20;

/// What sort of thing an entry is. Each lies in a folder of its own, and has a number that goes up
/// whenever what is made of the same key, or how it is written, changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shelf {
    /// The folder's name.
    pub name: &'static str,
    /// The number of its making.
    pub version: u32,
}

/// What earlier builds made. Cheap to clone; clones are one cache.
///
/// Two builds may use one folder at once: a new entry is written beside its place and moved there
/// whole, and each holds a digest of its key and its bytes, so that one that is damaged, as by two
/// that were written over each other, or lies in another's place, is none.
#[derive(Clone, Debug, Default)]
pub struct Cache {
    store: Option<Arc<Store>>,
    /// What tells this program from others, whatever version they say they are.
    program: Digest,
}

#[derive(Debug)]
pub(super) struct Store {
    folder: PathBuf,
    /// The entries that this process has read or written.
    used: Mutex<BTreeSet<PathBuf>>,
    /// By the shelf's name: how many entries were found, and how many were made.
    tally: Mutex<BTreeMap<&'static str, (usize, usize)>>,
    /// What is kept in memory, where nothing is written.
    memory: Option<Mutex<BTreeMap<PathBuf, Vec<u8>>>>,
}

impl Cache {
    /// A cache in a folder, which is made when there is something to keep.
    pub fn in_folder(folder: &Path) -> Self {
        Self::new(folder, None)
    }

    /// A cache that reads from a folder and keeps in memory what is not there.
    pub fn over_folder(folder: &Path) -> Self {
        Self::new(folder, Some(Mutex::default()))
    }

    fn new(folder: &Path, memory: Option<Mutex<BTreeMap<PathBuf, Vec<u8>>>>) -> Self {
        let (used, tally) = (Mutex::default(), Mutex::default());
        // The site's folder may be reached by a link; what is Diglot's own in it may not.
        let store = Store { folder: disk::own(folder, 2), used, tally, memory };
        // What this program has made is known by no other, so that where it cannot be told nothing
        // is kept.
        program::identify(&store)
            .map_or_else(Self::default, |program| Self { store: Some(Arc::new(store)), program })
    }

    /// What tells this program from others: what is made in ways that change often is kept for the
    /// program alone.
    pub fn program(&self) -> Digest {
        self.program
    }

    /// Whether what is kept outlasts the process.
    pub fn is_lasting(&self) -> bool {
        self.store.as_ref().is_some_and(|store| store.memory.is_none())
    }

    /// What is kept under a key, else what `make` makes, which is kept from then on. Without a
    /// folder it is always made.
    ///
    /// # Errors
    ///
    /// What `make` gives; failures are not kept.
    pub fn get_or_make<E>(
        &self,
        shelf: Shelf,
        key: Digest,
        make: impl FnOnce() -> Result<Vec<u8>, E>,
    ) -> Result<Vec<u8>, E> {
        let Some(store) = &self.store else { return make() };
        if let Some(kept) = store.get(shelf, key) {
            return Ok(kept);
        }
        let made = make()?;
        store.keep(shelf, key, &made, Store::write_new);
        Ok(made)
    }

    /// What is kept under a key.
    pub fn get(&self, shelf: Shelf, key: Digest) -> Option<Vec<u8>> {
        self.store.as_ref()?.get(shelf, key)
    }

    /// Keeps something under a key, in the place of what was there.
    pub fn put(&self, shelf: Shelf, key: Digest, kept: &[u8]) {
        if let Some(store) = &self.store {
            store.put(shelf, key, kept);
        }
    }

    /// Of a shelf: how many entries were found since the cache was opened, and how many were made.
    pub fn tally(&self, shelf: Shelf) -> (usize, usize) {
        let tally = self.store.as_ref().and_then(|store| locked(&store.tally).get(shelf.name).copied());
        tally.unwrap_or_default()
    }

    /// Removes what was not used since the cache was opened, the oldest first, until little enough
    /// is left.
    pub fn trim(&self) {
        if let Some(store) = self.store.as_ref().filter(|_| self.is_lasting()) {
            store.trim(MOST_UNUSED);
        }
    }
}

impl Store {
    fn path(&self, shelf: Shelf, key: Digest) -> PathBuf {
        let hex = key.hex();
        self.folder
            .join(format!("{}-{}", shelf.name, shelf.version))
            .join(&hex[..FIRST_DIGITS])
            .join(&hex[FIRST_DIGITS..])
    }

    pub(super) fn get(&self, shelf: Shelf, key: Digest) -> Option<Vec<u8>> {
        let path = self.path(shelf, key);
        let remembered = self.memory.as_ref().and_then(|memory| locked(memory).get(&path).cloned());
        let kept = match remembered {
            Some(kept) => kept,
            None => {
                let kept = entry::read(entry::name(shelf, key), disk::read(&path).ok()?)?;
                locked(&self.used).insert(path);
                kept
            }
        };
        locked(&self.tally).entry(shelf.name).or_default().0 += 1;
        Some(kept)
    }

    pub(super) fn put(&self, shelf: Shelf, key: Digest, kept: &[u8]) {
        self.keep(shelf, key, kept, Self::write_over);
    }

    fn keep(
        &self,
        shelf: Shelf,
        key: Digest,
        made: &[u8],
        write: impl FnOnce(&Self, &Path, [&[u8]; 2]) -> io::Result<()>,
    ) {
        let path = self.path(shelf, key);
        locked(&self.tally).entry(shelf.name).or_default().1 += 1;
        if let Some(memory) = &self.memory {
            locked(memory).insert(path, made.to_vec());
            return;
        }
        let head = entry::head(entry::name(shelf, key), made);
        if write(self, &path, [head.as_bytes(), made]).is_ok() {
            locked(&self.used).insert(path);
        }
    }

    /// Puts a whole file in its place.
    fn write_new(&self, path: &Path, parts: [&[u8]; 2]) -> io::Result<()> {
        disk::make_folder(path.parent().unwrap_or(&self.folder))?;
        disk::write_whole(path, |file| parts.into_iter().try_for_each(|part| file.write_all(part)))
    }

    /// Writes over the file that is there, if one is that may be written over. What is renamed over
    /// it ext4 would write to the disk at once, which is not worth waiting for here.
    fn write_over(&self, path: &Path, parts: [&[u8]; 2]) -> io::Result<()> {
        if disk::passes_link(path) || !fs::symlink_metadata(path).is_ok_and(|about| is_alone(&about)) {
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

    fn trim(&self, most: u64) {
        let used = locked(&self.used);
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
        1 => is_folder(is_shelf),
        2 => is_folder(is_drawer),
        _ => found.file_type().is_file() && is_entry(found.file_name()),
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    const SHELF: Shelf = Shelf { name: "tests", version: 1 };

    fn get(cache: &Cache, key: &str, made: &str) -> String {
        let make = || Ok::<_, Infallible>(made.as_bytes().to_vec());
        let bytes = cache.get_or_make(SHELF, Digest::of(key.as_bytes()), make).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    /// The entries of the shelf.
    fn files(folder: &Path) -> Vec<PathBuf> {
        let files = WalkDir::new(folder.join("tests-1")).into_iter().filter_map(Result::ok);
        files.filter(|file| file.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
    }

    #[test]
    fn what_was_made_is_not_made_again() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(get(&Cache::in_folder(folder.path()), "a", "first"), "first");
        let cache = Cache::in_folder(folder.path());
        assert_eq!(get(&cache, "a", "second"), "first");
        assert_eq!(get(&cache, "b", "second"), "second");
        let newer = Shelf { version: 2, ..SHELF };
        let made = cache.get_or_make(newer, Digest::of(b"a"), || Ok::<_, Infallible>(vec![1]));
        assert_eq!(made, Ok(vec![1]), "another way of making has its own entries");
        assert_eq!(get(&Cache::default(), "a", "third"), "third", "without a folder nothing is kept");
    }

    #[test]
    fn what_is_damaged_is_made_again() {
        let folder = tempfile::tempdir().unwrap();
        get(&Cache::in_folder(folder.path()), "a", "first");
        let [file] = &files(folder.path())[..] else { panic!("there is one entry") };
        fs::write(file, "rubbish").unwrap();
        assert_eq!(get(&Cache::in_folder(folder.path()), "a", "second"), "second");
        assert_eq!(get(&Cache::in_folder(folder.path()), "a", "third"), "second");
    }

    #[test]
    fn what_is_put_takes_the_place_of_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let (cache, key) = (Cache::in_folder(folder.path()), Digest::of(b"a"));
        assert_eq!(cache.get(SHELF, key), None);
        cache.put(SHELF, key, b"first");
        for kept in [&b"second"[..], b"3", b""] {
            cache.put(SHELF, key, kept);
            assert_eq!(Cache::in_folder(folder.path()).get(SHELF, key).as_deref(), Some(kept));
        }
        Cache::default().put(SHELF, key, b"third");
        assert_eq!(Cache::default().get(SHELF, key), None);
    }

    #[cfg(unix)]
    #[test]
    fn what_has_another_name_stays_as_it_is_under_that() {
        let folder = tempfile::tempdir().unwrap();
        let (cache, key) = (Cache::in_folder(folder.path()), Digest::of(b"a"));
        cache.put(SHELF, key, b"first");
        let [file] = &files(folder.path())[..] else { panic!("there is one entry") };
        let first = fs::read(file).unwrap();
        let link = |number| match number {
            0 => fs::hard_link(file, folder.path().join("copy")),
            _ => fs::rename(file, folder.path().join("copy"))
                .and_then(|()| std::os::unix::fs::symlink(folder.path().join("copy"), file)),
        };
        for number in 0..2 {
            fs::write(file, &first).unwrap();
            link(number).unwrap();
            cache.put(SHELF, key, b"second");
            assert_eq!(fs::read(folder.path().join("copy")).unwrap(), first, "{number}");
            assert_eq!(cache.get(SHELF, key).as_deref(), Some(&b"second"[..]));
        }
    }

    #[test]
    fn a_folder_that_cannot_be_written_hinders_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        assert_eq!(get(&Cache::in_folder(&file.join("cache")), "a", "made"), "made");
    }

    #[test]
    fn what_may_not_be_written_is_kept_in_memory() {
        let folder = tempfile::tempdir().unwrap();
        get(&Cache::in_folder(folder.path()), "a", "first");
        let cache = Cache::over_folder(folder.path());
        assert_eq!(get(&cache, "a", "second"), "first");
        assert_eq!(get(&cache, "b", "second"), "second");
        assert_eq!(get(&cache.clone(), "b", "third"), "second");
        assert_eq!(files(folder.path()).len(), 1);
    }

    #[test]
    fn a_failure_is_not_kept() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::in_folder(folder.path());
        assert_eq!(cache.get_or_make(SHELF, Digest::of(b"a"), || Err("no")), Err("no"));
        assert_eq!(get(&cache, "a", "made"), "made");
    }

    #[test]
    fn what_is_in_use_stays() {
        let folder = tempfile::tempdir().unwrap();
        let first = Cache::in_folder(folder.path());
        for key in ["a", "b", "c"] {
            get(&first, key, &key.repeat(100));
        }
        let second = Cache::in_folder(folder.path());
        get(&second, "b", "");
        second.trim();
        assert_eq!(files(folder.path()).len(), 3, "they are small");
        second.store.as_ref().unwrap().trim(150);
        assert_eq!(files(folder.path()).len(), 2);
        assert_eq!(get(&second, "b", ""), "b".repeat(100));
    }
}
