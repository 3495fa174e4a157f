//! Which way up a photo is to be shown.

use std::io::{BufRead, Read, Seek, SeekFrom};

const EXIF_HEADER: &[u8] = b"Exif\0\0";
const ORIENTATION_TAG: u16 = 0x0112;

/// No block of Exif is longer in a JPEG, and none need be in other images.
const LONGEST: u64 = 1 << 16;

/// The orientation that an image's Exif says (Exif 2.32, tag 0x0112), 1 to 8; `None` where it says
/// none, and for formats that have a way of their own to say it.
pub fn orientation(mut image: impl BufRead + Seek) -> Option<u16> {
    let mut head = [0; 16];
    image.read_exact(&mut head).ok()?;
    match head {
        [0xFF, 0xD8, ..] => in_jpeg(image),
        [0x89, b'P', b'N', b'G', ..] => in_chunks(image, true),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', b'V', b'P', b'8', b'X'] => {
            in_chunks(image, false)
        }
        _ => None,
    }
}

fn in_jpeg(mut jpeg: impl BufRead + Seek) -> Option<u16> {
    jpeg.seek(SeekFrom::Start(2)).ok()?;
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

/// Looks for the chunk of a PNG, else of a WebP. In a PNG the length comes before the kind, and a
/// checksum behind the chunk.
fn in_chunks(mut image: impl BufRead + Seek, is_png: bool) -> Option<u16> {
    let (start, wanted) = if is_png { (8, *b"eXIf") } else { (12, *b"EXIF") };
    image.seek(SeekFrom::Start(start)).ok()?;
    loop {
        let (mut first, mut second) = ([0; 4], [0; 4]);
        image.read_exact(&mut first).ok()?;
        image.read_exact(&mut second).ok()?;
        let (kind, length) = match is_png {
            true => (second, i64::from(u32::from_be_bytes(first))),
            false => (first, i64::from(u32::from_le_bytes(second))),
        };
        if kind == wanted {
            let mut chunk = Vec::new();
            image.by_ref().take(LONGEST.min(length.unsigned_abs())).read_to_end(&mut chunk).ok()?;
            return in_tiff(chunk.strip_prefix(EXIF_HEADER).unwrap_or(&chunk));
        }
        image.seek_relative(length + if is_png { 4 } else { length % 2 }).ok()?;
    }
}

/// Whether width and height change places.
pub fn turns_on_its_side(orientation: u16) -> bool {
    (5..=8).contains(&orientation)
}

/// Looks the tag up in the first directory of a TIFF (TIFF 6.0, section 2).
pub fn in_tiff(tiff: &[u8]) -> Option<u16> {
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
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::orientation;

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut jpeg = vec![0xFF, 0xD8, 0xFF, 0xE1, 0, 200];
            jpeg.extend(b"Exif\0\0II\x2A\0");
            jpeg.extend(bytes);
            orientation(Cursor::new(jpeg));
        }
    }
}
