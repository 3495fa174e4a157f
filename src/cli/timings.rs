//! How long each phase of a build took, in a table for people and as a trace for browsers.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};
use std::fs;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::base::lock_unpoisoned;
use crate::pipeline::{Phase, Progress};

/// Hears a build and remembers when what happened.
pub struct Timings<'a> {
    started: Instant,
    /// Hears all of it too.
    other: &'a dyn Progress,
    phases: Mutex<Vec<(Phase, Instant)>>,
    /// The steps that are done; `None` where they are not asked for.
    steps: Option<Mutex<Vec<Step>>>,
}

struct Step {
    thing: String,
    thread: usize,
    began: Instant,
    ended: Instant,
}

thread_local! {
    /// The steps that have begun on this thread; one may begin while another waits.
    static BEGUN: RefCell<Vec<(String, Instant)>> = const { RefCell::new(Vec::new()) };
}

impl<'a> Timings<'a> {
    /// Begins to listen; with every step where they are wanted.
    pub fn new(started: Instant, other: &'a dyn Progress, wants_steps: bool) -> Self {
        Self { started, other, phases: Mutex::default(), steps: wants_steps.then(Mutex::default) }
    }

    /// The table, a line a phase: how long it took, and its share of the whole; phases that took no
    /// time to speak of are left out. `notes` has what else there is to say of a phase.
    pub fn table(&self, notes: &BTreeMap<Phase, String>) -> String {
        let phases = self.phases();
        let whole: Duration = phases.iter().map(|(_, _, took)| *took).sum();
        let mut table = String::new();
        for (phase, _, took) in phases {
            let note = notes.get(&phase).map_or("", |note| note);
            if took < Duration::from_micros(50) && note.is_empty() {
                continue;
            }
            let share = took.as_secs_f64() / whole.as_secs_f64() * 100.0;
            let line = format!("{:<10} {:>9.1} ms {share:>4.0} %  {note}", phase.name(), millis(took));
            let _ = writeln!(table, "{}", line.trim_end());
        }
        let memory =
            peak_memory().map_or_else(String::new, |peak| format!("          {peak} MB of memory at most"));
        let _ = write!(table, "{:<10} {:>9.1} ms{memory}", "all", millis(whole));
        table
    }

    /// The build as a trace, to be opened in `chrome://tracing`, Perfetto or Firefox's profiler.
    ///
    /// It is of the Trace Event Format: complete events (`ph` is `X`), times in microseconds.
    /// Thread 0 has the phases.
    pub fn trace(&self) -> String {
        let event = |name: &str, category: &str, thread: usize, began: Instant, took: Duration| {
            json!({
                "name": name, "cat": category, "ph": "X", "pid": 1, "tid": thread,
                "ts": micros(began.duration_since(self.started)), "dur": micros(took),
            })
        };
        let phases = self.phases();
        let mut events: Vec<_> = phases
            .iter()
            .map(|(phase, began, took)| event(phase.name(), "phase", 0, *began, *took))
            .collect();
        let steps = self.steps.as_ref().map(lock_unpoisoned);
        events.extend(steps.iter().flat_map(|steps| steps.iter()).map(|step| {
            let phase = phases.iter().rev().find(|(_, began, _)| *began <= step.began);
            let category = phase.map_or("", |(phase, ..)| phase.name());
            event(&step.thing, category, step.thread, step.began, step.ended - step.began)
        }));
        json!({ "traceEvents": events, "displayTimeUnit": "ms" }).to_string()
    }

    /// The phases in their order, with when each began and how long it took; the last lasts until
    /// now.
    fn phases(&self) -> Vec<(Phase, Instant, Duration)> {
        let phases = lock_unpoisoned(&self.phases);
        let ends = phases.iter().skip(1).map(|(_, began)| *began).chain([Instant::now()]);
        phases.iter().zip(ends).map(|((phase, began), end)| (*phase, *began, end - *began)).collect()
    }
}

impl Progress for Timings<'_> {
    fn phase(&self, phase: Phase, steps: usize) {
        lock_unpoisoned(&self.phases).push((phase, Instant::now()));
        self.other.phase(phase, steps);
    }

    fn begin(&self, thing: &dyn Display) {
        if self.steps.is_some() {
            BEGUN.with_borrow_mut(|begun| begun.push((thing.to_string(), Instant::now())));
        }
        self.other.begin(thing);
    }

    fn end(&self) {
        if let Some(steps) = &self.steps
            && let Some((thing, began)) = BEGUN.with_borrow_mut(Vec::pop)
        {
            let thread = rayon::current_thread_index().map_or(0, |index| index + 1);
            lock_unpoisoned(steps).push(Step { thing, thread, began, ended: Instant::now() });
        }
        self.other.end();
    }
}

/// How many MB of memory this process has held at most, where the system tells (Linux: `VmHWM` in
/// `/proc/self/status`).
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? / 1000)
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn micros(time: Duration) -> f64 {
    time.as_nanos() as f64 / 1e3
}
