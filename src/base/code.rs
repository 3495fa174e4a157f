//! The closed list of everything that can be wrong with a site.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The severity of a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// Nothing is published.
    Error,
    /// The site is published; the writer should know.
    Warning,
    /// Nothing is wrong; the writer may like to know. Never fails a build, a strict one neither.
    Note,
}

impl Severity {
    /// `error`, `warning` or `note`.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $severity:ident;)+) => {
        /// The kind of a fault. Its name is stable: it stands in `--allow`, in `:site/allow` and in
        /// the docs.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code { $($(#[doc = $doc])+ $variant,)+ }

        impl Code {
            /// Every kind, in the order of the phases that find them.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)+];

            /// The stable name.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)+ }
            }

            /// The default severity of a fault of this kind.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)+ }
            }

            /// What the kind means, in a sentence.
            pub fn summary(self) -> &'static str {
                match self { $(Code::$variant => concat!($($doc, "\n"),+).trim_ascii(),)+ }
            }
        }
    };
}

codes! {
    // read
    /// A file is not UTF-8.
    InvalidUtf8 = "invalid-utf8", Error;
    /// A text holds a character that may not stand in HTML (a control character or a noncharacter).
    InvalidCharacter = "invalid-character", Error;
    /// A file or folder could not be read.
    Unreadable = "unreadable", Error;
    /// A file, or something in it, is larger than Diglot reads.
    TooLarge = "too-large", Error;
    /// A file is a copy that a tool has left beside the one it was made of.
    StrayCopy = "stray-copy", Warning;
    /// A symbolic link leads out of the site's folders or to what is hidden, or stands where none
    /// may be.
    StrayLink = "stray-link", Error;
    /// Two files have names that differ in nothing but the form of Unicode that they are written
    /// in.
    DuplicateFile = "duplicate-file", Error;

    // blocks
    /// A line of dashes looks like a separator but is not 80 long.
    NearSeparator = "near-separator", Warning;
    /// Text stands before the first key of a block.
    TextBeforeKey = "text-before-key", Error;
    /// The same key stands twice in one block or map.
    DuplicateKey = "duplicate-key", Error;
    /// A code fence is never closed.
    UnclosedFence = "unclosed-fence", Error;
    /// A comment is never closed.
    UnclosedComment = "unclosed-comment", Error;
    /// A line looks like a key line and is text.
    NearKey = "near-key", Warning;
    /// A merge has left two versions in a file.
    MergeConflict = "merge-conflict", Warning;
    /// A file begins with the front matter of another generator.
    FrontMatter = "front-matter", Error;

    // edn
    /// EDN that cannot be read: a missing bracket, an odd map, a bad escape.
    EdnSyntax = "edn-syntax", Error;

    // document
    /// A key has the name of a known one, and no namespace.
    BareKey = "bare-key", Error;
    /// A key is not known, and looks like a known one, or is one that means nothing where it
    /// stands.
    UnknownKey = "unknown-key", Warning;
    /// Text stands below a value that is one line, and is taken for a part of it.
    TextBelowValue = "text-below-value", Warning;
    /// A value is not of its key's type.
    WrongType = "wrong-type", Error;
    /// A local time does not exist in the site's time zone, or is no time at all.
    InvalidTime = "invalid-time", Error;
    /// A page has no title.
    MissingTitle = "missing-title", Error;
    /// A section has neither title nor body nor anything else to show.
    EmptySection = "empty-section", Error;
    /// A file mixes two spellings of the post namespace.
    MixedNamespaces = "mixed-namespaces", Error;
    /// A locale is not a BCP 47 tag, or the site does not have it; a warning where a file's place
    /// alone seems to name one.
    UnknownLocale = "unknown-locale", Error;
    /// A fence names a language that cannot be highlighted.
    UnknownLanguage = "unknown-language", Warning;
    /// A footnote is referred to that the body does not have.
    UnknownFootnote = "unknown-footnote", Warning;
    /// A footnote is shown nowhere: nothing refers to it, or another one has its name.
    UnusedFootnote = "unused-footnote", Warning;
    /// An element, a tag or a comment of raw HTML has no end in its text.
    UnclosedElement = "unclosed-element", Warning;
    /// A tag of raw HTML ends nothing, or may stand in no text.
    StrayTag = "stray-tag", Warning;
    /// An address is a script, holds what it leads to, or names no host.
    UnsafeAddress = "unsafe-address", Warning;
    /// A text holds the syntax of another generator's templates, which nothing runs.
    ForeignSyntax = "foreign-syntax", Note;
    /// A fence option is not known or has a bad value.
    UnknownFenceOption = "unknown-fence-option", Warning;
    /// Code is shown without colours, since it would take too long to find them.
    UncolouredCode = "uncoloured-code", Note;
    /// A page, a section or a passage is in another of the site's languages than it claims.
    WrongLanguage = "wrong-language", Warning;
    /// An Open Graph text is longer than services show.
    LongText = "long-text", Warning;

    // site
    /// A setting is not known, or has a bad value.
    InvalidSetting = "invalid-setting", Error;
    /// There is no `site.edn`.
    MissingSettings = "missing-settings", Warning;
    /// A colour scheme has an unknown role or a value that is no colour.
    InvalidScheme = "invalid-scheme", Error;
    /// A colour of text in a colour scheme is hard to read on its ground (WCAG 2.2, AA).
    LowContrast = "low-contrast", Warning;
    /// No font of social cards has a letter of a title.
    MissingGlyph = "missing-glyph", Warning;
    /// A tag is not one that `tags.edn` lists.
    UnknownTag = "unknown-tag", Error;
    /// An author is not one that `authors.edn` lists.
    UnknownAuthor = "unknown-author", Error;
    /// A series is not one that `series.edn` lists.
    UnknownSeries = "unknown-series", Error;
    /// A section's theme is not one that the site knows.
    UnknownTheme = "unknown-theme", Error;
    /// A section's or page's kind has no template.
    UnknownKind = "unknown-kind", Error;
    /// An entry of a data file is not understood.
    InvalidEntry = "invalid-entry", Error;
    /// Two entries of a data file, or two data files, claim one id.
    DuplicateEntry = "duplicate-entry", Error;
    /// Two pages of one locale claim to be translations of each other.
    DuplicateTranslation = "duplicate-translation", Error;
    /// Two pages would be translations of each other if their names did not differ in case.
    NearTranslation = "near-translation", Note;
    /// A dictionary entry is not understood.
    InvalidDictionary = "invalid-dictionary", Error;

    // plan
    /// Two things claim one address.
    AddressTaken = "address-taken", Error;
    /// An address cannot be made, or may not be used.
    InvalidAddress = "invalid-address", Error;

    /// An address names a file beside its text and another one of `static/`.
    AmbiguousFile = "ambiguous-file", Error;

    // render
    /// A template cannot be read or rendered.
    Template = "template", Error;
    /// The built-in file that a template or a style sheet was copied from has changed since.
    OutdatedCopy = "outdated-copy", Note;
    /// A style sheet cannot be read.
    StyleSheet = "style-sheet", Error;
    /// An image cannot be read, or is too large to be made smaller.
    UnreadableImage = "unreadable-image", Warning;
    /// What is noted in an image cannot be taken out.
    ImageNotes = "image-notes", Warning;

    // the texts of the interface
    /// A template asks for a text that a language's dictionary lacks.
    MissingText = "missing-text", Error;
    /// A language has no words of its own for texts of the interface, and English stands in.
    UntranslatedText = "untranslated-text", Warning;
    /// The site's own dictionary has a text that nobody asks for.
    UnusedText = "unused-text", Warning;
    /// A text has a parameter that it is not given.
    MissingParameter = "missing-parameter", Error;
    /// A template gives a text a parameter that it has in no language.
    UnusedParameter = "unused-parameter", Warning;
    /// A text lacks a plural form that its language needs.
    MissingPluralForm = "missing-plural-form", Error;
    /// A text has a plural form that its language never uses.
    UnusedPluralForm = "unused-plural-form", Warning;
    /// A text is made of other parts in one language than in another.
    UnevenText = "uneven-text", Warning;

    // check
    /// A link leads to an address that is not there.
    BrokenLink = "broken-link", Error;
    /// A link's fragment names no anchor on its page.
    BrokenFragment = "broken-fragment", Error;
    /// A link names the version of a page in another language than that of the text around it,
    /// which the page exists in.
    WrongLanguageLink = "wrong-language-link", Warning;
    /// A file that a page or style sheet refers to is not there.
    MissingFile = "missing-file", Error;
    /// Two elements of a page have one id.
    DuplicateId = "duplicate-id", Error;

    // serve
    /// The system lets no more folders be watched while the site is served.
    Unwatched = "unwatched", Warning;

    // publish
    /// A file that Diglot did not write stands where one is to be written.
    ForeignFile = "foreign-file", Error;
    /// The output could not be written.
    Unwritable = "unwritable", Error;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Code::ALL.iter().copied().find(|code| code.name() == name).ok_or(UnknownCode)
    }
}

/// A name that is no code's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownCode;
