//! The phases of a build, one after the other, on one core and on all.
//!
//! `cargo bench -- phases [--own-code] [POSTS]`

use std::fmt::Display;
use std::io;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use chrono::{TimeZone, Utc};
use diglot::base::FilePath;
use diglot::blocks::split;
use diglot::document::Keys;
use diglot::edn;
use diglot::pipeline::{Phase, Policy, Progress, build};
use diglot::publish::{FolderLock, Receipt, publish};
use diglot::source::{Options, Snapshot, Text, read_site};
use rayon::prelude::*;

use crate::blog::{self, Code};

const POSTS: usize = 500;

/// How often each build is repeated; the medians count.
const TIMES: usize = 5;

/// How many entries the data file has that EDN is measured with.
const ENTRIES: usize = 20_000;

pub fn run(arguments: &[String]) -> io::Result<()> {
    let posts = arguments.iter().find_map(|arg| arg.parse().ok()).unwrap_or(POSTS);
    let folder = tempfile::tempdir()?;
    blog::write(folder.path(), posts, Code::of(arguments))?;
    let now = Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).single().unwrap_or_default();
    let read = || read_site(folder.path(), now, Options::default());
    let whole = read();
    let prose = without_code(&whole);
    println!("{posts} posts, a post in µs{:>13} {:>10}", "one core", "all cores");
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().map_err(io::Error::other)?;
    let all = rayon::ThreadPoolBuilder::new().build().map_err(io::Error::other)?;
    let [alone, together] = [&one, &all].map(|pool| {
        pool.install(|| {
            let mut times = vec![("source", median(|| timed(read)))];
            let phases = phases(&whole);
            let blocks = splitting(&whole);
            let markdown = phases_of(&prose, Phase::Documents).saturating_sub(splitting(&prose));
            for (phase, took) in phases {
                times.push((phase.name(), took));
                if phase == Phase::Documents {
                    times.push(("  blocks", blocks));
                    times.push(("  Markdown", markdown));
                    times.push(("  code", took.saturating_sub(blocks + markdown)));
                }
            }
            times.push(("publish", publishing(&whole)));
            times
        })
    });
    let each = |time: Duration| time.as_secs_f64() * 1e6 / posts as f64;
    for ((name, alone), (_, together)) in alone.into_iter().zip(together) {
        println!("{name:<20} {:>17.1} {:>10.1}", each(alone), each(together));
    }
    let entry =
        "{:id :tag-1 :tag/name {:nb \"Nøkler\" :en \"Keys\"} :n [1 2.5 #inst \"2026-01-01\" true nil]}\n";
    let data = format!("[{}]", entry.repeat(ENTRIES));
    let took = median(|| timed(|| edn::read(&data, 0).is_ok()));
    println!("EDN: {:.1} MB/s", data.len() as f64 / took.as_secs_f64() / 1e6);
    Ok(())
}

/// The median time of each phase.
fn phases(snapshot: &Snapshot) -> Vec<(Phase, Duration)> {
    let runs: Vec<_> = (0..TIMES).map(|_| Recorder::build(snapshot)).collect();
    let phases: Vec<Phase> = runs[0].iter().map(|(phase, _)| *phase).collect();
    let times = |at: usize| {
        let mut times: Vec<_> = runs.iter().map(|run| run[at].1).collect();
        times.sort();
        times[TIMES / 2]
    };
    phases.into_iter().enumerate().map(|(at, phase)| (phase, times(at))).collect()
}

fn phases_of(snapshot: &Snapshot, wanted: Phase) -> Duration {
    phases(snapshot).into_iter().find(|(phase, _)| *phase == wanted).map(|(_, took)| took).unwrap_or_default()
}

/// How long it takes to split the section files into blocks.
fn splitting(snapshot: &Snapshot) -> Duration {
    let files: Vec<_> = snapshot.section_files().collect();
    let split_all =
        || files.par_iter().for_each(|(file, text)| drop(split(file, &text.text, &Keys, &mut Vec::new())));
    median(|| timed(split_all))
}

/// How long it takes to publish a site into an empty folder.
fn publishing(snapshot: &Snapshot) -> Duration {
    let built = build(snapshot, &Policy::default(), &Recorder::default());
    let outputs = built.outputs.expect("the blog has no mistake");
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mut number = 0;
    median(|| {
        number += 1;
        let mut hold = FolderLock::wait(&folder.path().join(number.to_string()), folder.path());
        timed(|| publish(&outputs, &Receipt::default(), &mut hold, false).expect("it can be published"))
    })
}

/// The same blog with its prose alone.
fn without_code(snapshot: &Snapshot) -> Snapshot {
    let prose = |text: &Text| {
        let parts = text.text.split("\n```").enumerate().filter(|(at, _)| at % 2 == 0).map(|(_, part)| part);
        Text::new(&parts.collect::<Vec<_>>().concat())
    };
    let texts = snapshot.texts.iter().map(|(file, text): (&FilePath, &Text)| {
        (file.clone(), if file.extension() == "md" { prose(text) } else { text.clone() })
    });
    Snapshot { texts: texts.collect(), ..snapshot.clone() }
}

fn timed<T>(run: impl FnOnce() -> T) -> Duration {
    let begun = Instant::now();
    std::hint::black_box(run());
    begun.elapsed()
}

fn median(mut run: impl FnMut() -> Duration) -> Duration {
    let mut times: Vec<_> = (0..TIMES).map(|_| run()).collect();
    times.sort();
    times[TIMES / 2]
}

/// Remembers when each phase began.
#[derive(Default)]
struct Recorder(Mutex<Vec<(Phase, Instant)>>);

impl Recorder {
    /// Builds a site: how long each phase took.
    fn build(snapshot: &Snapshot) -> Vec<(Phase, Duration)> {
        let recorder = Recorder::default();
        let built = build(snapshot, &Policy::default(), &recorder);
        let end = Instant::now();
        assert!(built.outputs.is_some(), "the blog has no mistake");
        let began = recorder.0.into_inner().expect("no phase panicked");
        let ends = began.iter().skip(1).map(|(_, began)| *began).chain([end]);
        began.iter().zip(ends).map(|((phase, began), end)| (*phase, end - *began)).collect()
    }
}

impl Progress for Recorder {
    fn phase(&self, phase: Phase, _: usize) {
        self.0.lock().expect("no phase panicked").push((phase, Instant::now()));
    }

    fn begin(&self, _: &dyn Display) {}

    fn end(&self) {}
}
