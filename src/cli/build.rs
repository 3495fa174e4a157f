//! `diglot build`.

use std::collections::BTreeMap;
use std::fs;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use chrono::Utc;

use super::args::{BuildArgs, Format};
use super::ground::{GoneOn, Ground};
use super::progress::Progress;
use super::report;
use super::timings::Timings;
use crate::base::{Diagnostic, Severity};
use crate::cache::{CACHE_FOLDER, Cache};
use crate::pipeline::{Build, Phase, Policy, Silent, Watch, build_into, source_text};
use crate::publish::{Published, Spool};
use crate::render::{CARDS, RESIZED};
use crate::source::{Options, Snapshot, read_site};

/// Builds and publishes a site.
pub fn build(args: &BuildArgs) -> ExitCode {
    let started = Instant::now();
    let progress = Progress::new();
    let shown: &dyn Watch = if args.quiet || args.format == Format::Json { &Silent } else { &progress };
    if !args.timings && args.trace.is_none() {
        return run(args, started, shown, &progress).0;
    }
    let timings = Timings::new(started, shown, args.trace.is_some());
    let (mut code, notes) = run(args, started, &timings, &progress);
    if args.timings {
        anstream::eprintln!("{}", timings.table(&notes));
    }
    if let Some(file) = &args.trace
        && let Err(error) = fs::write(file, timings.trace())
    {
        anstream::eprintln!("error: `{}` cannot be written: {error}", file.display());
        code = ExitCode::FAILURE;
    }
    code
}

/// What there is to say of phases: how much was work, and how much was there already.
type Notes = BTreeMap<Phase, String>;

fn run(args: &BuildArgs, started: Instant, watch: &dyn Watch, progress: &Progress) -> (ExitCode, Notes) {
    watch.phase(Phase::Source, 0);
    let snapshot = snapshot(args);
    watch.phase(Phase::Glance, 0);
    let policy = Policy { strict: args.strict, allow: args.allow.clone() };
    let beside_content = args.root.join("public");
    let beside_content = beside_content.strip_prefix(".").unwrap_or(&beside_content);
    let folder = args.output.as_deref().unwrap_or(beside_content);
    let ground = Ground::new(&snapshot, &policy, folder);
    let mut notes = Notes::new();
    if let Some(GoneOn { published, pages, phase, note }) = ground.go_on(watch) {
        if !args.quiet {
            anstream::eprintln!("{}", summary(&pages, &[], &published, started.elapsed()));
        }
        notes.insert(phase, note);
        return (ExitCode::SUCCESS, notes);
    }
    let spool = Spool::open(&args.root.join(".diglot"), folder);
    let built = build_into(&spool, &snapshot, &policy, watch);
    progress.finish();
    notes.insert(Phase::Documents, format!("{} compiled, {} reused", built.work.compiled, built.work.reused));
    notes.insert(Phase::Render, format!("{} rendered", built.work.rendered));
    for (phase, shelf) in [(Phase::Images, RESIZED), (Phase::Cards, CARDS)] {
        let (found, made) = snapshot.cache.tally(shelf);
        if found + made > 0 {
            notes.insert(phase, format!("{made} made, {found} reused"));
        }
    }

    let show = |diagnostics: &[Diagnostic]| {
        report::show(diagnostics, args.format, &|file| source_text(&snapshot, file));
    };
    show(&built.diagnostics);
    let Some(outputs) = &built.outputs else {
        if !args.quiet {
            anstream::eprintln!("Nothing was published: {}.", counted(&built.diagnostics));
        }
        return (ExitCode::FAILURE, notes);
    };
    watch.phase(Phase::Publish, 0);
    let published = match spool.publish(outputs) {
        Ok(published) => published,
        Err(diagnostics) => {
            let diagnostics = Diagnostic::bound(diagnostics);
            show(&diagnostics);
            if !args.quiet {
                anstream::eprintln!("Nothing was published: {}.", counted(&diagnostics));
            }
            return (ExitCode::FAILURE, notes);
        }
    };
    let Published { written, kept, removed, .. } = &published;
    notes.insert(Phase::Publish, format!("{written} written, {kept} kept, {removed} removed"));
    watch.phase(Phase::Keep, 0);
    let pages = pages(&built);
    if built.diagnostics.is_empty() && published.left.is_empty() {
        ground.keep(&built, pages.clone());
    }
    snapshot.cache.trim();
    if !args.quiet {
        for path in &published.left {
            anstream::eprintln!("Left `{path}` where it is: somebody changed it after Diglot wrote it.");
        }
        anstream::eprintln!("{}", summary(&pages, &built.diagnostics, &published, started.elapsed()));
    }
    (ExitCode::SUCCESS, notes)
}

fn pages(built: &Build) -> Vec<(String, usize)> {
    built.summary.pages.iter().map(|(locale, count)| (locale.to_string(), *count)).collect()
}

#[expect(clippy::disallowed_methods, reason = "the clock comes in here, and nowhere else")]
fn snapshot(args: &BuildArgs) -> Snapshot {
    let now = args.now.unwrap_or_else(Utc::now);
    let options = Options {
        base_url: args.base_url.clone(),
        drafts: args.drafts,
        future: args.future,
        draws_cards: true,
        ..Options::default()
    };
    let snapshot = read_site(&args.root, now, options);
    let cache = match args.no_cache {
        true => Cache::default(),
        false => Cache::in_folder(&args.root.join(CACHE_FOLDER)),
    };
    Snapshot { cache, ..snapshot }
}

fn summary(pages: &[(String, usize)], told: &[Diagnostic], published: &Published, took: Duration) -> String {
    let by_language: Vec<String> =
        pages.iter().map(|(locale, count)| format!("{count} in {locale}")).collect();
    let warnings = if told.is_empty() { String::new() } else { format!(", {}", counted(told)) };
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
