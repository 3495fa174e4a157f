//! The pages of the server's own, for the writer: the panel, what is told of each page, and both
//! languages at once. All of it is worked out when it is asked for, from the session that builds
//! the site.

mod entry;
mod html;
mod pair;
mod pair_rows;
mod panel;
mod state;

pub use panel::BuildReport;
pub use state::DevUi;
