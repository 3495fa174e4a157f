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
mod nearby;
mod outdated_copies;
mod pages;
mod planned_site;
mod policy;
mod progress;
mod section_file;
mod sections;
mod session;
mod stats;
mod stray_files;
mod unpublished;

pub use assemble::{SETTINGS_FILES, is_dictionary, source_text};
pub use build::{Build, Summary, build, build_into};
pub use built_site::{BuiltSite, PageSources};
pub use pages::Pages;
pub use planned_site::{PlannedSite, plan_site};
pub use policy::Policy;
pub use sections::Sections;
pub use session::Session;

pub use progress::{Phase, Progress, Silent};
pub use stats::BuildStats;
pub use unpublished::Unpublished;
