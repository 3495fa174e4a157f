//! Waiting for what other threads and programs do.

use std::thread;
use std::time::{Duration, Instant};

/// How long a test waits for anything that should come, on however busy a machine.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Looks again and again until it is there; an error says what is waited for.
#[track_caller]
pub fn wait_for<T>(mut look: impl FnMut() -> Result<T, String>) -> T {
    let ends = Instant::now() + PATIENCE;
    loop {
        match look() {
            Ok(found) => return found,
            Err(wanted) => assert!(Instant::now() < ends, "waited in vain for {PATIENCE:?}: {wanted}"),
        }
        thread::sleep(Duration::from_millis(2));
    }
}
