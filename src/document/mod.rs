//! One file as written: typed fields with their positions, compiled bodies.

mod below;
mod bodies;
mod compile;
mod context;
mod entry;
mod fingerprint;
mod front_matter;
mod keys;
mod kind;
mod language_check;
mod localized;
mod page;
mod pending_fault;
mod print;
mod record;
mod stem;
mod summary;
mod time;
mod unknown;
mod unlisted;
mod value;
mod vocabulary;

#[cfg(test)]
mod tests;

pub use bodies::{Bodies, Compiled};
pub use compile::{PageSource, compile};
pub use context::{Context, OwnKinds, TemplateIds};
pub use entry::{Entry, are_entries, entries_of_form, entries_of_records};
pub use front_matter::{as_markdown, own_key, records_of, written_time};
pub use keys::{PAGE_KEYS, POST_NAMES, POST_NAMESPACES, SECTION_KEYS};
pub use kind::{DocumentKind, EntryKind};
pub use localized::Localized;
pub use page::{Document, Extra, OpenGraph, PendingFault, Section, UnlistedFolder, UnlistedWord};
pub use print::{fields_of, section_file};
pub use record::{Field, PageContent, Raw, Record, SourceRecords};
pub use stem::Stem;
pub use summary::shortened;
pub use time::Time;
pub use value::{FieldReader, text_of_form};
pub use vocabulary::Keys;
