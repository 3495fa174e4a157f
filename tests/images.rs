//! Images of posts as readers get them.

mod support;

use diglot::render::{OutputPath, Outputs};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, Rgb, RgbImage};
use sha2::{Digest as _, Sha256};

use support::site::Site;

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
    use diglot::pipeline::{Session, Silent};
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
