//! A borrowed view of the last build.

use std::collections::{BTreeMap, BTreeSet};

use super::PlannedSite;
use crate::base::FilePath;
use crate::output::Outputs;
use crate::plan::Address;
use crate::render::{BodyKind, Query, QueryTable, Rendered};
use crate::site::DocumentId;
use crate::source::Snapshot;
use crate::template::{CARD, Templates};

/// A site as it was last built, with all that it was built from. Whether anything was wrong makes
/// no difference to it.
#[derive(Clone, Copy)]
pub struct BuiltSite<'a> {
    /// The inputs.
    pub snapshot: &'a Snapshot,
    /// The site, linked and planned.
    pub planned: &'a PlannedSite,
    /// The templates in force.
    pub templates: &'a Templates,
    /// What each address has become, its text left out; static files have no entry.
    pub pages: &'a BTreeMap<Address, Rendered>,
    /// The files that they have become.
    pub outputs: &'a Outputs,
    /// What the pages have asked of the site.
    pub(super) queries: &'a QueryTable,
}

/// What a page is made of.
#[derive(Clone, Debug, Default)]
pub struct PageSources {
    /// The documents of which it shows something, were it no more than the title.
    pub documents: BTreeSet<DocumentId>,
    /// Those of which it shows what sections say, by their files.
    pub sections: BTreeSet<FilePath>,
    /// Those of which it shows the description, by their files.
    pub descriptions: BTreeSet<FilePath>,
    /// The templates that it asks for by name: its own, and those of its sections.
    pub templates: BTreeSet<String>,
    /// The entries of which it shows something, by the files that tell of them.
    pub entries: BTreeSet<FilePath>,
}

impl BuiltSite<'_> {
    /// What a page is made of, as it has asked for it.
    pub fn ingredients(&self, page: &Rendered) -> PageSources {
        let site = &self.planned.site;
        let mut found = PageSources::default();
        for query in page.queries.iter().filter_map(|id| self.queries.get(*id)) {
            match query {
                Query::Document(name) => found.documents.extend(site.names.find(&name)),
                Query::Bodies(name, BodyKind::Sections) => found.sections.extend([name.file]),
                Query::Bodies(name, BodyKind::Description) => found.descriptions.extend([name.file]),
                Query::Template(_, name) if name != CARD => found.templates.extend([name]),
                Query::Entry(kind, id) => {
                    let entry = site.entries(kind).get(&id).and_then(|named| named.entry.as_ref());
                    found.entries.extend(entry.map(|entry| entry.file.clone()));
                }
                _ => {}
            }
        }
        found
    }
}
