//! Which way up a photo is to be shown.

use std::io::{BufRead, Read};

const EXIF_HEADER: &[u8] = b"Exif\0\0";
const ORIENTATION_TAG: u16 = 0x0112;

/// The orientation that a JPEG's Exif segment says (Exif 2.32, tag 0x0112), 1 to 8; `None` where it says none.
pub fn orientation(mut jpeg: impl BufRead) -> Option<u16> {
    let mut marker = [0; 2];
    jpeg.read_exact(&mut marker).ok()?;
    if marker != [0xFF, 0xD8] {
        return None;
    }
    loop {
        let mut head = [0; 4];
        jpeg.read_exact(&mut head).ok()?;
        let [0xFF, kind, high, low] = head else { return None };
        let length = u64::from(u16::from_be_bytes([high, low])).checked_sub(2)?;
        let mut segment = Vec::new();
        jpeg.by_ref().take(length).read_to_end(&mut segment).ok()?;
        match kind {
            0xE1 if segment.starts_with(EXIF_HEADER) => return in_tiff(&segment[EXIF_HEADER.len()..]),
            // Scan data follows: no more segments.
            0xDA => return None,
            _ => {}
        }
    }
}

/// Whether width and height change places.
pub fn turns_on_its_side(orientation: u16) -> bool {
    (5..=8).contains(&orientation)
}

/// Looks the tag up in the first directory of a TIFF (TIFF 6.0, section 2).
fn in_tiff(tiff: &[u8]) -> Option<u16> {
    let little = match tiff.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes: [u8; 2] = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long = |at: usize| {
        let bytes: [u8; 4] = tiff.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    };
    let directory = usize::try_from(long(4)?).ok()?;
    let entries = usize::from(short(directory)?);
    (0..entries)
        .map(|entry| directory + 2 + 12 * entry)
        .find(|&at| short(at) == Some(ORIENTATION_TAG))
        .and_then(|at| short(at + 8))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::orientation;

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut jpeg = vec![0xFF, 0xD8, 0xFF, 0xE1, 0, 200];
            jpeg.extend(b"Exif\0\0II\x2A\0");
            jpeg.extend(bytes);
            orientation(&jpeg[..]);
        }
    }
}
