//! Checks permissions without changing anything. What cannot be checked is taken as allowed.

use std::io;
use std::path::Path;

/// What tells file systems, and their parts that are mounted by themselves, from each other:
/// nothing can be moved from one to another.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mount {
    device: (u64, u64),
    number: Option<u64>,
}

/// Why nothing can be put into a folder, or taken out of it.
#[cfg(unix)]
pub(super) fn of_folder(folder: &Path) -> Option<io::Error> {
    use rustix::fs::{Access, AtFlags, CWD, accessat};
    use rustix::io::Errno;

    let allowed = accessat(CWD, folder, Access::WRITE_OK | Access::EXEC_OK, AtFlags::EACCESS);
    match allowed {
        Err(Errno::NOSYS | Errno::INVAL) => None,
        Err(error) => Some(error.into()),
        // Files in an append-only folder cannot be removed.
        Ok(()) => system::is_for_adding(folder).then(|| Errno::PERM.into()),
    }
}

/// Why what stands in a folder cannot be replaced or removed, though the folder can be changed.
#[cfg(unix)]
pub(super) fn of_entry(folder: &Path, place: &Path) -> Option<io::Error> {
    use std::fs;
    use std::os::unix::fs::MetadataExt;

    use rustix::io::Errno;

    const STICKY: u32 = 0o1000;
    let (around, found) = (fs::metadata(folder).ok()?, fs::symlink_metadata(place).ok()?);
    let user = rustix::process::geteuid().as_raw();
    let is_somebody_elses = user != 0 && ![around.uid(), found.uid()].contains(&user);
    if around.mode() & STICKY != 0 && is_somebody_elses {
        return Some(Errno::PERM.into());
    }
    system::what_fixes(place).map(Into::into)
}

#[cfg(unix)]
pub(super) fn mount(path: &Path) -> Option<Mount> {
    system::mount(path)
}

/// How many bytes a name may have.
#[cfg(unix)]
pub(super) fn longest_name(folder: &Path) -> usize {
    let about = rustix::fs::statvfs(folder);
    about.map_or(usize::MAX, |about| usize::try_from(about.f_namemax).unwrap_or(usize::MAX))
}

#[cfg(target_os = "linux")]
mod system {
    use std::path::Path;

    use rustix::fs::{AtFlags, CWD, Statx, StatxAttributes, StatxFlags, statx};
    use rustix::io::Errno;

    use super::Mount;

    fn about(path: &Path, flags: AtFlags) -> Option<Statx> {
        statx(CWD, path, flags, StatxFlags::BASIC_STATS | StatxFlags::MNT_ID).ok()
    }

    pub(super) fn is_for_adding(folder: &Path) -> bool {
        let about = about(folder, AtFlags::empty());
        about.is_some_and(|about| about.stx_attributes.contains(StatxAttributes::APPEND))
    }

    /// The fault of changing what is marked as not to be changed, or is a file system's beginning.
    pub(super) fn what_fixes(place: &Path) -> Option<Errno> {
        let attributes = about(place, AtFlags::SYMLINK_NOFOLLOW)?.stx_attributes;
        if attributes.contains(StatxAttributes::MOUNT_ROOT) {
            return Some(Errno::BUSY);
        }
        attributes.intersects(StatxAttributes::IMMUTABLE | StatxAttributes::APPEND).then_some(Errno::PERM)
    }

    pub(super) fn mount(path: &Path) -> Option<Mount> {
        let about = about(path, AtFlags::empty())?;
        let knows_number = StatxFlags::from_bits_retain(about.stx_mask).contains(StatxFlags::MNT_ID);
        Some(Mount {
            device: (about.stx_dev_major.into(), about.stx_dev_minor.into()),
            number: knows_number.then_some(about.stx_mnt_id),
        })
    }
}

#[cfg(all(unix, not(target_os = "linux")))]
mod system {
    use std::fs;
    use std::os::unix::fs::MetadataExt;
    use std::path::Path;

    use rustix::io::Errno;

    use super::Mount;

    pub(super) fn is_for_adding(_: &Path) -> bool {
        false
    }

    pub(super) fn what_fixes(_: &Path) -> Option<Errno> {
        None
    }

    pub(super) fn mount(path: &Path) -> Option<Mount> {
        let about = fs::metadata(path).ok()?;
        Some(Mount { device: (about.dev(), 0), number: None })
    }
}

#[cfg(not(unix))]
pub(super) fn of_folder(_: &Path) -> Option<io::Error> {
    None
}

#[cfg(not(unix))]
pub(super) fn of_entry(_: &Path, _: &Path) -> Option<io::Error> {
    None
}

#[cfg(not(unix))]
pub(super) fn mount(_: &Path) -> Option<Mount> {
    None
}

#[cfg(not(unix))]
pub(super) fn longest_name(_: &Path) -> usize {
    usize::MAX
}
