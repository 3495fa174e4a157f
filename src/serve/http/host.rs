//! Which names a browser may know the server by.

use std::net::IpAddr;

/// Whether a `Host` header names the server that was asked to listen on `listening`.
///
/// A page elsewhere can point a name of its own at this machine and read what is served here (DNS
/// rebinding), so that names are answered to only where they are the machine's own: `localhost` and
/// what lies below it (RFC 6761, section 6.3), the name that was asked for, and plain IP addresses,
/// which no name can stand in for.
pub fn is_own_host(header: Option<&str>, listening: &str) -> bool {
    // HTTP/1.0 has no `Host`; browsers do not use it.
    let Some(header) = header else { return true };
    let name = without_port(header.trim()).trim_end_matches('.');
    let is_local = |name: &str| name == "localhost" || name.ends_with(".localhost");
    let name = name.to_ascii_lowercase();
    is_local(&name)
        || name == listening.to_ascii_lowercase()
        || without_brackets(&name).parse::<IpAddr>().is_ok()
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) && !name.ends_with(':') => name,
        _ => host,
    }
}

/// An IPv6 address without its brackets.
fn without_brackets(host: &str) -> &str {
    host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::is_own_host;

    #[test]
    fn hosts() {
        for (header, listening, expected) in [
            (None, "127.0.0.1", true),
            (Some("localhost:4000"), "127.0.0.1", true),
            (Some("LOCALHOST"), "127.0.0.1", true),
            (Some("blog.localhost:4000"), "127.0.0.1", true),
            (Some("127.0.0.1:4000"), "127.0.0.1", true),
            (Some("[::1]:4000"), "127.0.0.1", true),
            (Some("[::1]"), "127.0.0.1", true),
            (Some("192.168.1.4:4000"), "0.0.0.0", true),
            (Some("writer.local:4000"), "writer.local", true),
            (Some("writer.local:4000"), "0.0.0.0", false),
            (Some("evil.example"), "127.0.0.1", false),
            (Some("localhost.evil.example:4000"), "127.0.0.1", false),
            (Some("notlocalhost"), "127.0.0.1", false),
            (Some("127.0.0.1.evil.example"), "127.0.0.1", false),
            (Some(""), "127.0.0.1", false),
        ] {
            assert_eq!(is_own_host(header, listening), expected, "{header:?} on {listening}");
        }
    }
}
