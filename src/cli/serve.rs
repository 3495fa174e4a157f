//! `diglot serve`.

use std::io::{self, IsTerminal, Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use chrono::Utc;

use super::args::{Format, ServeArgs};
use super::progress::ProgressDisplay;
use super::report;
use super::terminal::eprint_line;
use crate::base::{Diagnostic, FilePath, Severity};
use crate::pipeline::source_text;
use crate::serve::{self, Built, DevSession, FsWatcher, Live, PING};
use crate::source::{Options, Snapshot};

/// Serves a site while it is being written, until the process is ended.
pub fn serve(args: &ServeArgs) -> ExitCode {
    let root = match args.site.root.canonicalize() {
        Ok(root) => root,
        Err(error) => return fail(&format!("`{}` cannot be entered: {error}", args.site.root.display())),
    };
    if !root.is_dir() {
        return fail(&format!("`{}` is no folder", args.site.root.display()));
    }
    // Watch before the first read, so that no change is lost.
    let mut watcher = match FsWatcher::new(&root, &args.site.follow) {
        Ok(watcher) => watcher,
        Err(error) => return fail(&format!("`{}` cannot be watched: {error}", args.site.root.display())),
    };
    let listener = match serve::bind(&args.host, args.port) {
        Ok(listener) => listener,
        Err(error) => return fail(&format!("`{}:{}` cannot be listened on: {error}", args.host, args.port)),
    };
    let Ok(address) = listener.local_addr() else { return fail("the port has no address") };
    if args.port != 0 && address.port() != args.port {
        let who = holder(&args.host, args.port);
        eprint_line!("Port {} is taken by {who}.", args.port);
    }
    let local = serve::local_url(address);
    let options = Options {
        base_url: args.base_url.clone(),
        origin: args.base_url.is_none().then(|| local.clone()),
        drafts: !args.no_drafts,
        future: !args.no_drafts,
        follow: args.site.follow.clone(),
        draws_cards: false,
        leaves_images: false,
    };
    let clock = || {
        #[expect(clippy::disallowed_methods, reason = "the clock comes in here, and nowhere else")]
        Utc::now()
    };
    let mut session = DevSession::new(&root, options, &clock);
    session.update_shortage(&watcher);
    let display = ProgressDisplay::new();
    let first = session.build_watched(&plain, &display);
    display.finish();
    session.note(&first, &[]);
    let url = format!("{local}{}/", first.state.base_path());
    let mut reporter = Reporter { is_clean: true };
    reporter.report(&first, &[], session.snapshot());
    eprint_line!("Serving at {url} (Ctrl-C ends it).");
    let live = Arc::new(Live::new(&args.host, first.state));
    let answering = Arc::clone(&live);
    thread::spawn(move || serve::listen(&listener, &answering));
    if args.open
        && let Err(error) = open::that_detached(&url)
    {
        eprint_line!("No browser could be opened: {error}.");
    }
    session.run(&mut watcher, &live, &plain, &mut |built, files, snapshot| {
        reporter.report(built, files, snapshot)
    });
    fail("the site's folder can no longer be watched")
}

/// What the writer sees on the terminal.
struct Reporter {
    /// Whether the last build told nothing.
    is_clean: bool,
}

impl Reporter {
    fn report(&mut self, built: &Built, files: &[FilePath], snapshot: &Snapshot) {
        let diagnostics = &built.build.diagnostics;
        // Clear the screen once the faults are fixed.
        if !self.is_clean && io::stderr().is_terminal() {
            let _ = write!(io::stderr(), "\x1b[2J\x1b[3J\x1b[H");
        }
        report::show(diagnostics, Format::Human, &|file| source_text(snapshot, file));
        let what = match files {
            [] => "the site".to_owned(),
            [file] => format!("`{file}`"),
            [first, rest @ ..] => format!("`{first}` and {} more", rest.len()),
        };
        let outcome = if diagnostics.iter().any(|fault| fault.severity == Severity::Error) {
            "The last good version is still served"
        } else if self.is_clean || !diagnostics.is_empty() {
            "Built"
        } else {
            "All is well again: built"
        };
        eprint_line!("{outcome}: {what}, in {:.1} ms.", built.took.as_secs_f64() * 1000.0);
        let _ = io::stderr().flush();
        self.is_clean = diagnostics.is_empty();
    }
}

/// A diagnostic as the terminal shows it, without colours.
fn plain(diagnostic: &Diagnostic, snapshot: &Snapshot) -> String {
    report::plain(diagnostic, &|file| source_text(snapshot, file))
}

/// Who seems to hold a port: another `diglot serve` says so itself.
fn holder(host: &str, port: u16) -> &'static str {
    let ask = || -> io::Result<String> {
        let mut stream = TcpStream::connect((host, port))?;
        let patience = Some(Duration::from_millis(300));
        stream.set_read_timeout(patience)?;
        stream.set_write_timeout(patience)?;
        write!(stream, "GET {PING} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        let _ = (&stream).take(4096).read_to_string(&mut answer);

        Ok(answer)
    };
    match ask() {
        Ok(answer) if answer.contains("\r\nServer: Diglot\r\n") => "another `diglot serve`",
        _ => "another program",
    }
}

fn fail(message: &str) -> ExitCode {
    eprint_line!("error: {message}");
    ExitCode::FAILURE
}
