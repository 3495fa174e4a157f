//! Images as readers get them: without what the camera noted of place and owner, and in the sizes
//! that their screens want.

mod bare;
mod budget;
mod raster;
mod set;

pub(super) use bare::{NotBare, bare};
pub(super) use raster::Undecoded;
pub use set::RESIZED;
pub(super) use set::{ImageSet, Variant};
