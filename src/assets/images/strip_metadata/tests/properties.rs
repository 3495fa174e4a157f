//! Bytes that nobody has meant.

use proptest::prelude::*;

use super::*;

/// An image of each format, with notes.
fn samples() -> Vec<Vec<u8>> {
    let picture = webp_picture(false);
    vec![
        photo(6),
        [&encoded(ImageFormat::Png)[..], SECRET].concat(),
        riff(&[header(0x0C), picture, riff_chunk(b"EXIF", SECRET)]),
        gif(&[&[b"\x21\xFE\x0B", SECRET, b"\0"].concat()]),
        heif(b"avif", false).0,
        heif(b"heic", true).0,
        tiff_image(true, false),
        tiff_image(false, true),
        b"<svg xmlns:i='i'><metadata>a</metadata><!-- b --><i:g i:a=''/></svg>".to_vec(),
        [iso(b"JXL ", &[b"\r\n\x87\n"]), iso(b"Exif", &[SECRET]), iso(b"jxlc", &[b"x"])].concat(),
    ]
}

proptest! {
    /// Bytes of images, some of them changed, left out or doubled: nothing panics, nothing grows by
    /// more than a header, and of what was cleaned nothing is left to take.
    #[test]
    fn any_bytes_are_cleaned_or_told(
        sample in 0..10_usize,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let mut bytes = samples().swap_remove(sample);
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        for name in ["x.avif", "x.svg", "x.ico", "x"] {
            if let Ok(Some(stripped)) = taken(&bytes, name) {
                prop_assert!(stripped.len() <= bytes.len() + 64);
                prop_assert_eq!(taken(&stripped, name), Ok(None));
            }
        }
    }

    /// Any bytes behind the first ones of an image.
    #[test]
    fn any_bytes_behind_a_head_are_cleaned_or_told(
        sample in 0..10_usize,
        rest in proptest::collection::vec(any::<u8>(), 0..300),
    ) {
        let mut bytes = samples().swap_remove(sample);
        bytes.truncate(16);
        bytes.extend(rest);
        let _ = taken(&bytes, "x.avif");
    }
}

#[test]
fn what_is_made_to_take_long_does_not() {
    let mut tracks = Vec::new();
    for depth in 0..100_000_u32 {
        tracks.extend((8 * (100_000 - depth)).to_be_bytes());
        tracks.extend(b"trak");
    }
    let film = [iso(b"ftyp", &[b"avis\0\0\0\0"]), iso(b"moov", &[&tracks])].concat();
    assert_eq!(taken(&film, "x.avif"), Ok(None));
    let item = [0, 1, 0, 0, 0xFF, 0xFF].repeat(100_000);
    let iloc = iso(b"iloc", &[&[0, 0, 0, 0, 0, 0, 0xFF, 0xFF], &item]);
    let file = [iso(b"ftyp", &[b"avif\0\0\0\0"]), iso(b"meta", &[&[0; 4], &iloc])].concat();
    assert!(matches!(taken(&file, "x.avif"), Err(NotStripped::Damaged(_))));
    // Many extents, each of which is the whole file.
    let infe = iso(b"infe", &[&[2, 0, 0, 0, 0, 1, 0, 0], b"Exif", b"\0"]);
    let iinf = iso(b"iinf", &[&[0, 0, 0, 0, 0, 1], &infe]);
    let extents = [0, 0, 0, 0, 0, 0, 0, 0].repeat(60_000);
    let iloc = iso(b"iloc", &[&[0, 0, 0, 0, 0x44, 0, 0, 1, 0, 1, 0, 0, 0xEA, 0x60], &extents]);
    let file = [iso(b"ftyp", &[b"avif\0\0\0\0"]), iso(b"meta", &[&[0; 4], &iinf, &iloc])].concat();
    assert!(matches!(taken(&file, "x.avif"), Err(NotStripped::Damaged(_))));
    // Many strips, each of which is the whole file.
    let (count, length) = (50_000_u32, 600_000_u32);
    let field = |tag: u16, at: u32| {
        [&tag.to_le_bytes()[..], &[4, 0], &count.to_le_bytes(), &at.to_le_bytes()].concat()
    };
    let head = [&b"II\x2A\0\x08\0\0\0\x02\0"[..], &field(273, 100), &field(279, 200_100), &[0; 4]].concat();
    let mut tiff = vec![0; length as usize];
    tiff[..head.len()].copy_from_slice(&head);
    for at in (200_100..400_100).step_by(4) {
        tiff[at..at + 4].copy_from_slice(&length.to_le_bytes());
    }
    assert!(taken(&tiff, "x.tif").is_ok());
    let svg = format!("<svg>{}{}</svg>", "<g a:b=''>".repeat(100_000), "</g>".repeat(100_000));
    assert!(taken(svg.as_bytes(), "x.svg").is_ok_and(|stripped| stripped.is_some()));
}
