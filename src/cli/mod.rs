//! The command line.

mod args;
mod ask;
mod build;
mod columns;
mod completions;
mod create;
mod explain;
mod git;
mod import;
mod incremental;
mod init;
mod new;
mod progress;
mod report;
mod serve;
mod template;
mod terminal;
mod themes;
mod timings;
mod translations;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};

/// Reads the command line and does what it asks: 0 when all is well, 1 when the content has errors,
/// 2 for wrong usage.
pub fn run() -> ExitCode {
    match Cli::parse().command {
        Command::Build(args) => build::build(&args),
        Command::Init(args) => init::init(&args),
        Command::New(args) => new::new(&args),
        Command::Import(args) => import::import(&args),
        Command::Explain(args) => explain::explain(&args),
        Command::Serve(args) => serve::serve(&args),
        Command::Themes(args) => themes::themes(&args),
        Command::Translations(args) => translations::translations(&args),
        Command::Template(args) => template::template(&args),
        Command::Completions(args) => completions::completions(&args),
    }
}
