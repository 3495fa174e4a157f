//! Writing the outputs into a folder: what changed and nothing else, the whole site or nothing.
//!
//! 1. `lock` lets one build at a time into the folder, before the site is read.
//! 2. `survey` compares the outputs with what is on disk, and finds everything of somebody else's
//!    that stands in the way; `obstacles` finds what the system would not let happen (`access`).
//!    They write nothing.
//! 3. `stage` writes what is new or changed beside the site, on the same file system.
//! 4. `replace` renames it into place, in an order in which no page refers to what is not there
//!    yet, and removes what an earlier build wrote and this one does not want. Should that fail,
//!    `failure` tells how far it came.
//!
//! `receipt` tells which files lie in the folder as the last build has left them, without reading
//! them.
//!
//! `spool` takes outputs as they are made, before all of that, into a folder that ends with the
//! build (`temp_folder`). Where there is no folder yet, they lie in it as they will in that, and
//! `whole` renames it: no other build can be at work there, and nothing can stand in the way.
//!
//! `output_folder` says which folders a site may be published into at all.
//!
//! `manifest` is how Diglot knows its own files. It is written before anything changes, with all
//! that may be in the folder from then on, and cut to what is there when all is done: whenever a
//! build is cut short, the next one knows its own files.

mod access;
mod failure;
mod faults;
mod folders;
mod lock;
mod manifest;
mod obstacles;
mod output_folder;
mod receipt;
mod replace;
mod spool;
mod stage;
mod steps;
mod survey;
mod temp_folder;
mod whole;
mod write;

pub use failure::Failure;
pub use lock::FolderLock;
pub use output_folder::OutputFolder;
pub use receipt::Receipt;
pub use spool::Spool;
pub use steps::{Published, publish};
