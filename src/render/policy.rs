//! Content security policies: what a browser may run and load on a page, and nothing else (CSP
//! Level 3).

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};

use super::resolve::Resolver;
use crate::html::{HtmlToken, LinkLoad, html_tokens, origin};
use crate::output::{MediaType, Output, OutputPath};
use crate::plan::Address;
use crate::site::{Directive, Emit};

/// What a page asks for, gathered from its HTML.
///
/// Whatever stands in the page was put there by the writer, by the templates or by Diglot: each
/// script and style is allowed by its hash, and each host by name, for what it is used for.
#[derive(Debug)]
pub(super) struct RequestedSources<'a> {
    /// The site's own origin, which `'self'` stands for.
    origin: &'a str,
    sources: BTreeMap<Directive, BTreeSet<String>>,
    /// The attributes of the start tag that is being read.
    attributes: Vec<(String, String)>,
    element: String,
    /// The text of the script or style that is open, and what it will be allowed by.
    inside: Option<(Directive, String)>,
    /// The text of what is open that stands in for a script: for browsers that run none it is HTML.
    instead: Option<String>,
}

/// The attributes that load what they name, by element.
const LOADING: [(&str, &str, Directive); 14] = [
    ("img", "src", Directive::Images),
    ("img", "srcset", Directive::Images),
    ("source", "srcset", Directive::Images),
    ("image", "href", Directive::Images),
    ("image", "xlink:href", Directive::Images),
    ("input", "src", Directive::Images),
    ("video", "poster", Directive::Images),
    ("video", "src", Directive::Media),
    ("audio", "src", Directive::Media),
    ("source", "src", Directive::Media),
    ("track", "src", Directive::Media),
    ("iframe", "src", Directive::Frames),
    ("script", "src", Directive::Scripts),
    ("embed", "src", Directive::Objects),
];

impl<'a> RequestedSources<'a> {
    /// Nothing yet, on a site of some origin.
    pub fn new(origin: &'a str) -> Self {
        let (sources, attributes) = (BTreeMap::new(), Vec::new());
        Self { origin, sources, attributes, element: String::new(), inside: None, instead: None }
    }

    /// Reads a page, or a part of one that begins with a tag. A script that has no end does not
    /// run.
    pub fn read(&mut self, html: &str) {
        html_tokens(html, |event, _| self.event(event));
        (self.inside, self.instead) = (None, None);
    }

    /// Reads a style sheet that the page loads.
    pub fn read_css(&mut self, css: &str) {
        let mut done = 0;
        for (at, _) in css.match_indices("//") {
            if at < done {
                continue;
            }
            let start = css[done..at].rfind(['"', '\'', '(', ' ']).map_or(done, |open| done + open + 1);
            // Within quotes or brackets a `;` does not end the URL.
            let is_marked = css[..start].ends_with(['"', '\'', '(']);
            let ends = |c: char| matches!(c, '"' | '\'' | ')' | ' ') || (c == ';' && !is_marked);
            let end = css[at..].find(ends).map_or(css.len(), |close| at + close);
            done = end;
            for directive in [Directive::Fonts, Directive::Images, Directive::Styles] {
                self.host(directive, &css[start..end]);
            }
        }
        if css.contains("url(data:") || css.contains("url(\"data:") || css.contains("url('data:") {
            self.allow(Directive::Images, "data:");
            self.allow(Directive::Fonts, "data:");
        }
    }

    /// The policy, with what the owner allows beside it. `in_header` says that it is sent, and not
    /// written into the page: then it also says that nobody else may frame the page.
    pub fn policy(&self, allowed: &BTreeMap<Directive, Vec<String>>, in_header: bool) -> String {
        let mut policy = String::from("default-src 'none'; base-uri 'none'");
        for directive in Directive::ALL {
            let mut sources: Vec<&str> = directive.base().to_vec();
            let asked = self.sources.get(directive).into_iter().flatten().map(String::as_str);
            sources.extend(asked.chain(allowed.get(directive).into_iter().flatten().map(String::as_str)));
            // An empty directive falls back to `default-src`, except `form-action`.
            if sources.is_empty() && *directive == Directive::Forms {
                sources.push("'none'");
            }
            if !sources.is_empty() {
                policy.push_str(&format!("; {} {}", directive.name(), sources.join(" ")));
            }
        }
        if in_header {
            policy.push_str("; frame-ancestors 'self'");
        }
        policy
    }

    fn event(&mut self, event: &HtmlToken<'_>) {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        match event {
            HtmlToken::OpenStartTag { name } => {
                self.close();
                self.element = text(name);
                self.attributes.clear();
            }
            HtmlToken::AttributeName { name } => self.attributes.push((text(name), String::new())),
            HtmlToken::AttributeValue { value } => {
                if let Some((_, last)) = self.attributes.last_mut() {
                    last.push_str(&text(value));
                }
            }
            HtmlToken::CloseStartTag { .. } => self.start_tag(),
            HtmlToken::String { value } => {
                let inside = self.inside.as_mut().map(|(_, inside)| inside);
                if let Some(inside) = inside.or(self.instead.as_mut()) {
                    inside.push_str(&text(value));
                }
            }
            HtmlToken::EndTag { .. } => self.close(),
            _ => {}
        }
    }

    fn start_tag(&mut self) {
        let attributes = std::mem::take(&mut self.attributes);
        let value = |wanted: &str| {
            attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
        };
        for (name, value) in &attributes {
            match name.as_str() {
                "style" => {
                    self.allow(Directive::StyleAttributes, "'unsafe-hashes'");
                    self.allow(Directive::StyleAttributes, &hash(value));
                    self.read_css(value);
                }
                "formaction" => self.host(Directive::Forms, value),
                handler if handler.starts_with("on") => {
                    self.allow(Directive::ScriptAttributes, "'unsafe-hashes'");
                    self.allow(Directive::ScriptAttributes, &hash(value));
                }
                _ => {}
            }
            let loads = |(element, attribute, _): &&(&str, &str, Directive)| {
                *element == self.element && attribute == name
            };
            let Some((_, attribute, directive)) = LOADING.iter().find(loads) else { continue };
            let each: Vec<&str> = match *attribute {
                "srcset" => value.split(',').filter_map(|one| one.split_whitespace().next()).collect(),
                _ => vec![value],
            };
            each.into_iter().for_each(|address| self.host(*directive, address));
        }
        match self.element.as_str() {
            "script" if value("src").is_none() && is_script(value("type").unwrap_or_default()) => {
                self.inside = Some((Directive::Scripts, String::new()));
            }
            "style" => self.inside = Some((Directive::Styles, String::new())),
            "noscript" => self.instead = Some(String::new()),
            "form" => {
                self.allow(Directive::Forms, "'self'");
                self.host(Directive::Forms, value("action").unwrap_or_default());
            }
            "object" | "embed" => {
                self.allow(Directive::Objects, "'self'");
                self.host(Directive::Objects, value("data").unwrap_or_default());
            }
            "link" => {
                let load = LinkLoad::of(value("rel").unwrap_or_default());
                let directive = load.map(|load| match load {
                    LinkLoad::StyleSheet => Directive::Styles,
                    LinkLoad::Icon => Directive::Images,
                    LinkLoad::Module => Directive::Scripts,
                });
                let address = value("href").unwrap_or_default();
                directive.into_iter().for_each(|directive| self.host(directive, address));
            }
            _ => {}
        }
    }

    /// Allows what has been read of a script or style, or of what stands in for a script.
    fn close(&mut self) {
        if let Some(instead) = self.instead.take() {
            self.read(&instead);
        }
        if let Some((directive, inside)) = self.inside.take() {
            self.allow(directive, &hash(&inside));
            if directive == Directive::Styles {
                self.read_css(&inside);
            }
        }
    }

    /// Allows the host of an address that leads out of the site.
    fn host(&mut self, directive: Directive, address: &str) {
        let address = address.trim();
        if address.starts_with("data:") {
            return self.allow(directive, "data:");
        }
        if let Some(origin) = origin(address).filter(|origin| origin != self.origin) {
            self.allow(directive, &origin);
        }
    }

    fn allow(&mut self, directive: Directive, source: &str) {
        self.sources.entry(directive).or_default().insert(source.to_owned());
    }
}

/// Whether a script element of a type runs (WHATWG HTML, 4.12.1: JavaScript, modules and import
/// maps do; data blocks do not).
fn is_script(kind: &str) -> bool {
    let kind = kind.trim().to_ascii_lowercase();
    matches!(kind.as_str(), "" | "module" | "importmap" | "speculationrules")
        || kind.ends_with("javascript")
        || kind.ends_with("ecmascript")
}

/// The source expression of a hash: `'sha256-…'`.
fn hash(text: &str) -> String {
    format!("'sha256-{}'", data_encoding::BASE64.encode(&Sha256::digest(text.as_bytes())))
}

/// The file in which hosts such as Netlify and Cloudflare look for header fields.
const HEADERS_FILE: &str = "_headers";

/// Where policies are sent by the host: the file that tells it so, with each page's policy at its
/// path, behind what the site's own file of that name says.
pub fn headers<'a>(
    resolver: Resolver<'_>,
    pages: impl Iterator<Item = (&'a Address, &'a str)>,
) -> Option<(OutputPath, Output)> {
    if resolver.site.settings.content_security.emit != Emit::Headers {
        return None;
    }
    let own =
        resolver.assets.find(&format!("/{HEADERS_FILE}")).and_then(|file| file.blob().content.read().ok());
    let mut text = own.map_or_else(String::new, |own| String::from_utf8_lossy(&own).into_owned());
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    for (address, policy) in pages.filter(|(_, policy)| !policy.is_empty()) {
        text.push_str(&format!("{}\n  Content-Security-Policy: {policy}\n", resolver.url(address)));
    }
    Some((OutputPath::new(HEADERS_FILE).ok()?, Output::new(text.into_bytes(), MediaType::TEXT)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{FilePath, Origin, Span};
    use crate::html::{self, Piece};

    const ORIGIN: &str = "https://blog.example";

    /// What a policy says beyond what every page may do, of the parts of a page.
    fn asked(parts: &[&str]) -> String {
        let mut asked = RequestedSources::new(ORIGIN);
        parts.iter().for_each(|part| asked.read(part));
        let sources = asked.sources.iter().map(|(directive, sources)| {
            let sources: Vec<&str> = sources.iter().map(String::as_str).collect();
            format!("{} {}", directive.name(), sources.join(" "))
        });
        sources.collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn what_a_page_holds_is_allowed_and_nothing_else() {
        for (html, expected) in [
            ("<p>x</p><script src=\"/a.js\"></script>", String::new()),
            ("<script type=\"application/ld+json\">{}</script>", String::new()),
            ("<script>a < b && c</script>", format!("script-src {}", hash("a < b && c"))),
            ("<script type=module>x</script>", format!("script-src {}", hash("x"))),
            ("<STYLE>a{}</STYLE>", format!("style-src {}", hash("a{}"))),
            (
                "<p style=\"color: &quot;red&quot;\">",
                format!("style-src-attr {} 'unsafe-hashes'", hash("color: \"red\"")),
            ),
            ("<a onclick='go(1)'>", format!("script-src-attr {} 'unsafe-hashes'", hash("go(1)"))),
            ("<img src=\"https://pics.example/x.png\">", "img-src https://pics.example".to_owned()),
            ("<img src=\"//pics.example:8443/x.png\">", "img-src https://pics.example:8443".to_owned()),
            ("<img src=\"https://blog.example/x.png\"><img src=\"/y.png\">", String::new()),
            ("<img src=\"https://x;sandbox/\"><img src=\"https://*/\"><img src=\"//a,b/\">", String::new()),
            ("<img src=\"https://me:pw@pics.example/x.png\">", "img-src https://pics.example".to_owned()),
            ("<img srcset=\"a.png 1x, https://b.example/b.png 2x\">", "img-src https://b.example".to_owned()),
            ("<img src=\"data:image/png;base64,x\">", "img-src data:".to_owned()),
            (
                "<iframe src=\"https://video.example/1\"></iframe>",
                "frame-src https://video.example".to_owned(),
            ),
            ("<form action=\"https://news.example/\">", "form-action 'self' https://news.example".to_owned()),
            (
                "<button formaction=\"https://news.example/\">x</button>",
                "form-action https://news.example".to_owned(),
            ),
            ("<img src=\"https://[::1]/x.png\"><img src=\"https://-x-/\">", String::new()),
            ("<object data=\"/x.pdf\"></object>", "object-src 'self'".to_owned()),
            (
                "<link rel=stylesheet href=\"https://f.example/f.css\">",
                "style-src https://f.example".to_owned(),
            ),
            ("<a href=\"https://elsewhere.example/\">x</a>", String::new()),
            (
                "<noscript><img src=\"https://s.example/p.gif\"></noscript>",
                "img-src https://s.example".to_owned(),
            ),
            ("<img srcset=\"/a.png 1x, data:image/gif;base64,R0lG 2x\">", "img-src data:".to_owned()),
            ("<img src=\"https:\\\\pics.example\\x.png\">", "img-src https://pics.example".to_owned()),
            // What these hold is no HTML; what comes after them is.
            (
                "<iframe src=\"https://v.example/\"></iframe><script>x</script>",
                format!("script-src {}; frame-src https://v.example", hash("x")),
            ),
            (
                "<textarea style=\"a:b\"></textarea><style>c{}</style>",
                format!("style-src {}; style-src-attr {} 'unsafe-hashes'", hash("c{}"), hash("a:b")),
            ),
            ("<!-- <script>x</script> -->", String::new()),
        ] {
            assert_eq!(asked(&[html]), expected, "{html}");
            // A page is read no further than where the scanner has seen something to read.
            let page = format!("<p id=\"a\">æ</p>{html}<p><a href=\"/b/\">b</a></p>{html}");
            let guards = guards(&page);
            assert_eq!(asked(&guards.iter().map(String::as_str).collect::<Vec<_>>()), expected, "{page}");
        }
        assert!(guards("<p>x</p><img src=\"/x.png\"><a href=\"https://b.example/\">b</a>").is_empty());
        let kept = "<style>a{background:url(/x.png)}</style>";
        assert_eq!(guards(&format!("<p>x</p>{kept}<p>y</p>")), [kept]);
        assert_eq!(guards("<p>x</p><script>a"), ["<script>a"]);
    }

    /// The stretches of HTML that the scanner finds a policy to be about.
    fn guards(html: &str) -> Vec<String> {
        let origin = Origin { file: FilePath::new("x.html"), span: Span::default(), verbatim: false };
        let scanned = html::scan(html, &origin);
        let (mut read, mut is_open) = (Vec::new(), false);
        let mut guards = scanned.guards.iter().peekable();
        for (index, piece) in scanned.pieces.iter().enumerate() {
            let text = match piece {
                Piece::Html(html) => html,
                Piece::Url(to) | Piece::StyleUrl(to) => &to.target,
                _ => "",
            };
            let mut from = 0;
            let add = |read: &mut Vec<String>, is_open: bool, text: &str| {
                if let Some(last) = read.last_mut().filter(|_| is_open) {
                    last.push_str(text);
                }
            };
            while let Some(edge) = guards.next_if(|edge| edge.piece == index) {
                add(&mut read, is_open, &text[from..edge.offset]);
                (from, is_open) = (edge.offset, !is_open);
                if is_open {
                    read.push(String::new());
                }
            }
            add(&mut read, is_open, &text[from..]);
        }
        read
    }

    #[test]
    fn a_hash_is_that_of_the_standard() {
        // CSP Level 3, section 8.3: the hash of `alert('Hello, world.');`.
        assert_eq!(hash("alert('Hello, world.');"), "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='");
    }

    #[test]
    fn a_policy_allows_nothing_that_it_does_not_name() {
        let mut asked = RequestedSources::new(ORIGIN);
        asked.read("<script>x</script>");
        let allowed = BTreeMap::from([(Directive::Connections, vec!["https://api.example".to_owned()])]);
        let script = hash("x");
        let policy = format!(
            "default-src 'none'; base-uri 'none'; script-src 'self' {script}; style-src 'self'; img-src 'self'; font-src 'self'; \
             media-src 'self'; frame-src 'self'; connect-src 'self' https://api.example; worker-src 'self'; manifest-src 'self'; \
             form-action 'none'"
        );
        assert_eq!(asked.policy(&allowed, false), policy);
        assert_eq!(asked.policy(&allowed, true), format!("{policy}; frame-ancestors 'self'"));
    }
}
