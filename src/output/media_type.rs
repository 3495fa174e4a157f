//! What the bytes of a file are.

use std::fmt;

use serde::Serialize;

/// A media type as HTTP and feeds write it (`image/svg+xml`), after the IANA registry; without
/// parameters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct MediaType(&'static str);

impl MediaType {
    /// A page.
    pub const HTML: MediaType = MediaType("text/html");
    /// A style sheet.
    pub const CSS: MediaType = MediaType("text/css");
    /// A script.
    pub const JAVASCRIPT: MediaType = MediaType("text/javascript");
    /// An Atom feed (RFC 4287, section 7).
    pub const ATOM: MediaType = MediaType("application/atom+xml");
    /// XML of no particular kind, such as a sitemap.
    pub const XML: MediaType = MediaType("application/xml");
    /// A text.
    pub const TEXT: MediaType = MediaType("text/plain");
    /// A photo.
    pub const JPEG: MediaType = MediaType("image/jpeg");
    /// A drawing or a screenshot.
    pub const PNG: MediaType = MediaType("image/png");
    /// A photo or a drawing.
    pub const WEBP: MediaType = MediaType("image/webp");
    /// A vector image.
    pub const SVG: MediaType = MediaType("image/svg+xml");
    /// Bytes of which nothing is known (RFC 2046, section 4.5.1).
    pub const BYTES: MediaType = MediaType("application/octet-stream");

    /// The type that a file's name says by its extension, whatever its case; bytes where it says
    /// nothing.
    pub fn of(path: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or_default();
        let Some((_, extension)) = name.rsplit_once('.') else { return Self::BYTES };
        let extension = extension.to_ascii_lowercase();
        TABLE
            .binary_search_by_key(&extension.as_str(), |(known, _)| known)
            .map_or(Self::BYTES, |at| MediaType(TABLE[at].1))
    }

    /// The type as text.
    pub fn as_str(self) -> &'static str {
        self.0
    }

    /// Whether the bytes are an image.
    pub fn is_image(self) -> bool {
        self.0.starts_with("image/")
    }

    /// Whether the bytes are a text, and can be shown in lines.
    pub fn is_text(self) -> bool {
        self.0.starts_with("text/") || self.0.ends_with("xml") || self.0.ends_with("json")
    }

    /// Whether the bytes lead machines to pages, as feeds and sitemaps do.
    pub fn is_index(self) -> bool {
        matches!(self, Self::ATOM | Self::XML)
    }

    /// The `Content-Type` of the file over HTTP: texts say that they are UTF-8.
    pub fn content_type(self) -> String {
        if self.is_text() { format!("{}; charset=utf-8", self.0) } else { self.0.to_owned() }
    }
}

impl fmt::Display for MediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Debug for MediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Extensions in order, and what they say.
const TABLE: &[(&str, &str)] = &[
    ("apng", "image/apng"),
    ("atom", "application/atom+xml"),
    ("avif", "image/avif"),
    ("bmp", "image/bmp"),
    ("css", "text/css"),
    ("csv", "text/csv"),
    ("cur", "image/vnd.microsoft.icon"),
    ("eot", "application/vnd.ms-fontobject"),
    ("epub", "application/epub+zip"),
    ("flac", "audio/flac"),
    ("gif", "image/gif"),
    ("gz", "application/gzip"),
    ("heic", "image/heic"),
    ("heif", "image/heif"),
    ("htm", "text/html"),
    ("html", "text/html"),
    ("ico", "image/vnd.microsoft.icon"),
    ("ics", "text/calendar"),
    ("jfif", "image/jpeg"),
    ("jpe", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("js", "text/javascript"),
    ("json", "application/json"),
    ("jsonld", "application/ld+json"),
    ("jxl", "image/jxl"),
    ("m4a", "audio/mp4"),
    ("m4v", "video/mp4"),
    ("map", "application/json"),
    ("md", "text/markdown"),
    ("mjs", "text/javascript"),
    ("mov", "video/quicktime"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("oga", "audio/ogg"),
    ("ogg", "audio/ogg"),
    ("ogv", "video/ogg"),
    ("opus", "audio/ogg"),
    ("otf", "font/otf"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("rss", "application/rss+xml"),
    ("svg", "image/svg+xml"),
    ("tif", "image/tiff"),
    ("tiff", "image/tiff"),
    ("ttf", "font/ttf"),
    ("txt", "text/plain"),
    ("vtt", "text/vtt"),
    ("wasm", "application/wasm"),
    ("wav", "audio/wav"),
    ("weba", "audio/webm"),
    ("webm", "video/webm"),
    ("webmanifest", "application/manifest+json"),
    ("webp", "image/webp"),
    ("woff", "font/woff"),
    ("woff2", "font/woff2"),
    ("xml", "application/xml"),
    ("xsl", "application/xslt+xml"),
    ("zip", "application/zip"),
];

#[cfg(test)]
mod tests {
    use super::{MediaType, TABLE};
    use crate::source::MEDIA;

    #[test]
    fn the_table_is_in_order() {
        assert!(TABLE.is_sorted_by(|(a, _), (b, _)| a < b));
    }

    #[test]
    fn an_extension_says_the_type() {
        for (path, expected) in [
            ("images/x.jpg", "image/jpeg"),
            ("X.JPG", "image/jpeg"),
            ("a.b/README", "application/octet-stream"),
            ("CNAME", "application/octet-stream"),
            ("fonts/x.woff2", "font/woff2"),
            ("x.unknown", "application/octet-stream"),
        ] {
            assert_eq!(MediaType::of(path).as_str(), expected, "{path}");
        }
    }

    #[test]
    fn what_may_lie_beside_posts_is_what_they_may_show_play_or_offer() {
        let is_media = |(_, kind): &&(&str, &str)| {
            let kinds = ["image/", "audio/", "video/", "application/pdf", "text/vtt"];
            kinds.iter().any(|start| kind.starts_with(start))
        };
        let found: Vec<&str> = TABLE.iter().filter(is_media).map(|(extension, _)| *extension).collect();
        assert_eq!(found, MEDIA);
    }

    #[test]
    fn texts_say_that_they_are_utf8() {
        assert_eq!(MediaType::HTML.content_type(), "text/html; charset=utf-8");
        assert_eq!(MediaType::SVG.content_type(), "image/svg+xml; charset=utf-8");
        assert_eq!(MediaType::of("x.png").content_type(), "image/png");
    }
}
