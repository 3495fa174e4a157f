//! Whether documents name what the site has.

use crate::base::{Code, Diagnostic, Place, Placed, keywords, nearest};
use crate::document::EntryKind;

use super::{Entries, Site, SiteAuthor};

/// The layouts that templates exist for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kinds {
    /// Those of sections, in order.
    pub sections: Vec<String>,
    /// Those of pages, in order.
    pub pages: Vec<String>,
}

/// Tells every name in the documents and the settings that the site does not have.
pub(super) fn validate(site: &Site, kinds: &Kinds, unread: &[EntryKind], diagnostics: &mut Vec<Diagnostic>) {
    if let (Some(SiteAuthor::Entry(id)), Some(file)) = (&site.settings.author, &site.settings.file)
        && site.entries(EntryKind::Author).get(&id.value).is_none()
        && !unread.contains(&EntryKind::Author)
    {
        diagnostics.push(unknown_entry(
            Place::new(file, id.span),
            &id.value,
            site.entries(EntryKind::Author),
            EntryKind::Author,
        ));
    }
    for document in &site.documents {
        for kind in EntryKind::ALL.into_iter().filter(|kind| !unread.contains(kind)) {
            let (entries, names) = (site.entries(kind), document.references(kind).iter());
            for name in names.filter(|name| entries.get(&name.value).is_none()) {
                diagnostics.push(unknown_entry(name.place.clone(), &name.value, entries, kind));
            }
        }
        if let Some(kind) = &document.layout {
            check_kind(kind, &kinds.pages, "pages", diagnostics);
        }
        for section in &document.sections {
            if let Some(kind) = &section.kind {
                check_kind(kind, &kinds.sections, "sections", diagnostics);
            }
            if let Some(theme) =
                section.theme.as_ref().filter(|theme| site.schemes.get(&theme.value).is_none())
            {
                let known: Vec<&str> = site.schemes.iter().map(|(name, _)| name).collect();
                diagnostics.push(
                    Diagnostic::at(
                        theme.place.clone(),
                        Code::UnknownTheme,
                        format!("the site has no theme `:{}`", theme.value),
                    )
                    .help(choice(&theme.value, &known, "add it to `themes.edn`")),
                );
            }
        }
    }
}

fn check_kind(kind: &Placed<String>, known: &[String], folder: &str, diagnostics: &mut Vec<Diagnostic>) {
    if known.contains(&kind.value) {
        return;
    }
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    diagnostics.push(
        Diagnostic::at(
            kind.place.clone(),
            Code::UnknownKind,
            format!("there is no template for the kind `:{}`", kind.value),
        )
        .help(choice(
            &kind.value,
            &known,
            &format!("write `templates/{folder}/{}.html`", kind.value),
        )),
    );
}

fn unknown_entry(place: Place, name: &str, entries: &Entries, kind: EntryKind) -> Diagnostic {
    let code = match kind {
        EntryKind::Tag => Code::UnknownTag,
        EntryKind::Author => Code::UnknownAuthor,
        EntryKind::Series => Code::UnknownSeries,
    };
    let (word, file) = (kind.word(), kind.file_name());
    let help = match nearest(name, entries.ids()) {
        Some(near) => format!("did you mean `:{near}`? Else add `:{name}` to `{file}`"),
        None => format!("add `:{name}` to `{file}`"),
    };
    Diagnostic::at(place, code, format!("`{file}` has no {word} `:{name}`")).help(help)
}

/// The known names, the nearest first, and the way to make the unknown one known.
fn choice(name: &str, known: &[&str], or_else: &str) -> String {
    let list = keywords(known);
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `:{near}`? The known ones are {}", list),
        None if list.is_empty() => or_else.to_owned(),
        None => format!("the known ones are {}; or {or_else}", list),
    }
}
