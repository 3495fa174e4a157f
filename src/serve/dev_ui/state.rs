//! What the server's own pages are made from.

use std::collections::VecDeque;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use chrono::{DateTime, Utc};
use percent_encoding::percent_decode_str;

use super::html::Frame;
use super::panel::BuildReport;
use super::{entry, pair, panel};
use crate::base::{FilePath, lock_unpoisoned};
use crate::output::{MediaType, Output, OutputPath};
use crate::pipeline::Session;
use crate::plan::Address;
use crate::serve::fault::Fault;
use crate::serve::http::Response;
use crate::source::{Options, Reach, Text};
use crate::translation::{STATE_FILE, TranslationState};

/// How many builds the panel lists.
const MEMORY: usize = 12;

/// What the server's own pages are made from: the session, which is looked into when somebody asks,
/// and the last builds.
pub struct DevUi {
    root: PathBuf,
    follow: Vec<PathBuf>,
    session: RwLock<Session>,
    told: Mutex<VecDeque<BuildReport>>,
    /// When the server was started, by which its pages are told from those of one before it.
    began: String,
    version: AtomicUsize,
}

impl DevUi {
    /// Makes what lies behind the pages of the site in a folder.
    pub fn new(root: &Path, options: &Options, now: DateTime<Utc>) -> Self {
        Self {
            root: root.to_owned(),
            follow: options.follow.clone(),
            session: RwLock::default(),
            told: Mutex::default(),
            began: format!("{:x}", now.timestamp_millis()),
            version: AtomicUsize::new(0),
        }
    }

    /// The session, to build with. Its pages are others from now on.
    pub fn session_to_build(&self) -> RwLockWriteGuard<'_, Session> {
        let session = self.session.write().unwrap_or_else(PoisonError::into_inner);
        self.renew();
        session
    }

    /// Says that something beside the site has changed, so that the pages may be others.
    pub fn renew(&self) {
        self.version.fetch_add(1, Ordering::Relaxed);
    }

    /// Notes a build.
    pub fn note(&self, told: BuildReport) {
        let mut all = lock_unpoisoned(&self.told);
        all.push_front(told);
        all.truncate(MEMORY);
        self.renew();
    }

    /// What changes when one of the pages may be another.
    pub fn tag(&self) -> String {
        format!("{}-{}", self.began, self.version.load(Ordering::Relaxed))
    }

    /// Where the sections of a page begin, by its address, if an output is what it has become in
    /// the last build.
    pub fn sections(&self, path: &str, output: &Output) -> Option<Vec<(usize, usize)>> {
        let session = self.session();
        let sight = session.sight()?;
        let (address, page) = sight.pages.get_key_value(&Address::parse(path).ok()?)?;
        let built = sight.outputs.get(&OutputPath::new(&address.output_path()).ok()?)?;
        (built.blob.digest == output.blob.digest).then(|| page.sections.clone())
    }

    /// The page at a path below the server's own, percent-encoded, with its query; `None` where
    /// there is none.
    pub fn page(&self, target: &str, base_path: &str, faults: &[Fault]) -> Option<Response> {
        // Take the tag before the page: a page newer than its tag is only reloaded once more, an
        // older one would never be.
        let tag = self.tag();
        let session = self.session();
        let sight = session.sight()?;
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let path = percent_decode_str(path).decode_utf8().ok()?;
        let frame = Frame { base_path, tag: &tag };
        let html = match path.split_once('/') {
            None if path.is_empty() => {
                let told = lock_unpoisoned(&self.told);
                panel::page(sight, faults, told.iter(), &frame)
            }
            Some(("page", name)) => entry::page(sight, name, &frame),
            Some(("pair", name)) => pair::page(sight, name, query, &self.memory(), &frame),
            _ => return None,
        };
        Some(match html {
            Ok(html) => Response::text(200, MediaType::HTML, html),
            Err(html) => Response::text(404, MediaType::HTML, html),
        })
    }

    fn session(&self) -> RwLockReadGuard<'_, Session> {
        self.session.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is remembered of translations; nothing where it cannot be read, as `diglot
    /// translations` tells.
    fn memory(&self) -> TranslationState {
        let file = FilePath::new(STATE_FILE);
        let mut faults = Vec::new();
        let reach = Reach::of(&self.root, &self.follow);
        let bytes = reach.read(STATE_FILE).ok().flatten().unwrap_or_default();
        let text = Text::decode(&file, &bytes, &mut faults);
        TranslationState::read(&file, &text.text, &mut faults).unwrap_or_default()
    }
}

impl fmt::Debug for DevUi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DevUi").field("root", &self.root).finish_non_exhaustive()
    }
}
