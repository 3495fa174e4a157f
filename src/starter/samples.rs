//! The texts of a new blog, in every language that has a built-in dictionary.

use include_dir::{Dir, include_dir};

use crate::base::FilePath;
use crate::blocks::Fields;
use crate::document::{SourceRecords, fields_of, records_of};
use crate::edn::{self, Form};
use crate::locale::{Dictionary, Locale};

static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/new-blog");

/// A file that is the same in every blog.
pub(super) fn common(name: &str) -> &'static str {
    FILES.get_file(name).and_then(include_dir::File::contents_utf8).expect("the file is compiled in")
}

/// The texts in one language.
pub(super) struct Sample {
    /// Whether they are in the language that they were asked for in; else they are in English.
    pub is_native: bool,
    tag: &'static str,
}

impl Sample {
    /// The texts for a language.
    pub fn of(locale: &Locale) -> Self {
        let native = Dictionary::builtin_tag(locale);
        let english = || Dictionary::builtin_tag(&Locale::default());
        let tag = native.or_else(english).expect("the default language has a dictionary");
        Self { is_native: native.is_some(), tag }
    }

    /// The blocks of a page.
    pub fn page(&self, name: &str) -> Vec<Fields> {
        let text = common(&format!("{}/{name}.md", self.tag));
        match records_of(&FilePath::new(name), text, &mut Vec::new()) {
            SourceRecords::Blocks(records) => records.iter().map(fields_of).collect(),
            SourceRecords::Plain => Vec::new(),
        }
    }

    /// A word or two of the blog's own.
    pub fn words(&self, key: &str) -> Form {
        let words = edn::read(common(&format!("{}/words.edn", self.tag)), 0).ok().flatten();
        words.and_then(|words| words.get(key).cloned()).expect("every language has the words")
    }
}
