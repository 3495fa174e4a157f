//! `diglot translations`.

mod findings;
mod json;
mod run;
mod table;

pub use run::translations;
