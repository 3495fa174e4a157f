//! The server as a client meets it: bytes over a socket, decent and otherwise.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread;

use diglot::base::Severity;
use diglot::serve::{Fault, Live, SiteState, bind, local_url};

use crate::support::http::{Client, Reply, get, serve};
use crate::support::site::Site;

const PLAIN: &str = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

#[test]
fn every_kind_of_file_has_its_type() {
    let address = site().serve();
    for (target, content_type) in [
        ("/", "text/html; charset=utf-8"),
        ("/nb/", "text/html; charset=utf-8"),
        ("/nb/atom.xml", "application/atom+xml; charset=utf-8"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/css/print.css", "text/css; charset=utf-8"),
        ("/clip.mp4", "video/mp4"),
        ("/bl%C3%A5b%C3%A6r.svg", "image/svg+xml; charset=utf-8"),
        ("/CNAME", "application/octet-stream"),
        ("/__diglot/client.js", "text/javascript; charset=utf-8"),
        ("/__diglot/overlay.css", "text/css; charset=utf-8"),
    ] {
        let reply = get(address, target, "").unwrap();
        assert_eq!((reply.status, reply.field("Content-Type")), (200, content_type), "{target}");
    }
}

#[test]
fn addresses_are_found_in_any_spelling_and_nothing_else_is() {
    let address = site().serve();
    for (target, expected) in [
        ("/om/", "200"),
        ("/om", "301 /om/"),
        ("/om?x=1", "301 /om/?x=1"),
        ("/om/?x=1#y", "200"),
        ("/blåbær.svg", "200"),
        ("/bl%c3%a5b%c3%a6r.svg", "200"),
        ("http://localhost/om/", "200"),
        ("http://evil.example/om/", "403"),
        ("/nothing", "404 en"),
        ("/nb/nothing/at/all", "404 nb"),
        ("/%FF", "404 en"),
        ("/%", "404 en"),
        ("/%00", "404 en"),
        ("/../Cargo.toml", "404 en"),
        ("/nb/../om/", "404 nb"),
        ("/%2e%2e/Cargo.toml", "404 en"),
        ("/%2e%2e%2fCargo.toml", "404 en"),
        ("/..%5c..%5cCargo.toml", "404 en"),
        ("/%252e%252e/Cargo.toml", "404 en"),
        ("//etc/passwd", "404 en"),
        ("/%2fetc/passwd", "404 en"),
        ("/C:/Windows/win.ini", "404 en"),
        ("/content/site.edn", "404 en"),
        ("/.git/config", "404 en"),
        ("/__diglot/../Cargo.toml", "404"),
        ("/__diglot/nothing", "404"),
        ("om/", "400"),
    ] {
        let reply = get(address, target, "").unwrap();
        let language = reply.text().split("lang=\"").nth(1).map(|rest| rest[..2].to_owned());
        let rest = match reply.status {
            301 => format!(" {}", reply.field("Location")),
            404 => language.map(|language| format!(" {language}")).unwrap_or_default(),
            _ => String::new(),
        };
        assert_eq!(format!("{}{rest}", reply.status), expected, "{target}");
    }
}

#[test]
fn a_site_below_a_path_is_served_there() {
    let mut site = site();
    site.options.base_url = Some("https://blog.example/deep/blog".to_owned());
    let address = site.serve();
    for (target, status, location) in [
        ("/", 301, "/deep/blog/"),
        ("/deep/blog", 301, "/deep/blog/"),
        ("/deep/blog/om", 301, "/deep/blog/om/"),
        ("/deep/blog/om/", 200, ""),
        ("/om/", 404, ""),
        ("/deep/blog/__diglot/client.js", 200, ""),
    ] {
        let reply = get(address, target, "").unwrap();
        assert_eq!((reply.status, reply.field("Location")), (status, location), "{target}");
    }
    let page = get(address, "/deep/blog/om/", "Accept: text/html\r\n").unwrap().text();
    assert!(page.contains("src=\"/deep/blog/__diglot/client.js?tag="), "{page}");
}

#[test]
fn parts_and_versions_of_a_file() {
    let address = site().serve();
    let tag = get(address, "/clip.mp4", "").unwrap().field("ETag").to_owned();
    for (fields, status, range, body) in [
        ("Range: bytes=2-4\r\n", 206, "bytes 2-4/10", "234"),
        ("Range: bytes=7-\r\n", 206, "bytes 7-9/10", "789"),
        ("Range: bytes=-2\r\n", 206, "bytes 8-9/10", "89"),
        ("Range: bytes=0-99\r\n", 206, "bytes 0-9/10", "0123456789"),
        ("Range: bytes=10-\r\n", 416, "bytes */10", ""),
        ("Range: bytes=0-1,3-4\r\n", 200, "", "0123456789"),
        ("Range: bytes=x\r\n", 200, "", "0123456789"),
        (&format!("Range: bytes=2-4\r\nIf-Range: {tag}\r\n"), 206, "bytes 2-4/10", "234"),
        ("Range: bytes=2-4\r\nIf-Range: \"other\"\r\n", 200, "", "0123456789"),
        (&format!("If-None-Match: {tag}\r\n"), 304, "", ""),
        (&format!("If-None-Match: \"other\", W/{tag}\r\n"), 304, "", ""),
        ("If-None-Match: \"other\"\r\n", 200, "", "0123456789"),
    ] {
        let reply = get(address, "/clip.mp4", fields).unwrap();
        let found = (reply.status, reply.field("Content-Range"), reply.text());
        assert_eq!(found, (status, range, body.to_owned()), "{fields}");
    }
    let large = get(address, "/clip.mp4", "").unwrap();
    assert_eq!((large.field("Accept-Ranges"), large.field("ETag")), ("bytes", tag.as_str()));
}

#[test]
fn a_file_that_is_too_large_for_memory_is_sent_from_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let bytes: Vec<u8> = (0..6_000_000_u32).map(|number| (number % 251) as u8).collect();
    std::fs::create_dir_all(folder.path().join("static")).unwrap();
    std::fs::create_dir_all(folder.path().join("content")).unwrap();
    std::fs::write(folder.path().join("static/film.mp4"), &bytes).unwrap();
    std::fs::write(folder.path().join("content/site.edn"), SETTINGS).unwrap();
    let now = chrono::DateTime::UNIX_EPOCH;
    let snapshot = diglot::source::read_site(folder.path(), now, diglot::source::Options::default());
    let build = diglot::pipeline::build(&snapshot, &Default::default(), &diglot::pipeline::Silent);
    let state = SiteState::new(build.outputs.unwrap(), build.base_path, Vec::new());
    let address = serve(&Arc::new(Live::new("127.0.0.1", state)));
    assert!(get(address, "/film.mp4", "").unwrap().body == bytes);
    let part = get(address, "/film.mp4", "Range: bytes=5000000-5000099\r\n").unwrap();
    assert_eq!((part.status, &part.body[..]), (206, &bytes[5_000_000..5_000_100]));
    std::fs::write(folder.path().join("static/film.mp4"), "short").unwrap();
    assert!(get(address, "/film.mp4", "").is_err(), "what was cut short is told by the connection's end");
    std::fs::remove_file(folder.path().join("static/film.mp4")).unwrap();
    assert_eq!(get(address, "/film.mp4", "").unwrap().status, 500);
    assert_eq!(get(address, "/", "").unwrap().status, 200);
}

#[test]
fn head_says_what_get_would() {
    let address = site().serve();
    for target in ["/", "/om", "/nothing", "/clip.mp4", "/__diglot/client.js"] {
        let mut client = Client::to(address).unwrap();
        client.send(format!("GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n")).unwrap();
        let got = client.reply(true).unwrap();
        client.send(format!("HEAD {target} HTTP/1.1\r\nHost: localhost\r\n\r\n")).unwrap();
        let head = client.reply(false).unwrap();
        assert_eq!(head, Reply { body: Vec::new(), ..got }, "{target}");
    }
}

#[test]
fn only_reading_is_answered() {
    let address = site().serve();
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "BREW", "get"] {
        let mut client = Client::to(address).unwrap();
        client.send(format!("{method} / HTTP/1.1\r\nHost: localhost\r\n\r\n")).unwrap();
        let reply = client.reply(true).unwrap();
        assert_eq!((reply.status, reply.field("Allow")), (405, "GET, HEAD"), "{method}");
    }
    // The body of a request is not waited for.
    let mut client = Client::to(address).unwrap();
    client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nabc").unwrap();
    assert_eq!(client.reply(true).unwrap().status, 405);
    assert!(client.is_closed());
}

#[test]
fn names_that_are_not_this_machines_are_refused() {
    let live = site().live();
    for (listening, host, status) in [
        ("127.0.0.1", "localhost:4747", 200),
        ("127.0.0.1", "127.0.0.1:4747", 200),
        ("127.0.0.1", "[::1]:4747", 200),
        ("127.0.0.1", "evil.example", 403),
        ("127.0.0.1", "localhost.evil.example", 403),
        ("0.0.0.0", "192.168.1.7:4747", 200),
        ("0.0.0.0", "evil.example:4747", 403),
        ("writer.local", "writer.local:4747", 200),
    ] {
        let address = serve(&Arc::new(Live::new(listening, live.state().as_ref().clone())));
        for target in ["/", "/__diglot/client.js", "/__diglot/events?page=/"] {
            let mut client = Client::to(address).unwrap();
            client.send(format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n")).unwrap();
            assert_eq!(client.head().unwrap().status, status, "{target} of {host} on {listening}");
        }
    }
}

#[test]
fn connections_live_as_long_as_http_says() {
    let address = site().serve();
    for (request, status, closes) in [
        ("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 200, false),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 200, true),
        ("GET / HTTP/1.0\r\n\r\n", 200, true),
        ("GET / HTTP/1.1\r\n\r\n", 400, true),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", 400, true),
        ("GET / HTTP/2.0\r\n\r\n", 505, true),
        ("nonsense\r\n\r\n", 400, true),
        ("\u{16}\u{3}\u{1}\r\n\r\n", 400, true),
    ] {
        let mut client = Client::to(address).unwrap();
        client.send(request).unwrap();
        assert_eq!(client.reply(true).unwrap().status, status, "{request:?}");
        if closes {
            assert!(client.is_closed(), "{request:?}");
        } else {
            client.send(PLAIN).unwrap();
            assert_eq!(client.reply(true).unwrap().status, 200, "{request:?}");
        }
    }
}

#[test]
fn requests_may_come_all_at_once_and_in_any_pieces() {
    let address = site().serve();
    let mut client = Client::to(address).unwrap();
    let targets = ["/om/", "/nothing", "/clip.mp4"];
    let requests = targets.map(|target| format!("GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    client.send(requests.concat()).unwrap();
    let together = targets.map(|_| client.reply(true).unwrap());
    assert_eq!(together.each_ref().map(|reply| reply.status), [200, 404, 200]);
    for byte in requests.concat().into_bytes() {
        client.send([byte]).unwrap();
    }
    assert_eq!(targets.map(|_| client.reply(true).unwrap()), together);
    // Ten thousand requests, none of whose answers is read, take nobody else's time.
    let mut greedy = Client::to(address).unwrap();
    thread::spawn(move || greedy.send(PLAIN.repeat(10_000)));
    assert_eq!(get(address, "/", "").unwrap().status, 200);
}

#[test]
fn what_is_too_large_is_refused() {
    let address = site().serve();
    let long = "a".repeat(100_000);
    for (request, status) in [
        (format!("GET /{long} HTTP/1.1\r\nHost: localhost\r\n\r\n"), 414),
        (format!("GET / HTTP/1.1\r\nHost: localhost\r\nCookie: {long}\r\n\r\n"), 431),
        (format!("GET / HTTP/1.1\r\nHost: localhost\r\n{}\r\n", "a: b\r\n".repeat(1000)), 431),
        ("\r\n".repeat(50_000), 431),
    ] {
        let mut client = Client::to(address).unwrap();
        // The server may have ended the connection before all is sent.
        let _ = client.send(&request);
        assert_eq!(client.reply(true).unwrap().status, status, "{}", &request[..20]);
        assert!(client.is_closed());
    }
    let fields = format!("Cookie: {}\r\n", "a".repeat(20_000));
    assert_eq!(
        get(address, "/", &fields).unwrap().status,
        200,
        "the cookies of other servers of this machine"
    );
}

#[test]
fn who_leaves_in_the_middle_harms_nobody() {
    let address = site().serve();
    for sent in ["", "G", "GET / HTTP/1.1\r\nHost: loc", PLAIN, &PLAIN.repeat(200)] {
        for _ in 0..20 {
            let mut client = Client::to(address).unwrap();
            client.send(sent).unwrap();
        }
    }
    assert_eq!(get(address, "/", "").unwrap().status, 200);
}

#[test]
fn a_page_hears_of_itself_and_of_nothing_else() {
    let mut site = site();
    let live = site.live();
    let address = serve(&live);
    let (mut front, at_first) = Client::listen(address, "/").unwrap();
    let (mut about, _) = Client::listen(address, "%2Fom%2F").unwrap();
    assert!(at_first.contains("\"diagnostics\":[]"), "{at_first}");
    site.write("content/about.en.md", &ABOUT.replace("It is.", "It was."));
    live.put(site.state(Vec::new()));
    live.broadcast();
    let told = about.event().unwrap();
    let tag = get(address, "/om/", "").unwrap().field("ETag").trim_matches('"').to_owned();
    assert!(told.contains(&format!("\"tag\":\"{tag}\"")), "{told} of {tag}");
    // What is wrong concerns all; a page whose bytes have stayed has heard nothing before.
    live.put(site.state(vec![Fault::new(Severity::Error, "nothing stands at `/b/`".to_owned())]));
    live.broadcast();
    for client in [&mut front, &mut about] {
        let told = client.event().unwrap();
        assert!(told.contains("\"severity\":\"error\",\"text\":\"nothing stands at `/b/`\""), "{told}");
    }
    // A page that comes back is told how things stand; so it catches up with a server that was
    // started again.
    let (_, told) = Client::listen(address, "/om/").unwrap();
    assert!(told.contains(&tag) && told.contains("nothing stands"), "{told}");
}

#[test]
fn a_page_that_waits_hears_that_the_server_lives() {
    let address = site().serve();
    let (mut client, _) = Client::listen(address, "/").unwrap();
    while client.line().unwrap() != ":" {}
}

#[test]
fn a_page_that_is_not_there_yet_waits_for_it() {
    let mut site = site();
    site.write("content/bad.en.md", ":page/title Bad\n:post/published soon\n");
    let state = SiteState::new(Arc::default(), String::new(), Vec::new());
    let live = Arc::new(Live::new("127.0.0.1", state));
    let address = serve(&live);
    let reply = get(address, "/", "Accept: text/html\r\n").unwrap();
    assert_eq!((reply.status, reply.field("Content-Type")), (404, "text/html; charset=utf-8"));
    assert!(reply.text().contains("/__diglot/client.js?tag=\""), "{}", reply.text());
    let (mut client, at_first) = Client::listen(address, "/").unwrap();
    assert!(at_first.contains("\"tag\":\"\""), "{at_first}");
    site.files.remove("content/bad.en.md");
    live.put(site.state(Vec::new()));
    live.broadcast();
    assert!(!client.event().unwrap().contains("\"tag\":\"\""));
}

#[test]
fn the_next_free_port_is_taken() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let next = bind("127.0.0.1", port).unwrap().local_addr().unwrap();
    assert!(next.port() > port && next.port() <= port + 20, "{next} after {port}");
    assert!(bind("203.0.113.1", 0).is_err(), "an address of no machine");
    for (address, url) in [
        ("127.0.0.1:4747", "http://localhost:4747"),
        ("0.0.0.0:4747", "http://localhost:4747"),
        ("[::1]:4747", "http://localhost:4747"),
        ("192.168.1.7:80", "http://192.168.1.7:80"),
        ("[fd00::1]:80", "http://[fd00::1]:80"),
    ] {
        assert_eq!(local_url(address.parse().unwrap()), url);
    }
}

const SETTINGS: &str =
    "{:site/base-url \"https://blog.example\" :site/locales [:en :nb] :site/title \"Blog\"}";

const ABOUT: &str = ":page/title About\n:page/slug om\n:page/body\n\nIt is.\n";

fn site() -> Site {
    Site::of(&[
        ("content/site.edn", SETTINGS),
        ("content/about.en.md", ABOUT),
        ("content/post.nb.md", ":page/title Innlegg\n:post/published 2024-01-01\n:post/body\n\nHei.\n"),
        ("static/clip.mp4", "0123456789"),
        ("static/css/print.css", "body { color: black }"),
        ("static/blåbær.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ("static/CNAME", "blog.example"),
    ])
}

trait Served {
    fn write(&mut self, path: &str, text: &str);
    fn state(&self, faults: Vec<Fault>) -> SiteState;
    fn live(&self) -> Arc<Live>;
    fn serve(&self) -> SocketAddr;
}

impl Served for Site {
    fn write(&mut self, path: &str, text: &str) {
        self.files.insert(path.to_owned(), text.as_bytes().to_vec());
    }

    fn state(&self, faults: Vec<Fault>) -> SiteState {
        let build = self.build();
        assert_eq!(build.diagnostics, []);
        SiteState::new(build.outputs.unwrap(), build.base_path, faults)
    }

    fn live(&self) -> Arc<Live> {
        Arc::new(Live::new("127.0.0.1", self.state(Vec::new())))
    }

    fn serve(&self) -> SocketAddr {
        serve(&self.live())
    }
}
