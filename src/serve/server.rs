//! The server: requests in, answers and events out.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use tiny_http::Method;

use super::http::{Answer, Request, Shelf, answer, is_own_host};
use super::live::{Hub, Listener};
use super::state::State;
use crate::render::MediaType;
use crate::source::Content;

/// The path below which the server's own things lie.
pub(super) const OWN: &str = "/__diglot/";

/// What is asked to learn whether a port is held by a server like this one: whatever the answer, it names its server.
pub const PING: &str = "/__diglot/ping";

/// How long a silent stream of events goes without a sign of life, by which both ends learn that the other is gone.
const HEARTBEAT: Duration = Duration::from_secs(3);

/// How many ports are tried after the one that was asked for.
const TRIES: u16 = 20;

/// What all requests share: the site as it was last built, and the browsers that listen.
#[derive(Debug)]
pub struct Live {
    state: Mutex<Arc<State>>,
    hub: Hub,
    host: String,
}

impl Live {
    /// Makes what is shared by the requests of a server that listens on `host`.
    pub fn new(host: &str, state: State) -> Self {
        Self { state: Mutex::new(Arc::new(state)), hub: Hub::default(), host: host.to_owned() }
    }

    /// The site as it was last built.
    pub fn state(&self) -> Arc<State> {
        Arc::clone(&self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts a newer site in place, and tells the browsers whose page has changed.
    pub fn update(&self, state: State) {
        let state = Arc::new(state);
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&state);
        self.hub.tell(|page| state.event(page));
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
///
/// # Errors
///
/// When the port can no longer be listened on.
pub fn listen(listener: TcpListener, live: &Arc<Live>) -> io::Result<()> {
    let server = tiny_http::Server::from_listener(listener, None).map_err(io::Error::other)?;
    loop {
        let request = server.recv()?;
        let live = Arc::clone(live);
        // A thread for each request: one that is read slowly holds up no other.
        let spawned = thread::Builder::new().name("request".to_owned()).spawn(move || serve(request, &live));
        if let Err(error) = spawned {
            anstream::eprintln!("A request was not answered: {error}.");
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

fn serve(request: tiny_http::Request, live: &Live) {
    let header = |name: &'static str| {
        let found = request.headers().iter().find(|header| header.field.equiv(name));
        found.map(|header| header.value.as_str().to_owned())
    };
    let state = live.state();
    let is_head = *request.method() == Method::Head;
    let target = request.url().to_owned();
    let wants_close = header("Connection").is_some_and(|value| value.eq_ignore_ascii_case("close"));
    let answer = if !is_own_host(header("Host").as_deref(), &live.host) {
        Answer::text(403, MediaType::TEXT, "This server answers to the names of its own machine only\n")
    } else if !matches!(request.method(), Method::Get | Method::Head) {
        let mut answer = Answer::text(405, MediaType::TEXT, "Only GET and HEAD are answered\n");
        answer.headers.push(("Allow", "GET, HEAD".to_owned()));
        answer
    } else if let Some(own) = own_path(&target, state.base_path()) {
        if let Some(page) = own.strip_prefix("events?page=").filter(|_| !is_head) {
            let page = percent_decode_str(page).decode_utf8_lossy().into_owned();
            let listener = live.hub.listen(&page, state.event(&page));
            drop(state);
            // The browser is gone: there is nobody to tell.
            let _ = stream(request, &listener);
            return;
        }
        state.own(own)
    } else {
        let (if_none_match, range, if_range) = (header("If-None-Match"), header("Range"), header("If-Range"));
        let ask = Request {
            target: &target,
            if_none_match: if_none_match.as_deref(),
            range: range.as_deref(),
            if_range: if_range.as_deref(),
            is_navigation: header("Accept").is_some_and(|types| types.contains("text/html")),
        };
        answer(&ask, Shelf { outputs: state.outputs(), base_path: state.base_path() })
    };
    drop(state);
    // The browser is gone: there is nobody to tell.
    let _ = send(request, &answer, is_head, wants_close);
}

/// What follows the path of the server's own things.
fn own_path<'a>(target: &'a str, base_path: &str) -> Option<&'a str> {
    target.strip_prefix(base_path)?.strip_prefix(OWN)
}

/// Sends an answer. Head and body leave in one write where they can: in two, the second waits for the browser to acknowledge
/// the first.
fn send(request: tiny_http::Request, answer: &Answer, is_head: bool, wants_close: bool) -> io::Result<()> {
    let range = &answer.body.range;
    let reason = tiny_http::StatusCode(answer.status).default_reason_phrase();
    let mut bytes = format!("HTTP/1.1 {} {reason}\r\nServer: Diglot\r\n", answer.status).into_bytes();
    for (name, value) in &answer.headers {
        bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
    }
    if answer.status != 304 {
        bytes.extend_from_slice(format!("Content-Length: {}\r\n", range.end - range.start).as_bytes());
    }
    if wants_close {
        bytes.extend_from_slice(b"Connection: close\r\n");
    }
    bytes.extend_from_slice(b"\r\n");
    let mut writer = request.into_writer();
    if is_head || answer.status == 304 {
        writer.write_all(&bytes)?;
        return writer.flush();
    }
    match &answer.body.content {
        Content::Memory(body) => {
            bytes.extend_from_slice(&body[range.start as usize..range.end as usize]);
            writer.write_all(&bytes)?;
        }
        content @ Content::File(_) => {
            writer.write_all(&bytes)?;
            let mut file = content.open()?;
            file.seek(SeekFrom::Start(range.start))?;
            io::copy(&mut file.take(range.end - range.start), &mut writer)?;
        }
    }
    writer.flush()
}

/// Tells a browser what it listens for, as server-sent events (WHATWG HTML, section 9.2), until it is gone.
fn stream(request: tiny_http::Request, listener: &Listener<'_>) -> io::Result<()> {
    let mut writer = request.into_writer();
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\
                Transfer-Encoding: chunked\r\n\r\n";
    writer.write_all(head.as_bytes())?;
    let mut chunk = |text: &str| -> io::Result<()> {
        writer.write_all(format!("{:x}\r\n{text}\r\n", text.len()).as_bytes())?;
        writer.flush()
    };
    chunk("retry: 300\n\n")?;
    loop {
        match listener.events.recv_timeout(HEARTBEAT) {
            Ok(state) => chunk(&format!("event: state\ndata: {state}\n\n"))?,
            Err(RecvTimeoutError::Timeout) => chunk(":\n\n")?,
            // A chunk of no length is the last one: the browser comes back by itself.
            Err(RecvTimeoutError::Disconnected) => return chunk(""),
        }
    }
}
