//! HTTP as far as a page needs it.

mod head;
mod host;
mod range;
mod response;

pub use head::{Head, HeadResult};
pub use host::is_own_host;
pub(super) use response::OWN;
pub use response::{Body, IN_PAIR, Request, Response, StaticSite, reason, respond, unreadable};
