//! What the pages show that nobody links to.

use serde::Serialize;

use super::PostSummary;

/// What `404.html` sees beside the common names.
#[derive(Clone, Debug, Serialize)]
pub struct NotFoundView {
    /// The newest posts of the language, at most five, for a reader who lost the way.
    pub recent: Vec<PostSummary>,
}

/// What `redirect.html` sees beside the common names; `page.canonical` is where the reader is sent.
#[derive(Clone, Debug, Serialize)]
pub struct RedirectView {
    /// The page that has moved there.
    pub target: String,
}
