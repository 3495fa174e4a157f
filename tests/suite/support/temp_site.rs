//! A temporary site: a folder on the disk, served while it changes.

use std::collections::BTreeSet;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread;

use chrono::{DateTime, Utc};
use diglot::base::Diagnostic;
use diglot::pipeline::{Build, Policy, Silent, build};
use diglot::serve::{DevSession, FsWatcher, Live, SiteState};
use diglot::source::{Options, read_site};
use tempfile::TempDir;

use super::http::{Client, serve};
use super::wait::wait_for;

/// A temporary site that is served.
pub struct TempSite {
    pub folder: TempDir,
    pub root: PathBuf,
    pub address: SocketAddr,
    pub live: Arc<Live>,
    options: Options,
    told: Receiver<(Told, Arc<SiteState>)>,
    /// What was told last, and of which state.
    last: Mutex<(Told, Arc<SiteState>)>,
}

/// What the writer is told after a build.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The diagnostics, by their messages.
    pub faults: Vec<String>,
    /// The files that it was about.
    pub files: Vec<String>,
}

impl TempSite {
    /// Serves the site in the folder `site` of a new folder, where `prepare` has put it.
    pub fn new(prepare: impl FnOnce(&Path)) -> Self {
        Self::following(&[], prepare)
    }

    /// Serves it where links are followed into some folders beside it.
    pub fn following(follow: &[&str], prepare: impl FnOnce(&Path)) -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let root = folder.path().canonicalize().expect("the folder is there").join("site");
        fs::create_dir(&root).expect("the folder is empty");
        prepare(&root);
        let follow = follow.iter().map(|name| folder.path().join(name)).collect();
        let options = Options { follow, ..Options::default() };
        let (teller, told) = channel();
        let (opener, opened) = channel();
        let (at, given) = (root.clone(), options.clone());
        thread::spawn(move || {
            let clock = || DateTime::<Utc>::UNIX_EPOCH;
            let mut watcher = FsWatcher::new(&at, &given.follow).expect("the folder can be watched");
            let mut session = DevSession::new(&at, given, &clock);
            let describe = |fault: &Diagnostic, _: &_| fault.message.clone();
            let first = session.build(&describe);
            let live = Arc::new(Live::new("127.0.0.1", first.state));
            let told = Told { faults: messages(&first.build), files: Vec::new() };
            // Who is told of nothing has ended.
            let _ = opener.send((serve(&live), Arc::clone(&live), (told, live.state())));
            session.run(&mut watcher, &live, &describe, &mut |built, files, _| {
                let files = files.iter().map(ToString::to_string).collect();
                let _ = teller.send((Told { faults: messages(&built.build), files }, live.state()));
            });
        });
        let (address, live, last) = opened.recv().expect("the site is served");
        Self { folder, root, address, live, options, told, last: Mutex::new(last) }
    }

    /// Waits until what is served is what a first build of the folder gives, over HTTP and byte for
    /// byte, and what was told last is what that build tells. Gives all that was told on the way.
    pub fn settle(&self, step: &str) -> Vec<Told> {
        let clean = build(
            &read_site(&self.root, DateTime::UNIX_EPOCH, self.options.clone()),
            &Policy::default(),
            &Silent,
        );
        let expected = messages(&clean);
        let mut last = self.last.lock().expect("nobody panicked");
        let mut all = Vec::new();
        wait_for(|| {
            for told in self.told.try_iter() {
                last.clone_from(&told);
                all.push(told.0);
            }
            // Looked at once: a newer one may be put in its place at any moment, of which nothing
            // has been told yet.
            let state = self.live.state();
            let wrong = if !Arc::ptr_eq(&last.1, &state) {
                Some("what is served is not told of".to_owned())
            } else if last.0.faults != expected {
                Some(format!("{:?} is told, not {expected:?}", last.0.faults))
            } else {
                self.difference(&state, &clean)
            };
            wrong.map_or(Ok(()), |wrong| Err(format!("{step}: {wrong}; told: {all:?}")))
        });
        all
    }

    /// What is served that is not in a build, or otherwise.
    fn difference(&self, state: &SiteState, clean: &Build) -> Option<String> {
        // A site with an error is served as it last was.
        let outputs = clean.outputs.as_ref()?;
        let names = |outputs: &diglot::output::Outputs| -> BTreeSet<String> {
            outputs.keys().map(ToString::to_string).collect()
        };
        let (served, wanted) = (names(state.outputs()), names(outputs));
        if let Some(name) = served.symmetric_difference(&wanted).next() {
            return Some(format!("`{name}` is in one alone"));
        }
        // All is asked for over one connection; but only when it is likely to be right.
        let is_same = |(path, output): (_, &diglot::output::Output)| {
            state.outputs().get(path).is_some_and(|served| served.blob.digest == output.blob.digest)
        };
        if let Some((path, _)) = outputs.iter().find(|&(path, output)| !is_same((path, output))) {
            return Some(format!("`{path}` is another"));
        }
        let mut client = Client::to(self.address).expect("the server listens");
        for (path, output) in outputs.iter() {
            let request = format!("GET /{path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
            client.send(request).expect("the server listens");
            let reply = client.reply(true).expect("the server answers");
            if reply.body != *output.blob.content.read().expect("the file is there") {
                return Some(format!("`{path}` is sent otherwise"));
            }
        }
        None
    }

    /// Writes a file, and the folders that it lies in.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        write(&self.root, path, text);
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    pub fn rename(&self, from: &str, to: &str) {
        fs::rename(self.path(from), self.path(to)).unwrap_or_else(|error| panic!("{from} to {to}: {error}"));
    }

    pub fn remove(&self, path: &str) {
        let path = self.path(path);
        let removed = match fs::symlink_metadata(&path).is_ok_and(|found| found.is_dir()) {
            true => fs::remove_dir_all(&path),
            false => fs::remove_file(&path),
        };
        removed.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

/// Writes a file below a folder, and the folders that it lies in.
pub fn write(root: &Path, path: &str, text: impl AsRef<[u8]>) {
    let path = root.join(path);
    let folder = path.parent().expect("a file lies in a folder");
    fs::create_dir_all(folder).and_then(|()| fs::write(&path, text)).expect("the file can be written");
}

fn messages(build: &Build) -> Vec<String> {
    build.diagnostics.iter().map(|fault| fault.message.clone()).collect()
}
