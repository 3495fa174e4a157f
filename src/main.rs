//! The `diglot` command.

use std::process::ExitCode;

// On Linux it stands in the place of the system's, which is one call nearer than `GlobalAlloc`, and for the grammars' C code too.
#[cfg(target_os = "linux")]
use mimalloc as _;

#[cfg(not(target_os = "linux"))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    diglot::cli::run()
}
