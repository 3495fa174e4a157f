//! Routes to bytes: pages through templates, feeds, the sitemap.

mod feed;
mod fill;
mod follow;
mod page;
mod policy;
mod query;
mod resolve;
mod tracked;

pub use fill::{Link, LinkEnd, Part};
pub use page::{Common, Rendered, Renderer};
pub use policy::headers;
pub use query::{Query, QueryId, QueryTable};
pub use resolve::{Destination, From, Resolver, Target};
pub use tracked::{Fingerprints, World};
