//! The bodies of a file, compiled now or by an earlier build.

use std::sync::Arc;
use std::vec;

use serde::{Deserialize, Serialize};

use crate::base::Diagnostic;
use crate::markup::{Body, ContentSource, LazyContent, PageIds, TakenIds};

/// The bodies of one file, in the order in which they are compiled.
pub enum Bodies {
    /// They are compiled anew.
    New(Compiled),
    /// An earlier build has compiled them.
    Known {
        /// Those that have not been asked for yet.
        bodies: vec::IntoIter<CompiledBody>,
        /// What was told of the language that the file is written in.
        written: Vec<Diagnostic>,
    },
}

/// What the bodies of a file have become, with what was told of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compiled {
    bodies: Vec<CompiledBody>,
    /// What was told of the language that the file is written in.
    written: Vec<Diagnostic>,
}

/// A body, what it has taken of what all bodies of a page share, and what was told of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompiledBody {
    body: Arc<Body>,
    ids: TakenIds,
    faults: Vec<Diagnostic>,
}

impl Compiled {
    /// The bodies, in order.
    pub fn bodies(&self) -> impl ExactSizeIterator<Item = &Body> {
        self.bodies.iter().map(|compiled| &*compiled.body)
    }
}

impl Bodies {
    /// Those of a file that is compiled anew.
    pub fn new() -> Self {
        Self::New(Compiled::default())
    }

    /// Those that an earlier build has made of the same file, whose contents are found in a source.
    pub fn known(Compiled { mut bodies, written }: Compiled, source: Arc<dyn ContentSource>) -> Self {
        for (number, compiled) in bodies.iter_mut().enumerate() {
            Arc::make_mut(&mut compiled.body).content = LazyContent::of_source(Arc::clone(&source), number);
        }
        Self::Known { bodies: bodies.into_iter(), written }
    }

    /// What a later build can use; `None` where there is nothing new.
    pub fn finish(self) -> Option<Compiled> {
        match self {
            Self::New(compiled) => Some(compiled),
            Self::Known { .. } => None,
        }
    }

    /// The next body, and what there is to tell of it: the one that is known, else the one that
    /// `compile` makes.
    pub(super) fn next(
        &mut self,
        ids: &mut PageIds,
        faults: &mut Vec<Diagnostic>,
        compile: impl FnOnce(&mut PageIds, &mut Vec<Diagnostic>) -> Body,
    ) -> Arc<Body> {
        if let Self::Known { bodies, .. } = self
            && let Some(CompiledBody { body, ids: taken, faults: told }) = bodies.next()
        {
            ids.take(&taken);
            faults.extend(told);
            return body;
        }
        let (moment, told) = (ids.now(), faults.len());
        let body = Arc::new(compile(ids, faults));
        if let Self::New(compiled) = self {
            let (body, ids) = (Arc::clone(&body), ids.since(moment));
            compiled.bodies.push(CompiledBody { body, ids, faults: faults[told..].to_vec() });
        }
        body
    }

    /// What there is to tell of the language that the file is written in: what is known, else what
    /// `check` finds.
    pub(super) fn written(&mut self, check: impl FnOnce() -> Vec<Diagnostic>) -> Vec<Diagnostic> {
        match self {
            Self::Known { written, .. } => std::mem::take(written),
            Self::New(compiled) => {
                compiled.written = check();
                compiled.written.clone()
            }
        }
    }
}

impl Default for Bodies {
    fn default() -> Self {
        Self::new()
    }
}
