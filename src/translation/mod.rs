//! Versions of one page, compared section by section, and the memory of when they last said the
//! same.
//!
//! 1. [`TranslationState`] is that memory: a digest of each section as it was when somebody found
//!    its translation to be right.
//! 2. [`compare`] pairs each page with its translations and tells in what they differ, and what has
//!    changed since.
//! 3. [`mark`] makes the state of what is right now; [`Selection`] says of which pages and
//!    sections.
//! 4. [`suggest`] finds pages that look like translations of each other and are not tied.
//!
//! Nothing here reads or writes files: the state comes as text, and goes as text.

mod code;
mod compare;
mod copied;
mod links;
mod mark;
mod notation;
mod recall;
mod report;
mod select;
mod state;
mod suggest;
mod texts;

pub use compare::{compare, compare_page};
pub use copied::is_of_copied_text;
pub use mark::{Marked, mark};
pub use report::{Difference, DifferenceKind, Mention, PairReport, ReportPart, SectionReport};
pub use select::{Selection, Unknown, page_named};
pub use state::{Mark, PairKey, STATE_FILE, SectionName, TranslationState};
pub use suggest::{Suggestion, Tie, suggest};
