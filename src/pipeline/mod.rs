//! The phases in order, and the checks on what they made.

mod build;
mod cards;
mod check;
mod fields;
mod gather;
mod images;
mod kept;
mod known;
mod languages;
mod ledger;
mod policy;
mod prepare;
mod resplice;
mod sections;
mod session;
mod sight;
mod strays;
mod unpublished;
mod watch;

pub use build::{Build, Summary, Work, build, build_into};
pub use gather::{is_dictionary, source_text};
pub use ledger::Ledger;
pub use policy::Policy;
pub use prepare::{Prepared, prepare};
pub use resplice::{Earlier, Respliced, resplice};
pub use sections::Sections;
pub use session::Session;
pub use sight::Sight;
pub use unpublished::Unpublished;
pub use watch::{Phase, Silent, Watch};
