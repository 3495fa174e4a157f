//! TIFF (revision 6.0) and BigTIFF.
//!
//! All places stay as they are. The fields that make the picture stay, and the bytes that they lead
//! to; every other byte becomes zero.

use std::collections::BTreeSet;
use std::ops::Range;

use super::notes::{CUT_SHORT, NotStripped, Stripped, big_endian, little_endian};

/// Fields whose values are where other directories lie.
const DIRECTORIES: u16 = 330;

/// Where stretches of the picture lie, and how long they are.
const STRETCHES: [(u16, u16); 3] = [(273, 279), (324, 325), (513, 514)];

/// The tables of the oldest kind of JPEG in TIFF, whose length stands nowhere.
const OLD_TABLES: Range<u16> = 519..522;

pub fn strip_metadata(bytes: &[u8]) -> Stripped {
    let is_little = bytes.starts_with(b"I");
    let mut file =
        File { bytes, is_little, is_big: false, kept: Vec::new(), directories: Vec::new(), read: 0 };
    file.is_big = file.number(2..4)? == 43;
    let first = if file.is_big { 8..16 } else { 4..8 };
    file.kept.push(0..first.end);
    let mut waiting = vec![file.number(first)?];
    let mut seen = BTreeSet::new();
    while let Some(at) = waiting.pop() {
        if at != 0 && seen.insert(at) {
            file.directory(usize::try_from(at).map_err(|_| CUT_SHORT)?, &mut waiting)?;
        }
    }
    file.written()
}

struct File<'a> {
    bytes: &'a [u8],
    is_little: bool,
    is_big: bool,
    kept: Vec<Range<usize>>,
    /// The directories as they become, and where they lie.
    directories: Vec<(usize, Vec<u8>)>,
    /// How many fields and values were read; a sound file has each but once.
    read: usize,
}

struct Field {
    tag: u16,
    at: usize,
    /// How long one of the values is.
    size: usize,
    values: Range<usize>,
}

impl File<'_> {
    /// Keeps what makes a picture of a directory, and finds further ones.
    fn directory(&mut self, at: usize, waiting: &mut Vec<u64>) -> Result<(), NotStripped> {
        let count = self.number(at..at.saturating_add(self.count_size()))?;
        let count =
            usize::try_from(count).ok().filter(|count| *count <= self.bytes.len()).ok_or(CUT_SHORT)?;
        self.count(count)?;
        let start = at + self.count_size();
        let end = start + count * self.entry_size();
        waiting.push(self.number(end..end + self.place_size())?);
        let mut fields = Vec::new();
        for at in (start..end).step_by(self.entry_size()) {
            let tag = self.number(at..at + 2)? as u16;
            if OLD_TABLES.contains(&tag) {
                return Err(NotStripped::Unknown("it is of an old kind whose parts have no length"));
            }
            if is_kept(tag) {
                fields.push(self.field(tag, at)?);
            }
        }
        for field in &fields {
            // Those that are short stand in the directory itself.
            if field.values.len() > self.place_size() {
                self.kept.push(field.values.clone());
            }
            if field.tag == DIRECTORIES {
                waiting.extend(self.values(field)?);
            }
        }
        self.stretches(&fields)?;
        self.directories.push((at, self.directory_of(&fields, end)));
        Ok(())
    }

    /// Keeps the bytes of the picture.
    fn stretches(&mut self, fields: &[Field]) -> Result<(), NotStripped> {
        let field = |tag: u16| fields.iter().find(|field| field.tag == tag);
        for (places, lengths) in STRETCHES {
            let Some(places) = field(places) else { continue };
            let lengths =
                field(lengths).ok_or(NotStripped::Unknown("it does not say how long its parts are"))?;
            for (start, length) in self.values(places)?.into_iter().zip(self.values(lengths)?) {
                let start = usize::try_from(start).map_err(|_| CUT_SHORT)?;
                let length = usize::try_from(length).map_err(|_| CUT_SHORT)?;
                self.kept.push(start..start.saturating_add(length));
            }
        }
        Ok(())
    }

    /// A directory of some fields, and of where the next one lies, which stands at the end of the
    /// old one.
    fn directory_of(&self, fields: &[Field], end: usize) -> Vec<u8> {
        let count = fields.len() as u64;
        let count = match self.is_little {
            true => count.to_le_bytes()[..self.count_size()].to_vec(),
            false => count.to_be_bytes()[8 - self.count_size()..].to_vec(),
        };
        let entries = fields.iter().flat_map(|field| &self.bytes[field.at..][..self.entry_size()]);
        count.iter().chain(entries).chain(&self.bytes[end..][..self.place_size()]).copied().collect()
    }

    fn written(mut self) -> Stripped {
        let mut stripped = vec![0; self.bytes.len()];
        self.kept.sort_by_key(|range| range.start);
        let mut done = 0;
        for range in self.kept {
            let range = range.start.max(done)..range.end;
            if range.end > self.bytes.len() {
                return Err(CUT_SHORT);
            }
            if !range.is_empty() {
                stripped[range.clone()].copy_from_slice(&self.bytes[range.clone()]);
                done = range.end;
            }
        }
        for (at, directory) in self.directories {
            stripped[at..at + directory.len()].copy_from_slice(&directory);
        }
        Ok(stripped)
    }

    fn count(&mut self, read: usize) -> Result<(), NotStripped> {
        self.read += read;
        if self.read > self.bytes.len() {
            return Err(NotStripped::Damaged("its parts lie over each other"));
        }
        Ok(())
    }

    fn field(&self, tag: u16, at: usize) -> Result<Field, NotStripped> {
        let size = match self.number(at + 2..at + 4)? {
            1 | 2 | 6 | 7 => 1,
            3 | 8 => 2,
            4 | 9 | 11 | 13 => 4,
            5 | 10 | 12 | 16..=18 => 8,
            _ => return Err(NotStripped::Damaged("a field is of no known type")),
        };
        let inline = self.place_size();
        let count = at + 4..at + 4 + inline;
        let value = count.end;
        let length = usize::try_from(self.number(count)?).ok().and_then(|count| count.checked_mul(size));
        let length = length.ok_or(CUT_SHORT)?;
        let start = match length <= inline {
            true => value,
            false => usize::try_from(self.number(value..value + inline)?).map_err(|_| CUT_SHORT)?,
        };
        Ok(Field { tag, at, size, values: start..start.saturating_add(length) })
    }

    fn values(&mut self, field: &Field) -> Result<Vec<u64>, NotStripped> {
        self.count(field.values.len() / field.size)?;
        let values = self.bytes.get(field.values.clone()).ok_or(CUT_SHORT)?;
        Ok(values.chunks_exact(field.size).map(|value| self.read(value)).collect())
    }

    fn number(&self, range: Range<usize>) -> Result<u64, NotStripped> {
        self.bytes.get(range).map(|bytes| self.read(bytes)).ok_or(CUT_SHORT)
    }

    fn read(&self, bytes: &[u8]) -> u64 {
        if self.is_little { little_endian(bytes) } else { big_endian(bytes) }
    }

    /// How long the number of a directory's fields is.
    fn count_size(&self) -> usize {
        if self.is_big { 8 } else { 2 }
    }

    /// How long a place is, and so a value that stands in its field.
    fn place_size(&self) -> usize {
        if self.is_big { 8 } else { 4 }
    }

    fn entry_size(&self) -> usize {
        if self.is_big { 20 } else { 12 }
    }
}

/// Whether a field makes the picture: the baseline's, those of its extensions and supplements, and
/// colour profiles. Names, owners, times, programs, Exif, XMP, IPTC and places on the globe do not.
fn is_kept(tag: u16) -> bool {
    matches!(
        tag,
        254..=266 | 273 | 274 | 277..=284 | 286 | 287 | 290..=293 | 297 | 301 | 317..=325 | 327 | 328 | 330 | 332
        | 334 | 336 | 338..=347 | 400..=404 | 433 | 434 | 512..=514 | 529..=532 | 559 | 32995..=32998 | 34675
        | 37439 | 50674
    )
}
