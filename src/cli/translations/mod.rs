//! `diglot translations`.

mod json;
mod run;
mod table;

pub use run::translations;
