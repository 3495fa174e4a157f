//! HTTP as far as a page needs it.

mod answer;
mod head;
mod host;
mod range;

pub(super) use answer::OWN;
pub use answer::{Answer, Body, IN_PAIR, Request, StaticSite, answer, reason, unreadable};
pub use head::{Head, Reading};
pub use host::is_own_host;
