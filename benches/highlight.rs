//! Highlighting, in lines per second on one core, per language: the code of the test cases,
//! repeated.
//!
//! `cargo bench -- highlight`

use std::collections::BTreeMap;
use std::hint::black_box;
use std::io;
use std::time::Instant;

use diglot::highlight::{Language, highlight};

const CASES: &str = include_str!("../tests/cases/highlight/languages.txt");
const REPEATED: usize = 100;

pub fn run(_: &[String]) -> io::Result<()> {
    let mut samples: BTreeMap<&str, String> = BTreeMap::new();
    for case in format!("\n{CASES}").split("\n=== ").skip(1) {
        let (head, rest) = case.split_once('\n').expect("a case has code");
        let (code, _) = rest.split_once("\n---\n").expect("a case has HTML");
        let name = head.split(':').next().expect("a split has a first part");
        let language = Language::find(name).expect("cases are of known languages");
        samples.entry(language.name()).or_default().push_str(&format!("{code}\n"));
    }
    println!("{:<12} {:>10} {:>12} {:>12}", "language", "first, ms", "lines/s", "out/in bytes");
    let (mut lines, mut seconds) = (0.0, 0.0);
    for (name, sample) in samples {
        let language = Language::find(name).expect("it was found above");
        let start = Instant::now();
        black_box(highlight(language, &sample));
        let first = start.elapsed().as_secs_f64();
        let start = Instant::now();
        let mut bytes = 0;
        for _ in 0..REPEATED {
            bytes += black_box(highlight(language, black_box(&sample))).len();
        }
        let took = start.elapsed().as_secs_f64();
        let count = (sample.lines().count() * REPEATED) as f64;
        let ratio = bytes as f64 / (sample.len() * REPEATED) as f64;
        println!("{name:<12} {:>10.2} {:>12.0} {ratio:>12.1}", first * 1e3, count / took);
        lines += count;
        seconds += took;
    }
    println!("{:<12} {:>10} {:>12.0}", "all", "", lines / seconds);
    Ok(())
}
