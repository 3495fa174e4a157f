//! Sites of other tools to sites of Diglot.
//!
//! A `Tree` holds the files of the old site, read with care. The tool that made it turns them into
//! an `OldSite`, which knows no tool any more: settings, pages with their `Matter` and `Body`,
//! static files, addresses. From there on all is common: [`Imported`] has the files of the new
//! site, in which pages have their old addresses where Diglot's would differ; words and addresses
//! are counted, and the result is built in memory. Whatever is not carried over as it was gets a
//! line in the [`Report`].
//!
//! # How a tool is added
//!
//! 1. A variant of [`Tool`]: its name, how its sites are known (`Tool::of`), and its function in
//!    [`import`].
//! 2. A table of its front matter in `fields.rs`, with rows of [`Meaning`]; a test holds the page
//!    of `docs/coming-from/` to it.
//! 3. A file `NAME.rs` with `read(&Tree, &mut Report) -> Result<OldSite, Failure>`. It reads
//!    settings by `value::yaml` and `value::toml`, pages by `front_matter::parts` and
//!    `Matter::read`, writes shortcodes and links another way by `Body::replace` and
//!    `Body::lead_links`, and says at which address each page stood. Titles, sections, tags,
//!    `:page/uri`, redirects and the checks are not its business.
//! 4. Small sites in `tests/import/NAME/`, and a page in `docs/coming-from/`.

mod addresses;
mod body;
mod failure;
mod fields;
mod front_matter;
mod hugo;
mod markdown;
mod paths;
mod report;
mod shortcodes;
mod site;
mod source;
mod value;
mod words;
mod write;

use std::path::Path;

use clap::ValueEnum;

pub use failure::Failure;
pub use fields::{FieldTable, HUGO, MARKDOWN, Meaning};
pub use report::{Fate, Figures, Report, Row};
use source::Tree;
pub use write::{Imported, REPORT, must_be_free};

/// A tool whose sites can be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Tool {
    /// Hugo.
    Hugo,
    /// A folder of Markdown with front matter: that of Zola, Astro, Eleventy, Obsidian.
    Markdown,
}

impl Tool {
    /// All tools.
    pub const ALL: [Self; 2] = [Self::Hugo, Self::Markdown];

    /// Its name in sentences.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hugo => "Hugo",
            Self::Markdown => "a folder of Markdown",
        }
    }

    /// The tool that a site seems to be made with.
    fn of(tree: &Tree) -> Self {
        if hugo::is_site(tree) { Self::Hugo } else { Self::Markdown }
    }
}

/// Makes a site of Diglot of another tool's, in memory. `from` is the tool, where it is said.
///
/// # Errors
///
/// Where the old site cannot be read.
pub fn import(path: &Path, from: Option<Tool>, has_sections: bool) -> Result<Imported, Failure> {
    let mut report = Report::default();
    let tree = Tree::read(path, &mut report)?;
    let tool = from.unwrap_or_else(|| Tool::of(&tree));
    let site = match tool {
        Tool::Hugo => hugo::read(&tree, &mut report)?,
        Tool::Markdown => markdown::read(&tree, &mut report)?,
    };
    if site.pages.is_empty() {
        let message = format!("`{}` holds no page of {}", path.display(), tool.name());
        return Err(Failure::new(message, "name the site's folder, and its tool with `--from`"));
    }
    let mut imported = Imported::of(site, &tree, has_sections, report);
    imported.figures.tool = tool.name();
    Ok(imported)
}
