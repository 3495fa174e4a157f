//! WebP (RFC 9649).

use super::notes::{CUT_SHORT, NotStripped, Stripped, little_endian, upright};

/// What the header of the extended format says to be there.
const ICC: u8 = 0x20;
const ALPHA: u8 = 0x10;
const EXIF: u8 = 0x08;
const ANIMATION: u8 = 0x02;

/// The image up to where its RIFF ends, and a header that announces what there is and nothing else.
pub fn strip_metadata(bytes: &[u8]) -> Stripped {
    const BAD_HEADER: NotStripped = NotStripped::Damaged("its header is cut short");
    let size = little_endian(&bytes[4..8]) as usize;
    let end = size.saturating_add(8).min(bytes.len());
    let mut orientation = None;
    let mut flags = 0;
    let mut pictures = Pictures::default();
    let mut stripped = b"RIFF\0\0\0\0WEBP".to_vec();
    let mut header = None;
    for chunk in Chunks(bytes.get(12..end).ok_or(CUT_SHORT)?) {
        let (kind, contents) = chunk?;
        match &kind {
            b"VP8X" if header.is_none() => {
                header = Some(stripped.len() + 8);
                push(&mut stripped, kind, contents.get(..10).ok_or(BAD_HEADER)?);
            }
            b"EXIF" => {
                orientation =
                    orientation.or_else(|| upright(contents.strip_prefix(b"Exif\0\0").unwrap_or(contents)));
            }
            b"ANMF" => {
                push(&mut stripped, kind, &frame(contents, &mut pictures)?);
            }
            b"VP8 " | b"VP8L" | b"ALPH" | b"ICCP" | b"ANIM" => {
                pictures.see(&kind, contents);
                flags |= match &kind {
                    b"ICCP" => ICC,
                    b"ANIM" => ANIMATION,
                    _ => 0,
                };
                push(&mut stripped, kind, contents);
            }
            _ => {}
        }
    }
    if !pictures.are_there {
        return Err(CUT_SHORT);
    }
    if let Some(at) = header {
        flags |= if pictures.have_alpha(stripped[at] & ALPHA != 0) { ALPHA } else { 0 };
        if let Some(orientation) = orientation {
            flags |= EXIF;
            push(&mut stripped, *b"EXIF", &orientation);
        }
        stripped[at] = flags;
        stripped[at + 1..at + 4].fill(0);
    }
    let size = stripped.len() as u32 - 8;
    stripped[4..8].copy_from_slice(&size.to_le_bytes());
    Ok(stripped)
}

#[derive(Default)]
struct Pictures {
    are_there: bool,
    /// Whether one has a chunk for its transparency, or says that it is transparent.
    is_one_transparent: bool,
    /// Whether one is without loss, and so may be transparent whatever it says of that itself.
    is_one_lossless: bool,
}

impl Pictures {
    fn see(&mut self, kind: &[u8; 4], contents: &[u8]) {
        match kind {
            b"VP8 " => self.are_there = true,
            b"VP8L" => {
                (self.are_there, self.is_one_lossless) = (true, true);
                // Behind the signature and two lengths of 14 bits (RFC 9649, section 3.4).
                self.is_one_transparent |= contents.get(4).is_some_and(|byte| byte & 0x10 != 0);
            }
            b"ALPH" => self.is_one_transparent = true,
            _ => {}
        }
    }

    fn have_alpha(&self, is_announced: bool) -> bool {
        self.is_one_transparent || (is_announced && self.is_one_lossless)
    }
}

/// What stays of a frame: where it stands, and its picture.
fn frame(contents: &[u8], pictures: &mut Pictures) -> Stripped {
    let (place, chunks) = contents.split_at_checked(16).ok_or(CUT_SHORT)?;
    let mut frame = place.to_vec();
    for chunk in Chunks(chunks) {
        let (kind, contents) = chunk?;
        if matches!(&kind, b"VP8 " | b"VP8L" | b"ALPH") {
            pictures.see(&kind, contents);
            push(&mut frame, kind, contents);
        }
    }
    Ok(frame)
}

fn push(bytes: &mut Vec<u8>, kind: [u8; 4], contents: &[u8]) {
    bytes.extend(kind);
    bytes.extend((contents.len() as u32).to_le_bytes());
    bytes.extend(contents);
    // A chunk of an odd length has a zero behind it.
    bytes.resize(bytes.len() + contents.len() % 2, 0);
}

struct Chunks<'a>(&'a [u8]);

impl<'a> Iterator for Chunks<'a> {
    type Item = Result<([u8; 4], &'a [u8]), NotStripped>;

    fn next(&mut self) -> Option<Self::Item> {
        // Some writers count a zero too many at the end.
        if self.0.iter().take(8).all(|byte| *byte == 0) && self.0.len() < 8 {
            return None;
        }
        let chunk = self.0.split_at_checked(8).and_then(|(head, rest)| {
            let length = little_endian(&head[4..]) as usize;
            let (contents, rest) = rest.split_at_checked(length)?;
            self.0 = rest.get(length % 2..).unwrap_or_default();
            Some(([head[0], head[1], head[2], head[3]], contents))
        });
        if chunk.is_none() {
            self.0 = &[];
        }
        Some(chunk.ok_or(CUT_SHORT))
    }
}
