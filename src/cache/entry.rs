//! An entry's bytes on disk: the digest of what is kept, and that.

use crate::base::Digest;

/// The bytes of a file that keeps `kept`.
pub(super) fn write(kept: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(Digest::LEN + kept.len());
    bytes.extend_from_slice(Digest::of(kept).as_bytes());
    bytes.extend_from_slice(kept);
    bytes
}

/// What a file's bytes keep; `None` where they are damaged, as by a disk that was full.
pub(super) fn read(mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    let kept = bytes.get(Digest::LEN..)?;
    if bytes[..Digest::LEN] != *Digest::of(kept).as_bytes() {
        return None;
    }
    bytes.drain(..Digest::LEN);
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back_and_what_is_damaged_does_not() {
        for kept in [&b""[..], b"x", &[7; 1000]] {
            let bytes = write(kept);
            assert_eq!(read(bytes.clone()).as_deref(), Some(kept));
            for at in [0, Digest::LEN - 1, bytes.len() - 1] {
                let mut damaged = bytes.clone();
                damaged[at] ^= 1;
                assert_eq!(read(damaged), None);
            }
            assert_eq!(read(bytes[..bytes.len() - 1].to_vec()), None);
        }
        assert_eq!(read(Vec::new()), None);
    }
}
