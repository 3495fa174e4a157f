//! `diglot explain`.

use std::process::ExitCode;

use chrono::Utc;

use super::args::{ExplainArgs, Format};
use super::columns::{padded, widest};
use super::terminal::{eprint_line, print_json, print_line, sanitize_name};
use crate::base::Severity;
use crate::cache::{CACHE_FOLDER, Cache};
use crate::explain::{FileEntry, Item, NamedSubject, PageEntry, Row, find, rows_of_file, rows_of_page};
use crate::pipeline::{Build, Policy, Session, Silent};
use crate::source::{Options, Snapshot, read_site};

/// The limit of lines in a row; the others are counted. `--format json` has them all.
const LONGEST: usize = 12;

/// Tells what an address or a file is made of, and what would rebuild it.
pub fn explain(args: &ExplainArgs) -> ExitCode {
    let snapshot = snapshot(args);
    let mut session = Session::default();
    let built = session.build(&snapshot, &Policy::default(), &Silent);
    let Some(sight) = session.sight() else { return ExitCode::FAILURE };
    let subject = match find(sight, &name(args)) {
        Ok(subject) => subject,
        Err(unknown) => {
            eprint_line!("error: {}\n\n  help: {}", unknown.message, unknown.help);
            return ExitCode::FAILURE;
        }
    };
    match subject {
        NamedSubject::Address(address, route) => {
            show_page(&PageEntry::of_route(sight, address, route), args.format)
        }
        NamedSubject::Hidden(id, address) => {
            show_page(&PageEntry::of_document(sight, id, &address), args.format)
        }
        NamedSubject::File(file) => match FileEntry::new(sight, &file) {
            Some(entry) => show_file(&entry, args.format),
            None => return ExitCode::FAILURE,
        },
    }
    warn(&built);
    ExitCode::SUCCESS
}

#[expect(clippy::disallowed_methods, reason = "the clock comes in here, and nowhere else")]
fn snapshot(args: &ExplainArgs) -> Snapshot {
    let now = args.now.unwrap_or_else(Utc::now);
    let options = Options {
        drafts: args.drafts,
        future: args.future,
        follow: args.site.follow.clone(),
        leaves_images: true,
        ..Options::default()
    };
    let cache = Cache::over_folder(&args.site.root.join(CACHE_FOLDER));
    Snapshot { cache, ..read_site(&args.site.root, now, options) }
}

/// What was named; a file may be named from the working folder, or whole.
fn name(args: &ExplainArgs) -> String {
    let whole = args.site.root.canonicalize().unwrap_or_default();
    [args.site.root.as_path(), whole.as_path()]
        .into_iter()
        .filter(|root| *root != std::path::Path::new("."))
        .find_map(|root| args.subject.strip_prefix(root.to_str()?)?.strip_prefix('/'))
        .map_or_else(|| args.subject.clone(), str::to_owned)
}

fn show_page(page: &PageEntry, format: Format) {
    match format {
        Format::Json => print_json(page),
        Format::Human => {
            print_line!("{}", headline(page));
            show_rows(&rows_of_page(page));
        }
    }
}

fn show_file(entry: &FileEntry, format: Format) {
    match format {
        Format::Json => print_json(entry),
        Format::Human => {
            print_line!("{}", sanitize_name(&entry.file.to_string()));
            show_rows(&rows_of_file(entry));
            // Details only if the file makes a single page.
            if let [page] = entry.makes.as_slice() {
                print_line!("\n{}", headline(page));
                show_rows(&rows_of_page(page));
            }
        }
    }
}

fn headline(page: &PageEntry) -> String {
    let language = page.language.as_ref().map_or_else(String::new, |tag| format!(" in {tag}"));
    let title = page.title.as_ref().map_or_else(String::new, |title| format!(": {title}"));
    format!("{}  {}{language}{title}", page.address, page.what)
}

fn show_rows(rows: &[Row]) {
    let width = widest(rows.iter().map(|row| row.label));
    for row in rows {
        let shown = if row.items.len() > LONGEST { LONGEST - 1 } else { row.items.len() };
        for (index, item) in row.items.iter().take(shown).enumerate() {
            let label = if index == 0 { row.label } else { "" };
            print_line!("  {}  {}", padded(label, width), line(item));
        }
        if shown < row.items.len() {
            print_line!("  {}  … and {} more", padded("", width), row.items.len() - shown);
        }
    }
}

fn line(item: &Item) -> String {
    match (&*sanitize_name(&item.name), item.note.as_str()) {
        ("", note) => note.to_owned(),
        (name, "") => name.to_owned(),
        (name, note) => format!("{name} ({note})"),
    }
}

/// Says that a site with errors may not be what its writer thinks.
fn warn(built: &Build) {
    let errors = built.diagnostics.iter().filter(|fault| fault.severity == Severity::Error);
    let errors: usize = errors.map(|fault| 1 + fault.more).sum();
    if errors > 0 {
        let them = if errors == 1 { "an error" } else { "errors" };
        eprint_line!("The site has {them}, which `diglot build` tells.");
    }
}
