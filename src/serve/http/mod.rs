//! HTTP as far as a page needs it.

mod answer;
mod host;
mod range;

pub use answer::{Answer, Body, Request, Shelf, answer};
pub use host::is_own_host;
