//! `diglot import`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::args::{Format, ImportArgs};
use super::create::tell_error;
use super::init::quoted;
use super::terminal::{eprint_line, print_json, print_line};
use crate::disk;
use crate::import::{Failure, Imported, REPORT, import as read, must_be_free};

/// Makes a blog of another tool's site, and tells what was not carried over.
pub fn import(args: &ImportArgs) -> ExitCode {
    match imported(args) {
        Ok((imported, folder)) => {
            tell(args, &imported, &folder);
            ExitCode::SUCCESS
        }
        Err(Failure { message, help }) => {
            tell_error(&message, &help);
            ExitCode::FAILURE
        }
    }
}

fn imported(args: &ImportArgs) -> Result<(Imported, PathBuf), Failure> {
    let path = disk::resolve(&args.path);
    let folder = args.into.clone().unwrap_or_else(|| PathBuf::from(path.file_stem().unwrap_or_default()));
    let target = disk::resolve(&folder);
    if !args.dry_run {
        must_be_free(&target, &folder)?;
        if target.starts_with(&path) {
            let message = format!("`{}` lies within the site that is imported", folder.display());
            let help = "choose another folder with `--into`; nothing was written".to_owned();
            return Err(Failure { message, help });
        }
    }
    let imported = read(&args.path, args.from, args.sections)?;
    if !args.dry_run {
        imported.write(&folder)?;
    }
    Ok((imported, folder))
}

fn tell(args: &ImportArgs, imported: &Imported, folder: &Path) {
    let (report, figures) = (&imported.report, &imported.figures);
    if args.format == Format::Json {
        report.rows.iter().for_each(print_json);
        print_json(figures);
    } else if args.dry_run {
        print_line!("{}", report.text(figures).trim_end());
    }
    let folder = folder.display();
    let lines = match report.rows.len() {
        1 => "1 thing that needs a look".to_owned(),
        count => format!("{count} things that need a look"),
    };
    if args.dry_run {
        eprint_line!("\nNothing was written. There would be {lines}.");
        return;
    }
    if args.format == Format::Human {
        eprint_line!("Imported from {} into `{folder}`.\n\n{}", figures.tool, figures.text().trim_end());
    }
    if !report.rows.is_empty() {
        eprint_line!("\n`{folder}/{REPORT}` tells of {lines}.");
    }
    let root = quoted(&folder.to_string());
    eprint_line!("\nGo on with\n\n  {} --root {root}", figures.command());
}
