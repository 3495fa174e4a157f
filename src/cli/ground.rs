//! What an earlier build has left, and going on from there.

use std::path::Path;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::base::{Digest, FilePath};
use crate::disk;
use crate::pipeline::{Build, Earlier, Phase, Policy, Respliced, Watch, resplice};
use crate::publish::{Failure, Hold, Published, Receipt, Staged};
use crate::render::OutputPath;
use crate::source::Snapshot;

/// Of how many section files may say something else for a build to look whether no more than their
/// bodies have changed.
const MOST_EDITED: usize = 16;

/// What a build into a folder stands on: its inputs, and what the last build of all but the section
/// files' texts has left.
pub(super) struct Ground<'a> {
    snapshot: &'a Snapshot,
    folder: &'a Path,
    /// The digest of the folder's path: what is kept of it takes the place of what was kept before.
    place: Digest,
    /// The digest of all that decides what is published, but for the section files' texts, the
    /// moment, and what lies in the folder.
    frame: Digest,
}

/// What a receipt tells of a build beside its files.
#[derive(Serialize, Deserialize)]
struct About {
    /// The digest of what the build stood on.
    frame: Digest,
    /// How many pages each language has.
    pages: Vec<(String, usize)>,
    /// From when until when the same inputs give the same site, in seconds since 1970.
    valid: (i64, i64),
    /// The digests of the section files, in their order.
    texts: Vec<Digest>,
    /// What tells the build that the ledger is of.
    ledger: Digest,
    /// Whether some of the files are somebody else's.
    has_foreign: bool,
}

/// What was done where an earlier build could be gone on from.
pub(super) struct GoneOn {
    pub published: Published,
    /// How many pages each language has.
    pub pages: Vec<(String, usize)>,
    /// The phase that did it, and what there is to say of that.
    pub phase: Phase,
    pub note: String,
}

impl<'a> Ground<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, policy: &Policy, folder: &'a Path) -> Self {
        let whole = std::path::absolute(folder).unwrap_or_default();
        let (frame, program) = (snapshot.frame().hex(), snapshot.cache.program().hex());
        let frame = Digest::of(format!("{frame} {policy:?} {program}").as_bytes());
        let place = Digest::of(whole.as_os_str().as_encoded_bytes());
        Self { snapshot, folder, place, frame }
    }

    /// Publishes what an earlier build has not published yet, where that is nothing or the bodies
    /// of a few pages; `None` where it may be more. Where `adopt` is set that somebody else's files
    /// become Diglot's is more.
    ///
    /// # Errors
    ///
    /// Why no more than a part was published.
    pub(super) fn go_on(
        &self,
        hold: &mut Hold,
        adopt: bool,
        watch: &dyn Watch,
    ) -> Result<Option<GoneOn>, Failure> {
        let receipt = self.receipt().filter(|receipt| !(adopt && receipt.about.has_foreign));
        let Some(receipt) = receipt else { return Ok(None) };
        let texts = self.snapshot.section_files().zip(&receipt.about.texts);
        let changed: Vec<_> = texts
            .filter(|((_, text), before)| text.digest != **before)
            .map(|((file, _), before)| (file, *before))
            .take(MOST_EDITED + 1)
            .collect();
        match changed.len() {
            0 if receipt.holds(self.folder) => {
                let published = Published { kept: receipt.files(), ..Published::default() };
                let note = "nothing has changed".to_owned();
                Ok(Some(GoneOn { published, pages: receipt.about.pages, phase: Phase::Glance, note }))
            }
            1..=MOST_EDITED => {
                watch.phase(Phase::Edit, changed.len());
                if hold.enter().is_err() {
                    return Ok(None);
                }
                self.edit(receipt, changed, hold, watch).transpose()
            }
            _ => Ok(None),
        }
    }

    /// Remembers what has been published, where nothing is wrong with it.
    pub(super) fn keep(&self, built: &Build, published: &Published, pages: Vec<(String, usize)>) {
        let Some((outputs, ledger)) = built.outputs.as_ref().zip(built.ledger.as_ref()) else { return };
        let (since, until) = built.valid;
        let about = About {
            frame: self.frame,
            pages,
            valid: (since.timestamp(), until.timestamp()),
            texts: self.texts(),
            ledger: ledger.build(),
            has_foreign: !published.foreign.is_empty(),
        };
        if let Some(receipt) = Receipt::of(outputs, &published.foreign, self.folder, about) {
            ledger.keep(&self.snapshot.cache, self.place);
            receipt.keep(&self.snapshot.cache, self.place);
        }
    }

    /// Puts the bodies of changed files into what was published; `None` where that is not done, and
    /// the folder is as it was.
    fn edit(
        &self,
        mut receipt: Receipt<About>,
        changed: Vec<(&FilePath, Digest)>,
        hold: &Hold,
        watch: &dyn Watch,
    ) -> Option<Result<GoneOn, Failure>> {
        let edited = changed.len();
        let read = |path: &OutputPath| disk::read(&path.under(self.folder)).ok();
        let earlier = Earlier { folder: self.place, build: receipt.about.ledger, changed, read: &read };
        let respliced = OnceLock::new();
        let stage = || {
            let Respliced { outputs, .. } =
                respliced.get_or_init(|| resplice(self.snapshot, &earlier, watch)).as_ref()?;
            match outputs.is_empty() {
                true => Some(None),
                false => hold.stage(outputs, receipt.files()).ok()?.map(Some),
            }
        };
        let (is_untouched, staged) = rayon::join(|| receipt.holds(self.folder), stage);
        let staged = staged.filter(|_| is_untouched)?;
        let Respliced { outputs, ledger } = respliced.get()?.as_ref()?;
        let (is_published, ()) = rayon::join(
            || staged.map_or(Ok(()), Staged::put_into_place),
            || ledger.keep(&self.snapshot.cache, self.place),
        );
        match is_published {
            Ok(()) => {}
            Err(failure) if failure.halfway.is_some() => return Some(Err(failure)),
            Err(_) => return None,
        }
        if receipt.renew(outputs, self.folder).is_some() {
            receipt.about.texts = self.texts();
            // It comes last: it answers for the ledger too.
            receipt.keep(&self.snapshot.cache, self.place);
        }
        let written = outputs.len();
        Some(Ok(GoneOn {
            published: Published { written, kept: receipt.files() - written, ..Published::default() },
            note: format!("{edited} compiled, {written} written"),
            pages: receipt.about.pages,
            phase: Phase::Edit,
        }))
    }

    /// The receipt of the last build, where it tells what a build at this moment gives.
    fn receipt(&self) -> Option<Receipt<About>> {
        let receipt = Receipt::<About>::read(&self.snapshot.cache, self.place)?;
        let (since, until) = receipt.about.valid;
        let is_of_now = (since..until).contains(&self.snapshot.now.timestamp());
        (receipt.about.frame == self.frame && is_of_now).then_some(receipt)
    }

    fn texts(&self) -> Vec<Digest> {
        self.snapshot.section_files().map(|(_, text)| text.digest).collect()
    }
}
