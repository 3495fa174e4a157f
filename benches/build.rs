//! Whole builds by the command: clean, filling the cache, again, after an edit; and the memory that
//! they take.
//!
//! `cargo bench -- build [--own-code] [POSTS …]`

use std::fmt::Display;
use std::fs;
use std::hint::black_box;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::blog::{self, Code};

const SIZES: [usize; 4] = [2, 100, 1_000, 10_000];

/// A build holds 38 kB of a post, the system keeps 33 kB of what it writes, and does not always
/// give what was let go last.
const BYTES_PER_POST: usize = 120_000;

/// How often a build is repeated: often where it is short.
fn repetitions(posts: usize) -> usize {
    (20_000 / posts.max(1)).clamp(1, 9)
}

pub fn run(arguments: &[String]) -> io::Result<()> {
    let mut sizes: Vec<usize> = arguments.iter().filter_map(|arg| arg.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = SIZES.to_vec();
    }
    // The largest first: the others use the memory that it has used.
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    // Nothing is removed before the end: file systems are slow to give out again what was freed a
    // moment ago.
    let folder = tempfile::tempdir()?;
    let measured = sizes
        .iter()
        .map(|size| {
            let figures = measure(*size, Code::of(arguments), &folder.path().join(size.to_string()))?;
            eprintln!("{size} posts are measured");
            Ok(figures)
        })
        .collect::<io::Result<Vec<_>>>()?;
    print(measured.iter().rev());
    Ok(())
}

/// What the builds of a blog came to: medians.
struct Figures {
    posts: usize,
    clean: Duration,
    /// For how long the program itself had the processors in a clean build, without what the system
    /// did for it.
    program: Duration,
    /// How many MB of memory a clean build held at most.
    memory: usize,
    kept: Duration,
    again: Duration,
    edit: Duration,
    read_and_list: Duration,
}

fn measure(posts: usize, code: Code, root: &Path) -> io::Result<Figures> {
    blog::write(root, posts, code)?;
    let times = repetitions(posts);
    let into = |name: &str, number: usize| root.join(format!("{name}-{number}"));
    let mut memory = 0;
    let so_far = time_of_programs();
    let clean = median(times, |number| {
        take_memory(posts);
        let (took, peak) = build(root, &into("clean", number), &["--no-cache"])?;
        memory = memory.max(peak);
        Ok(took)
    })?;
    let program = (time_of_programs() - so_far) / times as u32;
    let kept = median(times, |number| {
        let _ = fs::rename(root.join(".diglot"), into("cache", number));
        take_memory(posts);
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
    let read_and_list = median(times, |_| read_and_list(&root.join("content"), &public))?;
    Ok(Figures { posts, clean, program, memory, kept, again, edit, read_and_list })
}

/// Prints a row for each blog, the smallest first; from the second on also what the further posts
/// took.
fn print<'a>(measured: impl Iterator<Item = &'a Figures>) {
    row([
        "posts",
        "clean, ms",
        "each, µs",
        "further, µs",
        "program, µs",
        "MB",
        "kept, ms",
        "again, ms",
        "edit, ms",
        "read+list, ms",
    ]);
    let ms = |time: Duration| format!("{:.1}", time.as_secs_f64() * 1e3);
    let each = |time: f64, posts: usize| format!("{:.0}", time * 1e6 / posts as f64);
    let mut before: Option<&Figures> = None;
    for blog in measured {
        let further = |time: fn(&Figures) -> Duration| {
            let before = before.filter(|before| before.posts < blog.posts);
            let of = |before: &Figures| {
                each(time(blog).as_secs_f64() - time(before).as_secs_f64(), blog.posts - before.posts)
            };
            before.map(of).unwrap_or_default()
        };
        row([
            blog.posts.to_string(),
            ms(blog.clean),
            each(blog.clean.as_secs_f64(), blog.posts),
            further(|blog| blog.clean),
            further(|blog| blog.program),
            blog.memory.to_string(),
            ms(blog.kept),
            ms(blog.again),
            ms(blog.edit),
            ms(blog.read_and_list),
        ]);
        before = Some(blog);
    }
}

fn row(cells: [impl Display; 10]) {
    const WIDTHS: [usize; 10] = [7, 10, 10, 12, 12, 8, 10, 10, 10, 13];
    let cells: Vec<_> = cells.iter().zip(WIDTHS).map(|(cell, width)| format!("{cell:>width$}")).collect();
    println!("{}", cells.join(" "));
}

/// Takes the memory that a build of a blog may be given, and lets it go. A virtual machine borrows
/// memory from its host when it first uses it, at several times what it costs to use it again.
fn take_memory(posts: usize) {
    let mut memory = Vec::new();
    if memory.try_reserve_exact(free_memory().min(posts * BYTES_PER_POST)).is_ok() {
        memory.resize(memory.capacity(), 1_u8);
        black_box(&memory);
    }
}

/// How many bytes of memory nothing uses, not even for files, and a container may use; none where
/// the system does not tell.
fn free_memory() -> usize {
    let number =
        |name| fs::read_to_string(format!("/sys/fs/cgroup/memory.{name}")).ok()?.trim().parse::<usize>().ok();
    let left = |most: usize| most.saturating_sub(number("current").unwrap_or(most));
    let allowed = number("max").map_or(usize::MAX, left);
    let told = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let free = told
        .lines()
        .find_map(|line| line.strip_prefix("MemFree:")?.strip_suffix("kB")?.trim().parse::<usize>().ok());
    allowed.min(free.unwrap_or_default() * 1024) / 10 * 9
}

/// Runs the command: how long it took, and how many MB of memory it held at most.
fn build(root: &Path, output: &Path, options: &[&str]) -> io::Result<(Duration, usize)> {
    run_program(Path::new(env!("CARGO_BIN_EXE_diglot")), root, output, options)
}

/// The same of another program.
pub fn run_program(
    program: &Path,
    root: &Path,
    output: &Path,
    options: &[&str],
) -> io::Result<(Duration, usize)> {
    let mut command = Command::new(program);
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

/// For how long all programs that were run so far had the processors, without what the system did
/// for them.
#[cfg(unix)]
pub fn time_of_programs() -> Duration {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;

    let used = getrusage(UsageWho::RUSAGE_CHILDREN).map_or(0, |usage| usage.user_time().num_microseconds());
    Duration::from_micros(used.unsigned_abs())
}

#[cfg(not(unix))]
pub fn time_of_programs() -> Duration {
    Duration::ZERO
}

/// What any build must do that looks at all that it might depend on: reads every source, asks for
/// every output's length and time.
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

/// The median of some runs.
pub fn median(times: usize, mut run: impl FnMut(usize) -> io::Result<Duration>) -> io::Result<Duration> {
    let mut took = (0..times).map(&mut run).collect::<io::Result<Vec<_>>>()?;
    took.sort();
    Ok(took[took.len() / 2])
}
