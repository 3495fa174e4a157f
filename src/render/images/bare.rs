//! Images without what is noted in them beside the picture: places, owners, cameras, thumbnails.

use img_parts::jpeg::{Jpeg, markers};
use img_parts::png::Png;
use img_parts::webp::WebP;
use img_parts::{Bytes, ImageEXIF};

use crate::render::MediaType;
use crate::render::assets::exif;

/// Chunks of a PNG that hold notes, texts or times (PNG, 11.3.4, 11.3.6 and the Exif extension).
const PNG_NOTES: [[u8; 4]; 5] = [*b"eXIf", *b"tEXt", *b"zTXt", *b"iTXt", *b"tIME"];

/// The bytes of an image without its notes; `None` where it has none, or is no image whose notes are known. Colour profiles stay, and so
/// does which way up a photo is.
pub fn bare(bytes: &[u8], media_type: MediaType) -> Option<Vec<u8>> {
    let bare: Bytes = match media_type {
        MediaType::JPEG => jpeg(bytes)?.encoder().bytes(),
        MediaType::PNG => png(bytes)?.encoder().bytes(),
        MediaType::WEBP => webp(bytes)?.encoder().bytes(),
        _ => return None,
    };
    Some(bare.to_vec())
}

fn jpeg(bytes: &[u8]) -> Option<Jpeg> {
    let mut jpeg = Jpeg::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    let before = jpeg.segments().len();
    // APP0 is JFIF's, APP2 holds colour profiles, APP14 says how Adobe's colours are meant.
    jpeg.segments_mut().retain(|segment| match segment.marker() {
        markers::APP0 | markers::APP14 => true,
        markers::APP2 => segment.contents().starts_with(b"ICC_PROFILE"),
        markers::COM => false,
        marker => !(markers::APP1..=markers::APP15).contains(&marker),
    });
    if jpeg.segments().len() == before {
        return None;
    }
    if let Some(orientation) = exif::orientation(bytes).filter(|orientation| *orientation > 1) {
        jpeg.set_exif(Some(orientation_alone(orientation)));
        // One that had no other note is as it was.
        if jpeg.segments().len() == before && jpeg.clone().encoder().bytes() == bytes {
            return None;
        }
    }
    Some(jpeg)
}

fn png(bytes: &[u8]) -> Option<Png> {
    let mut png = Png::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    let before = png.chunks().len();
    png.chunks_mut().retain(|chunk| !PNG_NOTES.contains(&chunk.kind()));
    (png.chunks().len() < before).then_some(png)
}

fn webp(bytes: &[u8]) -> Option<WebP> {
    let mut webp = WebP::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    let is_noted = webp.has_chunk(*b"EXIF") || webp.has_chunk(*b"XMP ");
    webp.remove_chunks_by_id(*b"EXIF");
    webp.remove_chunks_by_id(*b"XMP ");
    is_noted.then_some(webp)
}

/// An Exif block that says which way up the image is and nothing else (TIFF 6.0, section 2; Exif 2.32, tag 0x0112).
fn orientation_alone(orientation: u16) -> Bytes {
    let mut tiff = b"MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
    tiff.extend(orientation.to_be_bytes());
    tiff.extend([0; 6]);
    tiff.into()
}

#[cfg(test)]
mod tests {
    use image::codecs::jpeg::JpegEncoder;
    use image::{DynamicImage, ImageEncoder, RgbImage};
    use img_parts::ImageICC;

    use super::*;

    /// A photo with all that cameras note.
    fn photo(orientation: u16) -> Vec<u8> {
        let mut bytes = Vec::new();
        let pixels = RgbImage::from_pixel(4, 2, image::Rgb([200, 100, 50]));
        DynamicImage::ImageRgb8(pixels).write_with_encoder(JpegEncoder::new(&mut bytes)).unwrap();
        let mut jpeg = Jpeg::from_bytes(bytes.into()).unwrap();
        let mut tiff = orientation_alone(orientation).to_vec();
        tiff.extend(b"GPSLatitude 59.91");
        jpeg.set_exif(Some(tiff.into()));
        jpeg.set_icc_profile(Some(Bytes::from_static(b"a profile of colours")));
        let note = |marker, text: &'static [u8]| {
            img_parts::jpeg::JpegSegment::new_with_contents(marker, Bytes::from_static(text))
        };
        jpeg.segments_mut().insert(1, note(markers::APP1, b"http://ns.adobe.com/xap/1.0/\0GPSLatitude"));
        jpeg.segments_mut().insert(1, note(markers::APP13, b"Photoshop 3.0\0Oslo"));
        jpeg.segments_mut().insert(1, note(markers::COM, b"by Kari"));
        jpeg.encoder().bytes().to_vec()
    }

    fn holds(bytes: &[u8], text: &str) -> bool {
        bytes.windows(text.len()).any(|found| found == text.as_bytes())
    }

    #[test]
    fn a_photo_loses_its_notes_and_keeps_its_colours_and_its_top() {
        for orientation in [1, 6] {
            let noted = photo(orientation);
            let bare = bare(&noted, MediaType::JPEG).unwrap();
            for note in ["GPSLatitude", "Oslo", "Kari"] {
                assert!(holds(&noted, note) && !holds(&bare, note), "{note}");
            }
            assert!(holds(&bare, "a profile of colours"));
            let kept = exif::orientation(&bare[..]);
            assert_eq!(kept, (orientation > 1).then_some(orientation));
            let pixels = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().to_rgb8();
            assert_eq!(pixels(&bare), pixels(&noted));
            assert_eq!(super::bare(&bare, MediaType::JPEG), None, "nothing is left to take");
        }
    }

    #[test]
    fn a_drawing_loses_its_notes() {
        let mut bytes = Vec::new();
        let encoder = image::codecs::png::PngEncoder::new(&mut bytes);
        encoder.write_image(&[0; 12], 2, 2, image::ExtendedColorType::Rgb8).unwrap();
        assert_eq!(bare(&bytes, MediaType::PNG), None);
        let mut png = Png::from_bytes(bytes.clone().into()).unwrap();
        let note = img_parts::png::PngChunk::new(*b"tEXt", Bytes::from_static(b"Author\0Kari"));
        png.chunks_mut().insert(1, note);
        assert_eq!(bare(&png.encoder().bytes(), MediaType::PNG), Some(bytes));
    }

    #[test]
    fn what_is_no_image_stays() {
        assert_eq!(bare(b"no image", MediaType::JPEG), None);
        assert_eq!(bare(b"no image", MediaType::PNG), None);
        assert_eq!(bare(b"GIF89a", MediaType::of("x.gif")), None);
    }
}
