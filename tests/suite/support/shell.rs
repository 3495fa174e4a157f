//! Commands as a reader would type them.

use std::path::Path;
use std::process::{Command, Output};

/// Runs a script of `sh` in a folder, with `diglot` at hand.
pub fn shell(script: &str, folder: &Path) -> Output {
    let diglot = Path::new(env!("CARGO_BIN_EXE_diglot")).parent().expect("the command lies in a folder");
    let path = format!("{}:/usr/local/bin:/usr/bin:/bin", diglot.display());
    let mut sh = Command::new("sh");
    sh.args(["-e", "-c", script])
        .current_dir(folder)
        .env("PATH", path)
        .env("NO_COLOR", "1")
        .env("LC_ALL", "C");
    sh.output().expect("a shell can be run")
}
