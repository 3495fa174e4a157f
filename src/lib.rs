//! Diglot publishes a blog that is written in two languages.
//!
//! The way of a site through the crate, each room a phase and each phase a function of its inputs:
//!
//! 1. [`source`] reads every input of a build into a snapshot.
//! 2. [`edn`] and [`blocks`] read the two notations, [`markup`] compiles Markdown and highlights code,
//!    [`locale`] knows what a language needs.
//! 3. [`document`] understands one file: typed fields with their positions.
//! 4. [`render`] makes the bytes of every output: pages through templates, assets, and what machines read.
//! 5. [`publish`] writes what changed into a folder, all or nothing.
//!
//! [`base`] is below them all: spans, diagnostics, digests and paths. Rooms import downwards only.

pub mod base;
pub mod blocks;
pub mod document;
pub mod edn;
pub mod locale;
pub mod markup;
pub mod publish;
pub mod render;
pub mod source;
