//! Routes to bytes: pages through templates, feeds, the sitemap, assets.

pub mod assets;
mod cards;
mod feed;
mod fill;
mod follow;
mod images;
mod interface;
mod media_type;
mod output;
mod page;
mod policy;
mod resolve;
mod robots;
pub mod scheme_css;
mod sitemap;
mod template_fault;
mod template_ids;
mod template_parts;
mod templates;
mod tongue;
pub mod view;
mod xml;

pub use assets::{Asset, Assets, Images};
pub use cards::{CARDS, Card};
pub use fill::{Extent, Link, LinkEnd, Part, Splice};
pub use images::RESIZED;
pub use interface::Phrase;
pub use media_type::MediaType;
pub use output::{InMemory, InvalidOutputPath, Output, OutputPath, Outputs, Store};
pub use page::{Common, Made, Memo, Rendered, Renderer, Used, outline};
pub use policy::headers;
pub use resolve::{Destination, From, Resolver, Target};
pub use template_ids::template_ids;
pub use templates::{Templates, built_in_text, kinds};
pub use tongue::Tongue;
pub use xml::CDATA_CLOSE;
