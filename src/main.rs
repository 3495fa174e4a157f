//! The `diglot` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    diglot::cli::run()
}
