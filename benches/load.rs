//! A server under load: 200 connections, half of which stall, while files change; then what is left
//! of them.
//!
//! `cargo bench -- load [SECONDS]`

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::blog::{self, Code};
use crate::server::{Browser, Client, start};

/// How many posts the blog has.
const POSTS: usize = 100;

/// How many connections ask, one page after the other.
const ASKING: usize = 100;

/// How many connections stall: half of them in the midst of a request, half with an answer that
/// they do not read.
const STALLED: usize = 100;

/// How many answers a stalled connection asks for: more than sockets hold.
const UNREAD: usize = 200;

/// How long it takes until those that stall do: until what they asked for has filled their sockets.
const STALLING: Duration = Duration::from_secs(1);

/// How long a connection waits before it asks again, as a hundred readers would.
const PAUSE: Duration = Duration::from_millis(100);

/// How long a file stays as it is.
const EDIT: Duration = Duration::from_millis(250);

/// How long the server lets a client stall, and a little more.
const GONE: Duration = Duration::from_secs(15);

pub fn run(arguments: &[String]) -> io::Result<()> {
    let seconds = arguments.iter().find_map(|arg| arg.parse().ok()).unwrap_or(60);
    let folder = tempfile::tempdir()?;
    blog::write(folder.path(), POSTS, Code::Shared)?;
    let root = folder.path().canonicalize()?;
    let (address, _builds) = start(&root)?;
    Browser::open(address, "/nb-1/")?;
    let before = usage()?;

    let over = AtomicBool::new(false);
    let mut times = Vec::new();
    let mut busy = before;
    thread::scope(|scope| -> io::Result<()> {
        let stalled = (0..STALLED).map(|number| stall(address, number)).collect::<io::Result<Vec<_>>>()?;
        thread::sleep(STALLING);
        let readers: Vec<_> = (0..ASKING)
            .map(|number| {
                scope.spawn({
                    let over = &over;
                    move || read(address, number, over)
                })
            })
            .collect();
        let file = root.join(blog::file(1, "nb"));
        let text = fs::read_to_string(&file)?;
        let begun = Instant::now();
        let mut edits = 0;
        while begun.elapsed() < Duration::from_secs(seconds) {
            edits += 1;
            fs::write(&file, format!("{text}\nLagring {edits}.\n"))?;
            thread::sleep(EDIT);
            busy = busy.max(usage()?);
        }
        over.store(true, Ordering::Relaxed);
        for reader in readers {
            times.extend(reader.join().map_err(|_| io::Error::other("a reader failed"))??);
        }
        drop(stalled);
        println!(
            "{ASKING} connections asked and {STALLED} stalled for {seconds} s, while a file changed {edits} times"
        );
        Ok(())
    })?;
    thread::sleep(GONE);
    let after = usage()?;

    times.sort();
    let ms = |at: usize| times.get(at).map_or(0.0, |time| time.as_secs_f64() * 1e3);
    println!(
        "answers {}, median {:.2} ms, 99 % {:.2} ms, worst {:.2} ms",
        times.len(),
        ms(times.len() / 2),
        ms(times.len() * 99 / 100),
        ms(times.len() - 1)
    );
    for (when, (threads, memory)) in [("before", before), ("under load", busy), ("after", after)] {
        println!("{when:>10}: {threads} threads, {:.0} MB", memory as f64 / 1024.0);
    }
    Ok(())
}

/// Asks for one page after the other, and gives how long each took.
fn read(address: SocketAddr, number: usize, over: &AtomicBool) -> io::Result<Vec<Duration>> {
    let mut client = Client::connect(address)?;
    let page = format!("/nb-{}/", number % (POSTS / 2));
    let mut times = Vec::new();
    while !over.load(Ordering::Relaxed) {
        let asked = Instant::now();
        client.get(&page)?;
        times.push(asked.elapsed());
        thread::sleep(PAUSE);
    }
    Ok(times)
}

/// A connection that begins a request and does not end it, or asks for more than it reads.
fn stall(address: SocketAddr, number: usize) -> io::Result<Client> {
    let mut client = Client::connect(address)?;
    if number.is_multiple_of(2) {
        client.send("GET / HTTP/1.1\r\nHost: localh")?;
    } else {
        for _ in 0..UNREAD {
            client.ask("/nb-1/")?;
        }
    }
    Ok(client)
}

/// How many threads the process has, and how much memory it holds, in kB (proc(5), `status`).
fn usage() -> io::Result<(u64, u64)> {
    let status = fs::read_to_string("/proc/self/status")?;
    let field = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let digits = line.and_then(|line| line.split_whitespace().next()).and_then(|word| word.parse().ok());
        digits.unwrap_or_default()
    };
    Ok((field("Threads:"), field("VmRSS:")))
}
