//! Reading HTML for its references and anchors.
//!
//! One scanner reads the raw HTML of bodies and the whole pages that templates produce. It replaces
//! nothing but the text of addresses; every byte outside the holes stays as it was written.

mod balanced;
mod css;
mod decode;
mod names;
mod scanner;
mod srcset;

pub use names::LinkLoad;
pub(crate) use scanner::{ScanResult, scan_into};
pub use scanner::{Scanned, scan};
