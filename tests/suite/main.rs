//! The integration tests, a module per subject, in one program: what a site needs is linked once.
//!
//! All of them run in one process, side by side. What belongs to a process (its environment, its
//! folder, its streams, its user) is changed for a program that a test runs, never for the tests.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

mod alternates;
mod assets;
mod blog;
#[cfg(unix)]
mod bounds;
mod cards;
mod cases;
mod cli;
mod contrast;
mod deep;
mod determinism;
mod dev_ui;
mod docs;
mod explain;
mod highlight;
mod images;
mod import;
mod incremental;
mod init;
mod language_check;
mod language_neutral;
mod languages;
mod links;
mod lists;
mod markdown;
mod modules;
#[cfg(unix)]
mod names;
mod new;
#[cfg(unix)]
mod outside;
mod publish;
#[cfg(unix)]
mod publish_cli;
#[cfg(unix)]
mod releases;
mod robust;
#[cfg(unix)]
mod serve_cli;
#[cfg(unix)]
mod serve_disk;
mod serve_http;
mod sites;
mod support;
mod template_copies;
mod templates;
#[cfg(unix)]
mod terminal;
mod translations;
#[cfg(unix)]
mod tutorial;
mod typography;
mod uncoloured;
