//! How large an image is.

use std::io::Seek;

use super::{exif, svg};
use crate::output::MediaType;
use crate::source::Content;

/// An image's size as it is shown, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dimensions {
    /// From left to right.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

/// The size of an image; `None` for what is no image, and for vector images that have none.
///
/// Fails with the reason where the bytes cannot be read as the image that they should be.
pub(super) fn measure(content: &Content, media_type: MediaType) -> Result<Option<Dimensions>, String> {
    if !media_type.is_image() {
        return Ok(None);
    }
    let mut reader = content.open().map_err(|error| error.to_string())?;
    if media_type == MediaType::SVG {
        let size = svg::dimensions(reader)?;
        return Ok(size.map(|(width, height)| Dimensions { width, height }));
    }
    let size = imagesize::reader_size(&mut reader).map_err(|error| error.to_string())?;
    let length = |pixels| u32::try_from(pixels).map_err(|_| "the image is too large".to_owned());
    let (width, height) = (length(size.width)?, length(size.height)?);
    reader.rewind().map_err(|error| error.to_string())?;
    let on_its_side = exif::orientation(reader).is_some_and(exif::turns_on_its_side);
    Ok(Some(if on_its_side {
        Dimensions { width: height, height: width }
    } else {
        Dimensions { width, height }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Blob;

    fn size(bytes: &[u8], name: &str) -> Result<Option<(u32, u32)>, String> {
        let measured = measure(&Blob::of(bytes).content, MediaType::of(name))?;
        Ok(measured.map(|size| (size.width, size.height)))
    }

    /// A JPEG's first segments: Exif with an orientation, then a frame of 400 × 300 pixels.
    fn jpeg(orientation: u8) -> Vec<u8> {
        let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE1, 0, 34];
        bytes.extend(b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x01");
        bytes.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]);
        bytes.extend([0xFF, 0xC0, 0, 17, 8, 0x01, 0x2C, 0x01, 0x90, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]);
        bytes.extend([0xFF, 0xD9]);
        bytes
    }

    #[test]
    fn a_photo_is_measured_as_it_is_shown() {
        assert_eq!(size(&jpeg(1), "x.jpg"), Ok(Some((400, 300))));
        assert_eq!(size(&jpeg(3), "x.jpg"), Ok(Some((400, 300))));
        assert_eq!(size(&jpeg(6), "x.JPG"), Ok(Some((300, 400))));
        assert_eq!(size(&jpeg(8), "x.jpeg"), Ok(Some((300, 400))));
    }

    #[test]
    fn what_is_no_image_has_no_size() {
        assert_eq!(size(b"hello", "x.txt"), Ok(None));
        assert!(size(b"hello", "x.png").is_err());
    }
}
