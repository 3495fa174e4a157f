//! Inputs of shapes that have made something slow, at two sizes: the time and the memory of a build
//! of each.
//!
//! `cargo bench -- shapes [--with PROGRAM] [NAME …]`, where another program may be an older one.

use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::build::time_of_programs;

#[path = "../tests/suite/support/shapes.rs"]
mod table;

const SIZES: [usize; 2] = [5_000, 20_000];

/// How long a build may take.
const PATIENCE: Duration = Duration::from_secs(60);

pub fn run(arguments: &[String]) -> io::Result<()> {
    let (program, names) = match arguments {
        [option, program, names @ ..] if option == "--with" => (program.as_str(), names),
        names => (env!("CARGO_BIN_EXE_diglot"), names),
    };
    println!("{:50} {:>9} {:>9} {:>6} {:>6}", "", "ms", "ms, 4×", "MB", "MB, 4×");
    for (name, make) in table::SHAPES {
        if !names.is_empty() && !names.iter().any(|wanted| name.contains(wanted.as_str())) {
            continue;
        }
        let [small, large] = SIZES.map(|size| measure(program, &make(size)));
        let ((small, small_memory), (large, large_memory)) = (small?, large?);
        println!("{name:50} {small:>9} {large:>9} {small_memory:>6} {large_memory:>6}");
    }
    Ok(())
}

/// For how many milliseconds a build kept the processors busy, and how many MB it held; in the
/// place of the first, how it ended where that was not by itself.
fn measure(program: &str, files: &[(String, String)]) -> io::Result<(String, String)> {
    let root = tempfile::tempdir()?;
    let all = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let settings = [("site.edn", table::SETTINGS), ("content/b.nb.md", ":page/title B\n:page/body b")];
    for (path, text) in all.chain(settings) {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
        fs::write(path, text)?;
    }
    let said = root.path().join("said");
    let before = time_of_programs();
    let begun = Instant::now();
    let mut build = Command::new(program)
        .args(["build", "--quiet", "--no-cache", "--timings", "--now", "2026-01-01", "--root"])
        .arg(root.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(fs::File::create(&said)?)
        .spawn()?;
    let status = loop {
        match build.try_wait()? {
            Some(status) => break Some(status),
            None if begun.elapsed() > PATIENCE => {
                build.kill()?;
                build.wait()?;
                break None;
            }
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    let took = time_of_programs() - before;
    let said = fs::read_to_string(said)?;
    let memory = said.split_once(" MB of memory").and_then(|(before, _)| before.rsplit(' ').next());
    let took = match status.map(|status| status.code()) {
        None => "no end".to_owned(),
        Some(None) => "died".to_owned(),
        Some(Some(_)) => took.as_millis().to_string(),
    };
    Ok((took, memory.unwrap_or_default().to_owned()))
}
