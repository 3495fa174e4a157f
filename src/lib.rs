//! Diglot publishes a blog that is written in two languages.
//!
//! The way of a site through the crate, each module a phase, each phase a function of its inputs:
//!
//! 1. [`source`] reads every input of a build into a snapshot.
//! 2. [`edn`] and [`blocks`] read the two notations, [`html`] reads HTML, [`highlight`] colours
//!    code, [`markup`] compiles Markdown, [`locale`] knows what a language needs.
//! 3. [`document`] understands one file: typed fields with their positions.
//! 4. [`site`] puts all documents together: translations, tags, series, order.
//! 5. [`plan`] says which addresses exist, and what each shows.
//! 6. [`template`] and [`assets`] load what pages are made with; [`render`] turns routes into
//!    pages, feeds and the rest, which are [`output`]. [`translation`] compares the versions of
//!    each page.
//! 7. [`pipeline`] runs the phases in order and checks what they made; [`publish`] writes it.
//! 8. [`import`] turns the site of another tool into one; [`explain`] tells what a page is made of,
//!    and what a file makes; [`serve`] shows a site while it is being written.
//! 9. [`cli`] is the command line over it all.
//!
//! [`base`] is below them all: spans, diagnostics, digests and paths; [`disk`] opens and writes
//! files safely; [`cache`] keeps what was costly to make. Modules import
//! downwards only.

pub mod assets;
pub mod base;
pub mod blocks;
pub mod cache;
pub mod cli;
pub mod disk;
pub mod document;
pub mod edn;
pub mod explain;
pub mod highlight;
pub mod html;
pub mod import;
pub mod locale;
pub mod markup;
pub mod output;
pub mod pipeline;
pub mod plan;
pub mod publish;
pub mod render;
pub mod serve;
pub mod site;
pub mod source;
pub mod starter;
pub mod template;
pub mod translation;
