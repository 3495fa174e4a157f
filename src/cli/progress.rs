//! A bar for builds that take long, when someone watches.

use std::fmt::Display;
use std::sync::Mutex;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::pipeline::{Phase, Watch};

/// How long a build may take before the bar shows.
const PATIENCE: Duration = Duration::from_millis(400);

/// Shows how far a build has come on a terminal; elsewhere it shows nothing.
pub struct Progress {
    started: std::time::Instant,
    bar: Mutex<ProgressBar>,
}

impl Progress {
    /// Makes a bar that is not yet seen.
    pub fn new() -> Self {
        Self { started: std::time::Instant::now(), bar: Mutex::new(ProgressBar::hidden()) }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if let Ok(bar) = self.bar.lock() {
            bar.finish_and_clear();
        }
    }
}

impl Watch for Progress {
    fn phase(&self, phase: Phase, steps: usize) {
        let Ok(mut bar) = self.bar.lock() else { return };
        bar.finish_and_clear();
        let style = ProgressStyle::with_template("{msg:>9} {bar:32} {pos}/{len}");
        *bar = ProgressBar::with_draw_target(Some(steps as u64), ProgressDrawTarget::hidden())
            .with_message(phase.name())
            .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    }

    fn begin(&self, _: &dyn Display) {}

    fn end(&self) {
        let Ok(bar) = self.bar.lock() else { return };
        if bar.is_hidden() && self.started.elapsed() > PATIENCE {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        bar.inc(1);
    }
}
