//! Image files to pixels.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use crate::render::MediaType;

/// The most memory (in bytes) that decoding one image may take: about 130 megapixels.
const MOST_MEMORY: u64 = 512 << 20;

/// An image as it is shown.
pub struct Raster {
    /// The pixels, the right way up.
    pub pixels: DynamicImage,
    /// Its colour profile, where it has one.
    pub profile: Option<Vec<u8>>,
    /// Whether it is a drawing whose edges must stay sharp, or a photo.
    pub is_drawing: bool,
}

/// Decodes an image; `None` for what moves, and for what is no image of pixels.
///
/// # Errors
///
/// Why it cannot be decoded.
pub fn decode(bytes: &[u8], media_type: MediaType) -> Result<Option<Raster>, String> {
    let format = match media_type {
        MediaType::JPEG => ImageFormat::Jpeg,
        MediaType::PNG if !has_chunk(bytes, b"acTL") => ImageFormat::Png,
        MediaType::WEBP if !has_chunk(bytes, b"ANIM") => ImageFormat::WebP,
        _ => return Ok(None),
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let told = |error: image::ImageError| error.to_string();
    let mut decoder = reader.into_decoder().map_err(told)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let mut pixels = DynamicImage::from_decoder(decoder).map_err(told)?;
    pixels.apply_orientation(orientation);
    Ok(Some(Raster { pixels, profile, is_drawing: media_type == MediaType::PNG }))
}

/// Whether a name stands among the first bytes, before the picture itself.
fn has_chunk(bytes: &[u8], name: &[u8; 4]) -> bool {
    bytes[..bytes.len().min(4096)].windows(4).any(|found| found == name)
}
