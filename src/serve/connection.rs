//! One client's connection: requests in, bytes out, timeouts.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::http::{Head, HeadResult};
use crate::base::lock_unpoisoned;

/// How long a connection may lie still between two requests.
const IDLE: Duration = Duration::from_secs(60);

/// How long the head of a request may take to come, from its first byte on.
const HEAD: Duration = Duration::from_secs(10);

/// How long a browser may take nothing of what it is sent.
const STALLED: Duration = Duration::from_secs(30);

/// How long a browser that is sending is listened to after the last answer.
const FAREWELL: Duration = Duration::from_secs(1);

/// The largest head of a request, in bytes.
const MOST_HEAD: usize = 32 << 10;

#[derive(Debug)]
pub(super) struct Connection {
    stream: TcpStream,
    /// When something last came or went.
    active: Mutex<Instant>,
}

/// The requests of a connection, in order.
#[derive(Debug)]
pub(super) struct Requests<'a> {
    connection: &'a Connection,
    unread: Vec<u8>,
}

impl Connection {
    /// Wraps an accepted connection.
    ///
    /// # Errors
    ///
    /// If the peer has closed it.
    pub(super) fn new(stream: TcpStream) -> io::Result<Self> {
        // Disable Nagle's algorithm: a response is sent in several writes.
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(STALLED))?;
        Ok(Self { stream, active: Mutex::new(Instant::now()) })
    }

    /// When something last came or went.
    pub(super) fn active(&self) -> Instant {
        *lock_unpoisoned(&self.active)
    }

    /// Ends the connection, whatever is under way.
    pub(super) fn cut(&self) {
        // The peer may have closed it already.
        let _ = self.stream.shutdown(Shutdown::Both);
    }

    /// Ends the connection after the last answer. What the browser still sends is read for a
    /// moment: were it left unread, the system would tell the browser so, and that would throw away
    /// the answer (RFC 9112, section 9.6).
    pub(super) fn close(&self) {
        let ends = Instant::now() + FAREWELL;
        if self.stream.shutdown(Shutdown::Write).is_err() {
            return;
        }
        let mut bytes = [0; 4096];
        while self.receive(&mut bytes, ends).is_ok_and(|len| len > 0) {}
    }

    pub(super) fn is_gone(&self) -> bool {
        if self.stream.set_read_timeout(Some(Duration::from_millis(1))).is_err() {
            return true;
        }
        match self.stream.peek(&mut [0]) {
            Ok(len) => len == 0,
            Err(error) => !is_timeout(&error),
        }
    }

    /// Reads what has come, or comes before a moment.
    fn receive(&self, bytes: &mut [u8], ends: Instant) -> io::Result<usize> {
        let left = ends.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        self.stream.set_read_timeout(Some(left))?;
        let len = (&self.stream).read(bytes)?;
        self.touch();
        Ok(len)
    }

    fn touch(&self) {
        *lock_unpoisoned(&self.active) = Instant::now();
    }
}

impl Write for &Connection {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let len = (&self.stream).write(bytes)?;
        self.touch();
        Ok(len)
    }

    fn flush(&mut self) -> io::Result<()> {
        (&self.stream).flush()
    }
}

impl<'a> Requests<'a> {
    pub(super) fn of(connection: &'a Connection) -> Self {
        Self { connection, unread: Vec::new() }
    }

    /// Waits for a request; an error is the status that refuses it, after which there is none.
    pub(super) fn next(&mut self) -> Option<Result<Head, u16>> {
        let mut ends = Instant::now() + if self.unread.is_empty() { IDLE } else { HEAD };
        let mut may_be_whole = true;
        loop {
            if may_be_whole {
                match Head::read(&self.unread) {
                    HeadResult::Whole(head, len) => {
                        self.unread.drain(..len);
                        return Some(Ok(head));
                    }
                    HeadResult::Refused(status) => return Some(Err(status)),
                    HeadResult::Partial => {}
                }
            }
            if self.unread.len() > MOST_HEAD {
                let has_target = self.unread.contains(&b'\n');
                return Some(Err(if has_target { 431 } else { 414 }));
            }
            let mut bytes = [0; 4096];
            let len = match self.connection.receive(&mut bytes, ends) {
                Ok(0) => return None,
                Ok(len) => len,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) if is_timeout(&error) && !self.unread.is_empty() => return Some(Err(408)),
                Err(_) => return None,
            };
            if self.unread.is_empty() {
                ends = Instant::now() + HEAD;
            }
            self.unread.extend_from_slice(&bytes[..len]);
            // A head ends with a line.
            may_be_whole = bytes[..len].contains(&b'\n');
        }
    }
}

/// Whether nothing happened for as long as one would wait.
fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}
