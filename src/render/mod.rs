//! Routes to bytes: pages through templates, feeds, the sitemap.

mod common;
mod feed;
mod fill;
mod follow;
mod page;
mod policy;
mod query;
mod resolve;
mod shared;
mod tracked;
mod world;

pub use common::Common;
pub use fill::{Destination, Link};
pub use page::{Rendered, Renderer};
pub use policy::headers;
pub use query::{BodyKind, Query, QueryId, QueryTable};
pub use resolve::{LinkContext, PageTarget, Resolver, Target, normalised};
pub use world::World;
