//! `diglot init`.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::{self, ErrorKind, IsTerminal as _};
use std::path::Path;
use std::process::ExitCode;

use chrono::Utc;
use chrono_tz::Tz;
use uuid::Uuid;

use super::args::{InitArgs, base_url, locale, zone};
use super::ask::ask;
use super::create::{create, tell_error, tell_failure};
use super::terminal::eprint_line;
use crate::base::FilePath;
use crate::disk;
use crate::locale::{Dictionary, Language, Locale};
use crate::pipeline::SETTINGS_FILES;
use crate::site::BaseUrl;
use crate::starter::NewBlog;

/// The exit code for wrong usage.
const USAGE: u8 = 2;

/// Makes the files of a new blog.
pub fn init(args: &InitArgs) -> ExitCode {
    let root = disk::resolve(&args.folder);
    let held = match held(&root) {
        Ok(held) => held,
        Err(error) => {
            let help = match error.kind() {
                ErrorKind::NotADirectory => "a file of that name is there: choose another folder",
                _ => "choose a folder that may be read and written",
            };
            tell_error(&format!("`{}` cannot be a blog's folder: {error}", args.folder.display()), help);
            return ExitCode::FAILURE;
        }
    };
    if let Some(settings) = SETTINGS_FILES.iter().find(|name| root.join(name).exists()) {
        let message = format!("`{}` holds a blog already: it has a `{settings}`", args.folder.display());
        tell_error(&message, "`diglot new` begins a post in it; choose another folder for another blog");
        return ExitCode::FAILURE;
    }
    let is_asked = !args.yes && io::stdin().is_terminal() && io::stderr().is_terminal();
    if !is_asked && !args.yes && (args.locales.is_empty() || args.base_url.is_none()) {
        let help =
            "give `--locales nb,en` and `--base-url https://blog.example`, or `--yes` for what is proposed";
        tell_error("nobody can be asked for the blog's languages and address", help);
        return ExitCode::from(USAGE);
    }
    let blog = match if is_asked { asked(args) } else { Ok(given(args)) } {
        Ok(blog) => blog,
        Err(_) => {
            tell_error(
                "not all questions were answered, and nothing was written",
                "begin again, or give `--yes`",
            );
            return ExitCode::FAILURE;
        }
    };
    let files = blog.files();
    if !held.is_empty() && !args.force {
        let list: String = files.keys().map(|file| format!("\n    {}{file}", mark(&root, file))).collect();
        let name = held.first().map_or("", String::as_str);
        let message =
            format!("`{}` is not empty: it holds `{name}`\n\n  It would get{list}", args.folder.display());
        tell_error(&message, "choose an empty folder, or add these with `--force`; no file is written over");
        return ExitCode::FAILURE;
    }
    write(args, &blog, &root, &files)
}

/// What stands in the list before a file that is there.
fn mark(root: &Path, file: &FilePath) -> &'static str {
    if root.join(file.as_str()).exists() { "(is there) " } else { "" }
}

/// The names of what a folder holds, but for the repository that it may be; nothing where it is not
/// there yet.
fn held(root: &Path) -> io::Result<Vec<String>> {
    match fs::read_dir(root) {
        Ok(entries) => {
            let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
            let mut names = names.collect::<io::Result<Vec<String>>>()?;
            names.retain(|name| name != ".git");
            names.sort();
            Ok(names)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

fn write(args: &InitArgs, blog: &NewBlog, root: &Path, files: &BTreeMap<FilePath, String>) -> ExitCode {
    let mut count = 0;
    for (file, text) in files {
        match create(root, file, text) {
            Ok(()) => count += 1,
            Err(error) if error.kind() == ErrorKind::AlreadyExists && args.force => {
                eprint_line!("`{file}` was there, and stays as it is.");
            }
            Err(error) => {
                tell_failure(&args.folder, file, &error);
                return ExitCode::FAILURE;
            }
        }
    }
    let english = Locale::default();
    let names: Vec<String> = blog.locales.iter().map(|locale| locale.name_in(&english)).collect();
    let languages = Language::new(&english).list(&names);
    let folder = args.folder.display().to_string();
    eprint_line!("Made a blog in {}: {count} files in `{folder}`.", languages);
    let drafts = blog.locales.iter().filter(|locale| Dictionary::builtin_tag(locale).is_none());
    for locale in drafts {
        eprint_line!(
            "Its texts in `{locale}` are drafts in English: translate them, and `i18n/{locale}.edn`."
        );
    }
    match args.folder == Path::new(".") {
        true => eprint_line!("\nGo on with\n\n  diglot serve --open\n  diglot new \"A title\""),
        false => eprint_line!("\nGo on with\n\n  cd {}\n  diglot serve --open", quoted(&folder)),
    }
    ExitCode::SUCCESS
}

/// A path as a shell takes it.
pub(super) fn quoted(path: &str) -> String {
    let is_plain = path.chars().all(|c| c.is_alphanumeric() || "-_./\\:".contains(c));
    if is_plain { path.to_owned() } else { format!("'{}'", path.replace('\'', "'\\''")) }
}

/// The blog as the options have it.
#[expect(clippy::disallowed_methods, reason = "the clock comes in here, for the day of the first post")]
fn given(args: &InitArgs) -> NewBlog {
    let zone = args.time_zone.unwrap_or_else(own_zone);
    NewBlog {
        title: args.title.clone(),
        locales: match args.locales.as_slice() {
            [] => proposed_locales(),
            locales => distinct(locales),
        },
        base_url: args.base_url.clone().unwrap_or_else(|| BaseUrl::PROPOSED.to_owned()),
        id: Uuid::new_v4().urn().to_string(),
        zone,
        today: Utc::now().with_timezone(&zone).date_naive(),
    }
}

/// The same, with answers in the place of what no option says.
fn asked(args: &InitArgs) -> io::Result<NewBlog> {
    let (mut input, mut output) = (io::stdin().lock(), io::stderr());
    let mut blog = given(args);
    if args.locales.is_empty() {
        let tags: Vec<&str> = blog.locales.iter().map(Locale::tag).collect();
        let read = |text: &str| text.split([',', ' ']).filter(|tag| !tag.is_empty()).map(locale).collect();
        let found: Vec<Locale> =
            ask("Languages, the default one first", &tags.join(","), read, &mut input, &mut output)?;
        blog.locales = distinct(&found);
    }
    if args.title.is_none() {
        let read = |text: &str| Ok(Some(text.to_owned()).filter(|title| !title.is_empty()));
        blog.title = ask("Title, or nothing for one in each language", "", read, &mut input, &mut output)?;
    }
    if args.base_url.is_none() {
        blog.base_url =
            ask("Address that it will live at", &blog.base_url, base_url, &mut input, &mut output)?;
    }
    if args.time_zone.is_none() {
        blog.zone = ask("Time zone", blog.zone.name(), zone, &mut input, &mut output)?;
    }
    Ok(blog)
}

fn distinct(locales: &[Locale]) -> Vec<Locale> {
    let mut distinct: Vec<Locale> = Vec::new();
    for locale in locales {
        if !distinct.contains(locale) {
            distinct.push(locale.clone());
        }
    }
    distinct
}

/// The language of the one who writes, as the environment says it, and English; beside English, the
/// first of the other languages that Diglot speaks.
#[expect(clippy::disallowed_methods, reason = "the environment comes in here, to be proposed")]
fn proposed_locales() -> Vec<Locale> {
    let variables = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| env::var(name).ok());
    let own = variables.into_iter().find(|value| !value.is_empty()).and_then(|value| {
        let name = value.split(['.', '@', '_']).next()?;
        Locale::parse(name).filter(Locale::has_name)
    });
    let english = Locale::default();
    let own = own.unwrap_or_else(Locale::default);
    let others = Dictionary::builtin_tags().filter_map(Locale::parse);
    let other = std::iter::once(english).chain(others).find(|locale| *locale != own);
    std::iter::once(own).chain(other).collect()
}

/// The zone of this machine.
fn own_zone() -> Tz {
    iana_time_zone::get_timezone().ok().and_then(|name| name.parse().ok()).unwrap_or(Tz::UTC)
}
