//! A published site to one in which some sections say something else: what that touches, and
//! nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rayon::prelude::*;

use super::Watch;
use super::gather::{basis, has_settings};
use super::ledger::{FileEntry, Ledger, OpenLedger, OutputEntry, Place, kept};
use super::sections::page;
use crate::base::{Digest, FilePath};
use crate::document::Document;
use crate::markup::Body;
use crate::markup::highlight::recall;
use crate::render::{CDATA_CLOSE, Extent, MediaType, Output, OutputPath, Outputs, outline};
use crate::site::alignment;
use crate::source::Snapshot;

/// What a site becomes in which some bodies have changed.
#[derive(Debug)]
pub struct Respliced {
    /// The outputs that are other ones now. All others are as they were.
    pub outputs: Outputs,
    /// What the next build must know.
    pub ledger: Ledger,
}

/// A site that was published before, as a snapshot is to be published now.
pub struct Earlier<'a> {
    /// The folder that it was published into.
    pub folder: Digest,
    /// What tells the build that its ledger is of.
    pub build: Digest,
    /// The section files that differ, and what they were.
    pub changed: Vec<(&'a FilePath, Digest)>,
    /// The bytes of an output as they lie in the folder.
    pub read: &'a (dyn Fn(&OutputPath) -> Option<Vec<u8>> + Sync),
}

/// Puts changed bodies in the place of those that were published; `None` where that is not all that
/// there is to do, or nobody knows.
///
/// A snapshot and the one that was published must differ in the texts of the changed files alone,
/// and nothing may have been wrong then.
pub fn resplice(snapshot: &Snapshot, earlier: &Earlier<'_>, watch: &dyn Watch) -> Option<Respliced> {
    if !has_settings(snapshot) {
        return None;
    }
    let mut ledger = OpenLedger::new(&snapshot.cache, earlier.folder, earlier.build);
    let mut files: BTreeMap<FilePath, FileEntry> = BTreeMap::new();
    for (file, text) in &earlier.changed {
        let entry = ledger.file(file.as_str()).filter(|entry| entry.text == *text)?;
        files.insert((*file).clone(), entry);
    }
    let touched: BTreeSet<&str> =
        files.values().flat_map(|entry| &entry.outputs).map(String::as_str).collect();
    let mut holders = Vec::new();
    for path in touched {
        holders.push((OutputPath::new(path).ok()?, ledger.output(path)?));
    }
    let read = |(path, entry): (OutputPath, OutputEntry)| {
        let before = (earlier.read)(&path).filter(|bytes| Digest::of(bytes) == entry.digest)?;
        Some(Holder { path, entry, before: String::from_utf8(before).ok()? })
    };
    let (holders, context) = rayon::join(
        || holders.into_par_iter().map(read).collect::<Option<Vec<_>>>(),
        || basis(snapshot, &mut Vec::new()).context,
    );
    let holders = holders?;
    let compile = |file: &FilePath| {
        watch.begin(file);
        holders.iter().for_each(|holder| holder.recall(file));
        let compiled = snapshot.texts.get(file).and_then(|text| page(file, text, &context));
        watch.end();
        let (document, is_sound) = compiled?;
        is_sound.then(|| (file.clone(), document))
    };
    let documents: BTreeMap<FilePath, Document> =
        files.par_iter().map(|(file, _)| compile(file)).collect::<Option<_>>()?;
    let changed: BTreeMap<&FilePath, _> =
        documents.iter().map(|(file, document)| (file, kept(document))).collect();
    for (file, entry) in &mut files {
        let mut version = |file: &String| {
            let file = FilePath::new(file);
            let text = snapshot.texts.get(&file)?.digest;
            let unchanged = || ledger.file(file.as_str()).filter(|entry| entry.text == text)?.version();
            changed.get(&file).cloned().or_else(unchanged)
        };
        let versions: Vec<_> = entry.versions.iter().map(&mut version).collect::<Option<_>>()?;
        if outline(&documents[file]) != entry.outline
            || alignment(&versions, &context.locales) != entry.alignment
        {
            return None;
        }
        entry.text = snapshot.texts.get(file)?.digest;
        entry.sections.clone_from(&changed[file].1);
    }
    let body = |file: &str, section: usize| {
        documents.get(&FilePath::new(file))?.sections.get(section)?.body.as_deref()
    };
    let renew = |holder: Holder| {
        watch.begin(&holder.path);
        let renewed = holder.renewed(&body);
        watch.end();
        let (text, bodies) = renewed?;
        let output = Output::new(text.into_bytes(), MediaType::of(holder.path.as_str()));
        Some((holder.path, (output, OutputEntry { bodies, ..holder.entry })))
    };
    let renewed: BTreeMap<_, _> = holders.into_par_iter().map(renew).collect::<Option<_>>()?;
    let (mut outputs, mut entries) = (Outputs::new(), BTreeMap::new());
    for (path, (output, entry)) in renewed {
        let digest = output.blob.digest;
        if digest != entry.digest {
            outputs.insert(path.clone(), output);
        }
        entries.insert(path, OutputEntry { digest, ..entry });
    }
    Some(Respliced { outputs, ledger: ledger.change(&files, &entries)? })
}

/// An output that was published, and holds bodies.
struct Holder {
    path: OutputPath,
    entry: OutputEntry,
    before: String,
}

impl Holder {
    /// Has this thread remember the colours of the code that a file had here.
    fn recall(&self, file: &FilePath) {
        let is_of_file =
            |place: &&Place| self.entry.files.get(place.file).is_some_and(|of| of == file.as_str());
        for code in self.entry.bodies.iter().filter(is_of_file).flat_map(|place| &place.extent.listings) {
            if let Some((opening, shown)) = self.before.get(..code.start).zip(self.before.get(code.clone())) {
                recall(opening, shown);
            }
        }
    }

    /// The output with other bodies in the places of those that have changed, and where all stand
    /// then.
    fn renewed<'b>(&self, body: &impl Fn(&str, usize) -> Option<&'b Body>) -> Option<(String, Vec<Place>)> {
        let Self { entry: OutputEntry { files, bodies, is_feed, .. }, before, .. } = self;
        let mut text = String::with_capacity(before.len() + before.len() / 8);
        let (mut places, mut changed, mut copied) = (Vec::with_capacity(bodies.len()), Vec::new(), 0);
        for Place { file, section, extent } in bodies {
            text.push_str(before.get(copied..extent.range.start)?);
            copied = extent.range.end;
            let mut moved = Extent::at(text.len());
            // What runs is written in another way for feeds; where it had changed, nobody would be
            // here.
            match body(files.get(*file)?, *section).filter(|body| !(*is_feed && body.runs)) {
                Some(body) => {
                    if *is_feed && may_be_cut(before, &extent.range) {
                        return None;
                    }
                    changed.push(places.len());
                    let mut filled = extent.holes.iter();
                    for piece in &body.pieces {
                        match piece.html(!is_feed) {
                            Some(html) => text.push_str(&html),
                            None => text.push_str(before.get(filled.next()?.clone())?),
                        }
                        moved.add(piece, text.len(), !is_feed);
                    }
                }
                None => {
                    moved = extent.moved_to(text.len());
                    text.push_str(before.get(extent.range.clone())?);
                }
            }
            places.push(Place { file: *file, section: *section, extent: moved });
        }
        text.push_str(before.get(copied..)?);
        if *is_feed && changed.into_iter().any(|at: usize| may_be_cut(&text, &places[at].extent.range)) {
            return None;
        }
        Some((text, places))
    }
}

/// Whether a body holds what ends a CDATA section, or takes part in it: that is not written as the
/// body has it.
fn may_be_cut(text: &str, Range { start, end }: &Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let around = start.saturating_sub(2)..bytes.len().min(end + 2);
    let holds = bytes[around].windows(CDATA_CLOSE.len()).any(|window| window == CDATA_CLOSE.as_bytes());
    holds || bytes[*start..*end].ends_with(b"]")
}
