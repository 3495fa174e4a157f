//! Who is connected, and who goes when there are too many.

use std::sync::{Arc, Weak};

use super::connection::Line;

/// How many connections there may be at a time. A browser opens up to six, and each open tab
/// listens on one.
const MOST: usize = 512;

/// The connections that are open.
#[derive(Debug, Default)]
pub(super) struct Guests {
    lines: Vec<Weak<Line>>,
}

impl Guests {
    /// Takes in a connection; where there are too many, the one that has been still for longest
    /// goes.
    pub(super) fn admit(&mut self, line: &Arc<Line>) {
        self.lines.retain(|line| line.strong_count() > 0);
        if self.lines.len() >= MOST {
            self.let_one_go();
        }
        self.lines.push(Arc::downgrade(line));
    }

    /// Ends the connection that has been still for longest.
    pub(super) fn let_one_go(&mut self) {
        let open = self.lines.iter().enumerate().filter_map(|(index, line)| Some((index, line.upgrade()?)));
        if let Some((index, line)) = open.min_by_key(|(_, line)| line.active()) {
            line.cut();
            self.lines.swap_remove(index);
        }
    }
}
