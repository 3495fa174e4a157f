//! A blog that is served, and what asks for its pages.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use chrono::{DateTime, TimeZone, Utc};
use diglot::base::{Diagnostic, FilePath};
use diglot::serve::{Built, DevSession, FsWatcher, Live, bind, listen};
use diglot::source::{Options, Snapshot};

/// Serves a blog on a free port, from threads that end with the process, as a server does. Gives
/// the address, when it answers, and how long each build takes from then on.
pub fn start(root: &Path) -> io::Result<(SocketAddr, Receiver<Duration>)> {
    let clock = || Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).single().unwrap_or(DateTime::UNIX_EPOCH);
    let (ready, served) = channel();
    let (told, builds) = channel();
    let folder = root.to_owned();
    thread::spawn(move || serve(&folder, &clock, &ready, &told));
    Ok((served.recv().map_err(io::Error::other)?, builds))
}

fn serve(
    root: &Path,
    clock: &dyn Fn() -> DateTime<Utc>,
    ready: &Sender<SocketAddr>,
    told: &Sender<Duration>,
) -> io::Result<()> {
    let mut watcher = FsWatcher::new(root, &[]).map_err(io::Error::other)?;
    let listener = bind("127.0.0.1", 0)?;
    let address = listener.local_addr()?;
    let mut session = DevSession::new(root, Options::default(), clock);
    let describe = |fault: &Diagnostic, _: &Snapshot| fault.message.clone();
    let first = session.build(&describe);
    assert!(first.build.outputs.is_some(), "the blog has no mistake: {:?}", first.build.diagnostics.first());
    let live = Arc::new(Live::new("127.0.0.1", first.state));
    let answering = Arc::clone(&live);
    thread::spawn(move || listen(&listener, &answering));
    let _ = ready.send(address);
    session.run(&mut watcher, &live, &describe, &mut |built: &Built, _: &[FilePath], _: &Snapshot| {
        let _ = told.send(built.took);
    });
    Ok(())
}

/// A browser that shows one page: a connection on which it asks, and one on which it listens.
pub struct Browser {
    asking: Client,
    listening: Client,
}

/// A connection on which things are asked for.
pub struct Client(BufReader<TcpStream>);

impl Browser {
    /// Opens the page of a post, and waits until the server has told of it.
    pub fn open(address: SocketAddr, page: &str) -> io::Result<Self> {
        let mut browser = Self { asking: Client::connect(address)?, listening: Client::connect(address)? };
        browser.listening.ask(&format!("/__diglot/events?page={page}"))?;
        browser.hear()?;
        assert!(browser.get(page)?.contains("<pre"), "there is a post at {page}");
        Ok(browser)
    }

    /// Waits for an event.
    pub fn hear(&mut self) -> io::Result<()> {
        let mut line = String::new();
        while !line.starts_with("data: ") {
            line.clear();
            if self.listening.0.read_line(&mut line)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(())
    }

    /// Gets a page.
    pub fn get(&mut self, page: &str) -> io::Result<String> {
        self.asking.get(page)
    }
}

impl Client {
    /// Connects to a server.
    pub fn connect(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        Ok(Self(BufReader::new(stream)))
    }

    /// Asks for a page.
    pub fn ask(&mut self, page: &str) -> io::Result<()> {
        self.send(&format!("GET {page} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\n"))
    }

    /// Sends some text.
    pub fn send(&mut self, text: &str) -> io::Result<()> {
        self.0.get_mut().write_all(text.as_bytes())
    }

    /// Gets a page.
    pub fn get(&mut self, page: &str) -> io::Result<String> {
        self.ask(page)?;
        let (mut length, mut line) = (0, String::new());
        while line != "\r\n" {
            line.clear();
            self.0.read_line(&mut line)?;
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().map_err(io::Error::other)?;
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body)?;
        String::from_utf8(body).map_err(io::Error::other)
    }
}
