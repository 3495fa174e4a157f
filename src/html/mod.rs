//! HTML: read token by token, scanned for its addresses, balanced and escaped; and what of CSS
//! stands in it.

mod address;
mod balance;
mod elements;
mod escape;
pub mod nesting;
mod piece;
mod pieces;
mod scan;
mod tokens;

pub(crate) use address::is_elsewhere;
pub use address::{Unsafe, origin};
pub(crate) use balance::{Balance, Fault, FaultKind, may_be_left_open};
pub(crate) use elements::{WHOLE, is_break, is_code, is_unread, is_void, tag_name};
pub use escape::{escape_attribute, escape_text};
pub use piece::{BodyImage, ImageTag, Piece, Reference, Role, without_spans};
pub use pieces::PiecePosition;
pub(crate) use pieces::Pieces;
pub use scan::{LinkLoad, Scanned, scan};
pub(crate) use scan::{ScanResult, scan_into};
pub(crate) use tokens::is_raw_text;
pub use tokens::{HtmlToken, html_tokens, too_many_attributes};
