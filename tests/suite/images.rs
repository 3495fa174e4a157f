//! Images of posts as readers get them.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::fs;
use std::sync::Mutex;

use diglot::assets::RESIZED;
use diglot::base::{Code, Diagnostic};
use diglot::cache::Cache;
use diglot::output::{OutputPath, Outputs};
use diglot::pipeline::{Phase, Policy, Progress, Session, Silent, build};
use diglot::source::{Options, Snapshot, read_site};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use img_parts::jpeg::{Jpeg, JpegSegment, markers};
use img_parts::png::{Png, PngChunk};
use sha2::{Digest as _, Sha256};

use crate::support::site::Site;

const POST: &str = ":page/title A
:post/published 2024-01-01
:post/body

![One](/images/photo.jpg)

![Two](/images/photo.jpg#original \"As it is\")

<img src=\"/images/photo.jpg#original\" alt=\"three\">

<img src=\"/images/photo.jpg\" srcset=\"/images/photo.jpg 1x\" alt=\"four\">

![Five](/images/line.svg)
";

/// A site whose post shows a photo of 900 × 600 pixels.
fn site(settings: &str) -> Site {
    let mut photo = Vec::new();
    let waves = RgbImage::from_fn(900, 600, |x, y| Rgb([x as u8, y as u8, (x * y / 700) as u8]));
    let encoder = JpegEncoder::new_with_quality(&mut photo, 95);
    DynamicImage::ImageRgb8(waves).write_with_encoder(encoder).expect("a photo can be made");
    let settings = format!("{{:site/base-url \"https://blog.example/sub\" :site/locales [:en] {settings}}}");
    let mut site = Site::of(&[("content/site.edn", &settings), ("content/a.md", POST)]);
    site.files.insert("static/images/photo.jpg".to_owned(), photo);
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"/>";
    site.files.insert("static/images/line.svg".to_owned(), drawing.into());
    site
}

fn outputs(site: &Site) -> Outputs {
    let build = site.build();
    assert!(build.diagnostics.is_empty(), "{:?}", build.diagnostics);
    build.outputs.expect("the site is sound").as_ref().clone()
}

fn text(outputs: &Outputs, path: &str) -> String {
    let output = &outputs[&OutputPath::new(path).expect("it is a path")];
    String::from_utf8(output.blob.content.read().expect("it is in memory").to_vec()).expect("it is UTF-8")
}

/// The tags of a page's images.
fn images(html: &str) -> Vec<&str> {
    let tags = html.split("<img ").skip(1);
    tags.map(|tag| tag.split_once('>').map_or(tag, |(tag, _)| tag)).collect()
}

#[test]
fn a_photo_is_there_in_the_sizes_that_screens_want() {
    let outputs = outputs(&site(""));
    let html = text(&outputs, "a/index.html");
    let images = images(&html);
    let [one, two, three, four, five] = images[..] else { panic!("{images:?}") };
    assert!(one.contains(" width=\"900\" height=\"600\" srcset=\"/sub/images/photo-480."), "{one}");
    assert!(
        one.contains(".webp 480w, /sub/images/photo-800.") && one.contains(".webp 900w\" sizes=\"(min-"),
        "{one}"
    );
    for (written, address) in one.split('"').nth(9).unwrap_or_default().split(", ").map(|size| {
        let address = size.split_once(' ').map_or(size, |(address, _)| address);
        (size, address.strip_prefix("/sub/").expect("it stands below the base path"))
    }) {
        let path = OutputPath::new(address).expect("it is a path");
        assert!(outputs.contains_key(&path), "{written} is published");
    }
    for plain in [two, three, five] {
        assert!(
            !plain.contains("srcset") && !plain.contains("#original") && !plain.contains("tone"),
            "{plain}"
        );
    }
    assert!(four.contains("1x\"") && !four.contains("480w"), "{four}");
    let tone = one.split("data-tone=\"").nth(1).and_then(|rest| rest.get(..6)).expect("it has a colour");
    let style = format!("[data-tone=\"{tone}\"]{{background:#{tone}}}");
    assert!(html.contains(&format!("<style>{style}</style>")), "{html}");
    let hash = data_encoding::BASE64.encode(&Sha256::digest(style.as_bytes()));
    assert!(html.contains(&format!("style-src 'self' 'sha256-{hash}'")), "the policy allows it: {html}");
    let feed = text(&outputs, "atom.xml");
    assert!(feed.contains("photo.") && !feed.contains("480w") && !feed.contains("tone"), "{feed}");
}

#[test]
fn an_owner_may_have_images_left_alone() {
    let site = site(":site/images false");
    let outputs = outputs(&site);
    let html = text(&outputs, "a/index.html");
    assert!(!html.contains("480w") && !html.contains("data-tone"), "{html}");
    let plain = &outputs[&OutputPath::new("images/photo.jpg").expect("it is a path")];
    assert_eq!(*plain.blob.content.read().expect("it is in memory"), *site.files["static/images/photo.jpg"]);
}

#[test]
fn a_page_whose_images_change_their_sizes_alone_is_built_as_a_first_time() {
    let mut site = site("");
    let mut session = Session::default();
    let policy = Default::default();
    session.build(&site.snapshot(), &policy, &Silent);
    for text in [POST.replace("photo.jpg)", "photo.jpg#original)"), POST.to_owned()] {
        site.files.insert("content/a.md".to_owned(), text.into_bytes());
        let again = session.build(&site.snapshot(), &policy, &Silent).outputs.expect("the site is sound");
        assert!(*again == outputs(&site), "a rebuild gives what a first build would");
    }
}

/// What nobody may find in what is published.
const SECRET: &[u8] = b"GPS 59.91 N";

fn is_noted(bytes: &[u8]) -> bool {
    bytes.windows(SECRET.len()).any(|found| found == SECRET)
}

fn encoded(pixels: RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(pixels).write_to(&mut bytes, format).expect("an image can be made");
    bytes.into_inner()
}

/// A photo with notes, in some segments of which most are as long as they can be.
fn noted_photo(segments: usize) -> Vec<u8> {
    let photo = encoded(RgbImage::from_pixel(8, 8, Rgb([200, 100, 50])), ImageFormat::Jpeg);
    let mut photo = Jpeg::from_bytes(photo.into()).expect("it is a photo");
    for number in 0..segments {
        let note = [SECRET, &vec![0; if number == 0 { 0 } else { 65_000 }]].concat();
        photo.segments_mut().insert(1, JpegSegment::new_with_contents(markers::COM, note.into()));
    }
    photo.encoder().bytes().to_vec()
}

fn iso(kind: &[u8; 4], contents: &[&[u8]]) -> Vec<u8> {
    let contents = contents.concat();
    [&(contents.len() as u32 + 8).to_be_bytes(), &kind[..], &contents].concat()
}

/// An AVIF whose Exif lies in `mdat`, before its picture.
fn noted_avif() -> Vec<u8> {
    let infe = |id: u8, kind: &[u8; 4]| iso(b"infe", &[&[2, 0, 0, 0, 0, id, 0, 0], kind, b"\0"]);
    let iinf = iso(b"iinf", &[&[0, 0, 0, 0, 0, 2], &infe(1, b"av01"), &infe(2, b"Exif")]);
    let ispe = iso(b"ispe", &[&[0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 2]]);
    let iprp = iso(b"iprp", &[&iso(b"ipco", &[&ispe])]);
    let ftyp = iso(b"ftyp", &[b"avif\0\0\0\0avifmif1"]);
    let exif = [&b"\0\0\0\0MM\0\x2A\0\0\0\x08\0\0\0\0\0\0"[..], SECRET].concat();
    let meta = |start: usize| {
        let at = |place: usize, length: usize| {
            [(place as u32).to_be_bytes(), (length as u32).to_be_bytes()].concat()
        };
        let first = [&[0, 1, 0, 0, 0, 1][..], &at(start + exif.len(), 7)].concat();
        let second = [&[0, 2, 0, 0, 0, 1][..], &at(start, exif.len())].concat();
        let iloc = iso(b"iloc", &[&[0, 0, 0, 0, 0x44, 0, 0, 2], &first, &second]);
        iso(b"meta", &[&[0; 4], &iinf, &iprp, &iloc])
    };
    let start = ftyp.len() + meta(0).len() + 8;
    [ftyp, meta(start), iso(b"mdat", &[&exif, b"picture"])].concat()
}

/// A site whose one post shows a file.
fn showing(name: &str, bytes: Vec<u8>) -> Site {
    let settings = "{:site/base-url \"https://blog.example\" :site/locales [:en]}";
    let post = format!(":page/title A\n:post/published 2024-01-01\n:post/body\n\n![One](/{name})\n");
    let mut site = Site::of(&[("content/site.edn", settings), ("content/a.md", &post)]);
    site.files.insert(format!("static/{name}"), bytes);
    site
}

fn told(diagnostics: &[Diagnostic]) -> Vec<(Code, String)> {
    let place = |fault: &Diagnostic| fault.place.as_ref().map(|place| place.file.to_string());
    diagnostics.iter().map(|fault| (fault.code, place(fault).unwrap_or_default())).collect()
}

#[test]
fn no_copy_of_an_image_holds_what_was_noted_in_it() {
    let mut site = showing("images/shown.jpg", noted_photo(1));
    let drawing = format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><!-- {} --></svg>", "GPS 59.91 N");
    for (path, bytes) in [
        ("images/shown-nowhere.avif", noted_avif()),
        ("images/photo.png", noted_photo(1)),
        ("no-extension", noted_photo(1)),
        ("favicon.svg", drawing.clone().into_bytes()),
        ("favicon.ico", noted_photo(1)),
        ("slides/index.html", b"<img src=\"x.jpg\">".to_vec()),
        ("slides/x.jpg", noted_photo(1)),
        ("css/site.css", b"a { background: url(/images/back.webp) }".to_vec()),
        ("images/back.webp", noted_avif()),
        ("images/drawing.svg", drawing.into_bytes()),
    ] {
        site.files.insert(format!("static/{path}"), bytes);
    }
    let head = ":open-graph/image /images/drawing.svg\n:post/body";
    let post = String::from_utf8(site.files["content/a.md"].clone()).expect("it is a text");
    let post = post.replace(":post/body", head) + "\n<link rel=\"stylesheet\" href=\"/css/site.css\">\n";
    site.files.insert("content/a.md".to_owned(), post.into_bytes());
    let outputs = outputs(&site);
    let copies = outputs.keys().filter(|path| path.as_str().starts_with("images/shown.")).count();
    assert_eq!(copies, 2, "under its own name, and under that of its content");
    for (path, output) in &outputs {
        assert!(!is_noted(&output.blob.content.read().expect("it is in memory")), "{path}");
    }
}

#[test]
fn what_is_too_large_for_memory_is_cleaned_too() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for (path, bytes) in showing("photo.jpg", noted_photo(80)).files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("a folder can be made");
        fs::write(path, bytes).expect("a file can be written");
    }
    let now = Site::default().snapshot().now;
    let snapshot = read_site(folder.path(), now, Options::default());
    let outputs = build(&snapshot, &Policy::default(), &Silent).outputs.expect("the site is sound");
    for (path, output) in &*outputs {
        assert!(!is_noted(&output.blob.content.read().expect("it can be read")), "{path}");
    }
}

#[test]
fn what_cannot_be_cleaned_is_told_and_published_as_it_is() {
    let damaged = noted_photo(1)[..20].to_vec();
    let raw = [b"II\x2A\0\x08\0\0\0", SECRET].concat();
    for (name, bytes, code) in [
        ("x.jpg", damaged, Code::UnreadableImage),
        ("x.nef", raw, Code::ImageNotes),
        ("x.svg", b"<svg><a></svg>".to_vec(), Code::UnreadableImage),
        ("x.svg", b"\x1F\x8B\x08\0".to_vec(), Code::ImageNotes),
    ] {
        for is_shown in [true, false] {
            let mut site = showing(name, bytes.clone());
            if !is_shown {
                site.files.insert("content/a.md".to_owned(), POST.split("![").next().unwrap_or(POST).into());
            }
            let build = site.build();
            assert_eq!(told(&build.diagnostics), [(code, format!("static/{name}"))], "{name}");
            let outputs = build.outputs.expect("a warning hinders nobody");
            let output = &outputs[&OutputPath::new(name).expect("it is a path")];
            assert_eq!(*output.blob.content.read().expect("it is in memory"), *bytes);
        }
    }
}

/// The beginning of a PNG that says how large it is.
fn png_of(width: u32, height: u32, chunk: Option<PngChunk>) -> Vec<u8> {
    let small = encoded(RgbImage::from_pixel(4, 4, Rgb([1, 2, 3])), ImageFormat::Png);
    let mut png = Png::from_bytes(small.into()).expect("it is a PNG");
    let rest = &png.chunks()[0].contents()[8..];
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), rest].concat();
    png.chunks_mut()[0] = PngChunk::new(*b"IHDR", header.into());
    png.chunks_mut().splice(1..1, chunk);
    png.encoder().bytes().to_vec()
}

#[test]
fn what_would_take_too_much_is_told_and_published_as_it_is() {
    let mut photo = encoded(RgbImage::from_pixel(4, 4, Rgb([1, 2, 3])), ImageFormat::Jpeg);
    let frame = photo.windows(2).position(|two| two == [0xFF, 0xC0]).expect("it has a frame");
    photo[frame + 5..frame + 9]
        .copy_from_slice(&[20_000_u16.to_be_bytes(), 65_500_u16.to_be_bytes()].concat());
    let profile = [b"p\0\0", &fdeflate::compress_to_vec(&vec![0; 5 << 20])[..]].concat();
    for (name, bytes, reason) in [
        (
            "x.png",
            png_of(50_000, 50_000, None),
            "it has 50000 × 50000 pixels; up to 67 million are worked on",
        ),
        ("x.jpg", photo, "it has 65500 × 20000 pixels; up to 67 million are worked on"),
        (
            "x.png",
            png_of(4, 4, Some(PngChunk::new(*b"iCCP", profile.into()))),
            "its colour profile unpacks to more than 4 MB",
        ),
    ] {
        let build = showing(name, bytes.clone()).build();
        assert_eq!(told(&build.diagnostics), [(Code::UnreadableImage, format!("static/{name}"))]);
        assert_eq!(build.diagnostics[0].notes[0].message, reason);
        let outputs = build.outputs.expect("a warning hinders nobody");
        let output = &outputs[&OutputPath::new(name).expect("it is a path")];
        assert_eq!(*output.blob.content.read().expect("it is in memory"), *bytes);
    }
}

#[test]
fn what_is_taller_than_a_webp_can_be_is_not_made_smaller() {
    let noise = RgbImage::from_fn(30, 17_000, |x, y| Rgb([(x * y) as u8, (y / 3) as u8, (x ^ y) as u8]));
    let outputs = outputs(&showing("x.png", encoded(noise, ImageFormat::Png)));
    assert!(!outputs.keys().any(|path| path.as_str().ends_with(".webp")));
    assert!(!text(&outputs, "a/index.html").contains("srcset"));
}

/// Hears which steps there are of each phase, and what they are about.
#[derive(Default)]
struct Heard(Mutex<Vec<(Phase, usize, Vec<String>)>>);

impl Progress for Heard {
    fn phase(&self, phase: Phase, steps: usize) {
        self.0.lock().expect("nobody panics").push((phase, steps, Vec::new()));
    }

    fn begin(&self, thing: &dyn Display) {
        let mut heard = self.0.lock().expect("nobody panics");
        heard.last_mut().expect("a phase has begun").2.push(thing.to_string());
    }

    fn end(&self) {}
}

#[test]
fn images_and_cards_are_counted_while_they_are_made() {
    let mut site = site("");
    site.options.draws_cards = true;
    let heard = Heard::default();
    build(&site.snapshot(), &Policy::default(), &heard);
    let heard = heard.0.into_inner().expect("nobody panics");
    let steps = |phase: Phase| {
        let (_, steps, things) = heard.iter().find(|(one, ..)| *one == phase).expect("it was heard");
        assert_eq!(*steps, things.len(), "{phase:?}");
        things
    };
    let images: BTreeSet<&str> = steps(Phase::Images).iter().map(String::as_str).collect();
    assert_eq!(images, BTreeSet::from(["images/line.svg", "images/photo.jpg"]));
    assert!(steps(Phase::Clean).contains(&"images/photo.jpg".to_owned()));
    let cards = steps(Phase::Cards);
    assert!(!cards.is_empty() && cards.iter().all(|card| card.starts_with("cards/")), "{cards:?}");
}

#[test]
fn a_site_that_is_only_asked_about_makes_no_pixels() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mut site = site("");
    let session = |site: &Site, cache: Cache| {
        let snapshot = Snapshot { cache, ..site.snapshot() };
        let outputs = Session::default().build(&snapshot, &Policy::default(), &Silent).outputs;
        (outputs.expect("the site is sound"), snapshot.cache.tally(RESIZED))
    };
    let (whole, tally) = session(&site, Cache::in_folder(folder.path()));
    assert_eq!(tally, (0, 2));
    site.options.leaves_images = true;
    let (found, tally) = session(&site, Cache::over_folder(folder.path()));
    assert!(found == whole, "what an earlier build has made is found");
    assert_eq!(tally, (2, 0));
    let (plain, tally) = session(&site, Cache::default());
    assert_eq!(tally, (0, 0));
    assert!(!text(&plain, "a/index.html").contains("480w"));
}
