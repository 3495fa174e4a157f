//! What a language needs: tags, dates, plurals, order, quotation marks, slugs, dictionaries.

mod tag;

pub use tag::Locale;
