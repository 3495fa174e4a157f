//! What all formats need: what becomes of an image, and how its numbers are read.

use crate::assets::exif;

/// What is left of an image, or why its notes stay in it.
pub(super) type Stripped = Result<Vec<u8>, NotStripped>;

/// What takes the notes out of an image within another.
pub(super) type Within = fn(&[u8]) -> Stripped;

/// Why what is noted in an image stays in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotStripped {
    /// It is not whole, or not what its first bytes say.
    Damaged(&'static str),
    /// A format whose metadata cannot be removed.
    Unknown(&'static str),
}

/// The fault of a file that is cut short.
pub(super) const CUT_SHORT: NotStripped = NotStripped::Damaged("the file ends before the image does");

/// A TIFF block of Exif that says which way up the image is and nothing else (TIFF 6.0, section 2;
/// Exif 2.32, tag 0x0112).
pub(super) fn orientation_alone(orientation: u16) -> Vec<u8> {
    let mut tiff = b"MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
    tiff.extend(orientation.to_be_bytes());
    tiff.extend([0; 6]);
    tiff
}

/// What stays of a TIFF block of Exif; `None` where the image stands upright without it.
pub(super) fn upright(tiff: &[u8]) -> Option<Vec<u8>> {
    let turned = exif::in_tiff(tiff).filter(|orientation| (2..=8).contains(orientation));
    turned.map(orientation_alone)
}

/// An unsigned number of some bytes, the highest first.
pub(super) fn big_endian(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// An unsigned number of some bytes, the lowest first.
pub(super) fn little_endian(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}
