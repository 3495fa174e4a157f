//! Images without what is noted in them beside the picture: places, owners, cameras, times, texts,
//! thumbnails.
//!
//! A format is known by its bytes, whatever a file is called. Only what is known to make the
//! picture stays: pixels, colour profiles, animation, and which way up it is.

mod boxes;
mod gif;
mod heif;
mod ico;
mod items;
mod jpeg;
mod jxl;
mod notes;
mod png;
mod svg;
mod tiff;
mod webp;

use std::io::Read;

use crate::output::MediaType;
use crate::source::Content;
pub use notes::NotStripped;
use notes::Stripped;

/// How many of a file's first bytes say what it is.
const HEAD: u64 = 512;

/// The formats whose notes are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Gif,
    Heif,
    Ico,
    Jpeg,
    Jxl,
    /// One that few browsers show, and programs keep whole documents in.
    Other,
    Png,
    /// What cameras write, and programs develop by what is noted in it.
    Raw,
    Svg,
    SvgGz,
    Tiff,
    WebP,
}

/// What the files of cameras begin with: those of Fujifilm, Olympus, Panasonic.
const RAW: [&[u8]; 5] = [b"FUJIFILMCCD-RAW", b"IIRO", b"IIRS", b"MMOR", b"IIU\0"];

/// What other images begin with: JPEG 2000 as a file and as a bare stream, Photoshop, OpenEXR,
/// Radiance, DirectDraw, PostScript.
const OTHERS: [&[u8]; 7] = [
    b"\0\0\0\x0CjP  ",
    b"\xFF\x4F\xFF\x51",
    b"8BPS\0\x01",
    b"\x76\x2F\x31\x01",
    b"#?RADIANCE",
    b"DDS \x7C\0\0\0",
    b"%!PS-Adobe",
];

/// Whether a file is what Canon's cameras write (CR3).
fn is_canon_raw(head: &[u8]) -> bool {
    head.get(4..).is_some_and(|rest| rest.starts_with(b"ftypcrx "))
}

/// The bytes of an image without its notes; `None` where it has none, and for what is no image.
///
/// # Errors
///
/// Why they stay in it.
pub fn strip_metadata(content: &Content, media_type: MediaType) -> Result<Option<Vec<u8>>, NotStripped> {
    const UNREAD: NotStripped = NotStripped::Damaged("the file cannot be read");
    let mut head = Vec::new();
    let mut reader = content.open().map_err(|_| UNREAD)?;
    reader.by_ref().take(HEAD).read_to_end(&mut head).map_err(|_| UNREAD)?;
    drop(reader);
    let Some(format) = Format::of(&head, media_type) else { return Ok(None) };
    let bytes = content.read().map_err(|_| UNREAD)?;
    let stripped = format.strip_metadata(&bytes)?;
    Ok((stripped != *bytes).then_some(stripped))
}

/// [`strip_metadata`], of an image within another.
fn strip_within(bytes: &[u8]) -> Stripped {
    match Format::of(&bytes[..bytes.len().min(HEAD as usize)], MediaType::BYTES) {
        Some(format) => format.strip_metadata(bytes),
        None => Ok(bytes.to_vec()),
    }
}

impl Format {
    fn of(head: &[u8], media_type: MediaType) -> Option<Self> {
        let is_image = media_type.is_image();
        let is_text = matches!(media_type, MediaType::XML | MediaType::BYTES) || is_image;
        let holds_svg = || {
            let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
            let is_svg = media_type == MediaType::SVG || memchr::memmem::find(text, b"<svg").is_some();
            text.starts_with(b"<") && is_svg
        };
        Some(match head {
            [0xFF, 0xD8, 0xFF, ..] => Format::Jpeg,
            [0xFF, 0xD8, ..] if media_type == MediaType::JPEG => Format::Jpeg,
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Format::Png,
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Format::WebP,
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Format::Gif,
            [b'I', b'I', 0x2A | 0x2B, 0, ..] | [b'M', b'M', 0, 0x2A | 0x2B, ..] => {
                if is_image {
                    Format::Tiff
                } else {
                    Format::Raw
                }
            }
            [0, 0, 0, 12, b'J', b'X', b'L', b' ', ..] => Format::Jxl,
            _ if RAW.iter().any(|mark| head.starts_with(mark)) || is_canon_raw(head) => Format::Raw,
            _ if OTHERS.iter().any(|mark| head.starts_with(mark)) => Format::Other,
            [_, _, _, _, b'f', b't', b'y', b'p', ..] if is_image || heif::is_image(head) => Format::Heif,
            [0, 0, 1 | 2, 0, ..] if is_image => Format::Ico,
            [0x1F, 0x8B, ..] if media_type == MediaType::SVG => Format::SvgGz,
            _ if is_text && holds_svg() => Format::Svg,
            _ => return None,
        })
    }

    fn strip_metadata(self, bytes: &[u8]) -> Stripped {
        match self {
            Format::Gif => gif::strip_metadata(bytes),
            Format::Heif => heif::strip_metadata(bytes),
            Format::Ico => ico::strip_metadata(bytes, strip_within),
            Format::Jpeg => jpeg::strip_metadata(bytes),
            Format::Jxl => jxl::strip_metadata(bytes),
            Format::Other => Err(NotStripped::Unknown("where its notes are is not known")),
            Format::Png => png::strip_metadata(bytes),
            Format::Raw => Err(NotStripped::Unknown("programs develop it by what the camera noted in it")),
            Format::Svg => svg::strip_metadata(bytes, strip_within),
            Format::SvgGz => Err(NotStripped::Unknown("it is compressed")),
            Format::Tiff => tiff::strip_metadata(bytes),
            Format::WebP => webp::strip_metadata(bytes),
        }
    }
}

#[cfg(test)]
mod tests;
