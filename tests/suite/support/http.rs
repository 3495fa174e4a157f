//! HTTP as plain bytes over a socket, so that nothing is sent or understood that a test does not
//! see.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use diglot::serve::{Live, listen};

use super::wait::PATIENCE;

/// A client's side of a connection.
pub struct Client {
    stream: BufReader<TcpStream>,
}

/// An answer as it came over the wire.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    /// The fields as they came, each on a line.
    pub head: String,
    pub body: Vec<u8>,
}

impl Reply {
    /// The value of a field, by its name as the server writes it; empty where there is none.
    pub fn field(&self, name: &str) -> &str {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.into_iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Client {
    /// Connects.
    pub fn to(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        Ok(Self { stream: BufReader::new(stream) })
    }

    pub fn send(&mut self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        self.stream.get_mut().write_all(bytes.as_ref())
    }

    /// Reads an answer with its body; `has_body` is false for that to `HEAD`.
    pub fn reply(&mut self, has_body: bool) -> io::Result<Reply> {
        let mut reply = self.head()?;
        if has_body && reply.status != 304 {
            let len = reply.field("Content-Length").parse().map_err(io::Error::other)?;
            reply.body = vec![0; len];
            self.stream.read_exact(&mut reply.body).map_err(|error| waited(error, "a body"))?;
        }
        Ok(reply)
    }

    /// Reads the head of an answer.
    pub fn head(&mut self) -> io::Result<Reply> {
        let status = self.line()?;
        let status = status.split(' ').nth(1).and_then(|code| code.parse().ok());
        let mut head = String::new();
        loop {
            match self.line()?.as_str() {
                "" => break,
                line => head.push_str(&format!("{line}\n")),
            }
        }
        let status = status.ok_or_else(|| io::Error::other("no status"))?;
        Ok(Reply { status, head, body: Vec::new() })
    }

    /// Reads a line; its end is left out.
    pub fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line).map_err(|error| waited(error, "a line"))? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(line.trim_end_matches(['\r', '\n']).to_owned())
    }

    /// Reads the data of the next event.
    pub fn event(&mut self) -> io::Result<String> {
        loop {
            if let Some(data) = self.line()?.strip_prefix("data: ") {
                return Ok(data.to_owned());
            }
        }
    }

    /// Asks for the events of a page, and reads until the first of them, which it gives.
    pub fn listen(address: SocketAddr, page: &str) -> io::Result<(Self, String)> {
        let mut client = Self::to(address)?;
        client.send(format!("GET /__diglot/events?page={page} HTTP/1.1\r\nHost: localhost\r\n\r\n"))?;
        let reply = client.head()?;
        assert_eq!((reply.status, reply.field("Content-Type")), (200, "text/event-stream"));
        let event = client.event()?;
        Ok((client, event))
    }

    /// Whether the server has ended the connection, and nothing is left to read.
    pub fn is_closed(&mut self) -> bool {
        matches!(self.stream.read(&mut [0]), Ok(0))
    }
}

/// Says of what has not come what it was.
fn waited(error: io::Error, what: &str) -> io::Error {
    match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => {
            io::Error::new(error.kind(), format!("waited in vain for {PATIENCE:?}: {what} from the server"))
        }
        _ => error,
    }
}

/// Serves on a port of its own.
pub fn serve(live: &Arc<Live>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("a listener has an address");
    let live = Arc::clone(live);
    thread::spawn(move || listen(&listener, &live));
    address
}

/// Asks for a target, with more lines of the head, on a connection of its own.
pub fn get(address: SocketAddr, target: &str, fields: &str) -> io::Result<Reply> {
    let mut client = Client::to(address)?;
    client.send(format!("GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{fields}\r\n"))?;
    client.reply(true)
}
