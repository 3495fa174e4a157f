//! The `diglot` command.

use std::process::ExitCode;

// On Linux it stands in the place of the system's: it serves the grammars' C code too, and is asked
// for no alignment that nobody needs, as it is through `GlobalAlloc`.
#[cfg(target_os = "linux")]
use mimalloc as _;

#[cfg(not(target_os = "linux"))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    diglot::cli::run()
}
