//! Windows icons and cursors: a list of pictures, each a PNG or a bitmap.

use super::notes::{CUT_SHORT, NotStripped, Stripped, Within, little_endian};

const ENTRY: usize = 16;

pub fn strip_metadata(bytes: &[u8], within: Within) -> Stripped {
    let count = little_endian(bytes.get(4..6).ok_or(CUT_SHORT)?) as usize;
    let pictures_at = 6 + ENTRY * count;
    let mut stripped = bytes.get(..pictures_at).ok_or(CUT_SHORT)?.to_vec();
    let mut whole = 0;
    for entry in (6..pictures_at).step_by(ENTRY) {
        let number = |at: usize| little_endian(&bytes[entry + at..][..4]) as usize;
        let (length, start) = (number(8), number(12));
        whole += length;
        if whole > bytes.len() {
            return Err(NotStripped::Damaged("its pictures lie over each other"));
        }
        let picture = bytes.get(start..).and_then(|rest| rest.get(..length)).ok_or(CUT_SHORT)?;
        let picture = within(picture)?;
        let place = [picture.len() as u32, stripped.len() as u32].map(u32::to_le_bytes).concat();
        stripped[entry + 8..entry + 16].copy_from_slice(&place);
        stripped.extend(picture);
    }
    Ok(stripped)
}
