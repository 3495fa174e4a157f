//! PNG (third edition), moving ones among them.

use img_parts::Bytes;
use img_parts::png::{Png, PngChunk};

use super::notes::{NotStripped, Stripped, upright};

/// Chunks that the picture needs though a reader may leave them out: colours, sizes of pixels,
/// frames.
const KEPT: [&[u8; 4]; 17] = [
    b"acTL", b"bKGD", b"cHRM", b"cICP", b"cLLI", b"cLLi", b"fcTL", b"fdAT", b"gAMA", b"hIST", b"iCCP",
    b"mDCV", b"mDCv", b"pHYs", b"sBIT", b"sRGB", b"tRNS",
];

pub fn strip_metadata(bytes: &[u8]) -> Stripped {
    let damaged = |_| NotStripped::Damaged("one of its chunks is cut short or damaged");
    let mut png = Png::from_bytes(Bytes::copy_from_slice(bytes)).map_err(damaged)?;
    let chunks = std::mem::take(png.chunks_mut());
    png.chunks_mut().extend(chunks.into_iter().filter_map(kept));
    Ok(png.encoder().bytes().to_vec())
}

fn kept(chunk: PngChunk) -> Option<PngChunk> {
    let kind = chunk.kind();
    // A capital letter says that no reader may leave it out.
    if kind[0].is_ascii_uppercase() || KEPT.contains(&&kind) {
        return Some(chunk);
    }
    let tiff = chunk.contents().strip_prefix(b"Exif\0\0").unwrap_or(chunk.contents());
    let orientation = (kind == *b"eXIf").then(|| upright(tiff))??;
    Some(PngChunk::new(kind, orientation.into()))
}
