//! The figures of `benches/README.md`: `cargo bench -- NAME …`.

mod blog;
mod build;
mod cards;
mod edits;
mod highlight;
mod images;
mod load;
mod phases;
mod serve;
mod server;
mod shapes;

use std::io;

/// A bench, and what it makes of its arguments.
type Bench = (&'static str, fn(&[String]) -> io::Result<()>);

const BENCHES: [Bench; 9] = [
    ("build", build::run),
    ("cards", cards::run),
    ("edits", edits::run),
    ("highlight", highlight::run),
    ("images", images::run),
    ("load", load::run),
    ("phases", phases::run),
    ("serve", serve::run),
    ("shapes", shapes::run),
];

fn main() -> io::Result<()> {
    // Cargo tells every bench that it is one.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let (name, arguments) = arguments.split_first().ok_or_else(usage)?;
    let (_, run) = BENCHES.iter().find(|bench| bench.0 == name).ok_or_else(usage)?;
    run(arguments)
}

fn usage() -> io::Error {
    let names: Vec<_> = BENCHES.iter().map(|bench| bench.0).collect();
    io::Error::other(format!("which one? {}", names.join(", ")))
}
