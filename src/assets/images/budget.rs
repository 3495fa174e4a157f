//! How much is worked on at once.

use std::sync::{Condvar, Mutex, PoisonError};

/// The limit of pixels decoded concurrently, about 1 GB, whatever the number of processors.
const MOST: u64 = 1 << 28;

static FREE: Mutex<u64> = Mutex::new(MOST);
static FREED: Condvar = Condvar::new();

/// A share of the pixels that may be decoded at one time; it is given back when it goes.
pub struct PixelPermit(u64);

impl PixelPermit {
    /// Waits until there are as many free.
    pub fn take(pixels: u64) -> Self {
        let share = pixels.min(MOST);
        let free = FREE.lock().unwrap_or_else(PoisonError::into_inner);
        let mut free = FREED.wait_while(free, |free| *free < share).unwrap_or_else(PoisonError::into_inner);
        *free -= share;
        Self(share)
    }
}

impl Drop for PixelPermit {
    fn drop(&mut self) {
        *FREE.lock().unwrap_or_else(PoisonError::into_inner) += self.0;
        FREED.notify_all();
    }
}
