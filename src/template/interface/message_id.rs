//! The texts that Diglot itself asks for.

use crate::locale::Args;

macro_rules! message_ids {
    ($($(#[doc = $doc:literal])+ $variant:ident $({ $($param:ident: $type:ty),+ })? = $key:literal;)+) => {
        /// A text of the interface that no template asks for but the program itself, with its
        /// parameters.
        ///
        /// What is not in this list cannot be said, so the dictionaries can be held to it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum MessageId<'a> {
            $($(#[doc = $doc])+ $variant $({
                $(#[doc = concat!("The parameter `", stringify!($param), "`.")] $param: $type,)+
            })?,)+
        }

        impl MessageId<'_> {
            /// The key of every message, and the names of its parameters.
            pub const ALL: &'static [(&'static str, &'static [&'static str])] =
                &[$(($key, &[$($(stringify!($param)),+)?]),)+];

            /// The key in the dictionaries.
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant $({ $($param: _),+ })? => $key,)+ }
            }

            /// The values of its parameters.
            pub fn args(self) -> Args {
                match self {
                    $(Self::$variant $({ $($param),+ })? => {
                        Args::new() $($(.with(stringify!($param), $param))+)?
                    })+
                }
            }
        }
    };
}

message_ids! {
    /// What the front page and the archive are about.
    ArchiveDescription = "archive-description";
    /// The archive's title.
    Archive = "archive";
    /// The title of the tag index.
    Tags = "tags";
    /// What the tag index is about.
    TagsDescription = "tags-description";
    /// What the page of a tag is about.
    TagPosts { n: usize, tag: &'a str } = "tag-posts";
    /// The title of the index of authors.
    Authors = "authors";
    /// What the index of authors is about.
    AuthorsDescription = "authors-description";
    /// What the page of an author is about.
    AuthorPosts { n: usize, author: &'a str } = "author-posts";
    /// A link to the page of the site that tells of an author.
    AboutAuthor { author: &'a str } = "about-author";
    /// The title of the index of series.
    Series = "series";
    /// What the index of series is about.
    SeriesDescription = "series-description";
    /// What the page of a series is about.
    SeriesPosts { n: usize, series: &'a str } = "series-posts";
    /// The place of a page among those of a list.
    PageNOfM { n: usize, m: usize } = "page-n-of-m";
    /// The front page, as the first step of the way.
    Home = "home";
    /// The invitation to the same page in another language.
    ReadInLanguage { language: &'a str } = "read-in-language";
    /// The invitation to the front page of a language that the page is not translated into.
    TranslationMissing { language: &'a str } = "translation-missing";
    /// The language of what a link leads to, where it is not the page's.
    InLanguage { language: &'a str } = "in-language";
    /// The title of the page for addresses that lead nowhere.
    NotFoundTitle = "not-found-title";
    /// What the page for addresses that lead nowhere says.
    NotFoundText = "not-found-text";
    /// The heading over footnotes.
    Footnotes = "footnotes";
    /// The link from a footnote back to its mark.
    BackToText = "back-to-text";
    /// The label of an alert of the kind `NOTE`.
    AlertNote = "alert-note";
    /// The label of an alert of the kind `TIP`.
    AlertTip = "alert-tip";
    /// The label of an alert of the kind `IMPORTANT`.
    AlertImportant = "alert-important";
    /// The label of an alert of the kind `WARNING`.
    AlertWarning = "alert-warning";
    /// The label of an alert of the kind `CAUTION`.
    AlertCaution = "alert-caution";
}
