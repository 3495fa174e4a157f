//! `diglot build`.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use chrono::Utc;

use super::args::{BuildArgs, Format, SiteArgs};
use super::incremental::{Incremental, Unchanged};
use super::progress::ProgressDisplay;
use super::report;
use super::terminal::eprint_line;
use super::timings::Timings;
use crate::assets::{CARDS, RESIZED};
use crate::base::{Diagnostic, Severity};
use crate::cache::{CACHE_FOLDER, Cache, OWN_FOLDER};
use crate::disk::without_links;
use crate::pipeline::{Build, Phase, Policy, Progress, Silent, build_into, source_text};
use crate::publish::{Failure, FolderLock, OutputFolder, Published, Spool};
use crate::source::{Options, Snapshot, read_site};

/// Builds and publishes a site.
pub fn build(args: &BuildArgs) -> ExitCode {
    let started = Instant::now();
    let display = ProgressDisplay::new();
    let shown: &dyn Progress = if args.quiet || args.format == Format::Json { &Silent } else { &display };
    if !args.timings && args.trace.is_none() {
        return run(args, started, shown, &display).0;
    }
    let timings = Timings::new(started, shown, args.trace.is_some());
    let (mut code, notes) = run(args, started, &timings, &display);
    if args.timings {
        eprint_line!("{}", timings.table(&notes));
    }
    if let Some(file) = &args.trace
        && let Err(error) = fs::write(file, timings.trace())
    {
        eprint_line!("error: `{}` cannot be written: {error}", file.display());
        code = ExitCode::FAILURE;
    }
    code
}

/// What there is to say of phases: how much was work, and how much was there already.
type Notes = BTreeMap<Phase, String>;

/// How often a site that changes during the build is built again before faults are reported.
const MOST_ATTEMPTS: usize = 3;

struct Done {
    published: Published,
    /// How many pages each language has.
    pages: Vec<(String, usize)>,
    diagnostics: Vec<Diagnostic>,
}

fn run(
    args: &BuildArgs,
    started: Instant,
    progress: &dyn Progress,
    display: &ProgressDisplay,
) -> (ExitCode, Notes) {
    let folder = match target(args) {
        Ok(folder) => folder,
        Err(fault) => {
            display.finish();
            print_failure(vec![*fault].into(), args, None);
            return (ExitCode::FAILURE, Notes::new());
        }
    };
    let mut hold = FolderLock::wait(&folder, &args.site.root);
    Spool::clear(&args.site.root.join(OWN_FOLDER));
    progress.phase(Phase::Source, 0);
    let mut snapshot = snapshot(args);
    let mut attempts = 1;
    loop {
        let mut notes = Notes::new();
        let done = attempt(args, &snapshot, &mut hold, progress, &mut notes);
        display.finish();
        let failure = match done {
            Ok(done) => {
                print_summary(&done, args, &snapshot, started);
                return (ExitCode::SUCCESS, notes);
            }
            Err(failure) => failure,
        };
        // A failure may come from a half-saved file: read again.
        let now = (failure.halfway.is_none() && attempts < MOST_ATTEMPTS).then(|| self::snapshot(args));
        match now.filter(|now| now.digest() != snapshot.digest()) {
            Some(now) => snapshot = now,
            None => {
                print_failure(failure, args, Some(&snapshot));
                return (ExitCode::FAILURE, notes);
            }
        }
        attempts += 1;
    }
}

/// Builds and publishes what has been read.
fn attempt(
    args: &BuildArgs,
    snapshot: &Snapshot,
    hold: &mut FolderLock,
    progress: &dyn Progress,
    notes: &mut Notes,
) -> Result<Done, Failure> {
    progress.phase(Phase::CheckCache, 0);
    let policy = Policy { strict: args.strict, allow: args.allow.clone() };
    let folder = hold.folder().to_owned();
    let mut incremental = Incremental::open(snapshot, &policy, &folder);
    if let Some(Unchanged { published, pages, diagnostics }) = incremental.unchanged(args.adopt) {
        notes.insert(Phase::CheckCache, "nothing has changed".to_owned());
        return Ok(Done { published, pages, diagnostics });
    }
    let before = incremental.pages();
    let spool = Spool::open(&args.site.root.join(OWN_FOLDER), hold);
    let (mut built, pages) = build_into(&spool, snapshot, &policy, before, progress);
    notes.insert(
        Phase::Documents,
        format!("{} compiled, {} reused", built.stats.compiled, built.stats.reused),
    );
    notes.insert(Phase::Render, format!("{} rendered", built.stats.rendered));
    for (phase, namespace) in [(Phase::Images, RESIZED), (Phase::Cards, CARDS)] {
        let (found, made) = snapshot.cache.tally(namespace);
        if found + made > 0 {
            notes.insert(phase, format!("{made} made, {found} reused"));
        }
    }
    let diagnostics = std::mem::take(&mut built.diagnostics);
    let Some(outputs) = &built.outputs else { return Err(diagnostics.into()) };
    progress.phase(Phase::Publish, 0);
    let published = match spool.publish(outputs, incremental.receipt(), hold, args.adopt) {
        Ok(published) => published,
        Err(failure) => {
            let diagnostics = diagnostics.into_iter().chain(failure.diagnostics).collect();
            return Err(Failure { diagnostics, ..failure });
        }
    };
    let Published { written, kept, removed, .. } = &published;
    notes.insert(Phase::Publish, format!("{written} written, {kept} kept, {removed} removed"));
    progress.phase(Phase::SaveCache, 0);
    let counts = counts(&built);
    incremental.save(&built, pages, &published, counts.clone(), &diagnostics);
    snapshot.cache.trim();
    Ok(Done { published, pages: counts, diagnostics })
}

fn print_summary(done: &Done, args: &BuildArgs, snapshot: &Snapshot, started: Instant) {
    show(&done.diagnostics, args, Some(snapshot));
    if args.quiet {
        return;
    }
    for path in &done.published.left {
        eprint_line!("Left `{path}` where it is: somebody changed it after Diglot wrote it.");
    }
    eprint_line!("{}", summary(done, started.elapsed()));
}

/// Tells why a site was not published, or not the whole of it.
fn print_failure(failure: Failure, args: &BuildArgs, snapshot: Option<&Snapshot>) {
    let diagnostics = Diagnostic::bound(failure.diagnostics);
    show(&diagnostics, args, snapshot);
    if args.quiet {
        return;
    }
    let counted = counted(&diagnostics);
    match failure.halfway {
        Some(halfway) => eprint_line!("Published in part: {halfway} ({counted})."),
        None => eprint_line!("Nothing was published: {counted}."),
    }
}

fn show(diagnostics: &[Diagnostic], args: &BuildArgs, snapshot: Option<&Snapshot>) {
    report::show(diagnostics, args.format, &|file| source_text(snapshot?, file));
}

/// The folder to publish into, by a path in which no link stands.
fn target(args: &BuildArgs) -> Result<PathBuf, Box<Diagnostic>> {
    let SiteArgs { root, follow } = &args.site;
    let beside_content = root.join("public");
    let beside_content = beside_content.strip_prefix(".").unwrap_or(&beside_content);
    let folder = args.output.as_deref().unwrap_or(beside_content);
    let target = OutputFolder { folder, is_named: args.output.is_some() };
    target.check(root, follow, std::env::home_dir().as_deref())?;
    Ok(without_links(folder))
}

fn counts(built: &Build) -> Vec<(String, usize)> {
    built.summary.pages.iter().map(|(locale, count)| (locale.to_string(), *count)).collect()
}

#[expect(clippy::disallowed_methods, reason = "the clock comes in here, and nowhere else")]
fn snapshot(args: &BuildArgs) -> Snapshot {
    let now = args.now.unwrap_or_else(Utc::now);
    let options = Options {
        base_url: args.base_url.clone(),
        drafts: args.drafts,
        future: args.future,
        follow: args.site.follow.clone(),
        draws_cards: true,
        ..Options::default()
    };
    let snapshot = read_site(&args.site.root, now, options);
    let cache = match args.no_cache {
        true => Cache::default(),
        false => Cache::in_folder(&args.site.root.join(CACHE_FOLDER)),
    };
    Snapshot { cache, ..snapshot }
}

fn summary(Done { published, pages, diagnostics }: &Done, took: Duration) -> String {
    let by_language: Vec<String> =
        pages.iter().map(|(locale, count)| format!("{count} in {locale}")).collect();
    let warnings = if diagnostics.is_empty() { String::new() } else { format!(", {}", counted(diagnostics)) };
    format!(
        "Published {} pages ({}): {} files written, {} kept, {} removed, in {:.2} s{warnings}.",
        pages.iter().map(|(_, count)| count).sum::<usize>(),
        by_language.join(", "),
        published.written,
        published.kept,
        published.removed,
        took.as_secs_f64(),
    )
}

/// How many errors, warnings and notes there are, in words.
fn counted(diagnostics: &[Diagnostic]) -> String {
    let words = |severity: Severity| {
        let found = diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity);
        let count: usize = found.map(|diagnostic| 1 + diagnostic.more).sum();
        let plural = if count == 1 { "" } else { "s" };
        (count > 0).then(|| format!("{count} {}{plural}", severity.name()))
    };
    let counts = [Severity::Error, Severity::Warning, Severity::Note].into_iter().filter_map(words);
    counts.collect::<Vec<_>>().join(", ")
}
