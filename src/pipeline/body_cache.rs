//! Bodies that earlier builds have compiled.

use std::sync::{Arc, OnceLock};

use super::section_file::bodies_of;
use crate::base::{Digest, FilePath, Hasher};
use crate::cache::{Cache, Namespace, ShardFile};
use crate::document::{Bodies, Compiled, Context, Stem};
use crate::markup::{Content, ContentSource};
use crate::source::Text;

/// What there is to know of bodies. Keys include the program, so its version need not go up.
const BODIES: Namespace = Namespace { name: "bodies", version: 5 };

/// What bodies say, which is read of those alone that a page asks for.
const CONTENTS: Namespace = Namespace { name: "contents", version: 1 };

/// The bodies that the cache has of a site's files.
pub(super) struct BodyCache {
    cache: Cache,
    /// The digest of all that a body is made from beside its file.
    ground: Digest,
    context: Context,
    /// What bodies say, by the numbers of shards, as far as it has been asked for.
    contents: Vec<OnceLock<ShardFile>>,
}

/// Some files' bodies, which are read and written together.
pub(super) struct Shard {
    body_cache: Arc<BodyCache>,
    number: u8,
    /// What earlier builds have left and this one has not asked for.
    found: ShardFile,
    /// What this build has used or made.
    used: ShardFile,
    /// The files whose bodies are known, and how many each has.
    known: Vec<(Digest, usize)>,
    /// What new bodies say.
    contents: ShardFile,
    has_changed: bool,
    /// The file whose bodies were last asked for.
    key: Digest,
}

/// Where the contents of one file's bodies are found.
struct FileContents {
    body_cache: Arc<BodyCache>,
    shard: u8,
    key: Digest,
    path: FilePath,
    text: Text,
    /// The bodies, compiled again where the cache has lost what they say.
    anew: OnceLock<Compiled>,
}

impl BodyCache {
    pub(super) fn new(cache: &Cache, context: &Context) -> Arc<Self> {
        let mut ground = Hasher::default();
        ground.update(cache.program().as_bytes());
        ground.update(format!("{context:?}").as_bytes());
        Arc::new(Self {
            cache: cache.clone(),
            ground: ground.finish(),
            context: context.clone(),
            contents: (0..=u8::MAX).map(|_| OnceLock::new()).collect(),
        })
    }

    /// The shard that a file's bodies are in: with those of its translations of the same name,
    /// which hold the same code.
    pub(super) fn shard(stem: &Stem) -> u8 {
        ShardFile::shard(Digest::of(stem.page_path().as_bytes()))
    }

    pub(super) fn open(self: &Arc<Self>, number: u8) -> Shard {
        let found = ShardFile::read(&self.cache, BODIES, &number.to_string());
        let (used, contents, known) = (ShardFile::default(), ShardFile::default(), Vec::new());
        let (body_cache, key) = (Arc::clone(self), Digest::default());
        Shard { body_cache, number, found, used, known, contents, has_changed: false, key }
    }

    fn contents(&self, number: u8) -> &ShardFile {
        let read = || ShardFile::read(&self.cache, CONTENTS, &number.to_string());
        self.contents[usize::from(number)].get_or_init(read)
    }
}

impl Shard {
    /// The bodies of a file, as far as they are known.
    pub(super) fn bodies(&mut self, file: &FilePath, text: &Text) -> Bodies {
        let mut key = Hasher::default();
        key.update(self.body_cache.ground.as_bytes());
        key.update(text.digest.as_bytes());
        key.update(file.as_str().as_bytes());
        self.key = key.finish();
        let Some(entry) = self.found.take(self.key) else { return Bodies::new() };
        let Ok(compiled) = postcard::from_bytes::<Compiled>(&entry) else { return Bodies::new() };
        self.used.put(self.key, entry);
        self.known.push((self.key, compiled.bodies().len()));
        Bodies::known(
            compiled,
            Arc::new(FileContents {
                body_cache: Arc::clone(&self.body_cache),
                shard: self.number,
                key: self.key,
                path: file.clone(),
                text: text.clone(),
                anew: OnceLock::new(),
            }),
        )
    }

    /// Keeps the bodies of the file that was last asked for, where they are new.
    pub(super) fn keep(&mut self, bodies: Bodies) {
        if !self.body_cache.cache.is_lasting() {
            return;
        }
        let Some(compiled) = bodies.finish() else { return };
        for (number, body) in compiled.bodies().enumerate() {
            self.contents.put(key_of(self.key, number), body.serialised_content());
        }
        let Ok(entry) = postcard::to_stdvec(&compiled) else { return };
        self.used.put(self.key, entry);
        self.has_changed = true;
    }

    /// Writes the shard where it is another than it was; what this build had no use for goes.
    pub(super) fn close(mut self) {
        let BodyCache { cache, .. } = &*self.body_cache;
        let is_as_it_was = !self.has_changed && self.found.is_empty();
        if is_as_it_was || !cache.is_lasting() {
            return;
        }
        let name = self.number.to_string();
        let before = self.body_cache.contents(self.number);
        for (key, count) in self.known {
            for key in (0..count).map(|number| key_of(key, number)) {
                before.get(key).into_iter().for_each(|entry| self.contents.put(key, entry.to_vec()));
            }
        }
        self.contents.write(cache, CONTENTS, &name);
        self.used.write(cache, BODIES, &name);
    }
}

impl ContentSource for FileContents {
    fn content(&self, number: usize) -> Content {
        let Self { body_cache, shard, key, path, text, anew } = self;
        let entry = body_cache.contents(*shard).get(key_of(*key, number));
        entry.and_then(|entry| postcard::from_bytes(entry).ok()).unwrap_or_else(|| {
            let anew = anew.get_or_init(|| bodies_of(path, text, &body_cache.context));
            anew.bodies().nth(number).map(|body| Content::clone(&body.content)).unwrap_or_default()
        })
    }
}

/// The key of what one of a file's bodies says.
fn key_of(file: Digest, number: usize) -> Digest {
    Digest::named(file, &(number as u64).to_le_bytes())
}
