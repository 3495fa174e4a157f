//! Whole builds by the command: clean, filling the cache, again, after an edit; and the memory that they take.
//!
//! `cargo bench -- build [--own-code] [POSTS …]`

use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::blog::{self, Code};

const SIZES: [usize; 4] = [2, 100, 1_000, 10_000];

/// How often a build is repeated: often where it is short.
fn repetitions(posts: usize) -> usize {
    (20_000 / posts.max(1)).clamp(1, 9)
}

pub fn run(arguments: &[String]) -> io::Result<()> {
    let sizes: Vec<usize> = arguments.iter().filter_map(|arg| arg.parse().ok()).collect();
    println!(
        "{:>7} {:>10} {:>10} {:>12} {:>12} {:>8} {:>10} {:>10} {:>10} {:>13}",
        "posts",
        "clean, ms",
        "each, µs",
        "further, µs",
        "program, µs",
        "MB",
        "kept, ms",
        "again, ms",
        "edit, ms",
        "read+list, ms"
    );
    // Nothing is removed before the end: file systems are slow to give out again what was freed a moment ago.
    let folder = tempfile::tempdir()?;
    let mut before = None;
    for size in if sizes.is_empty() { SIZES.to_vec() } else { sizes } {
        before = Some(measure(size, Code::of(arguments), &folder.path().join(size.to_string()), before)?);
    }
    Ok(())
}

/// What clean builds of a blog came to.
struct Clean {
    posts: usize,
    /// How long one took.
    took: Duration,
    /// For how long the program itself had the processors in it, without what the system did for it.
    program: Duration,
}

/// Prints the medians for a blog of some posts. `before` is the blog that was measured before: the rest is what the further posts took.
fn measure(posts: usize, code: Code, root: &Path, before: Option<Clean>) -> io::Result<Clean> {
    blog::write(root, posts, code)?;
    let times = repetitions(posts);
    let into = |name: &str, number: usize| root.join(format!("{name}-{number}"));
    let mut memory = 0;
    let so_far = time_of_programs();
    let took = median(times, |number| {
        let (took, peak) = build(root, &into("clean", number), &["--no-cache"])?;
        memory = memory.max(peak);
        Ok(took)
    })?;
    let clean = Clean { posts, took, program: (time_of_programs() - so_far) / times as u32 };
    let kept = median(times, |number| {
        let _ = fs::rename(root.join(".diglot"), into("cache", number));
        Ok(build(root, &into("kept", number), &[])?.0)
    })?;
    let public = root.join("public");
    build(root, &public, &[])?;
    let again = median(times, |_| Ok(build(root, &public, &[])?.0))?;
    let file = root.join(blog::file(posts / 4, "nb"));
    let text = fs::read_to_string(&file)?;
    let edit = median(times, |number| {
        let edited = text.replacen("\n```\n", &format!("\n```\n\nLagret for {number}. gang.\n"), 1);
        fs::write(&file, edited)?;
        Ok(build(root, &public, &[])?.0)
    })?;
    let least = median(times, |_| read_and_list(&root.join("content"), &public))?;
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    let of_each = |time: f64, posts: usize| format!("{:.0}", time * 1e3 / posts as f64);
    let before = before.filter(|before| before.posts < posts);
    let further = |time: fn(&Clean) -> Duration| {
        let before = before.as_ref()?;
        Some(of_each(ms(time(&clean)) - ms(time(before)), posts - before.posts))
    };
    println!(
        "{posts:>7} {:>10.1} {:>10} {:>12} {:>12} {memory:>8} {:>10.1} {:>10.1} {:>10.1} {:>13.1}",
        ms(clean.took),
        of_each(ms(clean.took), posts),
        further(|clean| clean.took).unwrap_or_default(),
        further(|clean| clean.program).unwrap_or_default(),
        ms(kept),
        ms(again),
        ms(edit),
        ms(least),
    );
    Ok(clean)
}

/// Runs the command: how long it took, and how many MB of memory it held at most.
fn build(root: &Path, output: &Path, options: &[&str]) -> io::Result<(Duration, usize)> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diglot"));
    command.args(["build", "--quiet", "--timings", "--now", "2026-01-01"]).args(options);
    command.arg("--root").arg(root).arg("--output").arg(output);
    // What was written before is not to be written to the disk meanwhile.
    let _ = Command::new("sync").status();
    let begun = Instant::now();
    let output = command.stdin(Stdio::null()).output()?;
    let took = begun.elapsed();
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(io::Error::other(said.into_owned()));
    }
    let peak =
        said.split_once(" MB of memory").and_then(|(before, _)| before.rsplit(' ').next()?.parse().ok());
    Ok((took, peak.unwrap_or_default()))
}

/// For how long all programs that were run so far had the processors, without what the system did for them.
#[cfg(unix)]
fn time_of_programs() -> Duration {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;

    let used = getrusage(UsageWho::RUSAGE_CHILDREN).map_or(0, |usage| usage.user_time().num_microseconds());
    Duration::from_micros(used.unsigned_abs())
}

#[cfg(not(unix))]
fn time_of_programs() -> Duration {
    Duration::ZERO
}

/// What any build must do that looks at all that it might depend on: reads every source, asks for every output's length and time.
fn read_and_list(content: &Path, public: &Path) -> io::Result<Duration> {
    let begun = Instant::now();
    for file in files(content)? {
        fs::read(file)?;
    }
    for file in files(public)? {
        fs::symlink_metadata(file)?;
    }
    Ok(begun.elapsed())
}

fn files(folder: &Path) -> io::Result<Vec<std::path::PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            files.append(&mut self::files(&entry.path())?);
        } else {
            files.push(entry.path());
        }
    }
    Ok(files)
}

fn median(times: usize, mut run: impl FnMut(usize) -> io::Result<Duration>) -> io::Result<Duration> {
    let mut took = (0..times).map(&mut run).collect::<io::Result<Vec<_>>>()?;
    took.sort();
    Ok(took[took.len() / 2])
}
