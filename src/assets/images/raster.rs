//! Image files to pixels.

use std::fmt;
use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use img_parts::Bytes;
use img_parts::png::Png;

use crate::output::MediaType;

/// The most pixels that an image may have to be made smaller: those of the largest cameras for film
/// of 35 mm (61 million), and of a square of 8192.
const MOST_PIXELS: u64 = 1 << 26;

/// The most bytes that they may take: four for each.
const MOST_BYTES: u64 = 4 * MOST_PIXELS;

/// The most bytes of a colour profile. The largest there are, for printers, have about 3 MB.
const MOST_PROFILE: usize = 4 << 20;

/// What a decoder may take beside the pixels.
const BESIDE: u64 = 16 << 20;

/// An image as it is shown.
pub struct Raster {
    /// The pixels, the right way up.
    pub pixels: DynamicImage,
    /// Its colour profile, where it has one.
    pub profile: Option<Vec<u8>>,
    /// Whether it is a drawing whose edges must stay sharp, or a photo.
    pub is_drawing: bool,
}

/// Why an image is not decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undecoded {
    /// It cannot be: what the decoder says.
    Unreadable(String),
    /// It would take too much memory and time: what is too large.
    TooLarge(String),
}

impl fmt::Display for Undecoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Undecoded::Unreadable(reason) | Undecoded::TooLarge(reason) => f.write_str(reason),
        }
    }
}

impl From<image::ImageError> for Undecoded {
    fn from(error: image::ImageError) -> Self {
        Undecoded::Unreadable(error.to_string())
    }
}

/// The number of pixels by the header of an image that is to be decoded; animations are not.
///
/// # Errors
///
/// Where they are too many, or cannot be told.
pub fn pixels(bytes: &[u8], media_type: MediaType) -> Result<Option<u64>, Undecoded> {
    if format(bytes, media_type).is_none() {
        return Ok(None);
    }
    let size = imagesize::blob_size(bytes).map_err(|error| Undecoded::Unreadable(error.to_string()))?;
    let (width, height) = (size.width as u64, size.height as u64);
    match width.checked_mul(height).filter(|pixels| *pixels <= MOST_PIXELS) {
        Some(pixels) => Ok(Some(pixels)),
        None => Err(Undecoded::TooLarge(format!(
            "it has {width} × {height} pixels; up to {} million are worked on",
            MOST_PIXELS / 1_000_000
        ))),
    }
}

/// Decodes an image; `None` for what moves, and for what is no image of pixels.
///
/// # Errors
///
/// Why it cannot be decoded.
pub fn decode(bytes: &[u8], media_type: MediaType) -> Result<Option<Raster>, Undecoded> {
    let (Some(format), Some(pixels)) = (format(bytes, media_type), pixels(bytes, media_type)?) else {
        return Ok(None);
    };
    if format == ImageFormat::Png && has_large_profile(bytes) {
        let most = MOST_PROFILE >> 20;
        return Err(Undecoded::TooLarge(format!("its colour profile unpacks to more than {most} MB")));
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(8 * pixels + BESIDE);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    // Check again: the decoder may find other dimensions than the header.
    if decoder.total_bytes() > MOST_BYTES {
        let most = MOST_BYTES / 1_000_000;
        return Err(Undecoded::TooLarge(format!("its pixels take more than {most} MB")));
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let mut pixels = DynamicImage::from_decoder(decoder)?;
    pixels.apply_orientation(orientation);
    Ok(Some(Raster { pixels, profile, is_drawing: media_type == MediaType::PNG }))
}

/// The format of an image that is decoded: one of pixels that does not move.
fn format(bytes: &[u8], media_type: MediaType) -> Option<ImageFormat> {
    match media_type {
        MediaType::JPEG => Some(ImageFormat::Jpeg),
        MediaType::PNG if !is_moving_png(bytes) => Some(ImageFormat::Png),
        MediaType::WEBP if !is_moving_webp(bytes) => Some(ImageFormat::WebP),
        _ => None,
    }
}

/// Whether frames are announced, which is done before the picture (PNG, 11.3.2).
fn is_moving_png(bytes: &[u8]) -> bool {
    let picture = memchr::memmem::find(bytes, b"IDAT").unwrap_or(bytes.len());
    memchr::memmem::find(&bytes[..picture], b"acTL").is_some()
}

/// Whether the extended header says so (RFC 9649, section 2.7).
fn is_moving_webp(bytes: &[u8]) -> bool {
    const MOVES: u8 = 0x02;
    bytes.get(12..16).is_some_and(|kind| kind == b"VP8X")
        && bytes.get(20).is_some_and(|flags| flags & MOVES != 0)
}

/// Whether a PNG's profile is larger when it is unpacked than any that there is a use for.
fn has_large_profile(bytes: &[u8]) -> bool {
    let png = Png::from_bytes(Bytes::copy_from_slice(bytes));
    let profile = png.ok().and_then(|png| png.chunk_by_type(*b"iCCP").map(|chunk| chunk.contents().clone()));
    let Some(profile) = profile else { return false };
    // A name, a zero, the method, and what is packed.
    let packed = memchr::memchr(0, &profile).and_then(|end| profile.get(end + 2..));
    let unpacked = packed.map(|packed| fdeflate::decompress_to_vec_bounded(packed, MOST_PROFILE));
    matches!(unpacked, Some(Err(fdeflate::BoundedDecompressionError::OutputTooLarge { .. })))
}
