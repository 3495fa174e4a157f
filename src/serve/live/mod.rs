//! What a browser hears while the site is being written.

mod hub;

pub use hub::{Hub, Listener};
