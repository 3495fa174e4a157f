//! Routes to pages: what a template sees, made from the site.

mod card;
mod entries;
mod job;
mod json_ld;
mod lists;
mod meta;
mod parts;
mod post;
mod renderer;

pub use renderer::{Rendered, Renderer};
