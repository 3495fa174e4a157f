//! JPEG (ITU-T T.81, annex B).

use super::notes::{CUT_SHORT, Stripped, upright};

const SOI: u8 = 0xD8;
const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;

/// The image up to its end: what phones put behind it (a second photo, a film) has notes of its
/// own.
pub fn strip_metadata(bytes: &[u8]) -> Stripped {
    let mut stripped = vec![0xFF, SOI];
    let mut at = 2;
    let mut has_scan = false;
    loop {
        let Some((marker, start)) = next_marker(bytes, at) else {
            // Browsers show truncated images.
            return if has_scan { Ok(stripped) } else { Err(CUT_SHORT) };
        };
        match marker {
            EOI => {
                stripped.extend([0xFF, EOI]);
                return Ok(stripped);
            }
            // Markers without a segment.
            0x01 | 0xD0..=SOI => at = start,
            _ => {
                let length = bytes.get(start..start + 2).ok_or(CUT_SHORT)?;
                let end = start + usize::from(u16::from_be_bytes([length[0], length[1]]));
                let contents = bytes.get(start + 2..end).ok_or(CUT_SHORT)?;
                if let Some(contents) = kept(marker, contents) {
                    stripped.extend([0xFF, marker]);
                    stripped.extend((contents.len() as u16 + 2).to_be_bytes());
                    stripped.extend(contents);
                }
                at = end;
                if marker == SOS {
                    has_scan = true;
                    at = end_of_scan(bytes, end);
                    stripped.extend_from_slice(&bytes[end..at]);
                }
            }
        }
    }
}

/// What stays of a segment.
fn kept(marker: u8, contents: &[u8]) -> Option<Vec<u8>> {
    match marker {
        // JFIF, without the thumbnail.
        0xE0 if contents.starts_with(b"JFIF\0") => Some([contents.get(..12)?, &[0, 0]].concat()),
        0xE1 => {
            let orientation = upright(contents.strip_prefix(b"Exif\0\0")?)?;
            Some([b"Exif\0\0", &orientation[..]].concat())
        }
        0xE2 if contents.starts_with(b"ICC_PROFILE\0") => Some(contents.to_vec()),
        // How Adobe's colours are meant.
        0xEE if contents.starts_with(b"Adobe") => contents.get(..12).map(<[u8]>::to_vec),
        0xC0..=0xDF => Some(contents.to_vec()),
        _ => None,
    }
}

/// The next marker, and what comes after it.
fn next_marker(bytes: &[u8], mut at: usize) -> Option<(u8, usize)> {
    loop {
        at += memchr::memchr(0xFF, bytes.get(at..)?)? + 1;
        match *bytes.get(at)? {
            0xFF => {}
            0 => at += 1,
            marker => return Some((marker, at + 1)),
        }
    }
}

/// Where the data of a scan end: before the next marker that is none of its own.
fn end_of_scan(bytes: &[u8], mut at: usize) -> usize {
    while let Some(found) = memchr::memchr(0xFF, &bytes[at..]) {
        at += found;
        match bytes.get(at + 1) {
            None => break,
            Some(0 | 0xD0..=0xD7) => at += 2,
            Some(0xFF) => at += 1,
            Some(_) => return at,
        }
    }
    bytes.len()
}
