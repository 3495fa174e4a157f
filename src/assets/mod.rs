//! Files that pages and style sheets load, under names that say what is in them.
//!
//! A file that a page or a style sheet refers to is published under a name with its digest beside
//! its own name, in the same folder, so that what it refers to in turn by a relative address is
//! found from there too. A file beside posts is published under such a name alone, below the page
//! that refers to it.

mod asset;
mod builtin;
mod bundle;
pub mod cards;
mod dimensions;
mod exif;
mod faults;
mod files;
mod images;
mod imports;
mod location;
mod merging;
mod name_index;
mod reference;
pub mod scheme_css;
mod svg;
mod table;

pub use asset::{Asset, AssetSource};
pub use builtin::{built_in_style_sheet, built_in_style_sheets};
pub use cards::{CARDS, Card};
pub use dimensions::Dimensions;
pub use images::RESIZED;
pub use table::{Assets, Images};
