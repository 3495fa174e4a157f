//! GIF (89a).

use super::notes::{CUT_SHORT, NotStripped, Stripped};

/// The applications whose blocks make the picture: how often it moves, and its colours.
const KEPT: [&[u8; 11]; 3] = [b"NETSCAPE2.0", b"ANIMEXTS1.0", ICC];

const ICC: &[u8; 11] = b"ICCRGBG1012";

/// The image up to its end, without comments, texts, and the blocks of other applications.
pub fn strip_metadata(bytes: &[u8]) -> Stripped {
    let mut has_frame = false;
    let mut at = 13 + table(bytes.get(10).ok_or(CUT_SHORT)?);
    let mut stripped = bytes.get(..at).ok_or(CUT_SHORT)?.to_vec();
    loop {
        let Some(kind) = bytes.get(at) else {
            // Browsers show truncated images.
            return if has_frame { Ok(stripped) } else { Err(CUT_SHORT) };
        };
        let start = at;
        let is_kept = match kind {
            b'\x3B' => {
                stripped.push(b'\x3B');
                return Ok(stripped);
            }
            b'\x2C' => {
                let head = bytes.get(at..at + 10).ok_or(CUT_SHORT)?;
                // Where it stands, its colours, and how its codes begin.
                at = end_of_blocks(bytes, at + 11 + table(&head[9])).ok_or(CUT_SHORT)?;
                has_frame = true;
                true
            }
            b'\x21' => {
                let label = *bytes.get(at + 1).ok_or(CUT_SHORT)?;
                at = end_of_blocks(bytes, at + 2).ok_or(CUT_SHORT)?;
                let is_known = || KEPT.iter().any(|name| bytes[start + 3..].starts_with(&name[..]));
                label == 0xF9 || (label == 0xFF && is_known())
            }
            // A block too many that is empty.
            0 => {
                at += 1;
                false
            }
            _ => return Err(NotStripped::Damaged("one of its blocks is of no known kind")),
        };
        if is_kept && *kind == b'\x21' && bytes[start + 1] == 0xFF && !bytes[start + 3..].starts_with(ICC) {
            stripped.extend(looping(&bytes[start..at]));
        } else if is_kept {
            stripped.extend_from_slice(&bytes[start..at]);
        }
    }
}

/// The block that says how often an image moves, with what programs know of it: how often, and how
/// much is to be loaded before.
fn looping(block: &[u8]) -> Vec<u8> {
    const HEAD: usize = 14;
    let mut known = block[..HEAD].to_vec();
    let mut at = HEAD;
    while let Some(length) = block.get(at).map(|length| usize::from(*length)).filter(|length| *length > 0) {
        let part = &block[at..=at + length];
        if matches!(part, [3, 1, ..] | [5, 2, ..]) {
            known.extend_from_slice(part);
        }
        at += 1 + length;
    }
    known.push(0);
    known
}

/// How long the table of colours is that some flags announce.
fn table(flags: &u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// What comes after a row of blocks, whose last is empty.
fn end_of_blocks(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}
