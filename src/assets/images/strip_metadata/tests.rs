//! Each format with notes and without, and bytes that are none.

mod drawings;
mod properties;

use image::{DynamicImage, ImageFormat, RgbImage, RgbaImage};

use super::notes::{CUT_SHORT, orientation_alone};
use super::*;
use crate::assets::exif;
use crate::source::Blob;

/// What must not be found in any image that is published.
const SECRET: &[u8] = b"GPS 59.91 N";

/// What must be found in it afterwards too.
const PROFILE: &[u8] = b"a profile of colours";

fn taken(bytes: &[u8], name: &str) -> Result<Option<Vec<u8>>, NotStripped> {
    strip_metadata(&Blob::of(bytes).content, MediaType::of(name))
}

/// An image without its notes, of which nothing is left to take.
fn cleaned(bytes: &[u8], name: &str) -> Vec<u8> {
    let stripped = taken(bytes, name).unwrap().expect("there is something to take");
    assert!(!holds(&stripped, SECRET), "{name}");
    assert!(stripped.len() <= bytes.len());
    assert_eq!(taken(&stripped, name), Ok(None), "nothing is left to take");
    stripped
}

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    memchr::memmem::find(bytes, text).is_some()
}

fn pixels(bytes: &[u8]) -> RgbaImage {
    image::load_from_memory(bytes).unwrap().to_rgba8()
}

fn encoded(format: ImageFormat) -> Vec<u8> {
    let picture = RgbImage::from_fn(4, 2, |x, y| image::Rgb([x as u8 * 60, y as u8 * 90, 50]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn noted_exif(orientation: u16) -> Vec<u8> {
    [&orientation_alone(orientation), SECRET].concat()
}

fn segment(marker: u8, contents: &[&[u8]]) -> Vec<u8> {
    let contents = contents.concat();
    [&[0xFF, marker], &(contents.len() as u16 + 2).to_be_bytes()[..], &contents].concat()
}

/// A photo with all that phones note, and behind it another.
fn photo(orientation: u16) -> Vec<u8> {
    let plain = encoded(ImageFormat::Jpeg);
    let scan = plain.windows(2).position(|two| two == [0xFF, SOS]).unwrap();
    let segments = [
        segment(0xE0, &[b"JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01", b"GPS"]),
        segment(0xE0, &[b"JFXX\0\x10", SECRET]),
        segment(0xE1, &[b"Exif\0\0", &noted_exif(orientation)]),
        segment(0xE1, &[b"http://ns.adobe.com/xap/1.0/\0", SECRET]),
        segment(0xE1, &[b"http://ns.adobe.com/xmp/extension/\0", &[b'0'; 40], SECRET]),
        segment(0xE2, &[b"ICC_PROFILE\0\x01\x01", PROFILE]),
        segment(0xE2, &[b"MPF\0", SECRET]),
        segment(0xEB, &[b"JP", SECRET]),
        segment(0xED, &[b"Photoshop 3.0\0", SECRET]),
        segment(0xEE, &[b"Adobe\0\x64\0\0\0\0\x01", SECRET]),
        segment(0xFE, &[SECRET]),
    ];
    let end = plain.len() - 2;
    let comment = segment(0xFE, &[SECRET]);
    let behind =
        [&plain[..2], &segment(0xE1, &[b"Exif\0\0", &noted_exif(1)]), &plain[2..], b"ftypmp42"].concat();
    let parts: [&[u8]; 6] =
        [&plain[..2], &segments.concat(), &plain[2..scan], &plain[scan..end], &comment, &plain[end..]];
    [&parts.concat()[..], &behind].concat()
}

const SOS: u8 = 0xDA;

#[test]
fn a_photo_loses_its_notes_and_keeps_its_colours_and_its_top() {
    for orientation in 1..=8 {
        let noted = photo(orientation);
        for name in ["x.jpg", "x.JPEG", "x.png", "x.avif", "x"] {
            let stripped = cleaned(&noted, name);
            assert!(holds(&stripped, PROFILE) && holds(&stripped, b"Adobe\0\x64"));
            let behind_mark = [&noted[..2], SECRET, &noted[2..]].concat();
            assert_eq!(taken(&behind_mark, "x.jpg"), Ok(Some(stripped.clone())));
            assert!(stripped.ends_with(&[0xFF, 0xD9]) && !holds(&stripped, b"ftypmp42"));
            let kept = exif::orientation(std::io::Cursor::new(&stripped));
            assert_eq!(kept, (orientation > 1).then_some(orientation));
            assert_eq!(pixels(&stripped), pixels(&noted));
        }
    }
    assert_eq!(taken(&encoded(ImageFormat::Jpeg), "x.jpg"), Ok(None));
}

#[test]
fn a_photo_that_is_cut_short_within_its_picture_is_cleaned_all_the_same() {
    let noted = photo(1);
    let scan = noted.windows(2).position(|two| two == [0xFF, SOS]).unwrap();
    assert!(!holds(&cleaned(&noted[..scan + 20], "x.jpg"), SECRET));
    assert_eq!(taken(&noted[..scan - 9], "x.jpg"), Err(CUT_SHORT));
}

fn png_chunk(kind: &[u8; 4], contents: &[u8]) -> Vec<u8> {
    let chunk = img_parts::png::PngChunk::new(*kind, contents.to_vec().into());
    chunk.encoder().bytes().to_vec()
}

#[test]
fn a_drawing_loses_its_notes() {
    let plain = encoded(ImageFormat::Png);
    assert_eq!(taken(&plain, "x.png"), Ok(None));
    for orientation in [1, 6] {
        let texts =
            [b"tEXt", b"zTXt", b"iTXt", b"tIME", b"caBX", b"prVW"].map(|kind| png_chunk(kind, SECRET));
        let kept = [png_chunk(b"pHYs", &[0, 0, 1, 0, 0, 0, 1, 0, 0]), png_chunk(b"iCCP", PROFILE)];
        let exif = png_chunk(b"eXIf", &noted_exif(orientation));
        let noted = [&plain[..33], &kept.concat(), &texts.concat(), &exif, &plain[33..], SECRET].concat();
        let stripped = cleaned(&noted, "x.png");
        let exif = png_chunk(b"eXIf", &orientation_alone(orientation));
        let exif = if orientation > 1 { &exif[..] } else { &[] };
        assert_eq!(stripped, [&plain[..33], &kept.concat(), exif, &plain[33..]].concat());
        assert_eq!(
            exif::orientation(std::io::Cursor::new(&stripped)),
            (orientation > 1).then_some(orientation)
        );
    }
    assert!(taken(&plain[..plain.len() - 14], "x.png").is_err());
}

fn riff_chunk(kind: &[u8; 4], contents: &[u8]) -> Vec<u8> {
    let padding = &[0][..contents.len() % 2];
    [kind, &(contents.len() as u32).to_le_bytes()[..], contents, padding].concat()
}

fn riff(chunks: &[Vec<u8>]) -> Vec<u8> {
    let chunks = chunks.concat();
    [b"RIFF", &(chunks.len() as u32 + 4).to_le_bytes()[..], b"WEBP", &chunks].concat()
}

fn header(flags: u8) -> Vec<u8> {
    riff_chunk(b"VP8X", &[flags, 0, 0, 0, 3, 0, 0, 1, 0, 0])
}

/// The chunk of a picture, with loss or without.
fn webp_picture(is_lossless: bool) -> Vec<u8> {
    let pixels = [200, 100, 50].repeat(8);
    ::webp::Encoder::from_rgb(&pixels, 4, 2).encode_simple(is_lossless, 80.0).unwrap()[12..].to_vec()
}

#[test]
fn a_webp_announces_what_it_has() {
    let exif = riff_chunk(b"EXIF", &[&noted_exif(1), &b"."[..]].concat());
    let turned = riff_chunk(b"EXIF", &noted_exif(6));
    let (xmp, odd) = (riff_chunk(b"XMP ", SECRET), riff_chunk(b"odd ", &SECRET[1..]));
    let icc = riff_chunk(b"ICCP", PROFILE);
    for is_lossless in [false, true] {
        let picture = webp_picture(is_lossless);
        for flags in 0..64_u8 {
            let (has_icc, has_exif, has_xmp) = (flags & 0x20 != 0, flags & 8 != 0, flags & 4 != 0);
            let is_turned = flags & 1 != 0;
            let is_moving = flags & 2 != 0;
            let mut chunks = vec![header(flags)];
            // A picture with loss has no transparency without a chunk for it.
            let alpha = if is_lossless { flags & 0x10 } else { 0 };
            let mut expected = vec![header(flags & 0x22 | alpha | if has_exif && is_turned { 8 } else { 0 })];
            if has_icc {
                chunks.push(icc.clone());
                expected.push(icc.clone());
            }
            let frame = [&[0; 16], &picture[..]].concat();
            let noted_frame = [&[0; 16], &picture[..], &xmp].concat();
            let moving = [riff_chunk(b"ANIM", &[0; 6]), riff_chunk(b"ANMF", &frame)].concat();
            let noted_moving = [riff_chunk(b"ANIM", &[0; 6]), riff_chunk(b"ANMF", &noted_frame)].concat();
            chunks.push(if is_moving { noted_moving } else { picture.clone() });
            expected.push(if is_moving { moving } else { picture.clone() });
            chunks.push(odd.clone());
            if has_exif {
                chunks.push(if is_turned { turned.clone() } else { exif.clone() });
            }
            if has_exif && is_turned {
                expected.push(riff_chunk(b"EXIF", &orientation_alone(6)));
            }
            if has_xmp {
                chunks.push(xmp.clone());
            }
            let noted = [&riff(&chunks)[..], SECRET].concat();
            let stripped = cleaned(&noted, "x.webp");
            assert!(stripped == riff(&expected), "{flags:#b}");
            if !is_moving {
                assert_eq!(pixels(&stripped), pixels(&riff(std::slice::from_ref(&picture))));
            }
        }
    }
}

#[test]
fn a_webp_whose_flags_announce_what_is_gone_is_mended() {
    let picture = webp_picture(false);
    let broken = riff(&[header(0x0C), picture.clone()]);
    assert_eq!(cleaned(&broken, "x.webp"), riff(&[header(0), picture.clone()]));
    let alpha = riff(&[header(0), riff_chunk(b"ALPH", &[0; 9]), picture.clone()]);
    assert_eq!(cleaned(&alpha, "x.webp")[20], 0x10);
    assert_eq!(taken(&riff(std::slice::from_ref(&picture)), "x.webp"), Ok(None));
    let whole = riff(&[header(4), picture, riff_chunk(b"XMP ", SECRET)]);
    assert_eq!(taken(&whole[..40], "x.webp"), Err(CUT_SHORT));
}

/// A GIF of two frames.
fn gif(extensions: &[&[u8]]) -> Vec<u8> {
    let head = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xFF\xFF\xFF";
    let again = b"\x21\xFF\x0BNETSCAPE2.0\x03\x01\0\0\0";
    let frame = b"\x21\xF9\x04\0\x0A\0\0\0\x2C\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0";
    [&head[..], again, &extensions.concat(), frame, frame, b"\x3B"].concat()
}

#[test]
fn what_moves_loses_its_comments_and_moves_on() {
    let plain = gif(&[]);
    assert_eq!(taken(&plain, "x.gif"), Ok(None));
    let comment = [b"\x21\xFE\x0B", SECRET, b"\0"].concat();
    let xmp =
        [&b"\x21\xFF\x0BXMP DataXMP"[..], b"<x>", SECRET, &[1], &(0..=255).rev().collect::<Vec<u8>>(), b"\0"];
    let text = [&b"\x21\x01\x0C"[..], &[0; 12], b"\x0B", SECRET, b"\0"].concat();
    let noted = [&gif(&[&comment, &xmp.concat(), &text])[..], SECRET].concat();
    assert_eq!(cleaned(&noted, "x.gif"), plain);
    let again = b"NETSCAPE2.0\x03\x01\0\0";
    let at = memchr::memmem::find(&plain, again).unwrap() + again.len();
    let behind_again = [&plain[..at], b"\x0B", SECRET, &plain[at..]].concat();
    assert_eq!(cleaned(&behind_again, "x.gif"), plain);
    assert_eq!(taken(&noted[..30], "x.gif"), Err(CUT_SHORT));
}

/// Bytes of a box.
fn iso(kind: &[u8; 4], contents: &[&[u8]]) -> Vec<u8> {
    let contents = contents.concat();
    [&(contents.len() as u32 + 8).to_be_bytes(), &kind[..], &contents].concat()
}

/// An AVIF or HEIC whose picture, Exif (in two extents) and XMP lie in `mdat` or in `idat`.
fn heif(brand: &[u8; 4], is_inside: bool) -> (Vec<u8>, Vec<u8>) {
    let (picture, exif) = (b"the picture itself", [&[0; 4], &noted_exif(1)[..]].concat());
    let xmp = [b"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><exif:GPSLatitude>", SECRET, b"</exif></x:xmpmeta>"]
        .concat();
    let data = [&exif[..9], picture, &exif[9..], &xmp].concat();
    let infe = |id: u8, kind: &[u8; 4]| iso(b"infe", &[&[2, 0, 0, 0, 0, id, 0, 0], kind, b"\0"]);
    let iinf = iso(b"iinf", &[&[0, 0, 0, 0, 0, 3], &infe(1, b"av01"), &infe(2, b"Exif"), &infe(3, b"mime")]);
    let ipco = iso(b"ipco", &[&iso(b"udes", &[&[0; 4], SECRET]), &iso(b"colr", &[b"prof", PROFILE])]);
    let iprp = iso(b"iprp", &[&ipco]);
    let ftyp = iso(b"ftyp", &[brand, &[0; 4], b"mif1"]);
    let meta = |start: usize| {
        let extents = |parts: &[(usize, usize)]| {
            let parts = parts.iter().flat_map(|(at, length)| {
                [((start + at) as u32).to_be_bytes(), (*length as u32).to_be_bytes()].concat()
            });
            parts.collect::<Vec<u8>>()
        };
        let item = |id: u8, parts: &[(usize, usize)]| {
            [&[0, id, 0, u8::from(is_inside), 0, 0, 0, parts.len() as u8], &extents(parts)[..]].concat()
        };
        let pictured = exif.len() + picture.len();
        let items = [
            item(1, &[(9, picture.len())]),
            item(2, &[(0, 9), (9 + picture.len(), exif.len() - 9)]),
            item(3, &[(pictured, xmp.len())]),
        ];
        let iloc = iso(b"iloc", &[&[1, 0, 0, 0, 0x44, 0, 0, 3], &items.concat()]);
        let idat = if is_inside { iso(b"idat", &[&data]) } else { Vec::new() };
        let hdlr = iso(b"hdlr", &[&[0; 8], b"pict", &[0; 13]]);
        let xml = iso(b"xml ", &[&[0; 4], SECRET]);
        iso(b"meta", &[&[0; 4], &hdlr, &iinf, &iprp, &xml, &iloc, &idat])
    };
    let before = ftyp.len() + meta(0).len() + 8;
    let meta = meta(if is_inside { 0 } else { before });
    let mdat = if is_inside { Vec::new() } else { iso(b"mdat", &[&data]) };
    let uuid = iso(b"uuid", &[&[7; 16], SECRET]);
    let film = iso(b"mpvd", &[SECRET]);
    ([ftyp, meta, mdat, uuid, film].concat(), picture.to_vec())
}

#[test]
fn avif_and_heic_lose_their_notes_in_place() {
    for (brand, name) in [(b"avif", "x.avif"), (b"heic", "x.heic"), (b"avif", "x.jpg"), (b"mif1", "x")] {
        for is_inside in [false, true] {
            let (noted, picture) = heif(brand, is_inside);
            let stripped = cleaned(&noted, name);
            assert_eq!(stripped.len(), noted.len());
            assert!(holds(&stripped, &picture) && holds(&stripped, PROFILE));
            let at = |bytes: &[u8]| memchr::memmem::find(bytes, &picture);
            assert_eq!(at(&stripped), at(&noted), "what is found by its place stays there");
            assert!(holds(&stripped, NO_XMP), "readers find a packet that says nothing");
        }
    }
}

const NO_XMP: &[u8] = b"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"/>  ";

#[test]
fn a_film_is_no_image_and_a_moving_image_is() {
    let moov = |handler: &[u8; 4]| {
        let times = [&[0; 4], &SECRET[..8], &[0; 80][..]].concat();
        let hdlr = iso(b"hdlr", &[&[0; 8], handler, &[0; 13]]);
        let mdia = iso(b"mdia", &[&iso(b"mdhd", &[&times]), &hdlr]);
        let trak = iso(b"trak", &[&iso(b"tkhd", &[&times]), &mdia, &iso(b"udta", &[SECRET])]);
        let meta = iso(b"meta", &[&[0; 4], &iso(b"ilst", &[SECRET])]);
        iso(b"moov", &[&iso(b"mvhd", &[&times]), &trak, &iso(b"udta", &[SECRET]), &meta])
    };
    let film = |brand: &[u8; 4], handler: &[u8; 4]| [iso(b"ftyp", &[brand, &[0; 4]]), moov(handler)].concat();
    assert_eq!(taken(&film(b"isom", b"vide"), "x.mp4"), Ok(None));
    let stripped = cleaned(&film(b"avis", b"pict"), "x.avif");
    assert!(!holds(&stripped, &SECRET[..8]));
    assert!(matches!(taken(&film(b"avis", b"meta"), "x.avif"), Err(NotStripped::Unknown(_))));
}

#[test]
fn notes_that_lie_within_the_picture_are_told() {
    let (mut noted, _) = heif(b"avif", false);
    let iloc = memchr::memmem::find(&noted, b"iloc").unwrap();
    // The picture is said to lie where the second extent of Exif does.
    let (own, other) = (iloc + 12 + 8, iloc + 12 + 8 + 8 + 8 + 8);
    noted.copy_within(other..other + 8, own);
    assert!(matches!(taken(&noted, "x.avif"), Err(NotStripped::Unknown(_))));
    assert_eq!(taken(&noted[..noted.len() - 3], "x.avif"), Err(CUT_SHORT));
}

#[test]
fn jpeg_xl_loses_its_boxes() {
    let head = [iso(b"JXL ", &[b"\r\n\x87\n"]), iso(b"ftyp", &[b"jxl \0\0\0\0jxl "])].concat();
    let picture = iso(b"jxlc", &[b"the picture"]);
    let notes = [b"Exif", b"xml ", b"jumb", b"brob", b"jbrd"].map(|kind| iso(kind, &[SECRET])).concat();
    let stripped = cleaned(&[&head[..], &notes, &picture].concat(), "x.jxl");
    assert_eq!(stripped, [head, picture].concat());
    assert_eq!(taken(b"\xFF\x0Ax", "x.jxl"), Ok(None));
}

/// A TIFF in one of two orders of bytes, small or big, of two pages with all that may be noted.
fn tiff_image(is_little: bool, is_big: bool) -> Vec<u8> {
    let number = |value: u64, size: usize| match is_little {
        true => value.to_le_bytes()[..size].to_vec(),
        false => value.to_be_bytes()[8 - size..].to_vec(),
    };
    let place = if is_big { 8 } else { 4 };
    let field = |tag: u64, kind: u64, count: u64, value: u64, size: usize| {
        let mut value = number(value, size);
        value.resize(place, 0);
        [number(tag, 2), number(kind, 2), number(count, place), value].concat()
    };
    let data_at = if is_big { 16 } else { 8 };
    let data = [b"pixels of the first", &[0; 13][..], SECRET, PROFILE, b"pixels of the next."].concat();
    let (note, profile) = (data_at + 32, data_at + 32 + SECRET.len());
    let second = profile + PROFILE.len();
    let directory = |strip: usize, next: u64| {
        let fields = [
            field(256, 3, 1, 19, 2),
            field(271, 2, SECRET.len() as u64, note as u64, place),
            field(273, 4, 1, strip as u64, 4),
            field(274, 3, 1, 6, 2),
            field(279, 3, 1, 19, 2),
            field(700, 1, SECRET.len() as u64, note as u64, place),
            field(34665, 4, 1, note as u64, 4),
            field(34675, 7, PROFILE.len() as u64, profile as u64, place),
            field(34853, 4, 1, note as u64, 4),
        ];
        [number(fields.len() as u64, if is_big { 8 } else { 2 }), fields.concat(), number(next, place)]
            .concat()
    };
    let first = data_at + data.len();
    let next = first + directory(0, 0).len();
    let mark = if is_little { b"II" } else { b"MM" };
    let head = match is_big {
        true => [number(43, 2), number(8, 2), number(0, 2), number(first as u64, 8)].concat(),
        false => [number(42, 2), number(first as u64, 4)].concat(),
    };
    let directories = [directory(data_at, next as u64), directory(second, 0)].concat();
    [&mark[..], &head, &data, &directories, SECRET].concat()
}

#[test]
fn a_tiff_loses_its_notes_in_place() {
    for (is_little, is_big) in [(true, false), (false, false), (true, true), (false, true)] {
        let noted = tiff_image(is_little, is_big);
        let stripped = cleaned(&noted, "x.tif");
        assert_eq!(stripped.len(), noted.len());
        for kept in [&b"pixels of the first"[..], b"pixels of the next.", PROFILE] {
            assert_eq!(memchr::memmem::find(&stripped, kept), memchr::memmem::find(&noted, kept));
        }
        if !is_big {
            assert_eq!(exif::in_tiff(&stripped), Some(6));
        }
        assert!(matches!(taken(&noted, "x.nef"), Err(NotStripped::Unknown(_))));
        assert_eq!(taken(&noted[..noted.len() - 40], "x.tif"), Err(CUT_SHORT));
    }
}

#[test]
fn what_no_notes_are_known_of_is_told() {
    let begins: [(&str, &[u8]); 12] = [
        ("x.jp2", b"\0\0\0\x0CjP  \r\n\x87\n"),
        ("x.j2k", b"\xFF\x4F\xFF\x51\0"),
        ("x.psd", b"8BPS\0\x01"),
        ("x.exr", b"\x76\x2F\x31\x01\x02"),
        ("x.hdr", b"#?RADIANCE\n"),
        ("x.dds", b"DDS \x7C\0\0\0"),
        ("x.eps", b"%!PS-Adobe-3.0 EPSF-3.0"),
        ("x.cr3", b"\0\0\0\x18ftypcrx \0\0\0\x01"),
        ("x.raf", b"FUJIFILMCCD-RAW 0201"),
        ("x.rw2", b"IIU\0\x18\0"),
        ("x.orf", b"IIRO\x08\0"),
        ("x.orf", b"MMOR\0\x08"),
    ];
    for (name, begin) in begins {
        let noted = [begin, SECRET].concat();
        assert!(matches!(taken(&noted, name), Err(NotStripped::Unknown(_))), "{name}");
    }
}

#[test]
fn an_icon_loses_the_notes_of_its_pictures() {
    let plain = encoded(ImageFormat::Png);
    let noted = [&plain[..33], &png_chunk(b"tEXt", SECRET), &plain[33..]].concat();
    let icon = |pictures: &[&[u8]]| {
        let mut at = 6 + 16 * pictures.len();
        let entries = pictures.iter().flat_map(|picture| {
            let place = [picture.len() as u32, at as u32].map(u32::to_le_bytes).concat();
            at += picture.len();
            [&[16, 16, 0, 0, 1, 0, 32, 0], &place[..]].concat()
        });
        let entries: Vec<u8> = entries.collect();
        [&[0, 0, 1, 0, pictures.len() as u8, 0], &entries[..], &pictures.concat()].concat()
    };
    let stripped = cleaned(&icon(&[&noted, b"a bitmap", &noted]), "favicon.ico");
    assert_eq!(stripped, icon(&[&plain, b"a bitmap", &plain]));
}

#[test]
fn what_is_no_image_stays() {
    for name in ["x.jpg", "x.png", "x.webp", "x.avif", "x.svg", "x.txt", "x.tif", "x.gif", "x"] {
        assert_eq!(taken(b"no image", name), Ok(None));
        assert_eq!(taken(b"", name), Ok(None));
    }
    assert_eq!(taken(b"<html><svg>", "x.html"), Ok(None));
}
