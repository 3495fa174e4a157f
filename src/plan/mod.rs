//! Which addresses exist, and what each shows. The URL scheme lives only here.

mod address;
mod claims;
mod kind;
mod pattern;
mod route;
mod scheme;
mod table;
mod versions;

pub use address::{Address, AddressError};
pub use kind::{FeedFormat, Kind};
pub use route::Route;
pub use table::{Plan, plan};
pub use versions::alternates;
