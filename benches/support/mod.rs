//! What the benches share.

pub mod blog;
pub mod server;
