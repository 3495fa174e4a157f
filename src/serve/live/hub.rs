//! The browsers that listen for changes.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, MutexGuard};

use crate::base::lock_unpoisoned;
/// How many events may wait for a browser that does not read them; one that lags further is let go,
/// and catches up when it comes back.
const PATIENCE: usize = 8;

/// The browsers that listen for changes, each for one page.
#[derive(Debug, Default)]
pub struct Hub {
    tabs: Mutex<Tabs>,
}

#[derive(Debug, Default)]
struct Tabs {
    next: u64,
    open: BTreeMap<u64, Tab>,
}

#[derive(Debug)]
struct Tab {
    page: String,
    last: String,
    sender: SyncSender<String>,
}

/// One browser's ear; the hub forgets it when it is dropped.
#[derive(Debug)]
pub struct Listener<'a> {
    hub: &'a Hub,
    id: u64,
    /// What is to be told, in order. It ends when the hub has let go.
    pub events: Receiver<String>,
}

impl Hub {
    /// Registers a browser that shows a page, and sends it the page's state. Holds the lock
    /// meanwhile, so that no newer state is missed.
    pub fn listen(&self, page: &str, state: impl FnOnce(&str) -> String) -> Listener<'_> {
        let (sender, events) = sync_channel(PATIENCE);
        let mut tabs = self.lock();
        let state = state(page);
        sender.try_send(state.clone()).expect("the channel is new and has room");
        let id = tabs.next;
        tabs.next += 1;
        tabs.open.insert(id, Tab { page: page.to_owned(), last: state, sender });
        Listener { hub: self, id, events }
    }

    /// Sends each browser the state of its page if it has changed.
    pub fn broadcast(&self, state: impl Fn(&str) -> String) {
        self.lock().open.retain(|_, tab| {
            let now = state(&tab.page);
            if now == tab.last {
                return true;
            }
            tab.last.clone_from(&now);
            tab.sender.try_send(now).is_ok()
        });
    }

    fn lock(&self) -> MutexGuard<'_, Tabs> {
        lock_unpoisoned(&self.tabs)
    }
}

impl Drop for Listener<'_> {
    fn drop(&mut self) {
        self.hub.lock().open.remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::{Hub, PATIENCE};

    fn said(state: &str) -> impl FnOnce(&str) -> String {
        move |_| state.to_owned()
    }

    #[test]
    fn nobody_is_told_of_a_newer_state_while_a_browser_is_taken_in() {
        let hub = Hub::default();
        let listener = hub.listen("/a/", |page| {
            assert!(hub.tabs.try_lock().is_err(), "a newer state would be told to others only");
            page.to_owned()
        });
        assert_eq!(listener.events.try_iter().collect::<Vec<_>>(), ["/a/"]);
    }

    #[test]
    fn only_those_whose_page_changed_hear_of_it() {
        let hub = Hub::default();
        let (a, b) = (hub.listen("/a/", said("a1")), hub.listen("/b/", said("b1")));
        hub.broadcast(|page| if page == "/a/" { "a2".to_owned() } else { "b1".to_owned() });
        assert_eq!(a.events.try_iter().collect::<Vec<_>>(), ["a1", "a2"]);
        assert_eq!(b.events.try_iter().collect::<Vec<_>>(), ["b1"]);
    }

    #[test]
    fn who_leaves_is_forgotten_and_who_does_not_read_is_let_go() {
        let hub = Hub::default();
        drop(hub.listen("/", said("1")));
        assert_eq!(hub.lock().open.len(), 0);
        let stalled = hub.listen("/", said("1"));
        for number in 0..=PATIENCE {
            hub.broadcast(|_| format!("new {number}"));
        }
        assert_eq!(hub.lock().open.len(), 0);
        assert_eq!(stalled.events.iter().count(), PATIENCE, "what it was told before can still be read");
    }
}
