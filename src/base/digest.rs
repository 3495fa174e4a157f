//! What makes two values the same.

use std::fmt;
use std::io::{self, Read};

use serde::{Deserialize, Serialize};

/// The BLAKE3 hash of some bytes. Reuse and names of published assets are decided by it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Digest([u8; Digest::LEN]);

impl Digest {
    /// How many bytes a digest has.
    pub const LEN: usize = 32;

    /// The digest of bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// The digest of a value as it is serialised.
    pub fn of_value(value: &impl Serialize) -> Self {
        Self::of(&postcard::to_stdvec(value).expect("plain data is serialised"))
    }

    /// The digest of a value as it is shown to programmers, which leaves nothing out.
    pub fn of_debug(value: &impl fmt::Debug) -> Self {
        Self::of(format!("{value:?}").as_bytes())
    }

    /// The digest of bytes under a name, which is another under every other name.
    pub fn named(name: Digest, bytes: &[u8]) -> Self {
        Self(*blake3::keyed_hash(&name.0, bytes).as_bytes())
    }

    /// The digest of all that a reader still gives; fails where the reader does.
    pub fn of_reader(reader: &mut dyn Read) -> io::Result<Self> {
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(reader)?;
        Ok(Self(*hasher.finalize().as_bytes()))
    }

    /// The digest that was made of these bytes before.
    pub const fn from_bytes(bytes: [u8; Digest::LEN]) -> Self {
        Self(bytes)
    }

    /// The digest's bytes.
    pub fn as_bytes(&self) -> &[u8; Digest::LEN] {
        &self.0
    }

    /// The digest that 64 hexadecimal digits say, or `None` where they are something else.
    pub fn from_hex(hex: &str) -> Option<Self> {
        blake3::Hash::from_hex(hex).ok().map(|hash| Self(*hash.as_bytes()))
    }

    /// The digest as 64 lower-case hexadecimal digits.
    pub fn hex(&self) -> String {
        blake3::Hash::from_bytes(self.0).to_hex().to_string()
    }

    /// The first ten hexadecimal digits: 40 bits, enough to tell the versions of one file apart.
    pub fn short(&self) -> String {
        self.hex()[..10].to_owned()
    }
}

impl Default for Digest {
    /// The digest of no bytes.
    fn default() -> Self {
        Self::of(&[])
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.short())
    }
}

/// Takes a digest of bytes as they come.
#[derive(Clone, Debug, Default)]
pub struct Hasher(blake3::Hasher);

impl Hasher {
    /// Adds bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Adds a text with its length, so that no two rows of texts look alike.
    pub fn text(&mut self, text: &str) {
        self.update(&(text.len() as u64).to_le_bytes());
        self.update(text.as_bytes());
    }

    /// The digest of all bytes so far.
    pub fn finish(&self) -> Digest {
        Digest(*self.0.finalize().as_bytes())
    }
}
