//! Bodies that earlier builds have compiled.

use crate::base::{Digest, FilePath, Hasher};
use crate::cache::{Cache, Pack, Shelf};
use crate::document::{Bodies, Compiled, Context, Stem};

/// The number goes up whenever a body, or how it is compiled, changes; within a version of Diglot
/// the program tells its builds apart.
const BODIES: Shelf = Shelf { name: "bodies", version: 4 };

/// The bodies that the cache has of a site's files.
pub(super) struct Kept<'a> {
    cache: &'a Cache,
    /// The digest of all that a body is made from beside its file.
    ground: Digest,
}

/// Some files' bodies, which are read and written together.
pub(super) struct Drawer<'a> {
    kept: &'a Kept<'a>,
    name: String,
    /// What earlier builds have left and this one has not asked for.
    found: Pack,
    /// What this build has used or made.
    used: Pack,
    has_changed: bool,
    /// The file whose bodies were last asked for.
    key: Digest,
}

impl<'a> Kept<'a> {
    pub(super) fn new(cache: &'a Cache, context: &Context) -> Self {
        let mut ground = Hasher::default();
        ground.update(cache.program().as_bytes());
        ground.update(format!("{context:?}").as_bytes());
        Self { cache, ground: ground.finish() }
    }

    /// The drawer that a file's bodies are in: with those of its translations of the same name,
    /// which hold the same code.
    pub(super) fn drawer(stem: &Stem) -> u8 {
        Pack::drawer(Digest::of(stem.page_path().as_bytes()))
    }

    pub(super) fn open(&'a self, number: u8) -> Drawer<'a> {
        let name = number.to_string();
        let found = Pack::read(self.cache, BODIES, &name);
        Drawer { kept: self, name, found, used: Pack::default(), has_changed: false, key: Digest::default() }
    }
}

impl Drawer<'_> {
    /// The bodies of a file, as far as they are known.
    pub(super) fn bodies(&mut self, file: &FilePath, text: Digest) -> Bodies {
        let mut key = Hasher::default();
        key.update(self.kept.ground.as_bytes());
        key.update(text.as_bytes());
        key.update(file.as_str().as_bytes());
        self.key = key.finish();
        let Some(entry) = self.found.take(self.key) else { return Bodies::new() };
        match postcard::from_bytes::<Compiled>(&entry) {
            Ok(compiled) => {
                self.used.put(self.key, entry);
                Bodies::known(compiled)
            }
            Err(_) => Bodies::new(),
        }
    }

    /// Keeps the bodies of the file that was last asked for, where they are new.
    pub(super) fn keep(&mut self, bodies: Bodies) {
        if !self.kept.cache.is_lasting() {
            return;
        }
        if let Some(entry) = bodies.finish().and_then(|compiled| postcard::to_stdvec(&compiled).ok()) {
            self.used.put(self.key, entry);
            self.has_changed = true;
        }
    }

    /// Writes the drawer where it is another than it was; what this build had no use for goes.
    pub(super) fn close(self) {
        if self.kept.cache.is_lasting() && (self.has_changed || !self.found.is_empty()) {
            self.used.write(self.kept.cache, BODIES, &self.name);
        }
    }
}
