//! `diglot new`.

use std::process::ExitCode;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::args::{Format, NewArgs};
use super::create::{create, tell_error, tell_failure};
use super::terminal::{eprint_line, print_line};
use super::{git, report};
use crate::base::{FilePath, Severity, keywords, nearest};
use crate::disk;
use crate::document::{Document, DocumentKind, EntryKind, Stem};
use crate::edn::is_keyword;
use crate::locale::Locale;
use crate::pipeline::{PlannedSite, Policy, Sections, Silent, plan_site, source_text};
use crate::site::Site;
use crate::source::{Options, Snapshot, read_site};
use crate::starter::{NewPost, begin_translation};
use crate::translation::page_named;

/// The exit code for wrong usage.
const USAGE: u8 = 2;

/// What cannot be done, and the way out.
type Refusal = (String, String);

/// Makes the file of a new post, or of a translation that is begun.
pub fn new(args: &NewArgs) -> ExitCode {
    #[expect(clippy::disallowed_methods, reason = "the clock comes in here, for the time of the post")]
    let now = args.now.unwrap_or_else(Utc::now);
    let options =
        Options { drafts: true, future: true, follow: args.site.follow.clone(), ..Options::default() };
    let snapshot = read_site(&args.site.root, now, options);
    let planned = plan_site(&snapshot, &mut Sections::default(), &Silent);
    if planned.settings_unread || planned.site.settings.file.is_none() {
        if planned.settings_unread {
            let (mut faults, _) =
                planned.conclude(&Sections::default(), std::iter::empty(), &Policy::default());
            faults.retain(|fault| fault.severity == Severity::Error);
            report::show(&faults, Format::Human, &|file| source_text(&snapshot, file));
        }
        let message = format!(
            "`{}` holds no blog: it has no `content/site.edn` that can be read",
            args.site.root.display()
        );
        tell_error(&message, "go to the blog's folder or name it with `--root`; `diglot init` begins a blog");
        return ExitCode::FAILURE;
    }
    let made = match &args.translation {
        Some(name) => translation(args, name, &planned, &snapshot),
        None => post(args, now, &planned.site),
    };
    let (file, text) = match made {
        Ok(made) => made,
        Err((message, help)) => {
            tell_error(&message, &help);
            return ExitCode::from(USAGE);
        }
    };
    match create(&disk::resolve(&args.site.root), &file, &text) {
        Ok(()) => {
            print_line!("{file}");
            if args.translation.is_some() {
                eprint_line!(
                    "It is a draft that says what its original does: write over it, and take `:page/draft?` away."
                );
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            tell_failure(&args.site.root, &file, &error);
            ExitCode::FAILURE
        }
    }
}

/// The file of a new post and its text.
fn post(args: &NewArgs, now: DateTime<Utc>, site: &Site) -> Result<(FilePath, String), Refusal> {
    let settings = &site.settings;
    let locale = match &args.locale {
        Some(locale) => known_locale(locale, site)?,
        None => settings.default_locale(),
    };
    let title = args.title.as_deref().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    let name = settings.slugs.of(locale).slug(&title);
    if name.is_empty() {
        let message = format!("`{title}` has no letter and no digit, of which an address could be made");
        return Err((message, "give the post a title with words".to_owned()));
    }
    let tags = args.tags.iter().map(|tag| tag.trim()).filter(|tag| !tag.is_empty());
    let tags = tags.map(|tag| entry(EntryKind::Tag, tag, site)).collect::<Result<Vec<_>, _>>()?;
    let author = match &args.author {
        Some(author) => Some(entry(EntryKind::Author, author, site)?),
        None => git::email(&disk::resolve(&args.site.root)).and_then(|email| author_of(&email, site)),
    };
    let post = NewPost {
        title,
        published: now.with_timezone(&settings.zone),
        tags,
        author,
        has_sections: args.sections,
        is_draft: args.draft,
    };
    let file = NewPost::file(&name, locale, model(locale, site));
    let stem = Stem::of(&file, &settings.locales);
    let is_it = |other: &&Arc<Document>| other.stem.path == stem.path && other.locale == *locale;
    if let Some(Document { file, title, .. }) = site.documents.iter().find(is_it).map(|found| &**found) {
        let message = format!("`{file}` is there already: “{}”", title.value);
        return Err((message, "go on with that file, or choose another title".to_owned()));
    }
    Ok((file, post.text()))
}

/// The file of a translation and its text.
fn translation(
    args: &NewArgs,
    name: &str,
    planned: &PlannedSite,
    snapshot: &Snapshot,
) -> Result<(FilePath, String), Refusal> {
    let site = &planned.site;
    let name =
        args.site.root.to_str().and_then(|root| name.strip_prefix(root)?.strip_prefix('/')).unwrap_or(name);
    let id = page_named(name, planned.resolver()).map_err(|unknown| (unknown.message, unknown.help))?;
    let original = &site.documents[site.originals[id]];
    let version = |locale: &Locale| {
        site.documents.iter().find(|other| other.page_key() == original.page_key() && other.locale == *locale)
    };
    let missing: Vec<&Locale> =
        site.settings.locales.iter().filter(|locale| version(locale).is_none()).collect();
    let locale = match (&args.locale, missing.as_slice()) {
        (Some(locale), _) => known_locale(locale, site)?,
        (None, [only]) => only,
        (None, []) => {
            let message = format!("`{}` is in all languages of the site", original.page_key());
            return Err((message, "add a language to `:site/locales`, or choose another page".to_owned()));
        }
        (None, missing) => {
            let message = format!("`{}` lacks more than one language", original.page_key());
            return Err((message, format!("say which with `--locale`: {}", keywords(missing))));
        }
    };
    if let Some(version) = version(locale) {
        let message = format!("`{}` is in `{locale}` already: `{}`", original.page_key(), version.file);
        return Err((message, "go on with that file, or choose another language with `--locale`".to_owned()));
    }
    if original.file.extension() != "md" {
        let message = format!("`{}` is written in `{}`, beside others", original.page_key(), original.file);
        return Err((message, format!("add a map to that file, with `:page/locale :{locale}`")));
    }
    let text = source_text(snapshot, &original.file).unwrap_or_default();
    let begun = begin_translation(original, &text, locale);
    Ok((begun.file, begun.text))
}

/// The site's own locale of a tag.
fn known_locale<'s>(locale: &Locale, site: &'s Site) -> Result<&'s Locale, Refusal> {
    let locales = &site.settings.locales;
    locales.iter().find(|known| *known == locale).ok_or_else(|| {
        let help = match locale.nearest_of(locales) {
            Some(near) => format!("did you mean `{near}`? Else add it to `:site/locales`"),
            None => format!("choose one of {}, or add it to `:site/locales`", keywords(locales)),
        };
        (format!("the site is not in `{locale}`"), help)
    })
}

/// The id of a tag or an author that the site knows, or may have.
fn entry(kind: EntryKind, name: &str, site: &Site) -> Result<String, Refusal> {
    let name = name.trim_start_matches(':');
    let id = name.rsplit('/').next().unwrap_or(name);
    let entries = site.entries(kind);
    if entries.get(id).is_some() || (kind == EntryKind::Tag && !entries.are_listed && is_keyword(id)) {
        return Ok(id.to_owned());
    }
    let help = match nearest(id, entries.ids()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("add it to `{}`, or choose one that is there", kind.file_name()),
    };
    Err((format!("the site has no {} `{id}`", kind.word()), help))
}

/// The author whom `git` knows by an address.
fn author_of(email: &str, site: &Site) -> Option<String> {
    let is_it = |written: &str| written.eq_ignore_ascii_case(email);
    let authors = &mut site.entries(EntryKind::Author).iter();
    let found = authors.find(|author| {
        author.entry.as_ref().is_some_and(|entry| entry.email.as_ref().is_some_and(|it| is_it(&it.value)))
    });
    found.map(|author| author.id.clone())
}

/// The newest post, beside which a new one lies; of its own language, if there is any.
fn model<'s>(locale: &Locale, site: &'s Site) -> Option<&'s Document> {
    let posts = site.documents.iter().filter(|document| {
        document.kind == DocumentKind::Post
            && document.file.below("content").is_some_and(|it| it.ends_with(".md"))
    });
    let order = |document: &&Arc<Document>| {
        (document.locale == *locale, document.published.as_ref().map(|time| time.value.at))
    };
    posts.max_by_key(order).map(|document| &**document)
}
