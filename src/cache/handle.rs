//! What a build holds of its cache.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::entry::Namespace;
use super::program;
use super::store::Store;
use crate::base::{Digest, lock_unpoisoned};
use crate::disk;

/// Where a site's cache lies, from the site's folder.
pub const CACHE_FOLDER: &str = ".diglot/cache";

/// How many bytes of entries that a build did not use may stay when it ends.
const MOST_UNUSED: u64 = 512 << 20;

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
        // The site's folder may be behind a link, `.diglot` may not.
        let store = Store { folder: disk::own(folder, 2), used, tally, memory };
        // Without an identity of the program nothing is cached, since entries could not be told
        // apart.
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
        namespace: Namespace,
        key: Digest,
        make: impl FnOnce() -> Result<Vec<u8>, E>,
    ) -> Result<Vec<u8>, E> {
        let Some(store) = &self.store else { return make() };
        if let Some(kept) = store.get(namespace, key) {
            return Ok(kept);
        }
        let made = make()?;
        store.keep(namespace, key, &made, Store::write_new);
        Ok(made)
    }

    /// What is kept under a key.
    pub fn get(&self, namespace: Namespace, key: Digest) -> Option<Vec<u8>> {
        self.store.as_ref()?.get(namespace, key)
    }

    /// Keeps something under a key, in the place of what was there.
    pub fn put(&self, namespace: Namespace, key: Digest, kept: &[u8]) {
        if let Some(store) = &self.store {
            store.put(namespace, key, kept);
        }
    }

    /// Of a namespace: how many entries were found since the cache was opened, and how many were
    /// made.
    pub fn tally(&self, namespace: Namespace) -> (usize, usize) {
        let tally =
            self.store.as_ref().and_then(|store| lock_unpoisoned(&store.tally).get(namespace.name).copied());
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

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::fs;

    use walkdir::WalkDir;

    use super::*;

    const NAMESPACE: Namespace = Namespace { name: "tests", version: 1 };

    fn get(cache: &Cache, key: &str, made: &str) -> String {
        let make = || Ok::<_, Infallible>(made.as_bytes().to_vec());
        let bytes = cache.get_or_make(NAMESPACE, Digest::of(key.as_bytes()), make).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    /// The entries of the namespace.
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
        let newer = Namespace { version: 2, ..NAMESPACE };
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
        assert_eq!(cache.get(NAMESPACE, key), None);
        cache.put(NAMESPACE, key, b"first");
        for kept in [&b"second"[..], b"3", b""] {
            cache.put(NAMESPACE, key, kept);
            assert_eq!(Cache::in_folder(folder.path()).get(NAMESPACE, key).as_deref(), Some(kept));
        }
        Cache::default().put(NAMESPACE, key, b"third");
        assert_eq!(Cache::default().get(NAMESPACE, key), None);
    }

    #[cfg(unix)]
    #[test]
    fn what_has_another_name_stays_as_it_is_under_that() {
        let folder = tempfile::tempdir().unwrap();
        let (cache, key) = (Cache::in_folder(folder.path()), Digest::of(b"a"));
        cache.put(NAMESPACE, key, b"first");
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
            cache.put(NAMESPACE, key, b"second");
            assert_eq!(fs::read(folder.path().join("copy")).unwrap(), first, "{number}");
            assert_eq!(cache.get(NAMESPACE, key).as_deref(), Some(&b"second"[..]));
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
        assert_eq!(cache.get_or_make(NAMESPACE, Digest::of(b"a"), || Err("no")), Err("no"));
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
