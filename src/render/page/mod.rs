//! Routes to pages: what a template sees, made from the site.

mod card;
mod entries;
mod json_ld;
mod lists;
mod meta;
mod parts;
mod post;
mod renderer;
mod shared;

pub(super) use meta::alternates;
pub use renderer::{Common, Rendered, Renderer};
pub(super) use shared::Shared;
