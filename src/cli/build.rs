//! `diglot build`.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use chrono::Utc;

use super::args::{BuildArgs, Format};
use super::progress::Progress;
use super::report;
use crate::base::{Diagnostic, Severity};
use crate::cache::{CACHE_FOLDER, Cache};
use crate::pipeline::{Build, Policy, Silent, Watch, build as build_site, source_text};
use crate::publish::{Published, publish};
use crate::source::{Options, Snapshot, read_site};

/// Builds and publishes a site.
pub fn build(args: &BuildArgs) -> ExitCode {
    let started = Instant::now();
    let snapshot = snapshot(args);
    let policy = Policy { strict: args.strict, allow: args.allow.clone() };
    let progress = Progress::new();
    let watch: &dyn Watch = if args.quiet || args.format == Format::Json { &Silent } else { &progress };
    let built = build_site(&snapshot, &policy, watch);
    progress.finish();

    let show = |diagnostics: &[Diagnostic]| {
        report::show(diagnostics, args.format, &|file| source_text(&snapshot, file));
    };
    show(&built.diagnostics);
    let Some(outputs) = &built.outputs else {
        if !args.quiet {
            anstream::eprintln!("Nothing was published: {}.", counted(&built.diagnostics));
        }
        return ExitCode::FAILURE;
    };
    let beside_content = args.root.join("public");
    let beside_content = beside_content.strip_prefix(".").unwrap_or(&beside_content);
    match publish(outputs, args.output.as_deref().unwrap_or(beside_content)) {
        Ok(published) => {
            snapshot.cache.trim();
            if !args.quiet {
                for path in &published.left {
                    anstream::eprintln!(
                        "Left `{path}` where it is: somebody changed it after Diglot wrote it."
                    );
                }
                anstream::eprintln!("{}", summary(&built, &published, started.elapsed()));
            }
            ExitCode::SUCCESS
        }
        Err(diagnostics) => {
            show(&diagnostics);
            if !args.quiet {
                anstream::eprintln!("Nothing was published: {}.", counted(&diagnostics));
            }
            ExitCode::FAILURE
        }
    }
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

fn summary(built: &Build, published: &Published, took: Duration) -> String {
    let pages: Vec<String> =
        built.summary.pages.iter().map(|(locale, count)| format!("{count} in {locale}")).collect();
    let warnings = if built.diagnostics.is_empty() {
        String::new()
    } else {
        format!(", {}", counted(&built.diagnostics))
    };
    format!(
        "Published {} pages ({}): {} files written, {} kept, {} removed, in {:.2} s{warnings}.",
        built.summary.pages.iter().map(|(_, count)| count).sum::<usize>(),
        pages.join(", "),
        published.written,
        published.kept,
        published.removed,
        took.as_secs_f64(),
    )
}

/// How many errors and warnings there are, in words.
fn counted(diagnostics: &[Diagnostic]) -> String {
    let count = |severity: Severity| diagnostics.iter().filter(|d| d.severity == severity).count();
    let words = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    match (count(Severity::Error), count(Severity::Warning)) {
        (0, warnings) => words(warnings, "warning"),
        (errors, 0) => words(errors, "error"),
        (errors, warnings) => format!("{}, {}", words(errors, "error"), words(warnings, "warning")),
    }
}
