//! The options of compiling a body.

use crate::locale::{Detector, Locale, Quotes, SlugLetters};

/// How a body is compiled.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The quotation marks of the text's language, and what else its typography needs to know.
    pub quotes: Quotes,
    /// The level of the heading that the body stands under; its own headings start one below.
    pub heading_base: u8,
    /// Whether the body gets anchors. A text that is shown more than once on a page, or on other
    /// pages than its own, gets neither ids on headings nor footnotes.
    pub anchors: bool,
    /// The words that the body shows.
    pub words: &'a BodyTexts,
    /// How the language writes letters in the anchors of headings.
    pub letters: &'a SlugLetters,
    /// What tells the languages of quotations from that of the text; `None` where they are left
    /// alone.
    pub declared: Option<DeclaredLanguage<'a>>,
    /// Whether the text is all one quotation.
    pub is_quotation: bool,
}

/// The language that a text is declared to be in, and what tells whether a part of it is in
/// another.
#[derive(Clone, Copy, Debug)]
pub struct DeclaredLanguage<'a> {
    /// The language.
    pub locale: &'a Locale,
    /// What tells others.
    pub detector: &'a Detector,
}

/// The words of the interface that bodies show, in the body's language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct BodyTexts {
    /// The label of the list of footnotes for screen readers.
    pub footnotes: String,
    /// The name of the link from a footnote back to the text.
    pub back_to_text: String,
    /// The title of a `[!NOTE]`.
    pub note: String,
    /// The title of a `[!TIP]`.
    pub tip: String,
    /// The title of an `[!IMPORTANT]`.
    pub important: String,
    /// The title of a `[!WARNING]`.
    pub warning: String,
    /// The title of a `[!CAUTION]`.
    pub caution: String,
}

/// The extensions of Markdown that the format has.
pub fn extensions() -> pulldown_cmark::Options {
    use pulldown_cmark::Options;
    Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
}
