//! The site's folder, watched.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::links::Links;
use crate::source::INPUT_FOLDERS;

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

/// Hears of what happens in a site's folder.
pub struct Watch {
    root: PathBuf,
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    links: Links,
}

/// What the system has told of, taken together.
#[derive(Debug, Default)]
struct Heard {
    paths: BTreeSet<PathBuf>,
    /// The files that are being written, as far as the system says when that ends.
    open: BTreeSet<PathBuf>,
    is_lost: bool,
}

impl Watch {
    /// Begins to watch a site's folder: what lies in it, and all that lies below the folders of inputs.
    ///
    /// # Errors
    ///
    /// When the system lets no more folders be watched, or the folder cannot be entered.
    pub fn new(root: &Path) -> notify::Result<Self> {
        let (sender, events) = channel();
        let mut watcher = notify::recommended_watcher(move |event| {
            // Nobody listens any more when the server has ended.
            let _ = sender.send(event);
        })?;
        watcher.watch(root, RecursiveMode::NonRecursive)?;
        let mut watch = Self { root: root.to_owned(), watcher, events, links: Links::default() };
        watch.look()?;
        Ok(watch)
    }

    /// Waits for something to happen, and takes in all that has happened by then; `None` where nothing does for so long, or
    /// never will.
    pub fn next(&mut self, patience: Option<Duration>) -> Option<Changes> {
        let ends = patience.map(|patience| Instant::now() + patience);
        let mut heard = Heard::default();
        while heard.paths.is_empty() && !heard.is_lost {
            let event = match ends {
                None => self.events.recv().ok()?,
                Some(ends) => self.before(ends)?,
            };
            heard.take(event, &self.links);
            for event in self.events.try_iter() {
                heard.take(event, &self.links);
            }
        }
        let ends = Instant::now() + WRITING;
        while !heard.open.is_empty()
            && let Some(event) = self.before(ends)
        {
            heard.take(event, &self.links);
        }
        let folders = INPUT_FOLDERS.map(|folder| self.root.join(folder));
        // What came may hold links, or be one, or be a folder of inputs; a link that went needs nothing any more.
        let is_news = |path: &PathBuf| {
            folders.contains(path) || self.links.holds(path) || path.is_symlink() || path.is_dir()
        };
        if heard.paths.iter().any(is_news) {
            heard.is_lost |= self.look().is_err();
        }
        // By which of its names a file is known where there are links, nobody can say.
        if heard.is_lost || !self.links.is_empty() {
            return Some(Changes::Unknown);
        }
        Some(Changes::Paths(heard.paths.into_iter().collect()))
    }

    /// The next that the system tells of before a moment.
    fn before(&self, ends: Instant) -> Option<notify::Result<Event>> {
        // Nothing more is told, or not in time.
        self.events.recv_timeout(ends.saturating_duration_since(Instant::now())).ok()
    }

    /// Watches all that there is to watch. What has gone since the last look is watched no more.
    fn look(&mut self) -> notify::Result<()> {
        for folder in INPUT_FOLDERS {
            self.enter(&self.root.join(folder))?;
        }
        let links = Links::of(&self.root);
        for folder in self.links.folders().difference(&links.folders()) {
            // Where it has gone, nothing is watched.
            let _ = self.watcher.unwatch(folder);
        }
        for folder in links.folders().difference(&self.links.folders()) {
            self.watcher.watch(folder, RecursiveMode::NonRecursive)?;
        }
        self.links = links;
        Ok(())
    }

    fn enter(&mut self, folder: &Path) -> notify::Result<()> {
        if folder.is_dir() { self.watcher.watch(folder, RecursiveMode::Recursive) } else { Ok(()) }
    }
}

impl Heard {
    fn take(&mut self, event: notify::Result<Event>, links: &Links) {
        let Ok(event) = event else {
            self.is_lost = true;
            return;
        };
        self.is_lost |= event.need_rescan();
        let paths = event.paths.into_iter().filter(|path| !links.is_strange(path));
        match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => {
                for path in paths {
                    self.open.remove(&path);
                    self.paths.insert(path);
                }
            }
            // That somebody reads a file changes nothing.
            EventKind::Access(_) => {}
            EventKind::Create(CreateKind::File) | EventKind::Modify(ModifyKind::Data(_)) => {
                for path in paths {
                    // Elsewhere nobody tells when a file is closed.
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
