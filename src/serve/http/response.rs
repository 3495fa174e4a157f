//! What is answered to a request: a function of the request and the site as it was last built.

use std::ops::Range;
use std::sync::Arc;

use percent_encoding::percent_decode_str;

use super::range::{RangeRequest, wanted};
use crate::output::{MediaType, Output, OutputPath, Outputs};
use crate::source::Content;

/// The path below which the server's own things lie.
pub(in crate::serve) const OWN: &str = "/__diglot/";

/// What the query of a page says that is shown beside its translation.
pub const IN_PAIR: &str = "__diglot=pair";

/// What stands in a page before the end of its head, for browsers, so that it hears of changes; it
/// names the version of the page. One beside its translation hears of them from the page around
/// both.
fn client(base_path: &str, tag: &str, is_quiet: bool) -> String {
    let quiet = if is_quiet { "&amp;quiet" } else { "" };
    format!("<script type=\"module\" src=\"{base_path}/__diglot/client.js?tag={tag}{quiet}\"></script>")
}

/// The site that is served.
#[derive(Clone, Copy, Debug)]
pub struct StaticSite<'a> {
    /// The files.
    pub outputs: &'a Outputs,
    /// The path of the site's base URL: empty, or such as `/blog`.
    pub base_path: &'a str,
}

/// What a request asks of the site.
#[derive(Clone, Debug, Default)]
pub struct Request<'a> {
    /// The path and query, percent-encoded.
    pub target: &'a str,
    /// The header `If-None-Match`.
    pub if_none_match: Option<&'a str>,
    /// The header `Range`.
    pub range: Option<&'a str>,
    /// The header `If-Range`.
    pub if_range: Option<&'a str>,
    /// Whether a browser asks for a page to show: it gets the script that listens for changes.
    pub is_navigation: bool,
    /// Where the sections of the page begin, each by its place in the document and its offset in
    /// bytes, where a browser shows it beside its translation.
    pub sections: Option<&'a [(usize, usize)]>,
}

/// An answer, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The status (RFC 9110, section 15).
    pub status: u16,
    /// The headers, `Content-Length` left out.
    pub headers: Vec<(&'static str, String)>,
    /// The body, for a `GET`.
    pub body: Body,
}

/// The body of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// The bytes, or the file that has them.
    pub content: Content,
    /// Which of them are sent.
    pub range: Range<u64>,
}

impl Body {
    /// A body of bytes in memory.
    pub fn of(bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        Self { range: 0..bytes.len() as u64, content: Content::Memory(bytes) }
    }
}

impl Response {
    /// An answer of a text.
    pub fn text(status: u16, media_type: MediaType, text: impl Into<String>) -> Self {
        let headers =
            vec![("Content-Type", media_type.content_type()), ("Cache-Control", "no-cache".to_owned())];
        Self { status, headers, body: Body::of(text.into().into_bytes()) }
    }

    /// A redirect to a path on this host: one that begins with two slashes would name another.
    pub fn redirect(to: &str) -> Self {
        let to = format!("/{}", to.trim_start_matches(['/', '\\']));
        let mut respond = Self::text(301, MediaType::TEXT, format!("Moved to {to}\n"));
        respond.headers.push(("Location", to));
        respond
    }
}

/// Answers a request from the files of the site.
pub fn respond(request: &Request<'_>, site: StaticSite<'_>) -> Response {
    let (path, query) =
        request.target.split_at(request.target.find(['?', '#']).unwrap_or(request.target.len()));
    let Some(path) = path.strip_prefix(site.base_path).filter(|rest| rest.starts_with('/')) else {
        if path == site.base_path || path == "/" {
            return Response::redirect(&format!("{}/{query}", site.base_path));
        }
        return not_found(request, "", site);
    };
    let Ok(decoded) = percent_decode_str(path).decode_utf8() else { return not_found(request, "", site) };
    let name = decoded.trim_start_matches('/');
    let found = |name: &str| site.outputs.get(&OutputPath::new(name).ok()?);
    if name.is_empty() || name.ends_with('/') {
        return match found(&format!("{name}index.html")) {
            Some(page) => file(request, page, 200, site.base_path),
            None => not_found(request, name, site),
        };
    }
    match found(name) {
        Some(output) => file(request, output, 200, site.base_path),
        None if found(&format!("{name}/index.html")).is_some() => {
            Response::redirect(&format!("{}{path}/{query}", site.base_path))
        }
        None => not_found(request, name, site),
    }
}

/// The page for lost readers that lies nearest: in the address's folder, or one above it.
fn not_found(request: &Request<'_>, name: &str, site: StaticSite<'_>) -> Response {
    let folders = name.match_indices('/').map(|(end, _)| &name[..=end]).rev().chain([""]);
    let mut pages =
        folders.filter_map(|folder| site.outputs.get(&OutputPath::new(&format!("{folder}404.html")).ok()?));
    match pages.next() {
        Some(page) => {
            file(&Request { range: None, if_none_match: None, ..request.clone() }, page, 404, site.base_path)
        }
        // The first build failed: show the faults, and reload when there is a site.
        None if request.is_navigation => {
            let page = format!("<!DOCTYPE html><title>404</title>{}\n", client(site.base_path, "", false));
            Response::text(404, MediaType::HTML, page)
        }
        None => Response::text(404, MediaType::TEXT, "Not found\n"),
    }
}

/// A file as it was built; a page that a browser shows gets the script that keeps it fresh.
fn file(request: &Request<'_>, output: &Output, status: u16, base_path: &str) -> Response {
    let is_live = request.is_navigation && output.media_type == MediaType::HTML;
    let version = output.blob.digest.short();
    let tag = format!("\"{version}{}\"", if is_live { "-live" } else { "" });
    let mut respond = Response {
        status,
        headers: vec![
            ("Content-Type", output.media_type.content_type()),
            ("Cache-Control", "no-cache".to_owned()),
            ("X-Content-Type-Options", "nosniff".to_owned()),
            ("ETag", tag.clone()),
        ],
        body: Body { content: output.blob.content.clone(), range: 0..output.blob.len },
    };
    if is_live {
        let client = client(base_path, &version, request.sections.is_some());
        match with_client(&output.blob.content, &client, request.sections.unwrap_or_default()) {
            Some(page) => respond.body = Body::of(page.into_bytes()),
            None => return unreadable(),
        }
    }
    if request.if_none_match.is_some_and(|tags| holds(tags, &tag)) {
        return Response { status: 304, body: Body::of([]), ..respond };
    }
    respond.headers.push(("Accept-Ranges", "bytes".to_owned()));
    let same = request.if_range.is_none_or(|known| known == tag);
    let len = respond.body.range.end;
    match request
        .range
        .filter(|_| same && status == 200)
        .map_or(RangeRequest::Whole, |range| wanted(range, len))
    {
        RangeRequest::Whole => {}
        RangeRequest::Part(range) => {
            let said = format!("bytes {}-{}/{len}", range.start, range.end - 1);
            respond.headers.push(("Content-Range", said));
            respond.status = 206;
            respond.body.range = range;
        }
        RangeRequest::Nothing => {
            respond.headers.push(("Content-Range", format!("bytes */{len}")));
            respond.status = 416;
            respond.body = Body::of([]);
        }
    }
    respond
}

/// The answer for a file that was there when the site was read.
pub fn unreadable() -> Response {
    Response::text(500, MediaType::TEXT, "The file cannot be read\n")
}

/// The name of a status (RFC 9110, section 15; RFC 6585, section 5).
pub fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        206 => "Partial Content",
        301 => "Moved Permanently",
        304 => "Not Modified",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        414 => "URI Too Long",
        416 => "Range Not Satisfiable",
        431 => "Request Header Fields Too Large",
        505 => "HTTP Version Not Supported",
        _ => "Internal Server Error",
    }
}

/// Whether a list of entity tags, or `*`, holds one (RFC 9110, section 13.1.2).
fn holds(tags: &str, tag: &str) -> bool {
    tags.trim() == "*" || tags.split(',').any(|known| known.trim().trim_start_matches("W/") == tag)
}

/// A page with the script before the end of its head, or at its end, and with comments where
/// sections begin.
fn with_client(page: &Content, client: &str, sections: &[(usize, usize)]) -> Option<String> {
    let bytes = page.read().ok()?;
    // Neutralise the writer's own comments of this form.
    let mut html = String::from_utf8_lossy(&bytes).replace("<!--diglot:section", "<!--diglot;section");
    for (index, at) in sections.iter().rev() {
        if html.is_char_boundary(*at) {
            html.insert_str(*at, &format!("<!--diglot:section {index}-->"));
        }
    }
    let at = html.find("</head>").unwrap_or(html.len());
    html.insert_str(at, client);
    Some(html)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outputs() -> Outputs {
        let files = [
            ("index.html", "<head></head>forside"),
            ("404.html", "ikke funnet"),
            ("om/index.html", "om"),
            ("en/index.html", "front"),
            ("en/404.html", "not found"),
            ("en/blåbær/index.html", "blueberry"),
            ("css/main.css", "body{}"),
            ("CNAME", "blog.example"),
        ];
        let output = |(path, text): (&str, &str)| {
            (OutputPath::new(path).unwrap(), Output::new(text.as_bytes(), MediaType::of(path)))
        };
        files.into_iter().map(output).collect()
    }

    fn ask(request: Request<'_>, base_path: &str) -> (u16, String, Response) {
        let outputs = outputs();
        let respond = respond(&request, StaticSite { outputs: &outputs, base_path });
        let bytes = respond.body.content.read().unwrap();
        let range = respond.body.range.start as usize..respond.body.range.end as usize;
        (respond.status, String::from_utf8(bytes[range].to_vec()).unwrap(), respond)
    }

    fn header<'a>(respond: &'a Response, name: &str) -> Option<&'a str> {
        respond.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    #[test]
    fn addresses() {
        for (base_path, target, status, body) in [
            ("", "/", 200, "<head></head>forside"),
            ("", "/om/", 200, "om"),
            ("", "/om/?x=1", 200, "om"),
            ("", "/om?x=1", 301, "/om/?x=1"),
            ("", "/en/bl%C3%A5b%C3%A6r/", 200, "blueberry"),
            ("", "/en/blåbær/", 200, "blueberry"),
            ("", "/en/bl%C3%A5b%C3%A6r", 301, "/en/bl%C3%A5b%C3%A6r/"),
            ("", "/css/main.css", 200, "body{}"),
            ("", "/CNAME", 200, "blog.example"),
            ("", "/nothing", 404, "ikke funnet"),
            ("", "/en/nothing/at/all/", 404, "not found"),
            ("", "/english", 404, "ikke funnet"),
            ("", "/css/", 404, "ikke funnet"),
            ("", "/../Cargo.toml", 404, "ikke funnet"),
            ("", "/%2e%2e/Cargo.toml", 404, "ikke funnet"),
            ("", "/en/..%2f..%2fCargo.toml", 404, "not found"),
            ("", "/%FF", 404, "ikke funnet"),
            ("", "/om%00", 404, "ikke funnet"),
            ("", "//om/", 200, "om"),
            ("", "//om", 301, "/om/"),
            ("", "///om?x", 301, "/om/?x"),
            ("", "/%2F%2Fom", 301, "/%2F%2Fom/"),
            ("", "/\\om", 404, "ikke funnet"),
            ("", "//evil.example/..", 404, "ikke funnet"),
            ("/blog", "/blog//om", 301, "/blog//om/"),
            ("/blog", "/blog/om/", 200, "om"),
            ("/blog", "/blog", 301, "/blog/"),
            ("/blog", "/", 301, "/blog/"),
            ("/blog", "/om/", 404, "ikke funnet"),
            ("/blog", "/blogger/", 404, "ikke funnet"),
            ("/blog", "/blog/en/x", 404, "not found"),
        ] {
            let (found, text, respond) = ask(Request { target, ..Request::default() }, base_path);
            let text = header(&respond, "Location").map_or(text, str::to_owned);
            assert_eq!((found, text.as_str()), (status, body), "{target} below `{base_path}`");
        }
    }

    #[test]
    fn a_part_of_a_file() {
        let request = Request { target: "/css/main.css", range: Some("bytes=1-3"), ..Request::default() };
        let (status, body, respond) = ask(request.clone(), "");
        assert_eq!(
            (status, body.as_str(), header(&respond, "Content-Range")),
            (206, "ody", Some("bytes 1-3/6"))
        );
        let (status, ..) = ask(Request { range: Some("bytes=6-"), ..request.clone() }, "");
        assert_eq!(status, 416);
        let (status, body, _) = ask(Request { if_range: Some("\"old\""), ..request }, "");
        assert_eq!((status, body.as_str()), (200, "body{}"));
    }

    #[test]
    fn what_the_browser_has_is_not_sent_again() {
        let (_, _, first) = ask(Request { target: "/om/", ..Request::default() }, "");
        let tag = header(&first, "ETag").unwrap();
        for (tags, status) in [(tag, 304), ("*", 304), (&format!("\"x\", W/{tag}"), 304), ("\"x\"", 200)] {
            let request = Request { target: "/om/", if_none_match: Some(tags), ..Request::default() };
            assert_eq!(ask(request, "").0, status, "{tags}");
        }
    }

    #[test]
    fn only_a_browser_gets_the_script() {
        let page = |is_navigation| ask(Request { target: "/", is_navigation, ..Request::default() }, "").1;
        assert_eq!(page(false), "<head></head>forside");
        let live = page(true);
        let (before, after) = live.split_once("?tag=").unwrap();
        assert_eq!(before, "<head><script type=\"module\" src=\"/__diglot/client.js");
        assert!(after.ends_with("\"></script></head>forside"), "{after}");
        let sections: &[(usize, usize)] = &[(0, 13), (1, 17)];
        let in_pair =
            Request { target: "/", is_navigation: true, sections: Some(sections), ..Request::default() };
        let html = ask(in_pair, "").1;
        assert!(
            html.contains(
                "&amp;quiet\"></script></head><!--diglot:section 0-->fors<!--diglot:section 1-->ide"
            ),
            "{html}"
        );
        let css = Request { target: "/css/main.css", is_navigation: true, ..Request::default() };
        assert_eq!(ask(css, "").1, "body{}");
    }
}
