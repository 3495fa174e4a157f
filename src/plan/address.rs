//! Addresses within a site.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use crate::base::composed;

/// What a path segment must have encoded (RFC 3986, section 3.3, and what HTML and XML attributes
/// want).
const ENCODED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'\\')
    .add(b'^')
    .add(b'|')
    .add(b'[')
    .add(b']')
    .add(b'\'')
    .add(b'(')
    .add(b')');

/// A path from the site's root: `/en/keys/` for a page, `/atom.xml` for a file.
///
/// It is kept decoded and in composed form (NFC), begins with `/`, and has no empty, `.` or `..`
/// parts, so that it never leads out of the site. Cheap to clone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Address(Arc<str>);

/// Why a text is no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressError {
    /// It does not begin with `/`.
    NotFromRoot,
    /// It has an empty part, or one that is `.` or `..`.
    BadPart,
    /// It holds a character that no path may: a control character, `?`, `#` or `\`.
    BadCharacter,
    /// It has more than 2,000 bytes.
    TooLong,
}

/// How many bytes an address may have: browsers and hosts take no more than about as many.
const LONGEST: usize = 2_000;

impl AddressError {
    /// The fault in words, to follow `the address …`.
    pub fn describe(self) -> &'static str {
        match self {
            AddressError::NotFromRoot => "does not begin with `/`",
            AddressError::BadPart => "has an empty part, or one that is `.` or `..`",
            AddressError::BadCharacter => "holds a character that no path may hold",
            AddressError::TooLong => "has more than 2,000 bytes",
        }
    }
}

impl Address {
    /// Reads a path. One whose last part has no dot names a page, and gets the slash at its end;
    /// `index.html` is its folder.
    ///
    /// # Errors
    ///
    /// Where the path could lead elsewhere than into the site.
    pub fn parse(path: &str) -> Result<Self, AddressError> {
        let decoded = percent_decode_str(path).decode_utf8().map_err(|_| AddressError::BadCharacter)?;
        if decoded.len() > LONGEST {
            return Err(AddressError::TooLong);
        }
        let rest = decoded.strip_prefix('/').ok_or(AddressError::NotFromRoot)?;
        if rest.contains(|c: char| c.is_control() || matches!(c, '?' | '#' | '\\')) {
            return Err(AddressError::BadCharacter);
        }
        let rest = match rest.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
            _ => rest,
        };
        let parts = rest.strip_suffix('/').unwrap_or(rest);
        if !parts.is_empty() && parts.split('/').any(|part| matches!(part, "" | "." | "..")) {
            return Err(AddressError::BadPart);
        }
        let is_file = !rest.ends_with('/') && rest.rsplit('/').next().is_some_and(|last| last.contains('.'));
        let is_page = !parts.is_empty() && !is_file;
        Ok(match decoded.get(..1 + parts.len() + usize::from(is_page)) {
            Some(whole) if !is_page || whole.ends_with('/') => Self::of(whole),
            _ => Self::of(&format!("/{parts}/")),
        })
    }

    /// The address of a file, by its path from the site's root: `CNAME` is `/CNAME`, and
    /// `demo/index.html` is `/demo/`.
    ///
    /// # Errors
    ///
    /// Where the path could lead elsewhere than into the site.
    pub fn of_file(path: &str) -> Result<Self, AddressError> {
        if path.contains(char::is_control) {
            return Err(AddressError::BadCharacter);
        }
        if path.split('/').any(|part| matches!(part, "" | "." | "..")) {
            return Err(AddressError::BadPart);
        }
        Ok(match path.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => Self::of(&format!("/{folder}")),
            _ => Self::of(&format!("/{path}")),
        })
    }

    fn of(path: &str) -> Self {
        Self(composed(path).into())
    }

    /// The path, decoded.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path as it stands in a URL.
    pub fn encoded(&self) -> String {
        Cow::from(utf8_percent_encode(&self.0, ENCODED)).into_owned()
    }

    /// The file that holds what stands here, from the output folder.
    pub fn output_path(&self) -> String {
        let path = &self.0[1..];
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
    }

    /// The address that a path leads to from here: `../b/` from `/a/c/` is `/a/b/`.
    ///
    /// # Errors
    ///
    /// Where it leads out of the site.
    pub fn join(&self, path: &str) -> Result<Self, AddressError> {
        if path.starts_with('/') {
            return Self::parse(path);
        }
        let folder = &self.0[..self.0.rfind('/').map_or(0, |at| at + 1)];
        let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        let is_folder =
            path.is_empty() || path.ends_with('/') || matches!(path.rsplit('/').next(), Some("." | ".."));
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop().ok_or(AddressError::BadPart)?;
                }
                part => parts.push(part),
            }
        }
        let end = if is_folder && !parts.is_empty() { "/" } else { "" };
        Self::parse(&format!("/{}{end}", parts.join("/")))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses() {
        let long = |len: usize| format!("/{}/", "x".repeat(len - 2));
        for (path, expected) in [
            ("/", Ok("/")),
            (&long(2_000), Ok(&long(2_000))),
            (&long(2_001), Err(AddressError::TooLong)),
            ("/a", Ok("/a/")),
            ("/a/", Ok("/a/")),
            ("/a/index.html", Ok("/a/")),
            ("/index.html", Ok("/")),
            ("/a.b/c", Ok("/a.b/c/")),
            ("/atom.xml", Ok("/atom.xml")),
            ("/bl%C3%A5/", Ok("/blå/")),
            ("/bla%CC%8A/", Ok("/blå/")),
            ("/bla\u{30a}/", Ok("/blå/")),
            ("a/", Err(AddressError::NotFromRoot)),
            ("/a//b/", Err(AddressError::BadPart)),
            ("/../a/", Err(AddressError::BadPart)),
            ("/%2e%2e/a/", Err(AddressError::BadPart)),
            ("/a?b", Err(AddressError::BadCharacter)),
            ("/a\\b", Err(AddressError::BadCharacter)),
        ] {
            let found = Address::parse(path);
            assert_eq!(found.as_ref().map(Address::as_str), expected.as_ref().copied(), "{path}");
        }
    }

    #[test]
    fn joins() {
        let join = |from: &str, path: &str| {
            let from = Address::parse(from).expect("the test's own address");
            from.join(path).map(|address| address.as_str().to_owned())
        };
        assert_eq!(join("/a/c/", "../b/"), Ok("/a/b/".to_owned()));
        assert_eq!(join("/a/c/", "x.png"), Ok("/a/c/x.png".to_owned()));
        assert_eq!(join("/atom.xml", "x.png"), Ok("/x.png".to_owned()));
        assert_eq!(join("/a/", "./"), Ok("/a/".to_owned()));
        assert_eq!(join("/a/", ".."), Ok("/".to_owned()));
        assert_eq!(join("/a/", "/b"), Ok("/b/".to_owned()));
        assert_eq!(join("/", "../b"), Err(AddressError::BadPart));
    }

    #[test]
    fn becomes_urls_and_files() {
        let address = Address::parse("/blå bær/").expect("an address");
        assert_eq!(address.encoded(), "/bl%C3%A5%20b%C3%A6r/");
        assert_eq!(address.output_path(), "blå bær/index.html");
    }
}
