//! JPEG XL in boxes (ISO/IEC 18181-2). A bare codestream holds no notes.

use super::boxes::boxes;
use super::notes::Stripped;

/// The boxes of the picture. What is left out is Exif, XMP, and what a JPEG that was made into this
/// one had beside its picture.
const KEPT: [&[u8; 4]; 7] = [b"JXL ", b"ftyp", b"jxll", b"jxli", b"jxlc", b"jxlp", b"jhgm"];

pub fn strip_metadata(bytes: &[u8]) -> Stripped {
    let found = boxes(bytes, 0..bytes.len())?;
    let kept = found.into_iter().filter(|found| KEPT.contains(&&found.kind));
    Ok(kept.flat_map(|kept| &bytes[kept.start..kept.body.end]).copied().collect())
}
