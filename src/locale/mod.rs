//! What a language needs: tags, names, dates, numbers, lists, plurals, order, quotation marks,
//! slugs, dictionaries, and what a text is written in.
//!
//! What CLDR knows comes through ICU4X's compiled data; where ICU4X has nothing stable (quotation
//! marks, a language's own name) a table stands here that names its CLDR version.

mod collate;
mod date;
mod detection;
mod dictionary;
mod known;
mod language;
mod list;
mod name;
mod number;
mod per_locale;
mod plural;
mod slug;
mod tag;
mod typography;

pub use collate::Collator;
pub use date::{DateLength, Dates};
pub use detection::{Detector, Evidence, sentences};
pub use dictionary::{
    Arg, Args, Dictionary, Entry, Message, MessageError, Pattern, PatternFault, PatternPart,
};
pub use language::Language;
pub use list::Lists;
pub use number::Numbers;
pub use per_locale::PerLocale;
pub use plural::{PluralCategory, Plurals, category_name};
pub use slug::{SlugLetters, Slugs};
pub use tag::{Direction, Locale};
pub use typography::{Marks, Quotes, Typographer};
