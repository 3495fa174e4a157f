//! What templates made before: a page's HTML depends on what its templates saw and on the templates
//! alone.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use serde::Serialize;

use crate::base::{Digest, Hasher};
use crate::plan::Address;

/// What templates made of each page when it was last rendered.
pub type Memo = BTreeMap<Address, Vec<Made>>;

/// What one template made of what it saw.
#[derive(Clone, Debug)]
pub struct Made {
    seen: Digest,
    html: Arc<str>,
}

/// The templates' work on one page: what was made before serves again where a template would see
/// the same.
#[derive(Debug)]
pub(super) struct Work<'a> {
    before: Option<&'a [Made]>,
    made: Vec<Made>,
    /// How many templates were run.
    pub runs: usize,
}

impl<'a> Work<'a> {
    /// Begins the work on a page. Without a memo nothing is compared and nothing kept.
    pub fn new(memo: Option<&'a Memo>, page: &Address) -> Self {
        let before = memo.map(|memo| memo.get(page).map_or(&[][..], Vec::as_slice));
        Self { before, made: Vec::new(), runs: 0 }
    }

    /// What a template makes of `seen`: what it made before, else what `run` gives.
    pub fn html<E>(
        &mut self,
        seen: impl FnOnce() -> Digest,
        run: impl FnOnce() -> Result<String, E>,
    ) -> Result<Arc<str>, E> {
        let Some(before) = self.before else {
            self.runs += 1;
            return Ok(run()?.into());
        };
        let seen = seen();
        let known = before.iter().find(|made| made.seen == seen);
        let html = match known {
            Some(made) => Arc::clone(&made.html),
            None => {
                self.runs += 1;
                run()?.into()
            }
        };
        self.made.push(Made { seen, html: Arc::clone(&html) });
        Ok(html)
    }

    /// What was made, for the next time.
    pub fn finish(self) -> Vec<Made> {
        self.made
    }
}

/// The digest of what a template sees, part by part.
#[derive(Default)]
pub(super) struct Seen(Hasher);

impl Seen {
    /// Adds a text.
    pub fn text(mut self, text: &str) -> Self {
        self.0.update(&(text.len() as u64).to_le_bytes());
        self.0.update(text.as_bytes());
        self
    }

    /// Adds a value, as templates would see it.
    pub fn value(mut self, value: &impl Serialize) -> Self {
        // The hasher takes all it is given, and views are plain data.
        let _ = serde_json::to_writer(&mut self, value);
        self
    }

    /// Adds what was digested before.
    pub fn digest(mut self, digest: Digest) -> Self {
        self.0.update(digest.as_bytes());
        self
    }

    /// The digest of all that was added.
    pub fn finish(self) -> Digest {
        self.0.finish()
    }
}

impl Write for Seen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
