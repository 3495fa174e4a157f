//! `diglot template`.

use std::io::ErrorKind;
use std::process::ExitCode;

use super::args::TemplateArgs;
use super::create::{create, tell_error, tell_failure};
use super::terminal::{eprint_line, print_line, sanitize_name};
use crate::base::{FilePath, nearest};
use crate::disk;
use crate::starter::BuiltInFile;

/// The exit code for wrong usage.
const USAGE: u8 = 2;

/// Lists the built-in templates and style sheets, prints one, or copies one into a site.
pub fn template(args: &TemplateArgs) -> ExitCode {
    let Some(path) = &args.path else {
        BuiltInFile::all().iter().for_each(|file| print_line!("{}", file.path));
        return ExitCode::SUCCESS;
    };
    let Some(file) = BuiltInFile::of(&FilePath::new(path)) else {
        let files = BuiltInFile::all();
        let known = || files.iter().map(|file| file.path.as_str());
        let below = format!("/{path}");
        let help = match nearest(path, known()).or_else(|| known().find(|known| known.ends_with(&below))) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`diglot template` lists them".to_owned(),
        };
        tell_error(&format!("no built-in file is `{}`", sanitize_name(path)), &help);
        return ExitCode::from(USAGE);
    };
    if args.copy {
        return copy(&file, args);
    }
    anstream::print!("{}", file.copy());
    ExitCode::SUCCESS
}

fn copy(file: &BuiltInFile, args: &TemplateArgs) -> ExitCode {
    let root = disk::resolve(&args.root);
    if !root.join("content").is_dir() {
        let message = format!("`{}` holds no blog: it has no folder `content`", args.root.display());
        tell_error(&message, "go to the blog's folder or name it with `--root`; `diglot init` begins a blog");
        return ExitCode::FAILURE;
    }
    match create(&root, &file.path, &file.copy()) {
        Ok(()) => {
            print_line!("{}", file.path);
            eprint_line!(
                "It stands in the place of the built-in one. Leave its first line, so that a build can tell when that one changes."
            );
            ExitCode::SUCCESS
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let message = format!("`{}` is there already, and nothing is written over", file.path);
            tell_error(
                &message,
                &format!("`diglot template {}` prints the built-in one, to compare", file.path),
            );
            ExitCode::from(USAGE)
        }
        Err(error) => {
            tell_failure(&args.root, &file.path, &error);
            ExitCode::FAILURE
        }
    }
}
