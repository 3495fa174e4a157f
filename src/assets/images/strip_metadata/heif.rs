//! AVIF and HEIF (ISO/IEC 23008-12), still and moving.
//!
//! What is taken out is written over where it lies, so that nothing moves that is found by its
//! place.

use std::ops::Range;

use super::boxes::{IsoBox, boxes};
use super::items::{Item, items};
use super::notes::{CUT_SHORT, NotStripped, Stripped, orientation_alone};

const BRANDS: [&[u8; 4]; 14] = [
    b"avci", b"avcs", b"avif", b"avis", b"heic", b"heim", b"heis", b"heix", b"hevc", b"hevx", b"miaf",
    b"mif1", b"mif2", b"msf1",
];

/// An XMP packet that says nothing.
const NO_XMP: &[u8] = b"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"/>";

/// Whether the first box says that the file is an image, and not a film.
pub fn is_image(head: &[u8]) -> bool {
    let end = super::notes::big_endian(&head[..4]).clamp(16, 512) as usize;
    let brands = head.get(8..end.min(head.len())).unwrap_or_default();
    brands.chunks_exact(4).any(|brand| BRANDS.iter().any(|known| known[..] == *brand))
}

pub fn strip_metadata(bytes: &[u8]) -> Stripped {
    let mut file = File { bytes, stripped: bytes.to_vec() };
    for part in boxes(bytes, 0..bytes.len())? {
        match &part.kind {
            b"meta" => file.meta(&part)?,
            b"moov" => file.movie(&part, false)?,
            b"mini" => return Err(NotStripped::Unknown("it is of a form that is not known yet (`mini`)")),
            b"moof" => return Err(NotStripped::Unknown("it is cut in fragments")),
            b"ftyp" | b"mdat" | b"pdin" => {}
            // C2PA, XMP, a film that belongs to a photo, and what nobody refers to.
            _ => file.free(&part),
        }
    }
    Ok(file.stripped)
}

struct File<'a> {
    bytes: &'a [u8],
    stripped: Vec<u8>,
}

impl File<'_> {
    /// Makes a box one that readers pass over, and that holds nothing.
    fn free(&mut self, part: &IsoBox) {
        self.stripped[part.start + 4..part.start + 8].copy_from_slice(b"free");
        self.stripped[part.body.clone()].fill(0);
    }

    fn meta(&mut self, meta: &IsoBox) -> Result<(), NotStripped> {
        let parts = boxes(self.bytes, skip(&meta.body, 4)?)?;
        for part in &parts {
            match &part.kind {
                b"hdlr" | b"pitm" | b"iloc" | b"iinf" | b"iref" | b"idat" | b"dinf" | b"grpl" | b"ipro" => {}
                b"iprp" => self.properties(part)?,
                _ => self.free(part),
            }
        }
        let (notes, others): (Vec<Item>, Vec<Item>) =
            items(self.bytes, &parts)?.into_iter().partition(|item| item.is_note());
        if notes.iter().any(|note| !note.is_found) {
            return Err(NotStripped::Unknown("its notes lie in a place that is not known"));
        }
        let extents = || notes.iter().flat_map(|note| &note.extents);
        if extents().map(Range::len).sum::<usize>() > self.bytes.len() {
            return Err(NotStripped::Damaged("its notes lie over each other"));
        }
        let pictures = others.into_iter().flat_map(|item| item.extents).collect();
        if overlap(pictures, extents().cloned().collect()) {
            return Err(NotStripped::Unknown("its notes lie within its picture"));
        }
        notes.iter().for_each(|note| self.blank(note));
        Ok(())
    }

    /// Writes a note that says nothing over one.
    fn blank(&mut self, note: &Item) {
        let length = note.extents.iter().map(Range::len).sum();
        let (nothing, filling) = match &note.kind {
            // The place of the TIFF block behind this number, then the block.
            b"Exif" => ([&[0; 4], &orientation_alone(1)[..]].concat(), 0),
            _ => (NO_XMP.to_vec(), b' '),
        };
        let nothing = if nothing.len() <= length { nothing } else { Vec::new() };
        let mut nothing = nothing.into_iter().chain(std::iter::repeat(filling));
        for extent in &note.extents {
            self.stripped[extent.clone()].fill_with(|| nothing.next().unwrap_or(filling));
        }
    }

    /// Descriptions and times of items.
    fn properties(&mut self, part: &IsoBox) -> Result<(), NotStripped> {
        for container in boxes(self.bytes, part.body.clone())?.iter().filter(|part| part.kind == *b"ipco") {
            for property in boxes(self.bytes, container.body.clone())? {
                let start = match &property.kind {
                    b"udes" | b"crtt" | b"mdft" => 4,
                    b"uuid" => 16,
                    _ => continue,
                };
                let said = skip(&property.body, start)?;
                self.stripped[said].fill(0);
            }
        }
        Ok(())
    }

    /// A movie, or a track of one.
    fn movie(&mut self, movie: &IsoBox, is_track: bool) -> Result<(), NotStripped> {
        for part in boxes(self.bytes, movie.body.clone())? {
            match &part.kind {
                b"mvhd" | b"tkhd" => self.times(&part)?,
                b"trak" if !is_track => self.movie(&part, true)?,
                b"mdia" => self.media(&part)?,
                b"meta" if self.holds_items(&part) => self.meta(&part)?,
                b"udta" | b"meta" | b"uuid" => self.free(&part),
                _ => {}
            }
        }
        Ok(())
    }

    fn media(&mut self, media: &IsoBox) -> Result<(), NotStripped> {
        for part in boxes(self.bytes, media.body.clone())? {
            match &part.kind {
                b"mdhd" => self.times(&part)?,
                b"hdlr" => match self.bytes[part.body.clone()].get(8..12) {
                    Some(b"pict" | b"auxv" | b"vide" | b"soun") => {}
                    _ => {
                        return Err(NotStripped::Unknown("it has a track that is neither picture nor sound"));
                    }
                },
                _ => {}
            }
        }
        Ok(())
    }

    fn holds_items(&self, meta: &IsoBox) -> bool {
        let parts = skip(&meta.body, 4).and_then(|body| boxes(self.bytes, body));
        parts.is_ok_and(|parts| parts.iter().any(|part| part.kind == *b"iinf"))
    }

    /// When it was made and changed.
    fn times(&mut self, header: &IsoBox) -> Result<(), NotStripped> {
        let version = self.bytes.get(header.body.start).ok_or(CUT_SHORT)?;
        let length = if *version == 1 { 16 } else { 8 };
        let rest = skip(&header.body, 4)?;
        let times = rest.start..rest.start + length;
        if times.end > rest.end {
            return Err(CUT_SHORT);
        }
        self.stripped[times].fill(0);
        Ok(())
    }
}

/// A range without its first bytes.
fn skip(range: &Range<usize>, bytes: usize) -> Result<Range<usize>, NotStripped> {
    let start = range.start + bytes;
    if start <= range.end { Ok(start..range.end) } else { Err(CUT_SHORT) }
}

/// Whether any of some ranges has a byte in common with any of some others.
fn overlap(some: Vec<Range<usize>>, others: Vec<Range<usize>>) -> bool {
    let of = |kind: usize, ranges: Vec<Range<usize>>| {
        ranges.into_iter().filter(|range| !range.is_empty()).map(move |range| (range.start, range.end, kind))
    };
    let mut ranges: Vec<_> = of(0, some).chain(of(1, others)).collect();
    ranges.sort_unstable();
    let mut reach = [0, 0];
    ranges.into_iter().any(|(start, end, kind)| {
        reach[kind] = reach[kind].max(end);
        reach[1 - kind] > start
    })
}
