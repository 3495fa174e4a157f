//! The phases in order, and the checks on what they made.

mod build;
mod check;
mod fields;
mod gather;
mod languages;
mod policy;
mod prepare;
mod sections;
mod watch;

pub use build::{Build, Session, Summary, Work, build};
pub use gather::source_text;
pub use policy::Policy;
pub use prepare::{Prepared, prepare};
pub use sections::Sections;
pub use watch::{Silent, Watch};
