//! `diglot serve` as it is run: what it says, what it leaves alone, and how it ends.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::SystemTime;

use tempfile::TempDir;

use crate::support::http::{Client, get};
use crate::support::wait::{PATIENCE, wait_for};

#[test]
fn any_signal_ends_it_at_once_however_many_listen() {
    const SIGNALS: [(&str, i32); 2] = [("INT", 2), ("TERM", 15)];
    for (signal, number) in SIGNALS {
        let mut server = Server::start(&site(), &[]);
        let tabs: Vec<Client> = (0..50).map(|_| Client::listen(server.address, "/").unwrap().0).collect();
        let id = server.child.id().to_string();
        assert!(Command::new("kill").args(["-s", signal, &id]).status().unwrap().success());
        let status = server.wait();
        assert_eq!(status.signal(), Some(number), "{status}");
        drop(tabs);
    }
}

#[test]
fn a_port_that_is_taken_is_told_with_who_has_it() {
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = other.local_addr().unwrap().port();
    let second = Server::start(&site(), &["--port", &taken.to_string()]);
    assert!(second.address.port() > taken);
    assert!(second.said.contains(&format!("Port {taken} is taken by another program.\n")), "{}", second.said);
    let taken = second.address.port();
    let third = Server::start(&site(), &["--port", &taken.to_string()]);
    assert!(
        third.said.contains(&format!("Port {taken} is taken by another `diglot serve`.\n")),
        "{}",
        third.said
    );
}

#[test]
fn what_cannot_be_served_is_told() {
    let site = site();
    let file = site.path().join("content/a.en.md");
    let missing = site.path().join("missing");
    for (root, arguments, expected) in [
        (missing.as_path(), &[][..], "missing` cannot be entered: "),
        (&file, &[], "content/a.en.md` is no folder\n"),
        (site.path(), &["--host", "203.0.113.1"], "error: `203.0.113.1:0` cannot be listened on: "),
        (site.path(), &["--host", "no such host"], "error: `no such host:0` cannot be listened on: "),
    ] {
        let mut child = command(root, &[]).args(arguments).spawn().unwrap();
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(1), "{said}");
        assert!(said.contains(expected) && said.starts_with("error: "), "{said}");
    }
}

/// Where a system lets nobody set its limits, there is nothing to see.
#[cfg(target_os = "linux")]
#[test]
fn folders_that_cannot_be_watched_are_told_of() {
    let limited = |limit: usize, site: &TempDir| {
        let set = "echo $0 >/proc/sys/user/max_inotify_watches && exec \"$@\"";
        let serve = command(site.path(), &[]);
        let mut command = Command::new("unshare");
        command
            .args(["-Ur", "sh", "-c", set, &limit.to_string()])
            .arg(serve.get_program())
            .args(serve.get_args());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        command
    };
    let can_limit = Command::new("unshare")
        .args(["-Ur", "sh", "-c", "echo 9 >/proc/sys/user/max_inotify_watches"])
        .stderr(Stdio::null())
        .status();
    if !can_limit.is_ok_and(|status| status.success()) {
        return;
    }
    let told = "warning[unwatched]: the system lets no more folders be watched";
    let server = Server::run(&mut limited(1, &site()));
    assert!(server.said.contains(told) && server.said.contains("max_user_watches"), "{}", server.said);

    let site = site();
    let mut server = Server::run(&mut limited(2, &site));
    assert!(!server.said.contains("unwatched"), "{}", server.said);
    fs::create_dir(site.path().join("content/new")).unwrap();
    server.hear(told);
    server.hear("Built");
    let (_, event) = Client::listen(server.address, "/").unwrap();
    assert!(event.contains("unwatched") && event.contains("max_user_watches"), "{event}");
    // What is heard of makes it look at the whole.
    fs::write(site.path().join("content/new/b.en.md"), ":page/title B\n:page/body\n\nB.\n").unwrap();
    fs::write(site.path().join("content/c.en.md"), ":page/title C\n:page/body\n\nC.\n").unwrap();
    wait_for(|| match get(server.address, "/new/b/", "").unwrap().text().contains("B.") {
        true => Ok(()),
        false => Err(format!("`/new/b/` is served; said: {}", server.said)),
    });
    fs::remove_dir_all(site.path().join("content/new")).unwrap();
    server.hear("All is well again");
}

#[test]
fn nothing_is_written() {
    let site = site();
    let mut before = listing(site.path());
    let mut server = Server::start(&site, &[]);
    for target in ["/", "/a/", "/draft/", "/nothing"] {
        get(server.address, target, "Accept: text/html\r\n").unwrap();
    }
    fs::write(site.path().join("content/a.en.md"), ":page/title A\n:page/body\n\nChanged.\n").unwrap();
    server.hear("`content/a.en.md`");
    assert!(get(server.address, "/a/", "").unwrap().text().contains("Changed."));
    let mut after = listing(site.path());
    for listing in [&mut before, &mut after] {
        listing.remove(Path::new("content/a.en.md"));
    }
    assert_eq!(after, before);
}

#[test]
fn drafts_show_unless_they_shall_not() {
    for (arguments, status) in [(&[][..], 200), (&["--no-drafts"], 404)] {
        let server = Server::start(&site(), arguments);
        for target in ["/draft/", "/future/"] {
            assert_eq!(get(server.address, target, "").unwrap().status, status, "{target} {arguments:?}");
        }
    }
}

#[test]
fn the_site_lives_where_it_is_told_to() {
    let server = Server::start(&site(), &[]);
    let page = get(server.address, "/a/", "").unwrap().text();
    let own = format!("http://localhost:{}/a/", server.address.port());
    assert!(page.contains(&format!("<link rel=\"canonical\" href=\"{own}\"")), "{page}");
    let server = Server::start(&site(), &["--base-url", "https://elsewhere.example/deep"]);
    assert!(server.url.ends_with("/deep/"), "{}", server.url);
    let page = get(server.address, "/deep/a/", "").unwrap().text();
    assert!(page.contains("<link rel=\"canonical\" href=\"https://elsewhere.example/deep/a/\""), "{page}");
}

#[test]
fn a_browser_is_opened_when_it_is_asked_for() {
    let bin = tempfile::tempdir().unwrap();
    let opened = bin.path().join("opened");
    let opener = bin.path().join(if cfg!(target_os = "macos") { "open" } else { "xdg-open" });
    fs::write(&opener, format!("#!/bin/sh\nprintf '%s' \"$1\" > '{}'\n", opened.display())).unwrap();
    fs::set_permissions(&opener, fs::Permissions::from_mode(0o755)).unwrap();
    if cfg!(target_os = "macos") {
        return; // there it is called by its full path
    }
    let site = site();
    let mut command = command(site.path(), &["--open"]);
    let server = Server::run(command.env("PATH", format!("{}:/usr/bin:/bin", bin.path().display())));
    wait_for(|| match fs::read_to_string(&opened) {
        Ok(url) if url == server.url => Ok(()),
        other => Err(format!("a browser is opened at {}, not at {other:?}", server.url)),
    });
}

#[test]
fn a_site_that_cannot_be_built_yet_is_served_when_it_can() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::start(&folder, &[]);
    assert!(server.said.contains("the site has no `content` folder"), "{}", server.said);
    assert_eq!(get(server.address, "/", "").unwrap().status, 404);
    fs::create_dir(folder.path().join("content")).unwrap();
    fs::write(folder.path().join("content/site.edn"), SETTINGS).unwrap();
    fs::write(folder.path().join("content/a.en.md"), "# A\n").unwrap();
    server.hear("All is well again: ");
    wait_for(|| match get(server.address, "/a/", "").unwrap().status {
        200 => Ok(()),
        other => Err(format!("`/a/` is answered with 200, not with {other}")),
    });
}

const SETTINGS: &str =
    "{:site/base-url \"https://blog.example\" :site/locales [:en :nb] :site/title \"Blog\"}";

fn site() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in [
        ("content/site.edn", SETTINGS),
        ("content/a.en.md", ":page/title A\n:page/body\n\nHello.\n"),
        (
            "content/draft.en.md",
            ":page/title Draft\n:post/published 2024-01-01\n:page/draft? true\n:post/body\n\nX.\n",
        ),
        ("content/future.en.md", ":page/title Future\n:post/published 2999-01-01\n:post/body\n\nX.\n"),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Every file of a folder, with its length and the time of its last change.
fn listing(root: &Path) -> BTreeMap<PathBuf, (u64, SystemTime)> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let about = entry.metadata().unwrap();
            if about.is_dir() {
                folders.push(entry.path());
            }
            let path = entry.path().strip_prefix(root).unwrap().to_owned();
            found.insert(path, (about.len(), about.modified().unwrap()));
        }
    }
    found
}

fn command(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diglot"));
    command.arg("serve").arg("--root").arg(root).args(arguments);
    if !arguments.contains(&"--port") {
        command.args(["--port", "0"]);
    }
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// A server that is running; it ends with the test.
struct Server {
    child: Child,
    /// The lines that it tells, as they come.
    stderr: Receiver<String>,
    /// What it has told so far.
    said: String,
    url: String,
    address: SocketAddr,
}

impl Server {
    fn start(site: &TempDir, arguments: &[&str]) -> Self {
        Self::run(&mut command(site.path(), arguments))
    }

    fn run(command: &mut Command) -> Self {
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let (teller, stderr) = channel();
        // Who hears no more has seen what it wanted.
        thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| teller.send(line)));
        let address = SocketAddr::from(([127, 0, 0, 1], 0));
        let mut server = Self { child, stderr, said: String::new(), url: String::new(), address };
        let line = server.hear("Serving at ");
        server.url = line.split(' ').nth(2).unwrap().to_owned();
        let port = server.url.split(':').nth(2).unwrap().split('/').next().unwrap();
        server.address.set_port(port.parse().unwrap());
        server
    }

    /// Reads on to a line that holds a text.
    fn hear(&mut self, text: &str) -> String {
        loop {
            let line = match self.stderr.recv_timeout(PATIENCE) {
                Ok(line) => line + "\n",
                Err(RecvTimeoutError::Timeout) => {
                    panic!("waited in vain for {PATIENCE:?}: a line with {text:?}; said: {}", self.said)
                }
                Err(RecvTimeoutError::Disconnected) => panic!("it has ended, and said: {}", self.said),
            };
            self.said.push_str(&line);
            if line.contains(text) {
                return line;
            }
        }
    }

    fn wait(&mut self) -> std::process::ExitStatus {
        let said = &self.said;
        let child = &mut self.child;
        wait_for(|| child.try_wait().unwrap().ok_or_else(|| format!("it ends; said: {said}")))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
