//! Where a site will live.

use url::Url;

/// An absolute `http` or `https` URL, cut into what stands before the path and the path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    /// The scheme and host, such as `https://me.example`.
    pub origin: String,
    /// The path without a slash at its end: empty, or such as `/blog`.
    pub path: String,
}

impl BaseUrl {
    /// Where a blog lives whose address nobody has said.
    pub const PROPOSED: &str = "https://blog.example";

    /// Reads a URL; `None` where it is not absolute, not of the web, or has a query or fragment.
    pub fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
        let plain = url.query().is_none() && url.fragment().is_none() && url.host().is_some();
        plain.then(|| Self {
            origin: url.origin().ascii_serialization(),
            path: url.path().trim_end_matches('/').to_owned(),
        })
    }

    /// The host alone.
    pub fn host(&self) -> &str {
        self.origin.split("://").nth(1).unwrap_or_default()
    }
}
