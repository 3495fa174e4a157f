//! `diglot completions`.

use std::process::ExitCode;

use clap::CommandFactory as _;

use super::args::{Cli, CompletionsArgs};

/// Prints what completes the command line in a shell.
pub fn completions(args: &CompletionsArgs) -> ExitCode {
    // Into memory first: `generate` takes a reader that has left for a bug.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "diglot", &mut script);
    anstream::print!("{}", String::from_utf8_lossy(&script));
    ExitCode::SUCCESS
}
