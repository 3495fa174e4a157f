//! What the benches share.

pub mod blog;
