//! Files that are read whole, up to a size.

use std::fs::File;
use std::io::{self, ErrorKind, Read};

/// How many bytes a source may have: a section file, a data file, a template, a dictionary, a style
/// sheet. A long novel has a sixth of that; what is larger was never written by hand.
pub const SOURCE_LIMIT: u64 = 8 << 20;

/// The bytes of a file that was opened; fails where it has more than a limit, before they are read.
pub fn read_bounded(file: File, limit: u64) -> io::Result<Vec<u8>> {
    let len = file.metadata()?.len();
    if len > limit {
        return Err(too_large(len, limit));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(len).unwrap_or_default() + 1);
    // The file may have grown since `metadata`.
    file.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(too_large(bytes.len() as u64, limit));
    }
    Ok(bytes)
}

/// The error of a file that has more bytes than a limit.
pub fn too_large(len: u64, limit: u64) -> io::Error {
    let mib = |bytes: u64| bytes as f64 / f64::from(1 << 20);
    let message = format!("it has {:.1} MiB, and may have {}", mib(len), mib(limit));
    io::Error::new(ErrorKind::FileTooLarge, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_up_to_its_limit_and_no_further() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        let file = File::create(&path).unwrap();
        for (len, limit, read) in
            [(0, 10, true), (10, 10, true), (11, 10, false), (1 << 40, SOURCE_LIMIT, false)]
        {
            file.set_len(len).unwrap();
            let found = File::open(&path).and_then(|file| read_bounded(file, limit));
            let too_large = |error: io::Error| error.kind() == ErrorKind::FileTooLarge;
            assert_eq!(
                found.map(|bytes| bytes.len() as u64).map_err(too_large),
                if read { Ok(len) } else { Err(true) }
            );
        }
        let told = read_bounded(File::open(&path).unwrap(), SOURCE_LIMIT).unwrap_err().to_string();
        assert_eq!(told, "it has 1048576.0 MiB, and may have 8");
    }
}
