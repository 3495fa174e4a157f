//! Which addresses exist, and what each shows. The URL scheme lives only here.

mod address;
mod claims;
mod pattern;
mod route;
mod scheme;
mod table;
mod versions;

pub use address::{Address, AddressError};
pub use route::Route;
pub use table::{Plan, plan};
pub use versions::alternates;
