//! One image in several sizes.

use image::DynamicImage;
use image::imageops::FilterType;
use img_parts::webp::WebP;
use img_parts::{Bytes, ImageICC};
use serde::{Deserialize, Serialize};

use super::budget::PixelPermit;
use super::raster::{Raster, Undecoded, decode, pixels};
use crate::base::{Digest, Hasher};
use crate::cache::{Cache, Namespace};
use crate::output::MediaType;
use crate::source::{Blob, Content};

/// Where the sizes of images are kept.
pub const RESIZED: Namespace = Namespace { name: "images", version: 2 };

/// The widths (in pixels) that are made of an image that is wider; so far apart that each step is
/// worth a file.
const WIDTHS: [u32; 5] = [480, 800, 1200, 1600, 2400];

/// How large the differences to the original may be, on libwebp's scale from 0 to 100.
const QUALITY: f32 = 80.0;

/// An image in the sizes that screens want.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImageSet {
    /// The sizes, the smallest first; none where none is smaller than the file itself.
    pub variants: Vec<Variant>,
    /// The mean colour, as `rrggbb`; `None` where one can see through the image.
    pub tone: Option<String>,
}

/// One size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// The width in pixels.
    pub width: u32,
    /// A WebP file.
    pub blob: Blob,
}

/// An [`ImageSet`] as the cache keeps it: this in JSON on a line, then the files, one behind the
/// other.
#[derive(Serialize, Deserialize)]
struct Head {
    tone: Option<String>,
    /// The width of each variant, and the length of its file.
    variants: Vec<(u32, usize)>,
}

impl ImageSet {
    /// Makes the sizes of an image, or finds them in the cache.
    ///
    /// # Errors
    ///
    /// Why the image is not decoded.
    pub fn of(blob: &Blob, media_type: MediaType, cache: &Cache) -> Result<Self, Undecoded> {
        let kept = cache.get_or_make(RESIZED, Self::key(blob, media_type), || {
            let unread = |error: std::io::Error| Undecoded::Unreadable(error.to_string());
            let bytes = blob.content.read().map_err(unread)?;
            // A file on disk may have changed: its bytes must match the digest.
            if matches!(blob.content, Content::File(_)) && Digest::of(&bytes) != blob.digest {
                return Err(Undecoded::Unreadable("it changed while the site was being built".to_owned()));
            }
            let _share = PixelPermit::take(pixels(&bytes, media_type)?.unwrap_or_default());
            let set =
                decode(&bytes, media_type)?.map_or_else(Self::default, |raster| make(raster, bytes.len()));
            Ok::<_, Undecoded>(set.written())
        })?;
        Ok(Self::read(&kept).unwrap_or_default())
    }

    /// The sizes of an image that were made before.
    pub fn read_cached(blob: &Blob, media_type: MediaType, cache: &Cache) -> Option<Self> {
        Self::read(&cache.get(RESIZED, Self::key(blob, media_type))?)
    }

    fn key(blob: &Blob, media_type: MediaType) -> Digest {
        let mut key = Hasher::default();
        key.update(blob.digest.as_bytes());
        key.update(media_type.as_str().as_bytes());
        key.finish()
    }

    fn written(&self) -> Vec<u8> {
        let files = self.variants.iter().filter_map(|variant| variant.blob.content.read().ok());
        let files: Vec<_> = files.collect();
        let variants = self.variants.iter().zip(&files).map(|(variant, file)| (variant.width, file.len()));
        let head = Head { tone: self.tone.clone(), variants: variants.collect() };
        let mut bytes = serde_json::to_vec(&head).unwrap_or_default();
        bytes.push(b'\n');
        files.iter().for_each(|file| bytes.extend_from_slice(file));
        bytes
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        let head: Head = serde_json::from_slice(&bytes[..end]).ok()?;
        let mut rest = &bytes[end + 1..];
        let mut variants = Vec::new();
        for (width, length) in head.variants {
            let (file, after) = rest.split_at_checked(length)?;
            variants.push(Variant { width, blob: Blob::of(file) });
            rest = after;
        }
        Some(Self { variants, tone: head.tone })
    }
}

fn make(raster: Raster, most: usize) -> ImageSet {
    let Raster { pixels, profile, is_drawing } = raster;
    let width = pixels.width();
    let is_opaque = !pixels.color().has_alpha();
    let mut widths: Vec<u32> = WIDTHS.into_iter().filter(|one| *one < width).collect();
    if width <= WIDTHS[WIDTHS.len() - 1] {
        widths.push(width);
    }
    let mut variants = Vec::new();
    // Skip variants with no fewer bytes than the original or a larger variant.
    let mut least = most;
    // Downscale from the next larger variant: fewer pixels to read.
    let mut larger = pixels;
    for width in widths.into_iter().rev() {
        larger = scaled(larger, width);
        let file = encode(&larger, is_drawing, profile.as_deref());
        if let Some(file) = file.filter(|file| file.len() < least) {
            least = file.len();
            variants.push(Variant { width, blob: Blob::of(file) });
        }
    }
    variants.reverse();
    ImageSet { variants, tone: is_opaque.then(|| tone(&larger)) }
}

fn scaled(image: DynamicImage, width: u32) -> DynamicImage {
    if width == image.width() {
        return image;
    }
    let height = (u64::from(image.height()) * u64::from(width)).div_ceil(u64::from(image.width())).max(1);
    image.resize_exact(width, u32::try_from(height).unwrap_or(u32::MAX), FilterType::CatmullRom)
}

/// A WebP file; none of an image that is larger than those can be (16383 pixels).
fn encode(image: &DynamicImage, is_drawing: bool, profile: Option<&[u8]>) -> Option<Vec<u8>> {
    let (width, height) = (image.width(), image.height());
    let (rgb, rgba);
    let encoder = if image.color().has_alpha() {
        rgba = image.to_rgba8();
        webp::Encoder::from_rgba(&rgba, width, height)
    } else {
        rgb = image.to_rgb8();
        webp::Encoder::from_rgb(&rgb, width, height)
    };
    let file = encoder.encode_simple(is_drawing, QUALITY).ok()?.to_vec();
    Some(match profile {
        Some(profile) => with_profile(file, profile),
        None => file,
    })
}

fn with_profile(file: Vec<u8>, profile: &[u8]) -> Vec<u8> {
    match WebP::from_bytes(Bytes::from(file.clone())) {
        Ok(mut webp) => {
            webp.set_icc_profile(Some(Bytes::copy_from_slice(profile)));
            webp.encoder().bytes().to_vec()
        }
        Err(_) => file,
    }
}

/// The mean colour of an image.
fn tone(image: &DynamicImage) -> String {
    let rgb = image.to_rgb8();
    let count = u64::from(rgb.width()) * u64::from(rgb.height());
    let mut sums = [0u64; 3];
    for pixel in rgb.pixels() {
        sums.iter_mut().zip(pixel.0).for_each(|(sum, channel)| *sum += u64::from(channel));
    }
    let [red, green, blue] = sums.map(|sum| sum.checked_div(count).unwrap_or_default());
    format!("{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use image::codecs::jpeg::JpegEncoder;
    use image::{Rgb, RgbImage, RgbaImage};

    use super::*;

    /// A picture of waves, of which no two stretches are alike.
    fn waves(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| {
            let wave = |at: f32| (127.0 + 127.0 * at.sin()) as u8;
            Rgb([wave(x as f32 / 17.0), wave(y as f32 / 23.0), wave((x * y) as f32 / 9001.0)])
        })
    }

    fn jpeg(pixels: &RgbImage) -> Vec<u8> {
        let mut bytes = Vec::new();
        DynamicImage::ImageRgb8(pixels.clone())
            .write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 92))
            .unwrap();
        bytes
    }

    fn set(bytes: Vec<u8>, media_type: MediaType) -> ImageSet {
        ImageSet::of(&Blob::of(bytes), media_type, &Cache::default()).unwrap()
    }

    #[test]
    fn a_photo_gets_sizes_that_are_smaller_than_itself() {
        let file = jpeg(&waves(1000, 700));
        let set = set(file.clone(), MediaType::JPEG);
        assert_eq!(set.variants.iter().map(|variant| variant.width).collect::<Vec<_>>(), [480, 800, 1000]);
        for variant in &set.variants {
            assert!(variant.blob.len < file.len() as u64);
            let decoded = image::load_from_memory(&variant.blob.content.read().unwrap()).unwrap();
            assert_eq!((decoded.width(), decoded.height()), (variant.width, variant.width * 7 / 10));
        }
        assert_eq!(set.tone.as_deref().map(str::len), Some(6));
    }

    #[test]
    fn what_would_be_larger_is_not_made() {
        let mut bytes = Vec::new();
        let flat = RgbImage::from_pixel(600, 10, Rgb([1, 2, 3]));
        DynamicImage::ImageRgb8(flat)
            .write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 1))
            .unwrap();
        let set = set(bytes.clone(), MediaType::JPEG);
        assert!(set.variants.iter().all(|variant| variant.blob.len < bytes.len() as u64));
    }

    #[test]
    fn a_photo_stands_the_right_way_up() {
        use img_parts::ImageEXIF;
        let upright = waves(900, 600);
        for (orientation, width) in [(1, 900), (3, 900), (6, 600), (8, 600)] {
            let mut noted = img_parts::jpeg::Jpeg::from_bytes(jpeg(&upright).into()).unwrap();
            let mut tiff = b"MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
            tiff.extend([orientation, 0, 0, 0, 0, 0, 0]);
            noted.set_exif(Some(tiff.into()));
            let set = set(noted.encoder().bytes().to_vec(), MediaType::JPEG);
            assert_eq!(set.variants.last().map(|variant| variant.width), Some(width), "{orientation}");
        }
    }

    #[test]
    fn one_can_see_through_what_is_not_opaque() {
        let mut bytes = std::io::Cursor::new(Vec::new());
        let clear =
            RgbaImage::from_fn(700, 300, |x, y| image::Rgba([x as u8, y as u8, (x ^ y) as u8, x as u8]));
        DynamicImage::ImageRgba8(clear).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        let set = set(bytes.into_inner(), MediaType::PNG);
        assert_eq!(set.tone, None);
        for variant in &set.variants {
            let decoded = image::load_from_memory(&variant.blob.content.read().unwrap()).unwrap();
            assert!(decoded.color().has_alpha());
        }
    }

    #[test]
    fn a_second_time_nothing_is_made() {
        let folder = tempfile::tempdir().unwrap();
        let blob = Blob::of(jpeg(&waves(600, 400)));
        let first = ImageSet::of(&blob, MediaType::JPEG, &Cache::in_folder(folder.path()));
        // Bytes that cannot be decoded, under the digest of the photo: what is known of it is not
        // asked of them.
        let unreadable = Blob { content: Blob::of(*b"no image").content, ..blob };
        let second = ImageSet::of(&unreadable, MediaType::JPEG, &Cache::in_folder(folder.path()));
        assert_eq!(first, second);
        assert!(ImageSet::of(&unreadable, MediaType::JPEG, &Cache::default()).is_err());
    }

    #[test]
    fn what_changes_while_it_is_made_is_not_kept_for_what_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let (cache, photo) = (Cache::in_folder(folder.path()), folder.path().join("photo.jpg"));
        let blob = Blob::of(jpeg(&waves(600, 400)));
        std::fs::write(&photo, jpeg(&waves(500, 400))).unwrap();
        let changed = Blob { content: Content::File(photo), ..blob.clone() };
        assert!(ImageSet::of(&changed, MediaType::JPEG, &cache).is_err());
        assert_eq!(
            ImageSet::of(&blob, MediaType::JPEG, &cache),
            ImageSet::of(&blob, MediaType::JPEG, &Cache::default())
        );
    }

    #[test]
    fn what_moves_is_left_alone() {
        assert_eq!(set(b"GIF89a".to_vec(), MediaType::of("x.gif")), ImageSet::default());
        assert_eq!(set(b"\x89PNG....acTL".to_vec(), MediaType::PNG), ImageSet::default());
    }
}
