//! Safe access to untrusted files and folders: nothing blocks, and no symbolic link is followed out
//! of the site.

mod open;
mod path;
mod single_link;
mod whole;

pub use open::{create_new, must_be_file, open, open_itself, read};
pub use path::{are_same, make_folder, own, passes_link, resolve, without_links};
pub use single_link::has_single_link;
pub use whole::{is_beside, write_whole};
