//! The watch loop: a file is saved, the site is built, the browsers are notified.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};

use super::dev_ui::{BuildReport, DevUi};
use super::fault::Fault;
use super::fs_watcher::{Changes, FsWatcher};
use super::server::Live;
use super::state::SiteState;
use crate::base::{Diagnostic, FilePath};
use crate::cache::{CACHE_FOLDER, Cache};
use crate::output::Outputs;
use crate::pipeline::{self, Build, Policy, Silent};
use crate::source::{Options, Refreshed, Snapshot, read_site};
use crate::translation::STATE_FILE;

/// How long to wait after folders came or went before the whole site is read again: changes in a
/// folder that is not yet watched raise no events.
const QUIET: Duration = Duration::from_millis(150);

/// How long a file that has gone or become empty may take to come back: many editors move or empty
/// a file before they write it.
const FILLING: Duration = Duration::from_millis(100);

/// The site of a folder, built anew whenever something in it changes.
pub struct DevSession<'a> {
    root: &'a Path,
    options: Options,
    clock: &'a dyn Fn() -> DateTime<Utc>,
    snapshot: Snapshot,
    dev_ui: Arc<DevUi>,
    /// The files of the last build without an error.
    outputs: Arc<Outputs>,
    /// The fault that some folders cannot be watched.
    shortage: Option<Diagnostic>,
}

/// What a build of the session has come to.
#[derive(Debug)]
pub struct Built {
    /// The site to be served.
    pub state: SiteState,
    /// What the build has told.
    pub build: Build,
    /// How long it took, from the first that was read.
    pub took: Duration,
}

impl<'a> DevSession<'a> {
    /// Reads the site of a folder.
    pub fn new(root: &'a Path, options: Options, clock: &'a dyn Fn() -> DateTime<Utc>) -> Self {
        // Nothing is written while a site is served.
        let cache = Cache::over_folder(&root.join(CACHE_FOLDER));
        let snapshot = Snapshot { cache, ..read_site(root, clock(), options.clone()) };
        let dev_ui = Arc::new(DevUi::new(root, &options, snapshot.now));
        Self { root, options, clock, snapshot, dev_ui, outputs: Arc::default(), shortage: None }
    }

    /// Updates whether some folders cannot be watched, which is reported with each build. Returns
    /// whether that has changed.
    pub fn update_shortage(&mut self, watcher: &FsWatcher) -> bool {
        let shortage = watcher.shortage();
        let is_new = self.shortage != shortage;
        self.shortage = shortage;
        is_new
    }

    /// The inputs as they were last read.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Builds the site as it was last read. `describe` writes a diagnostic as the terminal shows
    /// it.
    pub fn build(&mut self, describe: &dyn Fn(&Diagnostic, &Snapshot) -> String) -> Built {
        self.build_watched(describe, &Silent)
    }

    /// [`DevSession::build`], of which somebody hears how far it has come.
    pub fn build_watched(
        &mut self,
        describe: &dyn Fn(&Diagnostic, &Snapshot) -> String,
        progress: &dyn pipeline::Progress,
    ) -> Built {
        let started = Instant::now();
        let mut build = self.dev_ui.session_to_build().build(&self.snapshot, &Policy::default(), progress);
        build.diagnostics.extend(self.shortage.clone());
        if let Some(outputs) = &build.outputs {
            self.outputs = Arc::clone(outputs);
        }
        let told = build.diagnostics.iter();
        let faults = told.map(|fault| Fault::new(fault.severity, describe(fault, &self.snapshot))).collect();
        let state = SiteState::new(Arc::clone(&self.outputs), build.base_path.clone(), faults)
            .with_dev_ui(Arc::clone(&self.dev_ui), Arc::clone(&build.unpublished));
        Built { state, build, took: started.elapsed() }
    }

    /// Rebuilds the site on each change, swaps it in and notifies browsers, until the folder can no
    /// longer be watched.
    pub fn run(
        &mut self,
        watcher: &mut FsWatcher,
        live: &Live,
        describe: &dyn Fn(&Diagnostic, &Snapshot) -> String,
        tell: &mut dyn FnMut(&Built, &[FilePath], &Snapshot),
    ) {
        let mut patience = None;
        loop {
            let mut changes = match watcher.next(patience) {
                Some(changes) => changes,
                None if patience.is_some() => Changes::Unknown,
                None => return,
            };
            let started = Instant::now();
            // After a quiet interval, one full read ends the search.
            let was_quiet = patience.take().is_some() && changes == Changes::Unknown;
            let (mut is_new, is_clear) = self.take_in(&mut changes, watcher);
            is_new |= self.update_shortage(watcher);
            if !is_clear && !was_quiet {
                patience = Some(QUIET);
            }
            if !is_new {
                if self.has_memory(&changes) {
                    self.dev_ui.renew();
                    live.broadcast();
                }
                continue;
            }
            let mut built = self.build(describe);
            built.took = started.elapsed();
            let files = self.named(&changes);
            // Report the build only after the swap: the dev pages must not be newer than the site.
            live.put(built.state.clone());
            self.note(&built, &files);
            live.broadcast();
            tell(&built, &files, &self.snapshot);
        }
    }

    /// Notes a build for those who look behind the pages.
    pub fn note(&self, built: &Built, files: &[FilePath]) {
        let is_sound = built.build.outputs.is_some();
        self.dev_ui.note(BuildReport {
            files: files.to_owned(),
            took: built.took,
            stats: built.build.stats,
            is_sound,
        });
    }

    /// Whether what is remembered of translations has changed: no page depends on it, but what is
    /// told of pairs does.
    fn has_memory(&self, changes: &Changes) -> bool {
        let Changes::Paths(paths) = changes else { return true };
        paths.contains(&self.root.join(STATE_FILE))
    }

    /// Reads what has changed, and what changes while a file is away. Says whether anything has,
    /// and whether that is sure to be all.
    fn take_in(&mut self, changes: &mut Changes, watcher: &mut FsWatcher) -> (bool, bool) {
        let Changes::Paths(paths) = changes else { return (self.read_whole(), false) };
        let before = self.filled();
        let mut refreshed = self.snapshot.refresh(self.root, paths);
        let is_new = refreshed == Refreshed::Changed;
        let ends = Instant::now() + FILLING;
        while refreshed == Refreshed::Changed && self.filled() < before {
            match watcher.next(Some(ends.saturating_duration_since(Instant::now()))) {
                None => break,
                Some(Changes::Unknown) => refreshed = Refreshed::Unclear,
                Some(Changes::Paths(more)) => {
                    if self.snapshot.refresh(self.root, &more) == Refreshed::Unclear {
                        refreshed = Refreshed::Unclear;
                    }
                    paths.extend(more);
                }
            }
        }
        let is_clear = refreshed != Refreshed::Unclear;
        let is_other = !is_clear && self.read_whole();
        (is_new || is_other, is_clear)
    }

    /// How many files hold anything.
    fn filled(&self) -> usize {
        self.snapshot.texts.values().filter(|text| !text.text.is_empty()).count()
            + self.snapshot.statics.len()
            + self.snapshot.media.len()
    }

    /// Reads the whole site, and says whether it is another than before.
    fn read_whole(&mut self) -> bool {
        let snapshot = read_site(self.root, (self.clock)(), self.options.clone());
        let is_new = snapshot.texts != self.snapshot.texts
            || snapshot.statics != self.snapshot.statics
            || snapshot.media != self.snapshot.media
            || snapshot.diagnostics != self.snapshot.diagnostics;
        let cache = self.snapshot.cache.clone();
        self.snapshot = Snapshot { cache, ..snapshot };
        is_new
    }

    /// The names of what changed, as the writer knows them.
    fn named(&self, changes: &Changes) -> Vec<FilePath> {
        let Changes::Paths(paths) = changes else { return Vec::new() };
        let name =
            |path: &std::path::PathBuf| Some(FilePath::new(path.strip_prefix(self.root).ok()?.to_str()?));
        paths.iter().filter_map(name).filter(|file| self.snapshot.holds(file)).collect()
    }
}
