//! A bar for builds that take long, when someone watches.

use std::fmt::Display;
use std::io::{self, IsTerminal};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::base::lock_unpoisoned;
use crate::pipeline::{Phase, Progress};

/// How long a build may take before the bar shows.
const PATIENCE: Duration = Duration::from_millis(400);

/// Shows how far a build has come, and what it is at, on a terminal; elsewhere it shows nothing.
pub struct ProgressDisplay {
    shown: Arc<Mutex<Shown>>,
    is_watched: bool,
}

struct Shown {
    bar: ProgressBar,
    /// Whether the build has taken long enough, and is not over.
    is_due: bool,
}

impl Shown {
    /// Puts the bar on the terminal, where there are steps to count.
    fn show(&self) {
        if self.is_due && self.bar.length().is_some_and(|steps| steps > 0) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
            self.bar.tick();
        }
    }
}

impl ProgressDisplay {
    /// Makes a bar that is not yet seen.
    pub fn new() -> Self {
        let shown = Arc::new(Mutex::new(Shown { bar: ProgressBar::hidden(), is_due: false }));
        let is_watched = io::stderr().is_terminal();
        if is_watched {
            let later = Arc::downgrade(&shown);
            // Draw from a thread: a single step may take long.
            thread::spawn(move || {
                thread::sleep(PATIENCE);
                if let Some(shown) = later.upgrade() {
                    let mut shown = lock_unpoisoned(&shown);
                    shown.is_due = true;
                    shown.show();
                }
            });
        }
        Self { shown, is_watched }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        let mut shown = lock_unpoisoned(&self.shown);
        shown.is_due = false;
        shown.bar.finish_and_clear();
        shown.bar = ProgressBar::hidden();
    }
}

impl Progress for ProgressDisplay {
    fn phase(&self, phase: Phase, steps: usize) {
        if !self.is_watched {
            return;
        }
        let mut shown = lock_unpoisoned(&self.shown);
        shown.bar.finish_and_clear();
        let style = ProgressStyle::with_template("{prefix:>9} {bar:32} {pos}/{len} {wide_msg:.dim}");
        shown.bar = ProgressBar::with_draw_target(Some(steps as u64), ProgressDrawTarget::hidden())
            .with_prefix(phase.name())
            .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        shown.show();
    }

    fn begin(&self, thing: &dyn Display) {
        if self.is_watched {
            // File names may contain control characters.
            lock_unpoisoned(&self.shown).bar.set_message(thing.to_string().escape_debug().to_string());
        }
    }

    fn end(&self) {
        if self.is_watched {
            lock_unpoisoned(&self.shown).bar.inc(1);
        }
    }
}
