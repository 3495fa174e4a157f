//! What a page asks of the site while it is made. A page is kept as long as every answer that it
//! got is the same.

use std::cell::RefCell;
use std::hash::BuildHasher;
use std::sync::{Mutex, PoisonError};

use indexmap::IndexMap;
use indexmap::map::raw_entry_v1::{RawEntryApiV1, RawEntryMut};
use rayon::prelude::*;
use rustc_hash::FxBuildHasher;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::base::{Digest, FilePath, lock_unpoisoned};
use crate::document::EntryKind;
use crate::plan::{Address, Route};
use crate::site::DocumentName;

/// A question that can be asked of a site. It names what it asks for in a way that outlives a
/// build.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Query {
    /// All that can be asked but for what bodies say.
    Whole,
    /// What all pages of a language share: the settings, the data, the menu.
    Common(Language),
    /// A text of the interface.
    Text(Language, String),
    /// A template with all that it is put together from, and the texts of the interface that those
    /// ask for.
    Template(Language, String),
    /// What can be seen of a document, but for what its bodies say.
    Document(DocumentName),
    /// What a document's bodies of a kind say.
    Bodies(DocumentName, BodyKind),
    /// The next newer and the next older post.
    Neighbours(Language, DocumentName),
    /// Where a document stands.
    DocumentAddress(DocumentName),
    /// The page from which addresses count that a document has from a file.
    Home(DocumentName, FilePath),
    /// Where a route stands that is no document's.
    RouteAddress(Route),
    /// What stands at an address.
    RouteAt(Address),
    /// The version of the page at an address in a language.
    Version(Language, Address),
    /// The posts that lists of a language show, in order.
    Posts(Language),
    /// The posts of a tag, an author or a series that lists of a language show, in order.
    Listed(Language, EntryKind, String),
    /// Which entries of a kind there are, in order.
    Entries(EntryKind),
    /// An entry of a kind.
    Entry(EntryKind, String),
    /// Where an address leads as somebody has written it.
    Link(Written),
}

/// Which of a document's bodies some are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum BodyKind {
    /// What it is about, which lists show too.
    Description,
    /// Those of its sections; of an entry of a data file, all that it has.
    Sections,
}

/// The tag of a language.
pub type Language = String;

/// An address as somebody has written it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Written {
    /// The address.
    pub text: String,
    /// The page from which it counts; `None` where that makes no difference.
    pub home: Option<Address>,
    /// The file that it is written in; `None` where a template made it.
    pub file: Option<FilePath>,
    /// The language of the reader.
    pub language: Language,
    /// Whether the very address is meant.
    pub is_exact: bool,
}

/// The number of a query in a table.
pub type QueryId = u32;

/// Queries, each once, with the digests of their answers.
///
/// Pages are made by many threads: the table is in parts, so that they seldom wait for each other.
/// Those [of bodies](Query::is_of_bodies) have the last parts to themselves.
#[derive(Debug)]
pub struct QueryTable {
    parts: [Mutex<TablePart>; PARTS],
}

type TablePart = IndexMap<Query, Digest, FxBuildHasher>;

const PARTS: usize = 16;

/// How many of the parts are not of bodies.
const OTHERS: usize = 12;

impl Query {
    /// Whether the answer depends on what bodies say, or on how texts of several languages answer
    /// to each other.
    pub fn is_of_bodies(&self) -> bool {
        match self {
            Query::Bodies(..) => true,
            Query::Link(written) => written.text.contains('#'),
            _ => false,
        }
    }
}

impl Default for QueryTable {
    fn default() -> Self {
        Self { parts: std::array::from_fn(|_| Mutex::default()) }
    }
}

impl QueryTable {
    /// The number of a query; its answer is digested when it is asked for the first time.
    fn id(&self, query: Query, answer: impl FnOnce(&Query) -> Digest) -> QueryId {
        let hash = FxBuildHasher.hash_one(&query);
        // The lowest bits choose the slot within a part.
        let high = (hash >> 48) as usize;
        let part = if query.is_of_bodies() { OTHERS + high % (PARTS - OTHERS) } else { high % OTHERS };
        let find = |part: &TablePart| part.raw_entry_v1().index_from_hash(hash, |other| *other == query);
        if let Some(at) = find(&lock_unpoisoned(&self.parts[part])) {
            return id(part, at);
        }
        // Compute without holding the lock: it may take long, or ask other queries.
        let digest = answer(&query);
        let mut queries = lock_unpoisoned(&self.parts[part]);
        let at = match queries.raw_entry_mut_v1().from_hash(hash, |other| *other == query) {
            RawEntryMut::Occupied(entry) => entry.index(),
            RawEntryMut::Vacant(entry) => {
                let at = entry.index();
                entry.insert_hashed_nocheck(hash, query, digest);
                at
            }
        };
        id(part, at)
    }

    /// The query of a number.
    pub fn get(&self, id: QueryId) -> Option<Query> {
        let (part, at) = split(id);
        lock_unpoisoned(&self.parts[part]).get_index(at).map(|(query, _)| query.clone())
    }

    /// Asks all queries again, or only those of bodies, and tells which have another answer now.
    pub fn ask_again(&mut self, only_of_bodies: bool, answer: impl Fn(&Query) -> Digest + Sync) -> Changed {
        let again = |(number, part): (usize, &mut Mutex<TablePart>)| -> Vec<bool> {
            if only_of_bodies && number < OTHERS {
                return Vec::new();
            }
            let part = part.get_mut().unwrap_or_else(PoisonError::into_inner);
            let ask = |(query, digest): (&Query, &mut Digest)| {
                let before = std::mem::replace(digest, answer(query));
                before != *digest
            };
            part.iter_mut().map(ask).collect()
        };
        Changed(self.parts.par_iter_mut().enumerate().map(again).collect())
    }

    /// Forgets the queries that no page asks any more, and numbers the others anew.
    pub fn compact<'p>(&mut self, pages: impl Iterator<Item = &'p mut Vec<QueryId>>) {
        let mut pages: Vec<_> = pages.collect();
        let mut parts: Vec<&mut TablePart> = self
            .parts
            .iter_mut()
            .map(|part| part.get_mut().unwrap_or_else(PoisonError::into_inner))
            .collect();
        let mut numbers: Vec<Vec<Option<usize>>> = parts.iter().map(|part| vec![None; part.len()]).collect();
        for (part, at) in pages.iter().flat_map(|ids| ids.iter()).map(|id| split(*id)) {
            numbers[part][at] = Some(0);
        }
        for (part, numbers) in parts.iter_mut().zip(&mut numbers) {
            let (mut at, mut kept) = (0, 0);
            part.retain(|_, _| {
                let number = &mut numbers[at];
                at += 1;
                if let Some(number) = number {
                    *number = kept;
                    kept += 1;
                }
                number.is_some()
            });
        }
        for id in pages.iter_mut().flat_map(|ids| ids.iter_mut()) {
            let (part, at) = split(*id);
            *id = self::id(part, numbers[part][at].expect("it is asked"));
        }
    }
}

/// Which queries of a table have another answer than before.
#[derive(Debug)]
pub struct Changed(Vec<Vec<bool>>);

impl Changed {
    /// Whether any of some queries has. Those that are new since have not.
    pub fn any(&self, ids: &[QueryId]) -> bool {
        ids.iter().any(|id| {
            let (part, at) = split(*id);
            self.0.get(part).and_then(|part| part.get(at)).copied().unwrap_or_default()
        })
    }
}

impl Serialize for QueryTable {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.parts.iter().map(|part| lock_unpoisoned(part).clone()))
    }
}

impl<'de> Deserialize<'de> for QueryTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let parts = Vec::<TablePart>::deserialize(deserializer)?;
        let parts: [TablePart; PARTS] = parts.try_into().map_err(|_| D::Error::custom("no query table"))?;
        Ok(Self { parts: parts.map(Mutex::new) })
    }
}

fn id(part: usize, at: usize) -> QueryId {
    u32::try_from(at * PARTS + part).expect("fewer than 2³² queries")
}

/// The part that a query of a number is in, and its place there.
fn split(id: QueryId) -> (usize, usize) {
    (id as usize % PARTS, id as usize / PARTS)
}

/// The queries of one page in the making.
#[derive(Debug)]
pub struct Log<'a> {
    table: Option<&'a QueryTable>,
    ids: RefCell<Vec<QueryId>>,
}

impl<'a> Log<'a> {
    /// Begins a log, whose queries go into a table; where there is none, nothing is noted.
    pub fn new(table: Option<&'a QueryTable>) -> Self {
        Self { table, ids: RefCell::default() }
    }

    /// Adds a query.
    pub fn add(&self, query: impl FnOnce() -> Query, answer: impl FnOnce(&Query) -> Digest) {
        if let Some(table) = self.table {
            let id = table.id(query(), answer);
            self.ids.borrow_mut().push(id);
        }
    }

    /// Adds queries that were made for several pages at once.
    pub fn extend(&self, ids: &[QueryId]) {
        self.ids.borrow_mut().extend_from_slice(ids);
    }

    /// The queries, each once.
    pub fn finish(self) -> Vec<QueryId> {
        let mut ids = self.ids.into_inner();
        ids.sort_unstable();
        ids.dedup();
        ids.shrink_to_fit();
        ids
    }
}
