//! Opening files: at once, and nothing but files.

use std::fs::{File, FileType, OpenOptions};
use std::io::{self, ErrorKind, Read as _};
use std::path::Path;

use super::path::make_folder;

/// Opens a file to be read. No part of its path may be a symbolic link, so that it is the file
/// that was found there; where the system cannot see to that, its last part alone may be none.
///
/// # Errors
///
/// Where there is no file, but a link, a folder, a pipe or a device, or the system does not let it.
pub fn open(path: &Path) -> io::Result<File> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, Mode, OFlags, ResolveFlags, openat2};
        use rustix::io::Errno;

        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        match openat2(CWD, path, flags, Mode::empty(), ResolveFlags::NO_SYMLINKS) {
            // Old kernel, or blocked by a container's seccomp profile.
            Err(Errno::NOSYS | Errno::PERM) => {}
            opened => return file(opened.map(File::from).map_err(io::Error::from)),
        }
    }
    open_itself(path, File::options().read(true))
}

/// Opens what stands at a path itself, in the way that the options say. Links above it are
/// followed.
///
/// # Errors
///
/// Those of [`open()`].
pub fn open_itself(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;

        use rustix::fs::OFlags;

        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
        options.custom_flags(i32::try_from(flags.bits()).unwrap_or_default());
    }
    #[cfg(not(unix))]
    if path.is_symlink() {
        return Err(is_link());
    }
    file(options.open(path))
}

/// Makes a file that is not there yet, and the folders that it lies in; follows no link.
///
/// # Errors
///
/// Where something stands there, or the system does not let it.
pub fn create_new(path: &Path) -> io::Result<File> {
    path.parent().map_or(Ok(()), make_folder)?;
    open_itself(path, File::options().write(true).create_new(true))
}

/// All bytes of a file, opened by [`open()`].
///
/// # Errors
///
/// Those of [`open()`], and where the file cannot be read.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What was opened, where it is a file.
fn file(opened: io::Result<File>) -> io::Result<File> {
    #[cfg(unix)]
    if let Err(error) = &opened
        && error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error())
    {
        return Err(is_link());
    }
    let file = opened?;
    must_be_file(file.metadata()?.file_type())?;
    Ok(file)
}

/// Tells what else it is where it is no file.
///
/// # Errors
///
/// What it is.
pub fn must_be_file(kind: FileType) -> io::Result<()> {
    match kind.is_file() {
        true => Ok(()),
        false if kind.is_dir() => Err(ErrorKind::IsADirectory.into()),
        false => Err(io::Error::other("it is no file, but a pipe, a socket or a device")),
    }
}

fn is_link() -> io::Error {
    io::Error::other("it is a symbolic link, or lies behind one")
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    use super::*;

    #[test]
    fn nothing_but_files_is_opened() {
        let folder = tempfile::tempdir().unwrap();
        let base = folder.path().canonicalize().unwrap();
        fs::create_dir(base.join("folder")).unwrap();
        fs::write(base.join("folder/file"), "text").unwrap();
        symlink("folder/file", base.join("link")).unwrap();
        symlink("nowhere", base.join("lost")).unwrap();
        symlink("folder", base.join("linked")).unwrap();
        rustix::fs::mkfifoat(rustix::fs::CWD, base.join("pipe"), 0o644.into()).unwrap();
        let _socket = UnixListener::bind(base.join("socket")).unwrap();
        assert_eq!(read(&base.join("folder/file")).unwrap(), b"text");
        for name in ["folder", "link", "lost", "pipe", "socket", "nothing"] {
            assert!(open(&base.join(name)).is_err(), "{name}");
            for is_read in [true, false] {
                let opened = open_itself(&base.join(name), File::options().read(is_read).write(!is_read));
                assert!(opened.is_err(), "{name}");
            }
        }
        assert!(open(&base.join("linked/file")).is_err());
        assert!(open_itself(&base.join("linked/file"), File::options().read(true)).is_ok());
        assert!(!base.join("nowhere").exists());
    }
}
