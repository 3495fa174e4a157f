//! What a later build must know to put changed bodies in the place of those that were published.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::base::{Digest, FilePath};
use crate::cache::{Cache, Pack, Shelf};
use crate::document::Document;
use crate::locale::Locale;
use crate::render::{Extent, MediaType, Output, OutputPath, Part, Splice, outline};
use crate::site::{Traits, alignment, key};
use crate::source::{Snapshot, is_section_file};

/// The number goes up whenever what is written down changes.
const LEDGER: Shelf = Shelf { name: "ledger", version: 3 };

/// The key under which a pack has what tells its build from others.
const LABEL: Digest = Digest::from_bytes([0; Digest::LEN]);

/// The number of the pack that has what edits have changed, which is no drawer's: one file to write
/// instead of one for each drawer that an edit touches.
const EDITED: u8 = u8::MAX;

/// How many bytes that pack may have before it is emptied into the drawers.
const MOST_EDITED_BYTES: usize = 256 << 10;

/// Where the bodies of a site stand in what is published of it, and what must stay as it is for
/// others to stand there.
#[derive(Debug)]
pub struct Ledger {
    /// What tells the build that it is of from others.
    build: Digest,
    /// What is to be kept, by the numbers of drawers, and what edits have changed since, which
    /// stands before what is in them.
    packs: BTreeMap<u8, Pack>,
}

/// A ledger that has been kept, of which no more is read than is asked for.
pub(super) struct OpenLedger<'a> {
    cache: &'a Cache,
    folder: Digest,
    ledger: Ledger,
}

/// Of a section file that holds a page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct FileEntry {
    /// The file's text.
    pub text: Digest,
    /// What else of the page is published beside its bodies.
    pub outline: Digest,
    /// The language of this version of the page.
    pub locale: String,
    /// The traits of its sections, as they are kept.
    pub sections: Vec<Traits<'static>>,
    /// The files of all versions of the page, in their order.
    pub versions: Vec<String>,
    /// How the versions' sections answer to each other.
    pub alignment: Digest,
    /// The outputs that hold bodies of the page.
    pub outputs: Vec<String>,
}

/// Of an output that holds bodies of sections.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct OutputEntry {
    /// The output's bytes.
    pub digest: Digest,
    /// Whether it is a feed: HTML stands in CDATA sections in it, and code has no colours.
    pub is_feed: bool,
    /// The files that the bodies are written in.
    pub files: Vec<String>,
    /// Where the bodies stand, in order.
    pub bodies: Vec<Place>,
}

/// A body in an output.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Place {
    /// The number of its file.
    pub file: usize,
    /// The number of its section.
    pub section: usize,
    /// Where it stands.
    pub extent: Extent,
}

impl FileEntry {
    /// The entries of pages as their section files have them. Which outputs hold their bodies is
    /// not known yet; a page that has a version in a data file is left out.
    pub fn of_all(
        documents: &[Document],
        snapshot: &Snapshot,
        locales: &[Locale],
    ) -> BTreeMap<FilePath, Self> {
        let mut pages: BTreeMap<&str, Vec<&Document>> = BTreeMap::new();
        for document in documents {
            pages.entry(key(document)).or_default().push(document);
        }
        let pages: Vec<Vec<&Document>> = pages.into_values().collect();
        let of_page = |versions: Vec<&Document>| -> Vec<(FilePath, Self)> {
            if !versions.iter().all(|version| is_section_file(&version.file)) {
                return Vec::new();
            }
            let kept: Vec<_> = versions.iter().map(|version| kept(version)).collect();
            let alignment = alignment(&kept, locales);
            let names: Vec<String> =
                versions.iter().map(|version| version.file.as_str().to_owned()).collect();
            let entry = |(version, (locale, sections)): (&Document, (Locale, _))| {
                let text = snapshot.texts.get(&version.file)?.digest;
                let (locale, outline) = (locale.tag().to_owned(), outline(version));
                let (versions, outputs) = (names.clone(), Vec::new());
                let entry = Self { text, outline, locale, sections, versions, alignment, outputs };
                Some((version.file.clone(), entry))
            };
            versions.into_iter().zip(kept).filter_map(entry).collect()
        };
        pages.into_par_iter().flat_map_iter(of_page).collect()
    }

    /// What there is to know of the version to find which sections of others stand for its own.
    pub fn version(self) -> Option<(Locale, Vec<Traits<'static>>)> {
        Some((Locale::parse(&self.locale)?, self.sections))
    }

    fn key(file: &str) -> Digest {
        Digest::of(format!("file {file}").as_bytes())
    }
}

/// A version's language, and the traits of its sections to keep.
pub(super) fn kept(version: &Document) -> (Locale, Vec<Traits<'static>>) {
    (version.locale.clone(), Traits::of_all(version).into_iter().map(Traits::kept).collect())
}

impl OutputEntry {
    /// The entry of an output; `None` for one that holds no body of a section.
    pub fn of(output: &Output, splices: Vec<Splice>) -> Option<Self> {
        let is_feed = output.media_type == MediaType::ATOM;
        let mut entry = Self { digest: output.blob.digest, is_feed, files: Vec::new(), bodies: Vec::new() };
        for Splice { file, number, extent, .. } in
            splices.into_iter().filter(|splice| splice.part == Part::Sections)
        {
            if entry.files.last().is_none_or(|last| last != file.as_str()) {
                entry.files.push(file.as_str().to_owned());
            }
            let file = entry.files.len() - 1;
            entry.bodies.push(Place { file, section: number, extent });
        }
        (!entry.bodies.is_empty()).then_some(entry)
    }

    fn key(path: &str) -> Digest {
        Digest::of(format!("output {path}").as_bytes())
    }
}

impl Ledger {
    /// Writes down a site that has been built of a snapshot: its pages, and the outputs that hold
    /// bodies.
    pub(super) fn new(
        snapshot: &Snapshot,
        pages: &BTreeMap<FilePath, FileEntry>,
        outputs: &BTreeMap<OutputPath, OutputEntry>,
    ) -> Self {
        let mut holders: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (path, entry) in outputs {
            for file in entry.files.iter().collect::<BTreeSet<_>>() {
                holders.entry(file).or_default().push(path.as_str().to_owned());
            }
        }
        let of_page = |(file, entry): (&FilePath, &FileEntry)| {
            let outputs = holders.get(file.as_str()).cloned().unwrap_or_default();
            encoded(FileEntry::key(file.as_str()), &FileEntry { outputs, ..entry.clone() })
        };
        let of_output =
            |(path, entry): (&OutputPath, &OutputEntry)| encoded(OutputEntry::key(path.as_str()), entry);
        let pages: Vec<_> = pages.par_iter().filter_map(of_page).collect();
        let outputs: Vec<_> = outputs.par_iter().filter_map(of_output).collect();
        let mut packs = BTreeMap::from([(EDITED, Pack::default())]);
        for (key, entry) in pages.into_iter().chain(outputs) {
            packs.entry(Pack::drawer(key)).or_default().put(key, entry);
        }
        let program = snapshot.cache.program().hex();
        let build = Digest::of(format!("{} {program} {}", snapshot.digest().hex(), snapshot.now).as_bytes());
        let mut ledger = Self { build, packs };
        ledger.label();
        ledger
    }

    /// Writes into each pack what build it is of.
    fn label(&mut self) {
        self.packs.values_mut().for_each(|pack| pack.put(LABEL, self.build.as_bytes().to_vec()));
    }

    /// What tells the build that it is of from others.
    pub fn build(&self) -> Digest {
        self.build
    }

    /// Keeps it for a folder that the site has been published into.
    pub fn keep(&self, cache: &Cache, folder: Digest) {
        self.packs.par_iter().for_each(|(number, pack)| pack.write(cache, LEDGER, &name(folder, *number)));
    }
}

impl<'a> OpenLedger<'a> {
    /// Opens the ledger of a build that was published into a folder.
    pub fn new(cache: &'a Cache, folder: Digest, build: Digest) -> Self {
        Self { cache, folder, ledger: Ledger { build, packs: BTreeMap::new() } }
    }

    /// The entry of a section file.
    pub fn file(&mut self, file: &str) -> Option<FileEntry> {
        self.get(FileEntry::key(file))
    }

    /// The entry of an output.
    pub fn output(&mut self, path: &str) -> Option<OutputEntry> {
        self.get(OutputEntry::key(path))
    }

    /// The ledger with other entries for some files and outputs.
    pub fn change(
        mut self,
        files: &BTreeMap<FilePath, FileEntry>,
        outputs: &BTreeMap<OutputPath, OutputEntry>,
    ) -> Option<Ledger> {
        let files = files.iter().map(|(file, entry)| encoded(FileEntry::key(file.as_str()), entry));
        let outputs = outputs.iter().map(|(path, entry)| encoded(OutputEntry::key(path.as_str()), entry));
        let edited = self.pack(EDITED)?;
        for entry in files.chain(outputs) {
            let (key, entry) = entry?;
            edited.put(key, entry);
        }
        let mut changed = BTreeSet::from([EDITED]);
        if edited.size() > MOST_EDITED_BYTES {
            for (key, entry) in std::mem::take(edited).into_iter().filter(|(key, _)| *key != LABEL) {
                self.pack(Pack::drawer(key))?.put(key, entry);
                changed.insert(Pack::drawer(key));
            }
            self.ledger.label();
        }
        self.ledger.packs.retain(|number, _| changed.contains(number));
        Some(self.ledger)
    }

    fn get<T: DeserializeOwned>(&mut self, key: Digest) -> Option<T> {
        let number = if self.pack(EDITED)?.get(key).is_some() { EDITED } else { Pack::drawer(key) };
        postcard::from_bytes(self.pack(number)?.get(key)?).ok()
    }

    /// The entries of a pack, if it is of this build.
    fn pack(&mut self, number: u8) -> Option<&mut Pack> {
        let Self { cache, folder, ledger: Ledger { build, packs } } = self;
        let pack = packs.entry(number).or_insert_with(|| Pack::read(cache, LEDGER, &name(*folder, number)));
        (pack.get(LABEL)? == build.as_bytes()).then_some(pack)
    }
}

fn encoded(key: Digest, entry: &impl Serialize) -> Option<(Digest, Vec<u8>)> {
    Some((key, postcard::to_stdvec(entry).ok()?))
}

fn name(folder: Digest, number: u8) -> String {
    format!("{} {number}", folder.hex())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_edits_change_is_found_again_and_does_not_pile_up() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::in_folder(folder.path());
        let [build, place] = ["build", "place"].map(|text| Digest::of(text.as_bytes()));
        let entry = |text: String| OutputEntry {
            digest: Digest::of(text.as_bytes()),
            is_feed: false,
            files: vec![text],
            bodies: Vec::new(),
        };
        let paths = ["a", "b", "c", "d"].map(|path| OutputPath::new(path).unwrap());
        let mut ledger = Ledger { build, packs: BTreeMap::from([(EDITED, Pack::default())]) };
        for path in &paths {
            let (key, entry) = encoded(OutputEntry::key(path.as_str()), &entry("first".to_owned())).unwrap();
            ledger.packs.entry(Pack::drawer(key)).or_default().put(key, entry);
        }
        ledger.label();
        ledger.keep(&cache, place);

        let mut latest = ["first"; 4].map(str::to_owned);
        let mut sizes = Vec::new();
        for round in 0..9 {
            latest[round % 4] = round.to_string().repeat(MOST_EDITED_BYTES / 3);
            let changed = entry(latest[round % 4].clone());
            let outputs = BTreeMap::from([(paths[round % 4].clone(), changed)]);
            let open = OpenLedger::new(&cache, place, build);
            let ledger = open.change(&BTreeMap::new(), &outputs).unwrap();
            sizes.push(ledger.packs[&EDITED].size() / (MOST_EDITED_BYTES / 3));
            ledger.keep(&cache, place);
            let mut open = OpenLedger::new(&cache, place, build);
            let found = paths.each_ref().map(|path| open.output(path.as_str()).unwrap().files.remove(0));
            assert!(found == latest, "round {round}");
        }
        assert_eq!(sizes, [1, 2, 0, 1, 2, 0, 1, 2, 0]);
        assert!(OpenLedger::new(&cache, place, place).output("a").is_none(), "of another build");
    }
}
