//! Addresses in style sheets.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use url::Url;

use crate::base::FilePath;

/// What a path's part holds unencoded (RFC 3986, section 3.3: `pchar`), but for `'`, `(` and `)`,
/// which CSS would escape.
const PATH_PART: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LocalReference<'a> {
    pub(super) path: FilePath,
    /// The query and fragment as written, with their `?` and `#`.
    pub(super) suffix: &'a str,
}

/// Follows a reference from a file in `static/`; `None` where it leads to another host, to data or
/// into the same document.
pub(super) fn follow<'a>(reference: &'a str, from: &FilePath) -> Option<LocalReference<'a>> {
    let suffix_at = reference.find(['?', '#']).unwrap_or(reference.len());
    if suffix_at == 0 {
        return None;
    }
    // A host that cannot exist (RFC 6761, section 6.4) tells the site's own addresses from all
    // others.
    let mut base = Url::parse("https://site.invalid/").expect("it is a URL");
    base.set_path(from.as_str());
    let target = base.join(reference).ok()?;
    if target.origin() != base.origin() {
        return None;
    }
    let path = percent_decode_str(target.path().trim_start_matches('/')).decode_utf8_lossy();
    Some(LocalReference { path: FilePath::new(&path), suffix: &reference[suffix_at..] })
}

/// The relative address of one file of the site from another.
pub(super) fn relative(from: &str, to: &str) -> String {
    let folder: Vec<_> = from.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev().collect();
    let parts: Vec<_> = to.split('/').collect();
    let shared = folder.iter().zip(&parts[..parts.len() - 1]).take_while(|(a, b)| a == b).count();
    let up = "../".repeat(folder.len() - shared);
    let down = encode(&parts[shared..].join("/"));
    // A colon in the first part would make it a scheme (RFC 3986, section 4.2).
    let colon_first = up.is_empty() && down.split('/').next().is_some_and(|part| part.contains(':'));
    format!("{up}{}{down}", if colon_first { "./" } else { "" })
}

/// A path as it stands in an address.
pub(super) fn encode(path: &str) -> String {
    let parts = path.split('/').map(|part| Cow::from(utf8_percent_encode(part, PATH_PART)));
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_followed_as_a_browser_does() {
        for (reference, expected) in [
            ("../images/x.png", Some(("images/x.png", ""))),
            ("/images/x.png?v=1#a", Some(("images/x.png", "?v=1#a"))),
            ("x.png", Some(("css/x.png", ""))),
            ("./x.png#?", Some(("css/x.png", "#?"))),
            ("../../../x.png", Some(("x.png", ""))),
            ("/images/my%20photo.jpg", Some(("images/my photo.jpg", ""))),
            ("/bilder/sjø.jpg", Some(("bilder/sjø.jpg", ""))),
            ("#clip", None),
            ("", None),
            ("?x", None),
            ("data:image/png;base64,AA==", None),
            ("https://other.example/x.png", None),
            ("//other.example/x.png", None),
            ("about:blank", None),
        ] {
            let local = follow(reference, &"css/main.css".into());
            let found = local.as_ref().map(|local| (local.path.as_str(), local.suffix));
            assert_eq!(found, expected, "{reference}");
        }
    }

    #[test]
    fn relative_addresses_lead_from_folder_to_folder() {
        for (from, to, expected) in [
            ("css/main.css", "images/x.png", "../images/x.png"),
            ("css/main.css", "css/x.png", "x.png"),
            ("css/a/main.css", "css/b/x.png", "../b/x.png"),
            ("main.css", "images/x y.png", "images/x%20y.png"),
            ("main.css", "a:b.png", "./a:b.png"),
            ("css/main.css", "css", "../css"),
        ] {
            assert_eq!(relative(from, to), expected, "{from} → {to}");
        }
    }
}
