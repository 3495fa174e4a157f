//! The server: requests in, answers and events out.

use std::io::{self, Read, SeekFrom, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use percent_encoding::percent_decode_str;

use super::connection::{Connection, Requests};
use super::connection_pool::ConnectionPool;
use super::http::{Head, OWN, Request, Response, is_own_host, reason, unreadable};
use super::live::{Hub, Listener};
use super::state::SiteState;
use crate::base::lock_unpoisoned;
use crate::output::MediaType;
use crate::source::Content;

/// What is asked to learn whether a port is held by a server like this one: whatever the answer, it
/// names its server.
pub const PING: &str = "/__diglot/ping";

/// The interval of keep-alive comments in an idle event stream, by which both ends detect a lost
/// connection.
const HEARTBEAT: Duration = Duration::from_secs(3);

/// How many ports are tried after the one that was asked for.
const TRIES: u16 = 20;

/// What all requests share: the site as it was last built, and the browsers that listen.
#[derive(Debug)]
pub struct Live {
    state: Mutex<Arc<SiteState>>,
    hub: Hub,
    host: String,
}

impl Live {
    /// Makes what is shared by the requests of a server that listens on `host`.
    pub fn new(host: &str, state: SiteState) -> Self {
        Self { state: Mutex::new(Arc::new(state)), hub: Hub::default(), host: host.to_owned() }
    }

    /// The site as it was last built.
    pub fn state(&self) -> Arc<SiteState> {
        Arc::clone(&lock_unpoisoned(&self.state))
    }

    /// Replaces the site; call `broadcast` to notify the browsers.
    pub fn put(&self, state: SiteState) {
        *lock_unpoisoned(&self.state) = Arc::new(state);
    }

    /// Tells the browsers whose page has changed.
    pub fn broadcast(&self) {
        let state = self.state();
        self.hub.broadcast(|page| state.event(page));
    }
}

/// Opens a port: the one that is asked for, else the next that is free.
///
/// # Errors
///
/// When none of them can be opened, or the host is none of this machine's.
pub fn bind(host: &str, port: u16) -> io::Result<TcpListener> {
    let mut result = TcpListener::bind((host, port));
    for next in port.saturating_add(1)..=port.saturating_add(TRIES) {
        match &result {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                result = TcpListener::bind((host, next))
            }
            _ => break,
        }
    }
    result
}

/// Answers requests until the process ends.
pub fn listen(listener: &TcpListener, live: &Arc<Live>) -> ! {
    let mut pool = ConnectionPool::default();
    loop {
        let connection = match listener.accept().and_then(|(stream, _)| Connection::new(stream)) {
            Ok(connection) => Arc::new(connection),
            Err(error) => {
                // An aborted connection costs nothing; other errors mean that resources have run
                // out.
                if !is_of_browser(&error) {
                    pool.evict_lru();
                    thread::sleep(Duration::from_millis(10));
                }
                continue;
            }
        };
        pool.register(&connection);
        let live = Arc::clone(live);
        // One thread per connection, so that a slow one blocks no other.
        let spawned =
            thread::Builder::new().name("connection".to_owned()).spawn(move || handle(&connection, &live));
        if spawned.is_err() {
            pool.evict_lru();
        }
    }
}

/// Where a listener can be reached by a browser on this machine, without a slash at the end.
pub fn local_url(address: SocketAddr) -> String {
    let host = match address {
        _ if address.ip().is_unspecified() || address.ip().is_loopback() => "localhost".to_owned(),
        SocketAddr::V4(address) => address.ip().to_string(),
        SocketAddr::V6(address) => format!("[{}]", address.ip()),
    };
    format!("http://{host}:{}", address.port())
}

/// Whether a connection that could not be taken failed on the browser's side.
fn is_of_browser(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionReset, Interrupted, InvalidInput, NotConnected};
    matches!(error.kind(), ConnectionAborted | ConnectionReset | Interrupted | InvalidInput | NotConnected)
}

/// Answers the requests of a connection, one after the other, as HTTP/1.1 wants it.
fn handle(connection: &Connection, live: &Live) {
    let mut requests = Requests::of(connection);
    while let Some(request) = requests.next() {
        let (sent, is_last) = match request {
            Ok(head) => (serve(&head, connection, live), head.is_last),
            Err(status) => {
                let answer = Response::text(status, MediaType::TEXT, format!("{}\n", reason(status)));
                (send(connection, &answer, false, true), true)
            }
        };
        // The client is gone or does not read: nobody to report to.
        if sent.is_err() {
            return;
        }
        if is_last {
            return connection.close();
        }
    }
}

fn serve(head: &Head, connection: &Connection, live: &Live) -> io::Result<()> {
    let state = live.state();
    let is_head = head.method == "HEAD";
    let answer = if !is_own_host(head.field("Host"), &live.host) {
        Response::text(403, MediaType::TEXT, "This server answers to the names of its own machine only\n")
    } else if !matches!(head.method.as_str(), "GET" | "HEAD") {
        let mut answer = Response::text(405, MediaType::TEXT, "Only GET and HEAD are answered\n");
        answer.headers.push(("Allow", "GET, HEAD".to_owned()));
        answer
    } else if let Some(own) = own_path(&head.target, state.base_path()) {
        if let Some(page) = own.strip_prefix("events?page=").filter(|_| !is_head) {
            let page = percent_decode_str(page).decode_utf8_lossy().into_owned();
            drop(state);
            let listener = live.hub.listen(&page, |page| live.state().event(page));
            return stream(connection, &listener);
        }
        state.own(own)
    } else {
        let ask = Request {
            target: &head.target,
            if_none_match: head.field("If-None-Match"),
            range: head.field("Range"),
            if_range: head.field("If-Range"),
            is_navigation: head.field("Accept").is_some_and(|types| types.contains("text/html")),
            sections: None,
        };
        state.respond(&ask)
    };
    drop(state);
    send(connection, &answer, is_head, head.is_last)
}

/// What follows the path of the server's own things.
fn own_path<'a>(target: &'a str, base_path: &str) -> Option<&'a str> {
    target.strip_prefix(base_path)?.strip_prefix(OWN)
}

/// Sends an answer. Head and body leave in one write where they can.
fn send(mut connection: &Connection, answer: &Response, is_head: bool, is_last: bool) -> io::Result<()> {
    let range = &answer.body.range;
    let mut bytes =
        format!("HTTP/1.1 {} {}\r\nServer: Diglot\r\n", answer.status, reason(answer.status)).into_bytes();
    for (name, value) in &answer.headers {
        bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
    }
    if answer.status != 304 {
        bytes.extend_from_slice(format!("Content-Length: {}\r\n", range.end - range.start).as_bytes());
    }
    if is_last {
        bytes.extend_from_slice(b"Connection: close\r\n");
    }
    bytes.extend_from_slice(b"\r\n");
    if is_head || answer.status == 304 {
        return connection.write_all(&bytes);
    }
    match &answer.body.content {
        Content::Memory(body) => {
            bytes.extend_from_slice(&body[range.start as usize..range.end as usize]);
            connection.write_all(&bytes)
        }
        content @ (Content::File(_) | Content::Spooled(_)) => {
            let Ok(mut file) = content.open() else { return send(connection, &unreadable(), false, is_last) };
            connection.write_all(&bytes)?;
            file.seek(SeekFrom::Start(range.start))?;
            let len = range.end - range.start;
            // A file truncated meanwhile leaves an incomplete response: close the connection.
            let is_whole = io::copy(&mut file.take(len), &mut connection)? == len;
            if is_whole { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
        }
    }
}

/// Sends server-sent events (WHATWG HTML, section 9.2) until the client disconnects. The response
/// ends with the connection.
fn stream(mut connection: &Connection, listener: &Listener<'_>) -> io::Result<()> {
    let head = "HTTP/1.1 200 OK\r\nServer: Diglot\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\
                Connection: close\r\n\r\nretry: 300\n\n";
    connection.write_all(head.as_bytes())?;
    loop {
        match listener.events.recv_timeout(HEARTBEAT) {
            Ok(state) => connection.write_all(format!("event: state\ndata: {state}\n\n").as_bytes())?,
            Err(RecvTimeoutError::Timeout) if !connection.is_gone() => connection.write_all(b":\n\n")?,
            // Evicted or disconnected; `EventSource` reconnects by itself.
            Err(_) => return Err(io::ErrorKind::ConnectionAborted.into()),
        }
    }
}
