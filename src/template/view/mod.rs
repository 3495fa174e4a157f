//! The contract between rendering and templates: plain values that hold all a template may see.
//!
//! Every template finds four names at the top level: `locale` (the page's BCP 47 tag, which the
//! function `t` reads too), `site` ([`SiteView`]), `data` (the site's own data files by name) and
//! `page` ([`PageMeta`]). The fields of the template's own view ([`PostView`] to [`RedirectView`])
//! lie beside them. A section's template sees what its page sees, and `section` ([`SectionView`]).
//!
//! Addresses are paths from the site's root (`/en/about/`): the pass that fills links adds the base
//! path and the hashes of assets afterwards. Those that are called absolute come ready to print.
//! Strings called HTML are compiled by Diglot and printed with `| safe`; all others are plain text.

mod card;
mod document;
mod listing;
mod page;
mod post;
mod site;
mod special;

pub use card::{CardLine, CardView};
pub use document::{ImageView, RenderedSection, SectionView, TocEntry};
pub use listing::{
    ArchiveView, ArchiveYear, EntriesView, EntrySummary, EntryView, FrontView, PageNumber, Pagination,
    PostSummary,
};
pub use page::{
    Alternate, ArticleMeta, Breadcrumb, LanguageLink, OpenGraph, OpenGraphImage, PageKind, PageMeta,
    StandaloneView,
};
pub use post::{AuthorView, DateView, PostContent, PostLink, PostView, SeriesPart, SeriesPlace, TagLink};
pub use site::{FeedLink, NavigationLink, Person, SiteView, TextView};
pub use special::{NotFoundView, RedirectView};

/// What the writer put under keys that Diglot does not know, by the key as written without its
/// colon (`page.extra["talk/slides"]`).
pub type Extra = std::collections::BTreeMap<String, serde_json::Value>;
