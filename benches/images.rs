//! Images in the sizes that screens want: what one costs, and what it costs again.
//!
//! `cargo bench -- images`

use std::io;
use std::time::Instant;

use diglot::base::FilePath;
use diglot::cache::Cache;
use diglot::pipeline::{Policy, Silent, build};
use diglot::source::{Blob, Options, Snapshot, Text};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, Rgb, RgbImage};

/// How many photos the site has, each another one.
const PHOTOS: u32 = 12;

/// Of 12 megapixels, as telephones take them.
const SIZE: (u32, u32) = (4000, 3000);

pub fn run(_: &[String]) -> io::Result<()> {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let without = Site::new(0, Cache::default());
    let begun = Instant::now();
    without.build();
    let bare = begun.elapsed();
    let photos = Site::new(PHOTOS, Cache::default());
    for (what, cache) in [
        ("nothing kept", Cache::in_folder(folder.path())),
        ("everything kept", Cache::in_folder(folder.path())),
    ] {
        let site = photos.with(cache);
        let begun = Instant::now();
        site.build();
        let took = begun.elapsed().saturating_sub(bare);
        let each = took.as_secs_f64() * 1e3 / f64::from(PHOTOS);
        println!("{PHOTOS} photos of {} × {}, {what}: {each:.1} ms each", SIZE.0, SIZE.1);
    }
    Ok(())
}

struct Site(Snapshot);

impl Site {
    fn new(photos: u32, cache: Cache) -> Self {
        let settings = "{:site/base-url \"https://blog.example\" :site/locales [:en]}";
        let mut post = ":page/title Photos\n:page/body\n".to_owned();
        let mut snapshot = Snapshot {
            texts: [(FilePath::new("content/site.edn"), Text::new(settings))].into(),
            statics: [].into(),
            media: [].into(),
            diagnostics: Vec::new(),
            now: chrono::DateTime::UNIX_EPOCH,
            options: Options::default(),
            cache,
        };
        for number in 0..photos {
            post.push_str(&format!("\n![Photo](/images/{number}.jpg)\n"));
            snapshot.statics.insert(FilePath::new(&format!("images/{number}.jpg")), Blob::of(photo(number)));
        }
        snapshot.texts.insert(FilePath::new("content/photos.md"), Text::new(&post));
        Self(snapshot)
    }

    fn with(&self, cache: Cache) -> Self {
        Self(Snapshot { cache, ..self.0.clone() })
    }

    fn build(&self) {
        let built = build(&self.0, &Policy::default(), &Silent);
        assert!(built.outputs.is_some(), "{:?}", built.diagnostics);
    }
}

/// A photo of hills, with the noise of a sensor.
fn photo(number: u32) -> Vec<u8> {
    let pixels = RgbImage::from_fn(SIZE.0, SIZE.1, |x, y| {
        let hill = ((x + number * 97) as f32 / 311.0).sin() * 200.0 + 1500.0;
        let noise = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)) >> 29;
        let ground: u8 = if y as f32 > hill { 90 } else { 190 };
        Rgb([ground, ground.wrapping_add((y / 80) as u8), 120 + noise as u8])
    });
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
    DynamicImage::ImageRgb8(pixels).write_with_encoder(encoder).expect("a photo can be written");
    bytes
}
