//! An entry's bytes on disk: the digest of what is kept, taken under the entry's name, and that.

use crate::base::Digest;

/// What sort of thing an entry is. The entries of each lie in a folder of its own. The version goes
/// up whenever the same key gives other bytes, unless the key includes the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Namespace {
    /// The folder's name.
    pub name: &'static str,
    /// The number of its making.
    pub version: u32,
}

/// The name of an entry: what sort of thing it is, and what it was made from.
pub(super) fn name(namespace: Namespace, key: Digest) -> Digest {
    Digest::of(format!("{}-{} {}", namespace.name, namespace.version, key.hex()).as_bytes())
}

/// What a file that keeps something under a name begins with.
pub(super) fn head(name: Digest, kept: &[u8]) -> Digest {
    Digest::named(name, kept)
}

/// What a file's bytes keep under a name; `None` where they are damaged, as by a disk that was
/// full, or are another entry's.
pub(super) fn read(name: Digest, mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    let kept = bytes.get(Digest::LEN..)?;
    if bytes[..Digest::LEN] != *head(name, kept).as_bytes() {
        return None;
    }
    bytes.drain(..Digest::LEN);
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMESPACE: Namespace = Namespace { name: "tests", version: 1 };

    fn write(name: Digest, kept: &[u8]) -> Vec<u8> {
        [head(name, kept).as_bytes(), kept].concat()
    }

    #[test]
    fn what_is_kept_comes_back_and_what_is_damaged_does_not() {
        let name = name(NAMESPACE, Digest::of(b"key"));
        for kept in [&b""[..], b"x", &[7; 1000]] {
            let bytes = write(name, kept);
            assert_eq!(read(name, bytes.clone()).as_deref(), Some(kept));
            for at in [0, Digest::LEN - 1, bytes.len() - 1] {
                let mut damaged = bytes.clone();
                damaged[at] ^= 1;
                assert_eq!(read(name, damaged), None);
            }
            assert_eq!(read(name, bytes[..bytes.len() - 1].to_vec()), None);
            assert_eq!(read(name, [&bytes[..], &bytes].concat()), None);
        }
        assert_eq!(read(name, Vec::new()), None);
    }

    #[test]
    fn what_is_kept_is_known_under_its_own_name_alone() {
        let [a, b] = [b"a", b"b"].map(|key| Digest::of(key));
        let newer = Namespace { version: 2, ..NAMESPACE };
        let other = Namespace { name: "others", ..NAMESPACE };
        let names = [name(NAMESPACE, a), name(NAMESPACE, b), name(newer, a), name(other, a)];
        for (at, of_entry) in names.iter().enumerate() {
            let found = names.iter().map(|name| read(*name, write(*of_entry, b"kept")).is_some());
            assert!(found.enumerate().all(|(other, is_found)| is_found == (other == at)));
        }
    }
}
