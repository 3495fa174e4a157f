//! Addresses that browsers do not take for what a writer means.

use url::{Position, Url};

use super::body::Role;
use super::scan::is_elsewhere;
use crate::base::{Code, Diagnostic};

/// What is wrong with an address, wherever it leads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unsafe {
    /// It is a script.
    Script(&'static str),
    /// It holds the page that it opens.
    Page,
    /// What it is loaded from is the name of no host.
    Host,
}

impl Unsafe {
    /// Looks at an address as a browser reads it (WHATWG URL, 4.4): control characters and blanks before it, and tabs and line ends in
    /// it, count for nothing.
    pub fn of(address: &str, role: Role) -> Option<Self> {
        let address = address.trim_start_matches(|c| c <= ' ');
        let is = |scheme: &str| {
            let mut read = address.bytes().filter(|byte| !matches!(byte, b'\t' | b'\n' | b'\r'));
            scheme.bytes().all(|byte| read.next().is_some_and(|read| read.eq_ignore_ascii_case(&byte)))
        };
        let script = ["javascript:", "vbscript:"].into_iter().find(|scheme| is(scheme));
        if let Some(scheme) = script {
            return Some(Self::Script(scheme));
        }
        let holds_page = match role {
            Role::Link => is("data:"),
            Role::Resource => is("data:text/html"),
            Role::Image => false,
        };
        if holds_page {
            return Some(Self::Page);
        }
        let has_no_host = role != Role::Link
            && is_elsewhere(address)
            && (is("http:") || is("https:") || is("//"))
            && origin(address).is_none();
        has_no_host.then_some(Self::Host)
    }

    /// What there is to tell of it.
    pub fn diagnostic(&self, address: &str) -> Diagnostic {
        let (message, help) = match self {
            Self::Script(scheme) => (
                format!("`{scheme}` begins a script, not an address"),
                "write the address of a page; pages do not run what stands in a link".to_owned(),
            ),
            Self::Page => (
                "`data:` holds a page in the place of its address".to_owned(),
                "put what it holds into a file below `static/`, and write the address of that".to_owned(),
            ),
            Self::Host => (
                format!("`{address}` names no host that can be loaded from"),
                "mend the host's name: letters, digits, `-` and dots".to_owned(),
            ),
        };
        Diagnostic::general(Code::UnsafeAddress, message).help(help)
    }
}

/// The scheme, host and port of an address on the web, as browsers and policies write them; `None` where it leads elsewhere, or the host's
/// name holds what no such name does.
pub fn origin(address: &str) -> Option<String> {
    let whole = match address.trim().strip_prefix("//") {
        Some(rest) => format!("https://{rest}"),
        None => address.trim().to_owned(),
    };
    let url = Url::parse(&whole).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let host = url.host_str()?;
    let name = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    let is_sound = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._:".contains(&byte));
    is_sound.then(|| format!("{}://{}", url.scheme(), &url[Position::BeforeHost..Position::BeforePath]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_and_pages_are_told_however_they_are_written() {
        for (address, role, told) in [
            ("javascript:alert(1)", Role::Link, true),
            (" \u{1}JaVa\tscr\nipt:alert(1)", Role::Link, true),
            ("vbscript:x", Role::Image, true),
            ("data:text/html,x", Role::Link, true),
            ("DATA:,x", Role::Link, true),
            ("data:text/html;base64,x", Role::Resource, true),
            ("data:image/png;base64,x", Role::Image, false),
            ("data:font/woff2;base64,x", Role::Resource, false),
            ("/javascript:x", Role::Link, false),
            ("javascript", Role::Link, false),
            ("#data:", Role::Link, false),
            ("https://x;sandbox/", Role::Image, true),
            ("https://*/", Role::Image, true),
            ("//a,b/", Role::Resource, true),
            ("https://a b/", Role::Image, true),
            ("https:\\\\x'y/", Role::Image, true),
            ("https://blåbær.example:8443/x.png", Role::Image, false),
            ("https://x;sandbox/", Role::Link, false),
            ("/a;b,c.png", Role::Image, false),
        ] {
            assert_eq!(Unsafe::of(address, role).is_some(), told, "{address:?}");
        }
    }

    #[test]
    fn origins_are_written_as_policies_have_them() {
        for (address, expected) in [
            ("https://a:b@pics.example:8443/x", Some("https://pics.example:8443")),
            ("//blåbær.example/x", Some("https://xn--blbr-roah.example")),
            ("http://[::1]:80/", Some("http://[::1]")),
            ("HTTPS:\\\\A.example\\x", Some("https://a.example")),
            ("https://*.example/", None),
            ("https://a.example;sandbox/", None),
            ("https://a.example,b/", None),
            ("mailto:a@b.example", None),
            ("/x", None),
        ] {
            assert_eq!(origin(address).as_deref(), expected, "{address}");
        }
    }
}
