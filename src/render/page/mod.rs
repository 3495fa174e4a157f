//! Routes to pages: what a template sees, made from the site.

mod card;
mod entries;
mod json_ld;
mod lists;
mod memo;
mod meta;
mod outline;
mod parts;
mod post;
mod renderer;
mod shared;

pub use memo::{Made, Memo};
pub(super) use meta::alternates;
pub use outline::outline;
pub use renderer::{Common, Rendered, Renderer, Used};
