//! The open connections, and which of them goes when there are too many.

use std::sync::{Arc, Weak};

use super::connection::Connection;

/// How many connections there may be at a time. A browser opens up to six, and each open tab
/// listens on one.
const MOST: usize = 512;

#[derive(Debug, Default)]
pub(super) struct ConnectionPool {
    connections: Vec<Weak<Connection>>,
}

impl ConnectionPool {
    /// Takes in a connection; where there are too many, the one that has been still for longest
    /// goes.
    pub(super) fn register(&mut self, connection: &Arc<Connection>) {
        self.connections.retain(|connection| connection.strong_count() > 0);
        if self.connections.len() >= MOST {
            self.evict_lru();
        }
        self.connections.push(Arc::downgrade(connection));
    }

    /// Ends the connection that has been still for longest.
    pub(super) fn evict_lru(&mut self) {
        let open = self
            .connections
            .iter()
            .enumerate()
            .filter_map(|(index, connection)| Some((index, connection.upgrade()?)));
        if let Some((index, connection)) = open.min_by_key(|(_, connection)| connection.active()) {
            connection.cut();
            self.connections.swap_remove(index);
        }
    }
}
