//! The site while it is being written: built in memory, served to the browser beside the editor, changed in place.

pub mod http;
pub mod live;
mod server;
mod state;

pub use server::{Live, bind, local_url, run};
pub use state::{Fault, State};
