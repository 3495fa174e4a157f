//! Reading bytes that are in memory or on disk.

use std::io::{self, BufRead, BufReader, Cursor, Seek};
use std::sync::Arc;

use super::{Blob, Content};
use crate::base::Digest;
use crate::disk;

/// Bytes that can be read in order and from any place.
pub trait ReadSeek: BufRead + Seek {}

impl<T: BufRead + Seek> ReadSeek for T {}

impl Content {
    /// Opens the bytes for reading; fails where they lie in a file that cannot be opened.
    pub fn open(&self) -> io::Result<Box<dyn ReadSeek + '_>> {
        match self {
            Content::Memory(bytes) => Ok(Box::new(Cursor::new(&bytes[..]))),
            Content::File(path) | Content::Spooled(path) => {
                Ok(Box::new(BufReader::with_capacity(1 << 16, disk::open(path)?)))
            }
        }
    }

    /// All the bytes; fails where they lie in a file that cannot be read.
    pub fn read(&self) -> io::Result<Arc<[u8]>> {
        match self {
            Content::Memory(bytes) => Ok(Arc::clone(bytes)),
            Content::File(path) | Content::Spooled(path) => Ok(disk::read(path)?.into()),
        }
    }
}

impl Blob {
    /// Makes a blob of bytes in memory.
    pub fn of(bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        Self { digest: Digest::of(&bytes), len: bytes.len() as u64, content: Content::Memory(bytes) }
    }
}
