//! The head of a request, as it comes over the wire.

use httparse::{EMPTY_HEADER, Error, Status};

/// How many header fields a request may have.
const MOST_FIELDS: usize = 100;

/// The head of a request (RFC 9112, sections 3 and 5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The method, as it was sent.
    pub method: String,
    /// The path and query, percent-encoded or plain.
    pub target: String,
    /// Whether the connection carries no request after this one.
    pub is_last: bool,
    fields: Vec<(String, String)>,
}

/// What the first bytes of a connection, or those after a request, have come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeadResult {
    /// The head has not come to its end.
    Partial,
    /// A head, and how many bytes it took.
    Whole(Head, usize),
    /// No head that can be answered otherwise than by this status.
    Refused(u16),
}

impl Head {
    /// Reads the head that some bytes begin with.
    pub fn read(bytes: &[u8]) -> HeadResult {
        let mut fields = [EMPTY_HEADER; MOST_FIELDS];
        let mut request = httparse::Request::new(&mut fields);
        let len = match request.parse(bytes) {
            Ok(Status::Complete(len)) => len,
            Ok(Status::Partial) => return HeadResult::Partial,
            Err(Error::TooManyHeaders) => return HeadResult::Refused(431),
            Err(Error::Version) => return HeadResult::Refused(505),
            Err(_) => return HeadResult::Refused(400),
        };
        let is_old = request.version == Some(0);
        let fields = request.headers.iter();
        let mut head = Self {
            method: request.method.unwrap_or_default().to_owned(),
            target: request.path.unwrap_or_default().to_owned(),
            is_last: is_old,
            fields: fields
                .map(|field| (field.name.to_owned(), String::from_utf8_lossy(field.value).trim().to_owned()))
                .collect(),
        };
        // A request needs exactly one `Host` (RFC 9112, section 3.2).
        let hosts = head.fields.iter().filter(|(name, _)| name.eq_ignore_ascii_case("Host")).count();
        if hosts > 1 || (hosts == 0 && !is_old) || !head.take_authority() {
            return HeadResult::Refused(400);
        }
        let closes = head
            .field("Connection")
            .is_some_and(|value| value.split(',').any(|option| option.trim().eq_ignore_ascii_case("close")));
        // Bodies are not read: respond, then close the connection.
        let has_body = head.field("Transfer-Encoding").is_some()
            || head.field("Content-Length").is_some_and(|len| len != "0");
        head.is_last |= closes || has_body;
        HeadResult::Whole(head, len)
    }

    /// The value of a header field, by its name in any case.
    pub fn field(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// Cuts a whole address down to its path; its authority takes the place of `Host` (RFC 9112,
    /// section 3.2.2). Says whether the target is one that a server is asked for.
    fn take_authority(&mut self) -> bool {
        if self.target.starts_with('/') || self.method == "CONNECT" || self.target == "*" {
            return true;
        }
        let scheme = "http://";
        if !self.target.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)) {
            return false;
        }
        let rest = &self.target[scheme.len()..];
        let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        self.fields.retain(|(name, _)| !name.eq_ignore_ascii_case("Host"));
        self.fields.push(("Host".to_owned(), authority.to_owned()));
        self.target = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        true
    }
}

#[cfg(test)]
mod tests {
    use super::{Head, HeadResult};

    /// What is read of a request: its method, target, host, and whether it is the last; or the
    /// status that refuses it.
    fn read(request: &str) -> String {
        match Head::read(request.as_bytes()) {
            HeadResult::Partial => "partial".to_owned(),
            HeadResult::Refused(status) => status.to_string(),
            HeadResult::Whole(head, len) => {
                let last = if head.is_last { ", the last" } else { "" };
                let host = head.field("host").unwrap_or("-");
                format!("{} {} of {host}{last}, then {:?}", head.method, head.target, &request[len..])
            }
        }
    }

    #[test]
    fn heads() {
        for (request, expected) in [
            ("", "partial"),
            ("GET / HT", "partial"),
            ("GET / HTTP/1.1\r\nHost: a\r\n", "partial"),
            ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / of a, then \"\""),
            ("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET", "GET / of a, then \"GET\""),
            ("\r\nGET / HTTP/1.1\nhost:a\n\n", "GET / of a, then \"\""),
            ("GET /blåbær/ HTTP/1.1\r\nHost: a\r\n\r\n", "GET /blåbær/ of a, then \"\""),
            ("GET / HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\n", "GET / of a, the last, then \"\""),
            ("GET / HTTP/1.1\r\nHost: a\r\nConnection: x, close\r\n\r\n", "GET / of a, the last, then \"\""),
            ("GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\n\r\n", "GET / of a, then \"\""),
            ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", "GET / of a, then \"\""),
            (
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
                "POST / of a, the last, then \"abc\"",
            ),
            (
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
                "POST / of a, the last, then \"\"",
            ),
            ("GET / HTTP/1.0\r\n\r\n", "GET / of -, the last, then \"\""),
            ("GET / HTTP/1.1\r\n\r\n", "400"),
            ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"),
            ("GET http://b/x?y HTTP/1.1\r\nHost: a\r\n\r\n", "GET /x?y of b, then \"\""),
            ("GET http://b HTTP/1.1\r\nHost: a\r\n\r\n", "GET / of b, then \"\""),
            ("GET HTTP://b?y HTTP/1.1\r\nHost: a\r\n\r\n", "GET /?y of b, then \"\""),
            ("GET ftp://b/ HTTP/1.1\r\nHost: a\r\n\r\n", "400"),
            ("GET x HTTP/1.1\r\nHost: a\r\n\r\n", "400"),
            ("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS * of a, then \"\""),
            ("CONNECT b:443 HTTP/1.1\r\nHost: a\r\n\r\n", "CONNECT b:443 of a, then \"\""),
            ("GET / HTTP/2.0\r\n\r\n", "505"),
            ("GET /\r\n\r\n", "400"),
            ("GET /\0 HTTP/1.1\r\n\r\n", "400"),
            ("\u{16}\u{3}\u{1}", "400"),
            ("GET / HTTP/1.1\r\nHo st: a\r\n\r\n", "400"),
            (&format!("GET / HTTP/1.1\r\n{}\r\n", "a: b\r\n".repeat(101)), "431"),
        ] {
            assert_eq!(read(request), expected, "{request:?}");
        }
    }
}
