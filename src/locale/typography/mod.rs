//! Quotation marks, apostrophes, dashes and spaces as a language has them.

mod context;
mod open;
mod quotes;
mod typographer;

pub use quotes::{Marks, Quotes};
pub use typographer::Typographer;
