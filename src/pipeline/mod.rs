//! The phases in order, and the checks on what they made.

mod assemble;
mod body_cache;
mod build;
mod built_site;
mod cards;
mod check;
mod fields;
mod images;
mod languages;
mod link_index;
mod loaded_templates;
mod pages;
mod policy;
mod prepare;
mod progress;
mod section_file;
mod sections;
mod session;
mod stats;
mod strays;
mod unpublished;

pub use assemble::{is_dictionary, source_text};
pub use build::{Build, Summary, build, build_into};
pub use built_site::{BuiltSite, PageSources};
pub use pages::Pages;
pub use policy::Policy;
pub use prepare::{Prepared, prepare};
pub use sections::Sections;
pub use session::Session;

pub use progress::{Phase, Progress, Silent};
pub use stats::BuildStats;
pub use unpublished::Unpublished;
