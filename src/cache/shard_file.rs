//! Files that hold one shard of a namespace each: many small entries in one.

use std::collections::{BTreeMap, btree_map};

use super::{Cache, Namespace};
use crate::base::Digest;

/// Entries that are read and written together, since files cost more than bytes: each with the
/// digest of what it was made from.
#[derive(Debug, Default)]
pub struct ShardFile(BTreeMap<Digest, Vec<u8>>);

/// How many shards the entries of a namespace are spread over, so that a change to one entry need
/// not write all anew.
const SHARDS: u8 = 64;

impl ShardFile {
    /// The number of the shard file that an entry goes into where a namespace has so many that they
    /// are spread.
    pub fn shard(key: Digest) -> u8 {
        key.as_bytes()[0] % SHARDS
    }

    /// The shard file of some name; an empty one where there is none.
    pub fn read(cache: &Cache, namespace: Namespace, name: &str) -> Self {
        cache
            .get(namespace, Digest::of(name.as_bytes()))
            .and_then(|bytes| Self::parse(&bytes))
            .unwrap_or_default()
    }

    /// Keeps the shard file under a name, in the place of the one that was there.
    pub fn write(&self, cache: &Cache, namespace: Namespace, name: &str) {
        let mut bytes = Vec::with_capacity(self.size());
        for (key, entry) in &self.0 {
            let Ok(len) = u32::try_from(entry.len()) else { continue };
            bytes.extend_from_slice(key.as_bytes());
            bytes.extend_from_slice(&len.to_le_bytes());
            bytes.extend_from_slice(entry);
        }
        cache.put(namespace, Digest::of(name.as_bytes()), &bytes);
    }

    /// An entry.
    pub fn get(&self, key: Digest) -> Option<&[u8]> {
        self.0.get(&key).map(Vec::as_slice)
    }

    /// Takes an entry out.
    pub fn take(&mut self, key: Digest) -> Option<Vec<u8>> {
        self.0.remove(&key)
    }

    /// Puts an entry in.
    pub fn put(&mut self, key: Digest, entry: Vec<u8>) {
        self.0.insert(key, entry);
    }

    /// How many bytes it has when it is kept.
    pub fn size(&self) -> usize {
        self.0.values().map(|entry| entry.len() + Digest::LEN + 4).sum()
    }

    /// Whether there is no entry in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn parse(mut bytes: &[u8]) -> Option<Self> {
        let mut entries = BTreeMap::new();
        while !bytes.is_empty() {
            let (key, rest) = bytes.split_first_chunk::<{ Digest::LEN }>()?;
            let (len, rest) = rest.split_first_chunk::<4>()?;
            let (entry, rest) = rest.split_at_checked(u32::from_le_bytes(*len) as usize)?;
            entries.insert(Digest::from_bytes(*key), entry.to_vec());
            bytes = rest;
        }
        Some(Self(entries))
    }
}

impl IntoIterator for ShardFile {
    type Item = (Digest, Vec<u8>);
    type IntoIter = btree_map::IntoIter<Digest, Vec<u8>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMESPACE: Namespace = Namespace { name: "tests", version: 1 };

    #[test]
    fn entries_come_back() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = ShardFile::default();
        let keys = ["a", "b"].map(|key| Digest::of(key.as_bytes()));
        file.put(keys[0], b"first".to_vec());
        file.put(keys[1], Vec::new());
        file.write(&Cache::in_folder(folder.path()), NAMESPACE, "name");
        let cache = Cache::in_folder(folder.path());
        assert!(ShardFile::read(&cache, NAMESPACE, "other").is_empty());
        let mut found = ShardFile::read(&cache, NAMESPACE, "name");
        assert_eq!(keys.map(|key| found.take(key)), [Some(b"first".to_vec()), Some(Vec::new())]);
        assert!(found.is_empty() && found.take(keys[0]).is_none());
    }

    #[test]
    fn what_is_cut_short_is_none() {
        assert!(ShardFile::parse(&[0; Digest::LEN + 3]).is_none());
        assert!(ShardFile::parse(&[[0; Digest::LEN].as_slice(), &[2, 0, 0, 0, 1]].concat()).is_none());
        assert!(ShardFile::parse(&[]).is_some());
    }
}
