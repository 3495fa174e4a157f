//! Whether documents name what the site has.

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::base::{Code, Diagnostic, Located, Names, Place, keywords, nearest};
use crate::document::{Document, EntryKind};

use super::{Site, SiteAuthor};

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
    let known = EntryKind::ALL.map(|kind| KnownEntries { site, kind, ids: OnceLock::new() });
    if let (Some(SiteAuthor::Entry(id)), Some(file)) = (&site.settings.author, &site.settings.file)
        && site.entries(EntryKind::Author).get(&id.value).is_none()
        && !unread.contains(&EntryKind::Author)
    {
        let authors = known.iter().filter(|known| known.kind == EntryKind::Author);
        diagnostics.extend(authors.map(|known| known.lacks(Place::new(file, id.span), &id.value)));
    }
    let of_document = |document: &Arc<Document>| {
        let mut diagnostics = Vec::new();
        for known in known.iter().filter(|known| !unread.contains(&known.kind)) {
            let entries = site.entries(known.kind);
            let names = document.references(known.kind).iter();
            let unknown = names.filter(|name| entries.get(&name.value).is_none());
            diagnostics.extend(unknown.map(|name| known.lacks(name.place.clone(), &name.value)));
        }
        if let Some(kind) = &document.layout {
            check_kind(kind, &kinds.pages, "pages", &mut diagnostics);
        }
        for section in &document.sections {
            if let Some(kind) = &section.kind {
                check_kind(kind, &kinds.sections, "sections", &mut diagnostics);
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
        diagnostics
    };
    diagnostics.par_extend(site.documents.par_iter().flat_map_iter(of_document));
}

fn check_kind(kind: &Located<String>, known: &[String], folder: &str, diagnostics: &mut Vec<Diagnostic>) {
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

/// The entries of a kind; what they are called is gathered when first asked for.
struct KnownEntries<'a> {
    site: &'a Site,
    kind: EntryKind,
    ids: OnceLock<Names<&'a str>>,
}

impl KnownEntries<'_> {
    /// The fault of a name that none of them has.
    fn lacks(&self, place: Place, name: &str) -> Diagnostic {
        let code = match self.kind {
            EntryKind::Tag => Code::UnknownTag,
            EntryKind::Author => Code::UnknownAuthor,
            EntryKind::Series => Code::UnknownSeries,
        };
        let (word, file) = (self.kind.word(), self.kind.file_name());
        let ids = self.ids.get_or_init(|| self.site.entries(self.kind).ids().collect());
        let help = match ids.nearest(name) {
            Some(near) => format!("did you mean `:{near}`? Else add `:{name}` to `{file}`"),
            None => format!("add `:{name}` to `{file}`"),
        };
        Diagnostic::at(place, code, format!("`{file}` has no {word} `:{name}`")).help(help)
    }
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
