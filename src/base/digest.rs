//! What makes two values the same.

use std::fmt;
use std::hash::Hash;
use std::io::{self, Read};
use std::sync::OnceLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

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
        Self([
            0xaf, 0x13, 0x49, 0xb9, 0xf5, 0xf9, 0xa1, 0xa6, 0xa0, 0x40, 0x4d, 0xea, 0x36, 0xdc, 0xc9, 0x49,
            0x9b, 0xcb, 0x25, 0xc9, 0xad, 0xc1, 0x12, 0xb7, 0xcc, 0x9a, 0x93, 0xca, 0xe4, 0x1f, 0x32, 0x62,
        ])
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
        self.number(text.len());
        self.update(text.as_bytes());
    }

    /// Adds a number.
    pub fn number(&mut self, number: usize) {
        self.update(&(number as u64).to_le_bytes());
    }

    /// Adds what a value is hashed by. It is the same in each run of one program, not in others.
    pub fn value(&mut self, value: &impl Hash) {
        struct Bytes<'a>(&'a mut blake3::Hasher);

        impl std::hash::Hasher for Bytes<'_> {
            fn write(&mut self, bytes: &[u8]) {
                self.0.update(bytes);
            }

            fn finish(&self) -> u64 {
                0
            }
        }

        value.hash(&mut Bytes(&mut self.0));
    }

    /// The digest of all bytes so far.
    pub fn finish(&self) -> Digest {
        Digest(*self.0.finalize().as_bytes())
    }
}

/// The digest of what holds it, worked out when it is first asked for. It says nothing that its
/// holder does not, and so equals any other; a clone of the holder may be changed, and has none.
#[derive(Debug, Default)]
pub struct Digested(OnceLock<Digest>);

impl Digested {
    /// The digest, which is worked out by a function where it is not known.
    pub fn get_or_init(&self, digest: impl FnOnce() -> Digest) -> Digest {
        *self.0.get_or_init(digest)
    }
}

impl Clone for Digested {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Digested {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Digested {}

impl Serialize for Digested {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.get().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Digested {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let digest = Option::<Digest>::deserialize(deserializer)?;
        Ok(Self(digest.map_or_else(OnceLock::new, OnceLock::from)))
    }
}

#[cfg(test)]
mod tests {
    use super::Digest;

    #[test]
    fn the_default_is_the_digest_of_no_bytes() {
        assert_eq!(Digest::default(), Digest::of(&[]));
    }
}
