//! Watching the site's folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind};
use notify::{Config, ErrorKind, Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::links::links_of;
use crate::base::{Code, Diagnostic};
use crate::source::{INPUT_FOLDERS, Reach};

/// How long a file that is being written is waited for, until its writer closes it.
const WRITING: Duration = Duration::from_millis(100);

/// What has happened in the site's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// Something happened at these paths.
    Paths(Vec<PathBuf>),
    /// So much happened that the system has lost count.
    Unknown,
}

/// Watches a site's folder, and tells what has happened there.
pub struct FsWatcher {
    root: PathBuf,
    /// The folders outside that the command line names.
    follow: Vec<PathBuf>,
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    /// The links below the folders of inputs.
    links: BTreeSet<PathBuf>,
    /// The folders outside that are watched.
    outside: BTreeSet<PathBuf>,
    /// Whether the system has let some folder not be watched.
    is_short: bool,
}

/// What the system has told of, taken together.
#[derive(Debug, Default)]
struct FsEvents {
    paths: BTreeSet<PathBuf>,
    /// The files that are being written, as far as the system says when that ends.
    open: BTreeSet<PathBuf>,
    is_lost: bool,
    /// Whether the system lets no more folders be watched.
    is_short: bool,
}

impl FsWatcher {
    /// Begins to watch a site's folder: what lies in it, and all that lies below the folders of
    /// inputs, and below those outside that inputs may lie in.
    ///
    /// # Errors
    ///
    /// When the folder cannot be entered, or the system lets nothing at all be watched.
    pub fn new(root: &Path, follow: &[PathBuf]) -> notify::Result<Self> {
        let (sender, events) = channel();
        let send = move |event| {
            // Fails only after the server has stopped.
            let _ = sender.send(event);
        };
        // Do not follow links: one may lead to the whole disk.
        let watcher = RecommendedWatcher::new(send, Config::default().with_follow_symlinks(false))?;
        let mut watcher = Self {
            root: root.to_owned(),
            follow: follow.to_owned(),
            watcher,
            events,
            links: BTreeSet::new(),
            outside: BTreeSet::new(),
            is_short: false,
        };
        watcher.begin(root, RecursiveMode::NonRecursive)?;
        watcher.look()?;
        Ok(watcher)
    }

    /// The fault that some folders cannot be watched.
    pub fn shortage(&self) -> Option<Diagnostic> {
        self.is_short.then(|| {
            Diagnostic::general(
                Code::Unwatched,
                "the system lets no more folders be watched: what changes in some of the site's goes unseen",
            )
            .help(
                "raise the limit, on Linux with `sudo sysctl fs.inotify.max_user_watches=524288`, or end other \
                 programs that watch folders; then start `diglot serve` again",
            )
        })
    }

    /// Waits for something to happen, and takes in all that has happened by then; `None` where
    /// nothing does for so long, or never will.
    pub fn next(&mut self, patience: Option<Duration>) -> Option<Changes> {
        let ends = patience.map(|patience| Instant::now() + patience);
        let mut heard = FsEvents::default();
        while heard.paths.is_empty() && !heard.is_lost {
            let event = match ends {
                None => self.events.recv().ok()?,
                Some(ends) => self.before(ends)?,
            };
            heard.take(event);
            for event in self.events.try_iter() {
                heard.take(event);
            }
        }
        let ends = Instant::now() + WRITING;
        while !heard.open.is_empty()
            && let Some(event) = self.before(ends)
        {
            heard.take(event);
        }
        let folders = INPUT_FOLDERS.map(|folder| self.root.join(folder));
        // Look for links again if a new path may be or contain one, or is an input folder.
        let is_news = |path: &PathBuf| {
            folders.contains(path) || self.links.contains(path) || path.is_symlink() || path.is_dir()
        };
        if self.is_short || heard.is_short || heard.paths.iter().any(is_news) {
            self.is_short = false;
            heard.is_lost |= self.look().is_err();
        }
        // With links, a file may be reported under any of its names.
        let is_outside = |path: &PathBuf| !path.starts_with(&self.root);
        if heard.is_lost || self.is_short || !self.links.is_empty() || heard.paths.iter().any(is_outside) {
            return Some(Changes::Unknown);
        }
        Some(Changes::Paths(heard.paths.into_iter().collect()))
    }

    /// The next event before a deadline.
    fn before(&self, ends: Instant) -> Option<notify::Result<Event>> {
        // Timeout or disconnected.
        self.events.recv_timeout(ends.saturating_duration_since(Instant::now())).ok()
    }

    /// Watches all that there is to watch. What has gone since the last look is watched no more.
    fn look(&mut self) -> notify::Result<()> {
        let reach = Reach::of(&self.root, &self.follow);
        let tops: BTreeSet<&Path> = reach.tops().map(|(_, top)| top).collect();
        for (name, _) in reach.tops() {
            self.begin(&self.root.join(name), RecursiveMode::Recursive)?;
        }
        // Skip folders that are watched under a name in the site.
        let outside = reach.followed().iter().filter(|folder| !tops.contains(folder.as_path()));
        let outside: BTreeSet<PathBuf> = outside.cloned().collect();
        for folder in self.outside.difference(&outside) {
            // Fails if the folder is gone, which is fine.
            let _ = self.watcher.unwatch(folder);
        }
        for folder in &outside {
            self.begin(folder, RecursiveMode::Recursive)?;
        }
        self.outside = outside;
        self.links = links_of(&self.root);
        Ok(())
    }

    fn begin(&mut self, folder: &Path, mode: RecursiveMode) -> notify::Result<()> {
        match self.watcher.watch(folder, mode) {
            Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => self.is_short = true,
            begun => begun?,
        }
        Ok(())
    }
}

impl FsEvents {
    fn take(&mut self, event: notify::Result<Event>) {
        let event = match event {
            Ok(event) => event,
            Err(error) => {
                self.is_lost = true;
                self.is_short |= matches!(error.kind, ErrorKind::MaxFilesWatch);
                return;
            }
        };
        self.is_lost |= event.need_rescan();
        let paths = event.paths;
        match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => {
                for path in paths {
                    self.open.remove(&path);
                    self.paths.insert(path);
                }
            }
            // Reads change nothing.
            EventKind::Access(_) => {}
            EventKind::Create(CreateKind::File) | EventKind::Modify(ModifyKind::Data(_)) => {
                for path in paths {
                    // Only inotify reports when a file is closed.
                    if cfg!(target_os = "linux") {
                        self.open.insert(path.clone());
                    }
                    self.paths.insert(path);
                }
            }
            _ => {
                for path in paths {
                    self.open.remove(&path);
                    self.paths.insert(path);
                }
            }
        }
    }
}
