//! What a page is made of, what a file makes, and what a change to it would rebuild.
//!
//! 1. [`find`] reads an address or a file as somebody has named it.
//! 2. [`PageEntry`] tells of an address, [`FileEntry`] of a file; both serialize to what machines
//!    read.
//! 3. [`inputs`] is the truth below both: from what each page used when it was rendered, which
//!    files its bytes depend on.
//! 4. [`Row`]s are the same for people, be it on a terminal or in a browser.

mod file;
mod find;
mod inputs;
mod page;
mod rows;

pub use file::{FileEntry, FileKind, Rebuilds};
pub use find::{NamedSubject, Unknown, find};
pub use inputs::{Change, Input, inputs};
pub use page::{Inherited, PageEntry, PublicState, SourceLine, Template, Version, title_of};
pub use rows::{Item, Row, rows_of_file, rows_of_page};
