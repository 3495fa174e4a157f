//! What may stand on the command line.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::base::{Code, nearest};
use crate::import::Tool;
use crate::locale::Locale;
use crate::site::BaseUrl;

/// Publishes a blog that is written in two languages.
#[derive(Debug, Parser)]
#[command(name = "diglot", version, about, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Begin a blog: the smallest that shows what there is
    Init(InitArgs),
    /// Begin a post, or the translation of one
    New(NewArgs),
    /// Make a blog of the site of another tool: posts, pages, pictures, addresses
    Import(ImportArgs),
    /// Publish the site: the whole of it, or nothing where something is wrong
    Build(BuildArgs),
    /// Serve the site while it is being written: every save is on the page at once
    Serve(ServeArgs),
    /// Tell what an address or a file is made of, and what would rebuild it
    Explain(ExplainArgs),
    /// Show the colour schemes, and how well each colour can be read on its ground
    Themes(ThemesArgs),
    /// Compare translations with their originals, section by section, and mark those that are right
    Translations(TranslationsArgs),
    /// Show the built-in templates and style sheets, and copy one into the site
    Template(TemplateArgs),
    /// Print what completes the command line in a shell
    Completions(CompletionsArgs),
}

/// The options that say where a site lies.
#[derive(Debug, Args)]
pub struct SiteArgs {
    /// The site's folder, which holds `content`
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,

    /// Follow symbolic links into this folder outside of the site (may be given several times)
    #[arg(long, value_name = "DIR")]
    pub follow: Vec<PathBuf>,
}

/// The options of `diglot init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The blog's folder, which comes into being where it is not there
    #[arg(value_name = "DIR", default_value = ".")]
    pub folder: PathBuf,

    /// What the blog is called; a title in each language if not given
    #[arg(long, value_name = "TITLE")]
    pub title: Option<String>,

    /// Its languages, the default one first: `nb,en`
    #[arg(long, value_name = "TAGS", value_delimiter = ',', value_parser = locale)]
    pub locales: Vec<Locale>,

    /// Where it will live
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub base_url: Option<String>,

    /// The zone of its times, such as `Europe/Oslo`; that of this machine if not given
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    pub time_zone: Option<Tz>,

    /// Ask nothing: what is not given is as it would be proposed
    #[arg(long, short)]
    pub yes: bool,

    /// Add what is missing to a folder that holds files already; none of them is written over
    #[arg(long, short)]
    pub force: bool,
}

/// The options of `diglot new`.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// The title of the post
    #[arg(value_name = "TITLE", required_unless_present = "translation")]
    pub title: Option<String>,

    /// Begin the translation of a post or page: by file, address or key
    #[arg(long, value_name = "POST", conflicts_with_all = ["title", "tags", "author", "sections", "draft"])]
    pub translation: Option<String>,

    /// Its language: the default one, or the one that is missing, if not given
    #[arg(long, value_name = "TAG", value_parser = locale)]
    pub locale: Option<Locale>,

    /// Its tags: `baking,bread`
    #[arg(long, value_name = "TAGS", value_delimiter = ',')]
    pub tags: Vec<String>,

    /// Its author, by the id in `authors.edn`; the one whose `:author/email` is that of `git` if
    /// not given
    #[arg(long, value_name = "ID")]
    pub author: Option<String>,

    /// Let it consist of sections
    #[arg(long)]
    pub sections: bool,

    /// Make it a draft
    #[arg(long)]
    pub draft: bool,

    /// Where the site lies.
    #[command(flatten)]
    pub site: SiteArgs,

    /// Write it as if it were this moment: `2026-05-17T10:00:00Z`, or `2026-05-17` for its midnight
    /// in UTC
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub now: Option<DateTime<Utc>>,
}

/// The options of `diglot import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The folder of the site, or one page
    #[arg(value_name = "PATH")]
    pub path: PathBuf,

    /// The tool that the site is made with; found out if not given
    #[arg(long, value_enum, value_name = "TOOL")]
    pub from: Option<Tool>,

    /// The blog's folder, empty or not there yet; one of the name of PATH if not given
    #[arg(long, value_name = "DIR")]
    pub into: Option<PathBuf>,

    /// Write nothing; tell what would be carried over, and what not
    #[arg(long)]
    pub dry_run: bool,

    /// Make sections of the headings `##`
    #[arg(long)]
    pub sections: bool,

    /// How to show what is not carried over
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
}

/// The options of `diglot serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Where the site lies.
    #[command(flatten)]
    pub site: SiteArgs,

    /// The port to listen on; where it is taken, the next free one. 0 for any
    #[arg(long, short, value_name = "N", default_value_t = 4747)]
    pub port: u16,

    /// The address to listen on; other machines reach `0.0.0.0`
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1")]
    pub host: String,

    /// Open the site in a browser
    #[arg(long)]
    pub open: bool,

    /// Leave out drafts, and posts whose time has not come
    #[arg(long)]
    pub no_drafts: bool,

    /// Where the site shall think that it lives; the server's own address, with the path of
    /// `:site/base-url`, if not given
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub base_url: Option<String>,
}

/// The options of `diglot build`.
#[derive(Debug, Args)]
pub struct BuildArgs {
    /// Where the site lies.
    #[command(flatten)]
    pub site: SiteArgs,

    /// Where to publish; `public` in the site's folder if not given
    #[arg(long, short, value_name = "DIR")]
    pub output: Option<PathBuf>,

    /// Take over files that Diglot did not write and that stand where it would write: they are
    /// written over
    #[arg(long)]
    pub adopt: bool,

    /// Where the site will live, in place of `:site/base-url`
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub base_url: Option<String>,

    /// Make everything anew: neither read nor write `.diglot/cache` in the site's folder
    #[arg(long)]
    pub no_cache: bool,

    /// Publish drafts too
    #[arg(long)]
    pub drafts: bool,

    /// Publish posts whose time has not come
    #[arg(long)]
    pub future: bool,

    /// Build as if it were this moment: `2026-05-17T10:00:00Z`, or `2026-05-17` for its midnight in
    /// UTC
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub now: Option<DateTime<Utc>>,

    /// Let warnings count as errors
    #[arg(long)]
    pub strict: bool,

    /// Let errors of this code pass as warnings, and its notes untold (may be given several times)
    #[arg(long, value_name = "CODE", value_parser = code)]
    pub allow: Vec<Code>,

    /// How to show diagnostics
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,

    /// Show errors and warnings only
    #[arg(long, short)]
    pub quiet: bool,

    /// Tell how long each phase took, and what was reused
    #[arg(long)]
    pub timings: bool,

    /// Write when each page and file was worked on, for `chrome://tracing` or Perfetto
    #[arg(long, value_name = "FILE")]
    pub trace: Option<PathBuf>,
}

/// The options of `diglot explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// An address, with its host or without, or a file
    #[arg(value_name = "ADDRESS|FILE")]
    pub subject: String,

    /// Where the site lies.
    #[command(flatten)]
    pub site: SiteArgs,

    /// Count drafts in
    #[arg(long)]
    pub drafts: bool,

    /// Count posts in whose time has not come
    #[arg(long)]
    pub future: bool,

    /// Tell it as of this moment: `2026-05-17T10:00:00Z`, or `2026-05-17` for its midnight in UTC
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub now: Option<DateTime<Utc>>,

    /// How to show it; JSON is one object, with all that the table cuts short
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
}

/// The options of `diglot themes`.
#[derive(Debug, Args)]
pub struct ThemesArgs {
    /// The schemes to show, all if none is given
    #[arg(value_name = "SCHEME")]
    pub schemes: Vec<String>,

    /// Where the site lies.
    #[command(flatten)]
    pub site: SiteArgs,

    /// How to show them
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
}

/// The options of `diglot translations`.
#[derive(Debug, Args)]
pub struct TranslationsArgs {
    /// The posts and pages to compare, all if none is given: by file, address or key, and perhaps
    /// one section, by number, id or anchor (`page` is the page's own texts)
    #[arg(value_name = "POST[#SECTION]")]
    pub posts: Vec<String>,

    /// Remember in `translations.edn` that the translations are right as they are
    #[arg(long)]
    pub mark: bool,

    /// With `--mark`: remember that what differs is meant to
    #[arg(long, requires = "mark")]
    pub accept: bool,

    /// Answer with 1 where something is missing, different or stale
    #[arg(long)]
    pub strict: bool,

    /// Where the site lies.
    #[command(flatten)]
    pub site: SiteArgs,

    /// Compare drafts too
    #[arg(long)]
    pub drafts: bool,

    /// Compare posts whose time has not come
    #[arg(long)]
    pub future: bool,

    /// Compare as if it were this moment: `2026-05-17T10:00:00Z`, or `2026-05-17` for its midnight
    /// in UTC
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub now: Option<DateTime<Utc>>,

    /// How to show what was found
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,

    /// Show only what was found
    #[arg(long, short)]
    pub quiet: bool,
}

/// The options of `diglot template`.
#[derive(Debug, Args)]
pub struct TemplateArgs {
    /// The file to show, by its path in a site; all are listed if none is given
    #[arg(value_name = "PATH")]
    pub path: Option<String>,

    /// Copy it into the site, in the place of the built-in one; nothing is written over
    #[arg(long, requires = "path")]
    pub copy: bool,

    /// The site's folder, which holds `content`
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
}

/// The options of `diglot completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    pub shell: Shell,
}

/// How diagnostics are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people, on standard error
    Human,
    /// One JSON object a line, on standard output
    Json,
}

/// Reads a language tag.
pub fn locale(text: &str) -> Result<Locale, String> {
    let known = Locale::parse(text.trim()).filter(Locale::has_name);
    known.ok_or_else(|| "a language tag such as `en`, `nb` or `pt-BR` is wanted".to_owned())
}

/// Reads the name of a time zone.
pub fn zone(text: &str) -> Result<Tz, String> {
    text.parse().map_err(|_| match nearest(text, TZ_VARIANTS.iter().map(|zone| zone.name())) {
        Some(near) => format!("the time zone database has no such zone; did you mean `{near}`?"),
        None => "a zone of the time zone database is wanted, such as `Europe/Oslo`".to_owned(),
    })
}

/// Reads the address of a site.
pub fn base_url(text: &str) -> Result<String, String> {
    match BaseUrl::parse(text) {
        Some(_) => Ok(text.to_owned()),
        None => Err("an absolute URL is wanted, such as `https://blog.example` or `https://me.example/blog`"
            .to_owned()),
    }
}

fn moment(text: &str) -> Result<DateTime<Utc>, String> {
    let day = || Some(NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0)?.and_utc());
    let local = || Some(NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S").ok()?.and_utc());
    let full = || Some(DateTime::parse_from_rfc3339(text).ok()?.to_utc());
    full()
        .or_else(local)
        .or_else(day)
        .ok_or_else(|| "a time such as `2026-05-17T10:00:00Z` is wanted".to_owned())
}

fn code(name: &str) -> Result<Code, String> {
    name.parse().map_err(|_| match nearest(name, Code::ALL.iter().map(|code| code.name())) {
        Some(near) => format!("no diagnostic has this code; did you mean `{near}`?"),
        None => "no diagnostic has this code; `docs/diagnostics.md` lists them".to_owned(),
    })
}
