//! Images as readers get them: without what the camera noted of place and owner, and in the sizes
//! that their screens want.

mod budget;
mod raster;
mod set;
mod strip_metadata;

pub(super) use raster::Undecoded;
pub use set::RESIZED;
pub(super) use set::{ImageSet, Variant};
pub(super) use strip_metadata::{NotStripped, strip_metadata};
