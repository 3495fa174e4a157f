//! The bodies of a file, compiled now or by an earlier build.

use std::sync::Arc;
use std::vec;

use serde::{Deserialize, Serialize};

use crate::markup::{Body, PageIds, TakenIds};

/// The bodies of one file, in the order in which they are compiled.
pub enum Bodies {
    /// They are compiled anew.
    New {
        /// What they have become so far.
        made: Vec<Made>,
        /// Whether nothing has been found wrong with them, nor with what they are written in.
        are_sound: bool,
    },
    /// An earlier build has compiled them, and found nothing wrong with them.
    Known(vec::IntoIter<Made>),
}

/// A body, and what it has taken of what all bodies of a page share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    body: Arc<Body>,
    ids: TakenIds,
}

impl Bodies {
    /// Those of a file that is compiled anew.
    pub fn new() -> Self {
        Self::New { made: Vec::new(), are_sound: true }
    }

    /// Those that an earlier build has made of the same file.
    pub fn known(made: Vec<Made>) -> Self {
        Self::Known(made.into_iter())
    }

    /// What a later build can use; `None` where there is something to tell of them, or nothing new.
    pub fn finish(self) -> Option<Vec<Made>> {
        match self {
            Self::New { made, are_sound: true } => Some(made),
            _ => None,
        }
    }

    /// The next body: the one that is known, else the one that `compile` makes, which says whether it is sound.
    pub(super) fn next(
        &mut self,
        ids: &mut PageIds,
        compile: impl FnOnce(&mut PageIds) -> (Body, bool),
    ) -> Arc<Body> {
        if let Self::Known(known) = self
            && let Some(Made { body, ids: taken }) = known.next()
        {
            ids.take(&taken);
            return body;
        }
        let moment = ids.now();
        let (body, is_sound) = compile(ids);
        let body = Arc::new(body);
        if let Self::New { made, are_sound } = self {
            *are_sound &= is_sound;
            made.push(Made { body: Arc::clone(&body), ids: ids.since(moment) });
        }
        body
    }

    /// Whether an earlier build has looked at what the file is written in and has found nothing wrong.
    pub(super) fn are_known(&self) -> bool {
        matches!(self, Self::Known(_))
    }

    /// Remembers that there is something to tell of the file each time.
    pub(super) fn are_faulty(&mut self) {
        if let Self::New { are_sound, .. } = self {
            *are_sound = false;
        }
    }
}

impl Default for Bodies {
    fn default() -> Self {
        Self::new()
    }
}
