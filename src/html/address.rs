//! Addresses that browsers do not take for what a writer means.

use serde::{Deserialize, Serialize};
use url::{Position, Url};

use super::piece::Role;
use crate::base::{Code, Diagnostic};

/// What is wrong with an address, wherever it leads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Unsafe {
    /// It is a script.
    Script(String),
    /// It holds the page that it opens.
    Page,
    /// What it is loaded from is the name of no host.
    Host,
    /// What a form is sent to is.
    FormHost,
}

impl Unsafe {
    /// Looks at an address as a browser reads it (WHATWG URL, 4.4): control characters and blanks
    /// before it, and tabs and line ends in it, count for nothing.
    pub fn of(address: &str, role: Role) -> Option<Self> {
        let is = |scheme: &str| begins(address, scheme);
        let script = ["javascript:", "vbscript:"].into_iter().find(|scheme| is(scheme));
        if let Some(scheme) = script {
            return Some(Self::Script(scheme.to_owned()));
        }
        let holds_page = match role {
            Role::Link => is("data:"),
            Role::Resource => is("data:text/html"),
            Role::Image => false,
        };
        if holds_page {
            return Some(Self::Page);
        }
        (role != Role::Link && names_no_host(address)).then_some(Self::Host)
    }

    /// Looks at an address that a form is sent to, which is a link that policies are about.
    pub fn of_form(address: &str) -> Option<Self> {
        Self::of(address, Role::Link).or_else(|| names_no_host(address).then_some(Self::FormHost))
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
                help_for_host(address).to_owned(),
            ),
            Self::FormHost => (
                format!("`{address}` names no host that a form can be sent to"),
                help_for_host(address).to_owned(),
            ),
        };
        Diagnostic::general(Code::UnsafeAddress, message).help(help)
    }
}

fn help_for_host(address: &str) -> &'static str {
    match address.contains('[') {
        true => "write the host's name: content security policies have no IPv6 addresses",
        false => "mend the host's name: letters, digits, `-` and dots",
    }
}

fn begins(address: &str, scheme: &str) -> bool {
    let address = address.trim_start_matches(|c| c <= ' ');
    let mut read = address.bytes().filter(|byte| !matches!(byte, b'\t' | b'\n' | b'\r'));
    scheme.bytes().all(|byte| read.next().is_some_and(|read| read.eq_ignore_ascii_case(&byte)))
}

/// Whether an address may name a host, or hold what it leads to. Browsers read `\` as `/`, and pass
/// over tabs and line ends (WHATWG URL, 4.4).
pub(crate) fn is_elsewhere(address: &str) -> bool {
    address.contains([':', '\\', '\t', '\n', '\r']) || address.contains("//")
}

/// Whether an address leads out of the site, and to no host.
fn names_no_host(address: &str) -> bool {
    is_elsewhere(address)
        && ["http:", "https:", "//"].into_iter().any(|start| begins(address, start))
        && origin(address).is_none()
}

/// The scheme, host and port of an address on the web, as browsers and policies write them; `None`
/// where it leads elsewhere, or to what policies can name no more than a host that there cannot be:
/// an IPv6 address (CSP Level 3, 2.3.1).
pub fn origin(address: &str) -> Option<String> {
    let whole = match address.trim().strip_prefix("//") {
        Some(rest) => format!("https://{rest}"),
        None => address.trim().to_owned(),
    };
    let url = Url::parse(&whole).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let host = url.host_str()?;
    host.strip_suffix('.')
        .unwrap_or(host)
        .split('.')
        .all(is_label)
        .then(|| format!("{}://{}", url.scheme(), &url[Position::BeforeHost..Position::BeforePath]))
}

/// Whether a word may stand between the dots of a host's name (RFC 1123, 2.1); `_` is in use, too.
fn is_label(word: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    !word.is_empty() && word.bytes().all(is_letter) && !word.starts_with('-') && !word.ends_with('-')
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
            ("https://[::1]/a.png", Role::Image, true),
            ("//[2001:db8::1]:8443/a.js", Role::Resource, true),
            ("https://.example/", Role::Image, true),
            ("https://a..example/", Role::Image, true),
            ("https://-x-/", Role::Image, true),
            ("https://x.example-/", Role::Resource, true),
            ("https://x--y.example./", Role::Image, false),
            ("https://a_b.example/", Role::Image, false),
            ("https://127.0.0.1/", Role::Image, false),
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
            ("http://[::1]:80/", None),
            ("https://.example/", None),
            ("https://-x-/", None),
            ("https://a.example.:80/", Some("https://a.example.:80")),
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
