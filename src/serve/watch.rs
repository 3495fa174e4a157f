//! The site's folder, watched.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::source::INPUT_FOLDERS;

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
        let mut watch = Self { root: root.to_owned(), watcher, events };
        for folder in INPUT_FOLDERS {
            watch.enter(&root.join(folder))?;
        }
        Ok(watch)
    }

    /// Waits for something to happen, and takes in all that has happened by then; `None` where nothing does for so long, or
    /// never will.
    pub fn next(&mut self, patience: Option<Duration>) -> Option<Changes> {
        let mut paths = BTreeSet::new();
        let mut lost = false;
        while paths.is_empty() && !lost {
            let first = match patience {
                None => self.events.recv().ok()?,
                Some(patience) => match self.events.recv_timeout(patience) {
                    Ok(event) => event,
                    Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return None,
                },
            };
            for event in std::iter::once(first).chain(std::iter::from_fn(|| self.events.try_recv().ok())) {
                match event {
                    Ok(event) if event.need_rescan() => lost = true,
                    Ok(event) if is_change(&event) => paths.extend(event.paths),
                    Ok(_) => {}
                    Err(_) => lost = true,
                }
            }
        }
        let folders: Vec<PathBuf> = INPUT_FOLDERS.iter().map(|folder| self.root.join(folder)).collect();
        for folder in folders.iter().filter(|folder| paths.contains(*folder)) {
            // It came, or came back; where it has gone there is nothing to watch.
            lost |= self.enter(folder).is_err();
        }
        Some(if lost { Changes::Unknown } else { Changes::Paths(paths.into_iter().collect()) })
    }

    fn enter(&mut self, folder: &Path) -> notify::Result<()> {
        if folder.is_dir() { self.watcher.watch(folder, RecursiveMode::Recursive) } else { Ok(()) }
    }
}

/// Whether an event may change what is read; that somebody reads a file changes nothing.
fn is_change(event: &Event) -> bool {
    use notify::event::{AccessKind, AccessMode};
    !matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write))
}
