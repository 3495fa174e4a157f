//! What earlier builds made, kept by the digest of all that it was made from.
//!
//! A cache decides how long a build takes and nothing else: what it cannot give is made anew, what
//! it cannot keep is not kept, and its folder may be deleted at any time.

mod entry;
mod handle;
mod names;
mod program;
mod shard_file;
mod store;

pub use entry::Namespace;
pub use handle::{CACHE_FOLDER, Cache};
pub use names::{OWN_FOLDER, SPOOL, links};
pub use shard_file::ShardFile;
