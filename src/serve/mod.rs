//! The site while it is being written: built in memory, served to the browser beside the editor,
//! changed in place.

mod connection;
mod connection_pool;
pub mod dev_ui;
mod fault;
mod fs_watcher;
pub mod http;
mod links;
pub mod live;
mod run;
mod server;
mod state;

pub use fault::Fault;
pub use fs_watcher::{Changes, FsWatcher};
pub use run::{Built, DevSession};
pub use server::{Live, PING, bind, listen, local_url};
pub use state::SiteState;
