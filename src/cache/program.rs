//! The identity of this program, whatever its version number.
//!
//! Programs are equal if their bytes are. Hashing the executable takes longer than most builds, so
//! it is done once: the cache remembers its metadata (inode, size, times) with its identity. In a
//! new cache, the metadata alone is the identity: no other program has written there.

use std::fs::{File, Metadata};
use std::path::PathBuf;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::entry::Namespace;
use super::store::Store;
use crate::base::Digest;

const PROGRAMS: Namespace = Namespace { name: "programs", version: 1 };

/// How many files of programs a cache remembers.
const MOST: usize = 8;

/// What the system says of a file whose bytes stay as they are while it says the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct ProgramStamp {
    device: u64,
    inode: u64,
    len: u64,
    /// `mtime` in seconds and nanoseconds; programs can set it.
    modified: (i64, i64),
    /// `ctime`, which no program can set.
    changed: (i64, i64),
}

/// The files of programs that a cache has seen, and what each was called.
type ProgramTable = Vec<(ProgramStamp, Digest)>;

/// What this program is called; `None` where that cannot be found out.
pub(super) fn identify(store: &Store) -> Option<Digest> {
    let key = Digest::default();
    let kept = store.get(PROGRAMS, key).and_then(|kept| postcard::from_bytes(&kept).ok());
    let mut known: ProgramTable = kept.unwrap_or_default();
    let before = known.len();
    let stamp = File::open(file()?).and_then(|file| file.metadata()).ok().as_ref().and_then(ProgramStamp::of);
    let name = name(&mut known, stamp, content)?;
    if known.len() != before {
        known.drain(..known.len().saturating_sub(MOST));
        store.put(PROGRAMS, key, &postcard::to_stdvec(&known).ok()?);
    }
    Some(name)
}

/// What a program is called of whose file the system says this, and which has the bytes of this
/// digest.
fn name(
    known: &mut ProgramTable,
    stamp: Option<ProgramStamp>,
    content: impl FnOnce() -> Option<Digest>,
) -> Option<Digest> {
    let Some(stamp) = stamp else { return content() };
    if let Some((_, name)) = known.iter().find(|(seen, _)| *seen == stamp) {
        return Some(*name);
    }
    let name = match known.is_empty() {
        true => Digest::of(&postcard::to_stdvec(&stamp).ok()?),
        false => content()?,
    };
    known.push((stamp, name));
    Some(name)
}

impl ProgramStamp {
    /// `None` where the system says too little.
    #[cfg(unix)]
    fn of(about: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        // A file system that is made as a whole, as `squashfs` is, has no clock, and may say the
        // same of two.
        let has_clock = about.ctime_nsec() != 0;
        has_clock.then(|| Self {
            device: about.dev(),
            inode: about.ino(),
            len: about.len(),
            modified: (about.mtime(), about.mtime_nsec()),
            changed: (about.ctime(), about.ctime_nsec()),
        })
    }

    #[cfg(not(unix))]
    fn of(_: &Metadata) -> Option<Self> {
        None
    }
}

/// The digest of the bytes of the program that runs.
fn content() -> Option<Digest> {
    static CONTENT: OnceLock<Option<Digest>> = OnceLock::new();
    *CONTENT.get_or_init(|| Digest::of_reader(&mut File::open(file()?).ok()?).ok())
}

/// The file of the program that runs. It may have another name by now, or none.
fn file() -> Option<PathBuf> {
    let running = PathBuf::from("/proc/self/exe");
    if cfg!(target_os = "linux") && running.exists() { Some(running) } else { std::env::current_exe().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(inode: u64) -> Option<ProgramStamp> {
        Some(ProgramStamp { device: 1, inode, len: 3, modified: (1, 0), changed: (2, 3) })
    }

    #[test]
    fn a_program_is_called_by_its_bytes_once_there_is_another() {
        let (mut known, [a, b]) = (ProgramTable::new(), [b"a", b"b"].map(|bytes| Digest::of(bytes)));
        let unread = || -> Option<Digest> { panic!("its bytes need not be read") };
        let first = name(&mut known, stamp(1), unread);
        assert_eq!(name(&mut known, stamp(1), unread), first);
        assert_eq!(name(&mut known, stamp(2), || Some(a)), Some(a));
        assert_eq!(name(&mut known, stamp(3), || Some(b)), Some(b));
        assert_eq!(name(&mut known, stamp(4), || Some(a)), Some(a), "a copy");
        for (inode, called) in [(1, first), (2, Some(a)), (3, Some(b)), (4, Some(a))] {
            assert_eq!(name(&mut known, stamp(inode), unread), called);
        }
        assert_eq!(name(&mut known, stamp(5), || None), None, "nobody knows what it is");
        assert_eq!((name(&mut known, None, || Some(b)), known.len()), (Some(b), 4));
    }

    #[test]
    fn nothing_that_is_said_of_a_file_may_differ() {
        let of = |change: fn(&mut ProgramStamp)| {
            let mut known = ProgramTable::from([(stamp(1).unwrap(), Digest::of(b"a"))]);
            let mut other = stamp(1).unwrap();
            change(&mut other);
            name(&mut known, Some(other), || Some(Digest::of(b"b")))
        };
        assert_eq!(of(|_| {}), Some(Digest::of(b"a")));
        for change in [
            (|stamp| stamp.device += 1) as fn(&mut ProgramStamp),
            |stamp| stamp.inode += 1,
            |stamp| stamp.len += 1,
            |stamp| stamp.modified.1 += 1,
            |stamp| stamp.changed.1 += 1,
        ] {
            assert_eq!(of(change), Some(Digest::of(b"b")));
        }
    }

    #[test]
    fn the_program_that_runs_has_bytes() {
        assert!(content().is_some_and(|content| content != Digest::default()));
    }
}
