//! What the command does, in order.

use std::io::Write as _;
use std::iter;
use std::path::Path;
use std::process::ExitCode;

use chrono::Utc;

use super::findings::Findings;
use super::{json, table};
use crate::base::{Code, Diagnostic, FilePath};
use crate::cli::args::{Format, SiteArgs, TranslationsArgs};
use crate::cli::report;
use crate::cli::terminal::eprint_line;
use crate::disk;
use crate::pipeline::{Policy, Sections, Silent, plan_site, source_text};
use crate::source::{Options, Reach, Snapshot, Text, read_site};
use crate::translation::{STATE_FILE, Selection, TranslationState, compare, mark, suggest};

/// The exit code for wrong usage.
const USAGE: u8 = 2;

/// Lists in what translations differ from their originals, and marks those that are right.
pub fn translations(args: &TranslationsArgs) -> ExitCode {
    let snapshot = snapshot(args);
    let mut sections = Sections::default();
    let planned = plan_site(&snapshot, &mut sections, &Silent);
    let (mut diagnostics, is_sound) = planned.conclude(&sections, iter::empty(), &Policy::default());
    let state_file = FilePath::new(STATE_FILE);
    let state_text = read_state(&args.site, &state_file, &mut diagnostics);
    let state = state_text
        .as_ref()
        .and_then(|text| TranslationState::read(&state_file, &text.text, &mut diagnostics));
    let text = |file: &FilePath| match &state_text {
        Some(text) if *file == state_file => Some(text.text.to_string()),
        _ => source_text(&snapshot, file),
    };
    report::show(&diagnostics, Format::Human, &text);
    let Some(mut state) = state.filter(|_| !planned.settings_unread) else { return ExitCode::FAILURE };

    let resolver = planned.resolver();
    let selection = match Selection::read(&names(args), resolver) {
        Ok(selection) => selection,
        Err(unknown) => {
            eprint_line!("error: {}\n\n  help: {}", unknown.message, unknown.help);
            return ExitCode::from(USAGE);
        }
    };
    let mut reports = compare(resolver, &state);
    if args.mark {
        if !is_sound {
            eprint_line!("Nothing was marked: mend the errors first.");
            return ExitCode::FAILURE;
        }
        let (marked, counts) = mark(&planned.site, &state, &reports, &selection, args.accept);
        if let Err(fault) = write_state(&args.site.root.join(STATE_FILE), state_text.as_ref(), &marked) {
            report::show(&[*fault], Format::Human, &text);
            return ExitCode::FAILURE;
        }
        if !args.quiet {
            eprint_line!("{}", table::marked(&counts));
        }
        state = marked;
        reports = compare(resolver, &state);
    }
    let suggestions = if args.posts.is_empty() { suggest(&planned.site) } else { Vec::new() };
    let findings = Findings {
        planned: &planned,
        reports: &reports,
        selection: &selection,
        suggestions: &suggestions,
        text: &text,
    };
    match args.format {
        Format::Human => table::show(&findings),
        Format::Json => json::show(&findings),
    }
    if !args.quiet {
        eprint_line!("{}", table::summary(&findings));
    }
    let has_open = || {
        findings
            .sections()
            .any(|(_, section)| section.reported_differences().any(|difference| difference.is_open()))
    };
    if !is_sound || (args.strict && has_open()) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

#[expect(clippy::disallowed_methods, reason = "the clock comes in here and in `build`, and nowhere else")]
fn snapshot(args: &TranslationsArgs) -> Snapshot {
    let now = args.now.unwrap_or_else(Utc::now);
    let options = Options {
        drafts: args.drafts,
        future: args.future,
        follow: args.site.follow.clone(),
        ..Options::default()
    };
    read_site(&args.site.root, now, options)
}

/// The names of posts; files may be named from the working folder.
fn names(args: &TranslationsArgs) -> Vec<String> {
    let root = args.site.root.to_string_lossy();
    let root = root.trim_end_matches('/');
    let in_root = |name: &String| match name.strip_prefix(root).and_then(|rest| rest.strip_prefix('/')) {
        Some(rest) if !root.is_empty() => rest.to_owned(),
        _ => name.clone(),
    };
    args.posts.iter().map(in_root).collect()
}

/// The state's text, which is empty where there is none yet; `None` where it cannot be read, which
/// is told.
fn read_state(site: &SiteArgs, file: &FilePath, diagnostics: &mut Vec<Diagnostic>) -> Option<Text> {
    match Reach::of(&site.root, &site.follow).read(file.as_str()) {
        Ok(bytes) => {
            let before = diagnostics.len();
            let text = Text::decode(file, &bytes.unwrap_or_default(), diagnostics);
            (diagnostics.len() == before).then_some(text)
        }
        Err(fault) => {
            diagnostics.push(*fault);
            None
        }
    }
}

/// Writes the state where it has changed.
fn write_state(path: &Path, before: Option<&Text>, state: &TranslationState) -> Result<(), Box<Diagnostic>> {
    let text = state.write();
    if before.is_some_and(|before| *before.text == *text) {
        return Ok(());
    }
    let bytes = text.as_bytes();
    let written = disk::write_whole(path, |file| file.write_all(bytes).and_then(|()| file.sync_all()));
    written.map_err(|error| {
        let fault = Diagnostic::general(Code::Unwritable, format!("cannot write `{}`", path.display()))
            .note(error.to_string());
        Box::new(fault.help("make the folder and the file writable, and try again"))
    })
}
