//! The boxes of ISO base media files (ISO/IEC 14496-12, 4.2), which JPEG XL has too.

use std::ops::Range;

use super::notes::{CUT_SHORT, NotStripped, big_endian};

/// A box: its kind, where it begins, and where what it holds lies.
pub struct IsoBox {
    pub kind: [u8; 4],
    pub start: usize,
    pub body: Range<usize>,
}

/// The boxes of a stretch of a file.
pub fn boxes(bytes: &[u8], range: Range<usize>) -> Result<Vec<IsoBox>, NotStripped> {
    let mut found = Vec::new();
    let mut start = range.start;
    while start < range.end {
        let head = bytes.get(start..start + 8).ok_or(CUT_SHORT)?;
        let kind = [head[4], head[5], head[6], head[7]];
        let (length, body) = match big_endian(&head[..4]) {
            // Size 0: up to the end.
            0 => ((range.end - start) as u64, start + 8),
            1 => (big_endian(bytes.get(start + 8..start + 16).ok_or(CUT_SHORT)?), start + 16),
            length => (length, start + 8),
        };
        let end = usize::try_from(length).ok().and_then(|length| start.checked_add(length));
        let end = end.filter(|end| (body..=range.end).contains(end)).ok_or(CUT_SHORT)?;
        found.push(IsoBox { kind, start, body: body..end });
        start = end;
    }
    Ok(found)
}
