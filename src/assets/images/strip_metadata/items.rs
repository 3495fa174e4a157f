//! The items of AVIF and HEIF: what each is, and where its bytes lie (ISO/IEC 14496-12, 8.11).

use std::collections::BTreeMap;
use std::ops::Range;

use super::boxes::{IsoBox, boxes};
use super::notes::{CUT_SHORT, NotStripped, big_endian};

/// Something that a file holds.
pub struct Item {
    pub kind: [u8; 4],
    pub extents: Vec<Range<usize>>,
    /// Whether the extents are all that there is of it.
    pub is_found: bool,
}

impl Item {
    /// Whether it says something about the picture, and is none itself.
    pub fn is_note(&self) -> bool {
        matches!(&self.kind, b"Exif" | b"mime" | b"uri ")
    }
}

/// The items that the parts of a `meta` box list.
pub fn items(bytes: &[u8], parts: &[IsoBox]) -> Result<Vec<Item>, NotStripped> {
    let part = |kind: &[u8; 4]| parts.iter().find(|part| part.kind == *kind);
    let kinds = part(b"iinf").map_or(Ok(BTreeMap::new()), |iinf| kinds(bytes, iinf))?;
    let Some(iloc) = part(b"iloc") else { return Ok(Vec::new()) };
    let data = part(b"idat").map_or(0..0, |idat| idat.body.clone());
    let mut fields = Fields { bytes: &bytes[iloc.body.clone()], at: 0 };
    let version = fields.number(1)?;
    fields.number(3)?;
    let sizes = fields.number(2)?;
    let size = |shift: u16| (sizes >> shift & 15) as usize;
    let (offset_size, length_size, base_size) = (size(12), size(8), size(4));
    let index_size = if version == 0 { 0 } else { size(0) };
    let id_size = if version < 2 { 2 } else { 4 };
    let count = fields.number(id_size)?;
    let mut items = Vec::new();
    for _ in 0..count {
        let id = fields.number(id_size)?;
        let method = if version == 0 { 0 } else { fields.number(2)? & 15 };
        let source = fields.number(2)?;
        let base = fields.number(base_size)?;
        let mut item = Item {
            kind: kinds.get(&id).copied().unwrap_or_default(),
            extents: Vec::new(),
            is_found: method < 2 && source == 0,
        };
        let whole = if method == 1 { data.clone() } else { 0..bytes.len() };
        let extents = fields.number(2)?;
        if extents > 1 && offset_size + length_size + index_size == 0 {
            return Err(NotStripped::Damaged("one of its parts lies in many places that are not said"));
        }
        for _ in 0..extents {
            fields.number(index_size)?;
            let (offset, length) = (fields.number(offset_size)?, fields.number(length_size)?);
            let extent = extent(&whole, base, offset, length).filter(|_| item.is_found);
            item.is_found &= extent.is_some();
            item.extents.extend(extent);
        }
        items.push(item);
    }
    Ok(items)
}

/// A stretch of a file; one whose length is not said goes on to the end.
fn extent(whole: &Range<usize>, base: u64, offset: u64, length: u64) -> Option<Range<usize>> {
    let start = whole.start.checked_add(usize::try_from(base.checked_add(offset)?).ok()?)?;
    let end = match length {
        0 => whole.end,
        _ => start.checked_add(usize::try_from(length).ok()?)?,
    };
    (start <= end && end <= whole.end).then_some(start..end)
}

/// What each item is, by its number.
fn kinds(bytes: &[u8], iinf: &IsoBox) -> Result<BTreeMap<u64, [u8; 4]>, NotStripped> {
    let mut fields = Fields { bytes: &bytes[iinf.body.clone()], at: 0 };
    let count_size = if fields.number(1)? == 0 { 2 } else { 4 };
    fields.number(3 + count_size)?;
    let mut kinds = BTreeMap::new();
    for entry in boxes(bytes, iinf.body.start + fields.at..iinf.body.end)? {
        let mut fields = Fields { bytes: &bytes[entry.body.clone()], at: 0 };
        let version = fields.number(1)?;
        fields.number(3)?;
        let id = fields.number(if version < 3 { 2 } else { 4 })?;
        fields.number(2)?;
        // Older entries have a media type alone.
        let kind = if version < 2 { *b"mime" } else { (fields.number(4)? as u32).to_be_bytes() };
        kinds.insert(id, kind);
    }
    Ok(kinds)
}

/// Numbers, one behind the other.
struct Fields<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Fields<'_> {
    fn number(&mut self, size: usize) -> Result<u64, NotStripped> {
        let bytes = self.bytes.get(self.at..self.at + size).ok_or(CUT_SHORT)?;
        self.at += size;
        Ok(big_endian(bytes))
    }
}
