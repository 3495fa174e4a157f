//! From the save of one post's body to what a browser hears and gets, in a blog of 100, 1,000 and
//! 10,000 posts.
//!
//! `cargo bench -- serve [POSTS …]`

use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::blog::{self, Code};
use crate::server::{Browser, start};

const SIZES: [usize; 3] = [100, 1_000, 10_000];

/// How many saves are measured.
const SAVES: usize = 50;

pub fn run(arguments: &[String]) -> io::Result<()> {
    let sizes: Vec<usize> = arguments.iter().filter_map(|arg| arg.parse().ok()).collect();
    println!(
        "{:>7} {:>12} {:>10} {:>22} {:>22}",
        "posts", "first, ms", "build, ms", "save → event, ms", "save → bytes, ms"
    );
    println!(
        "{:>7} {:>12} {:>10} {:>10} {:>11} {:>10} {:>11}",
        "", "", "median", "median", "worst", "median", "worst"
    );
    for size in if sizes.is_empty() { SIZES.to_vec() } else { sizes } {
        let folder = tempfile::tempdir()?;
        blog::write(folder.path(), size, Code::Shared)?;
        let root = folder.path().canonicalize()?;
        measure(&root, size)?;
    }
    Ok(())
}

/// Serves a blog, saves a post again and again, and prints how long it took until the change was
/// heard of and could be had.
fn measure(root: &Path, size: usize) -> io::Result<()> {
    let begun = Instant::now();
    let (address, builds) = start(root)?;
    let first = begun.elapsed();

    let number = size / 4;
    let page = format!("/nb-{number}/");
    let mut browser = Browser::open(address, &page)?;
    let file = root.join(blog::file(number, "nb"));
    let text = fs::read_to_string(&file)?;
    let (mut events, mut bytes, mut took) = (Vec::new(), Vec::new(), Vec::new());
    for save in 0..SAVES {
        let mark = format!("lagring{save}x");
        let edited = text.replacen("\n```\n", &format!("\n```\n\n{mark} er det som ble skrevet nå.\n"), 1);
        let saved = Instant::now();
        fs::write(&file, edited)?;
        browser.hear()?;
        events.push(saved.elapsed());
        let got = browser.get(&page)?;
        bytes.push(saved.elapsed());
        assert!(got.contains(&mark), "the page has what was saved");
        took.push(builds.recv().map_err(io::Error::other)?);
    }
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    let (median, worst) = (
        |times: &mut Vec<Duration>| {
            times.sort();
            ms(times[times.len() / 2])
        },
        |times: &[Duration]| ms(times.iter().max().copied().unwrap_or_default()),
    );
    println!(
        "{size:>7} {:>12.0} {:>10.2} {:>10.2} {:>11.2} {:>10.2} {:>11.2}",
        ms(first),
        median(&mut took),
        median(&mut events),
        worst(&events),
        median(&mut bytes),
        worst(&bytes),
    );
    Ok(())
}
