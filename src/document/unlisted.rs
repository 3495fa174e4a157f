//! Languages that a file or its place speaks of and the site has not.

use super::Context;
use super::page::{Document, UnlistedFolder, UnlistedWord};
use crate::base::{Code, Diagnostic, FilePath, Place, Severity, Spanned, keywords};
use crate::locale::Locale;

impl UnlistedFolder {
    /// The first such folder of a document whose language its place does not say.
    pub(super) fn of(document: &Document) -> Option<Self> {
        if document.stem.locale.is_some() || document.file.extension() != "md" {
            return None;
        }
        let mut parts: Vec<&str> = document.stem.path.split('/').collect();
        let folders = &parts[..parts.len() - 1];
        // Language names count too, since a twin is needed in any case.
        let said = |part: &str| Locale::of_name(part).or_else(|| Locale::of_word(part));
        let (at, language) = folders.iter().enumerate().find_map(|(at, part)| Some((at, said(part)?)))?;
        let name = parts.remove(at).to_owned();
        Some(Self { name, language, path: parts.join("/") })
    }

    /// The fault of a page in the folder.
    pub fn fault(&self, document: &Document, locales: &[Locale]) -> Diagnostic {
        let renamed = |near: &Locale| format!("rename the folder to `{near}`");
        let Self { name, language, .. } = self;
        diagnostic(document, &Claim { part: "folder", name, language }, locales, renamed)
    }
}

/// The fault of a written locale that is none of the site's.
pub(super) fn written(file: &FilePath, tag: &Spanned<String>, context: &Context) -> Diagnostic {
    let known = keywords(&context.locales);
    let near = Locale::of_tag(&tag.value).and_then(|locale| locale.nearest_of(&context.locales));
    let (message, help) = match Locale::parse(&tag.value) {
        Some(_) => (
            format!("the site has no locale `:{}`", tag.value),
            format!("the site's locales are {known}; add it to `:site/locales`, or choose one"),
        ),
        None => (
            format!("`:{}` is no language tag", tag.value),
            format!("write one like `:en` or `:sr-Latn`; the site's locales are {known}"),
        ),
    };
    let help = near.map_or(help, |near| format!("did you mean `:{near}`? The site's locales are {known}"));
    Diagnostic::at(Place::new(file, tag.span), Code::UnknownLocale, message).help(help)
}

/// Warns of a page whose file's name ends in a language that the site has not: `bread.fr.md`.
pub(super) fn suffix(document: &Document, context: &Context) -> Option<Diagnostic> {
    let (name, suffix) = document.file.name().strip_suffix(".md")?.rsplit_once('.')?;
    let is_listed = |locale: &Locale| locale.tag().eq_ignore_ascii_case(suffix);
    if context.locales.iter().any(is_listed) {
        return None;
    }
    // A site's own language may be written by its longer code: `eng`.
    let longer = || Locale::parse(suffix).filter(|locale| context.locales.contains(locale));
    let language = Locale::of_name(suffix).or_else(longer)?;
    let renamed = |near: &Locale| format!("rename the file to `{name}.{near}.md`");
    let claim = Claim { part: "suffix", name: suffix, language: &language };
    Some(diagnostic(document, &claim, &context.locales, renamed))
}

impl UnlistedWord {
    /// The word that a document's name ends in.
    pub(super) fn of(document: &Document) -> Option<Self> {
        let (_, suffix) = document.file.name().strip_suffix(".md")?.rsplit_once('.')?;
        if document.stem.locale.is_some() {
            return None;
        }
        Some(Self { name: suffix.to_owned(), language: Locale::of_word(suffix)? })
    }

    /// The path of a document, as [`Stem`](super::Stem) has it, without the word.
    pub fn path<'d>(&self, document: &'d Document) -> Option<&'d str> {
        document.stem.path.strip_suffix(self.name.as_str())?.strip_suffix('.')
    }

    /// The fault of a page beside its twin, whose name is taken.
    pub fn fault(&self, document: &Document, locales: &[Locale]) -> Diagnostic {
        let renamed = |_: &Locale| "give the file another name".to_owned();
        let Self { name, language } = self;
        diagnostic(document, &Claim { part: "suffix", name, language }, locales, renamed)
    }
}

/// The part of a path that seems to name a language.
struct Claim<'a> {
    part: &'a str,
    name: &'a str,
    language: &'a Locale,
}

fn diagnostic(
    document: &Document,
    Claim { part, name, language }: &Claim<'_>,
    locales: &[Locale],
    renamed: impl Fn(&Locale) -> String,
) -> Diagnostic {
    let written = &document.locale;
    let message =
        format!("the {part} `{name}` is no language of the site, so that the page is in `{written}`");
    let way_out = match language.nearest_of(locales) {
        Some(near) if near == *language => format!("did you mean `{near}`? Then {}", renamed(near)),
        Some(near) => {
            format!("did you mean `{near}`? Then {}, or add `:{language}` to `:site/locales`", renamed(near))
        }
        None => format!(
            "add `:{language}` to `:site/locales`, which has {}, or {}",
            keywords(locales),
            renamed(written)
        ),
    };
    Diagnostic {
        severity: Severity::Warning,
        ..Diagnostic::at(document.place(document.title.span), Code::UnknownLocale, message)
    }
    .help(format!(
        "{way_out}; where `{name}` is no language, write `:page/locale :{written}` in the first block"
    ))
}
