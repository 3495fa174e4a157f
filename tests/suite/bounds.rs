//! Nothing that a file can hold makes a build slow, huge or dead: time grows with the size of what
//! is read, and what is too large to be read is told in words.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use diglot::base::Code;
#[cfg(target_os = "linux")]
use nix::sys::resource::{UsageWho, getrusage};
#[cfg(target_os = "linux")]
use nix::sys::time::TimeValLike;
use rayon::ThreadPoolBuilder;

use crate::support::shapes::{SETTINGS, SHAPES};
use crate::support::site::Site;

/// The smaller size, and how many times larger the larger one is.
const SIZE: usize = 1_000;
const TIMES: u32 = 8;

/// What is linear takes eight times as long then, what is quadratic sixty-four times; noise may
/// treble it.
const MOST_TIMES: u32 = 3 * TIMES;

/// What passes too fast to be measured.
const FLOOR: Duration = Duration::from_millis(15);

#[test]
fn time_grows_with_size() {
    let pool = ThreadPoolBuilder::new().num_threads(1).use_current_thread().build();
    let _pool = pool.expect("a pool of the current thread starts no thread");
    let nothing = took(&[]);
    let is_linear = |make: fn(usize) -> Vec<(String, String)>| {
        let small = took(&make(SIZE)).saturating_sub(nothing).max(FLOOR);
        let large = took(&make(SIZE * TIMES as usize)).saturating_sub(nothing);
        (large <= small * MOST_TIMES, small, large)
    };
    for (name, make) in SHAPES {
        // The processor may have been busy with other things meanwhile.
        let tried: Vec<_> =
            (0..3).map(|_| is_linear(*make)).take_while(|(is_linear, ..)| !is_linear).collect();
        assert!(tried.len() < 3, "{name}: {tried:?}");
    }
}

/// For how long a build of some files keeps this thread busy.
fn took(files: &[(String, String)]) -> Duration {
    let mut site = Site::of(&[("site.edn", SETTINGS), ("content/b.nb.md", ":page/title B\n:page/body b")]);
    site.files.extend(files.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())));
    let before = used();
    site.build();
    used().saturating_sub(before)
}

/// For how long this thread has had the processor, without what the system did for it.
#[cfg(target_os = "linux")]
fn used() -> Duration {
    let micros = getrusage(UsageWho::RUSAGE_THREAD).unwrap().user_time().num_microseconds();
    Duration::from_micros(micros.unsigned_abs())
}

/// Here what the system did for the thread cannot be told from it.
#[cfg(not(target_os = "linux"))]
fn used() -> Duration {
    nix::time::ClockId::CLOCK_THREAD_CPUTIME_ID.now().unwrap().into()
}

/// Files of a terabyte that take no room, in the place of each kind of source. What lies in
/// `static` is published, so that its bytes are counted up whatever it is.
#[test]
fn what_is_too_large_is_told_before_it_is_read() {
    const HUGE: u64 = 1 << 40;
    for (path, len) in [
        ("content/a.md", HUGE),
        ("content/data.edn", HUGE),
        ("content/site.edn", HUGE),
        ("content/i18n/nb.edn", HUGE),
        ("i18n/nb.edn", HUGE),
        ("tags.edn", HUGE),
        ("templates/page.html", HUGE),
        ("static/css/main.css", 9 << 20),
    ] {
        let site = site();
        empty(&site.path().join(path), len);
        let output = diglot(site.path(), &["build"]);
        let said = String::from_utf8(output.stderr).unwrap();
        let told = format!("error[too-large]: `{path}` is too large: it has ");
        assert_eq!(output.status.code(), Some(1), "{path}: {said}");
        assert_eq!(said.matches("[too-large]").count(), 1, "{path}: {said}");
        assert!(said.contains(&told), "{path}: {said}");
    }
    let site = site();
    empty(&site.path().join("translations.edn"), HUGE);
    let said = String::from_utf8(diglot(site.path(), &["translations"]).stderr).unwrap();
    assert!(said.contains("error[too-large]: `translations.edn` is too large"), "{said}");
}

/// What is published as it is may have any size.
#[test]
fn what_is_no_source_has_no_bound() {
    let site = site();
    fs::create_dir_all(site.path().join("static")).unwrap();
    empty(&site.path().join("static/film.mp4"), 9 << 20);
    let output = diglot(site.path(), &["build"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

/// Zeros in the place of a text, as a loss of power leaves them: one finding, whose line is cut,
/// for people and for machines.
#[test]
fn zeros_are_told_in_a_few_lines() {
    let site = site();
    fs::write(site.path().join("content/a.md"), vec![0; 1_000_000]).unwrap();
    for arguments in [&["build"][..], &["build", "--format", "json"]] {
        let output = diglot(site.path(), arguments);
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8(said).unwrap();
        assert_eq!(said.matches(Code::InvalidCharacter.name()).count(), 1, "{said}");
        assert!(said.contains("1000000 characters may not stand in a page"), "{said}");
        assert!(said.len() < 10_000, "{} bytes", said.len());
    }
}

/// A site of one page, on the disk.
fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["content/i18n", "i18n", "templates", "static/css"] {
        fs::create_dir_all(folder.path().join(name)).unwrap();
    }
    fs::write(folder.path().join("site.edn"), SETTINGS).unwrap();
    fs::write(folder.path().join("content/b.nb.md"), ":page/title B\n:page/body b\n").unwrap();
    folder
}

/// Makes a file of zeros.
fn empty(path: &Path, len: u64) {
    File::create(path).unwrap().set_len(len).unwrap();
}

fn diglot(root: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diglot"));
    command.args(arguments).args(["--now", "2024-06-01"]).arg("--root").arg(root);
    command.env("NO_COLOR", "1").output().unwrap()
}
