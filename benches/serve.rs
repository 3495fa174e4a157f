//! From the save of one post's body to what a browser hears and gets, in a blog of 100, 1,000 and 10,000 posts.
//!
//! `cargo bench --bench serve [-- POSTS …]`

mod support;

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeZone, Utc};
use diglot::base::{Diagnostic, FilePath};
use diglot::serve::{Built, Live, Watch, Workshop, bind, listen};
use diglot::source::{Options, Snapshot};

use support::blog;

const SIZES: [usize; 3] = [100, 1_000, 10_000];

/// How many saves are measured.
const SAVES: usize = 50;

fn main() -> io::Result<()> {
    let sizes: Vec<usize> = std::env::args().filter_map(|arg| arg.parse().ok()).collect();
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
        blog::write(folder.path(), size)?;
        let root = folder.path().canonicalize()?;
        measure(&root, size)?;
    }
    Ok(())
}

/// Serves a blog, saves a post again and again, and prints how long it took until the change was heard of and could be had.
fn measure(root: &Path, size: usize) -> io::Result<()> {
    let clock = || Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).single().unwrap_or(DateTime::UNIX_EPOCH);
    let (ready, served) = channel();
    let (told, builds) = channel();
    let begun = Instant::now();
    // The thread ends with the process, as a server does.
    let folder = root.to_owned();
    thread::spawn(move || serve(&folder, &clock, &ready, &told));
    let address = served.recv().map_err(io::Error::other)?;
    let first = begun.elapsed();

    let number = size / 4;
    let page = format!("/nb-{number}/");
    let mut browser = Browser::open(address, &page)?;
    let file = root.join(blog::file(number, "nb"));
    let text = blog::post(number, "nb");
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

fn serve(
    root: &Path,
    clock: &dyn Fn() -> DateTime<Utc>,
    ready: &Sender<SocketAddr>,
    told: &Sender<Duration>,
) -> io::Result<()> {
    let mut watch = Watch::new(root).map_err(io::Error::other)?;
    let listener = bind("127.0.0.1", 0)?;
    let address = listener.local_addr()?;
    let mut workshop = Workshop::new(root, Options::default(), clock);
    let describe = |fault: &Diagnostic, _: &Snapshot| fault.message.clone();
    let first = workshop.build(&describe);
    assert!(first.build.outputs.is_some(), "the blog has no mistake: {:?}", first.build.diagnostics.first());
    let live = Arc::new(Live::new("127.0.0.1", first.state));
    let answering = Arc::clone(&live);
    thread::spawn(move || listen(&listener, &answering));
    let _ = ready.send(address);
    workshop.run(&mut watch, &live, &describe, &mut |built: &Built, _: &[FilePath], _: &Snapshot| {
        let _ = told.send(built.took);
    });
    Ok(())
}

/// A browser that shows one page: a connection on which it asks, and one on which it listens.
struct Browser {
    asking: BufReader<TcpStream>,
    listening: BufReader<TcpStream>,
}

impl Browser {
    fn open(address: SocketAddr, page: &str) -> io::Result<Self> {
        let connect = || -> io::Result<BufReader<TcpStream>> {
            let stream = TcpStream::connect(address)?;
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(Duration::from_secs(60)))?;
            Ok(BufReader::new(stream))
        };
        let mut browser = Self { asking: connect()?, listening: connect()? };
        ask(&mut browser.listening, &format!("/__diglot/events?page={page}"))?;
        browser.hear()?;
        assert!(browser.get(page)?.contains("<pre"), "there is a post at {page}");
        Ok(browser)
    }

    /// Waits for an event.
    fn hear(&mut self) -> io::Result<()> {
        let mut line = String::new();
        while !line.starts_with("data: ") {
            line.clear();
            if self.listening.read_line(&mut line)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(())
    }

    /// Gets a page.
    fn get(&mut self, page: &str) -> io::Result<String> {
        ask(&mut self.asking, page)?;
        let (mut length, mut line) = (0, String::new());
        while line != "\r\n" {
            line.clear();
            self.asking.read_line(&mut line)?;
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().map_err(io::Error::other)?;
            }
        }
        let mut body = vec![0; length];
        self.asking.read_exact(&mut body)?;
        String::from_utf8(body).map_err(io::Error::other)
    }
}

fn ask(stream: &mut BufReader<TcpStream>, target: &str) -> io::Result<()> {
    let request = format!("GET {target} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\n");
    stream.get_mut().write_all(request.as_bytes())
}
