//! The addresses that stand in fields and data files, beside those in bodies.

use crate::base::{FilePath, Located, Place, Spanned};
use crate::document::{Document, EntryKind};
use crate::html::Role;
use crate::locale::Locale;
use crate::plan::Address;
use crate::render::Resolver;
use crate::site::SiteAuthor;

pub(super) struct FieldAddress<'a> {
    pub written: String,
    pub place: Place,
    pub role: Role,
    pub home: &'a Address,
    /// The languages on whose pages it stands.
    pub readers: Vec<&'a Locale>,
}

/// Every address in a field that is shown or described somewhere.
pub(super) fn fields(resolver: Resolver<'_>) -> Vec<FieldAddress<'_>> {
    let site = resolver.site;
    let locales = &site.settings.locales;
    let mut fields = Vec::new();
    for (id, document) in site.documents.iter().enumerate().filter(|(id, _)| site.is_shown[*id]) {
        for image in images(document) {
            let Some(home) = resolver.home(id, &image.place) else { continue };
            let (written, place) = (image.value.clone(), image.place.clone());
            let readers = vec![&document.locale];
            fields.push(FieldAddress { written, place, role: Role::Image, home, readers });
        }
    }
    let Some(home) = resolver.plan.front(site.settings.default_locale()) else { return fields };
    let mut add = |text: &Spanned<String>, file: &FilePath, role: Role, readers: Vec<_>| {
        let (written, place) = (text.value.clone(), Place::new(file, text.span));
        fields.push(FieldAddress { written, place, role, home, readers });
    };
    if let Some(file) = &site.settings.file {
        for item in &site.settings.navigation {
            let mut uris: Vec<(&Spanned<String>, Vec<&Locale>)> = Vec::new();
            for locale in locales {
                let Some(uri) = item.uri.get(locale, locales) else { continue };
                match uris.iter_mut().find(|(known, _)| known.span == uri.span) {
                    Some((_, readers)) => readers.push(locale),
                    None => uris.push((uri, vec![locale])),
                }
            }
            uris.into_iter().for_each(|(uri, readers)| add(uri, file, Role::Link, readers));
        }
        if let Some(SiteAuthor::Inline { uri: Some(uri), .. }) = &site.settings.author {
            add(uri, file, Role::Link, locales.iter().collect());
        }
    }
    let named = EntryKind::ALL.into_iter().flat_map(|kind| site.entries(kind).iter());
    for entry in named.filter_map(|named| named.entry.as_ref()) {
        entry.photo.iter().for_each(|photo| add(photo, &entry.file, Role::Image, locales.iter().collect()));
        entry.uri.iter().for_each(|uri| add(uri, &entry.file, Role::Link, locales.iter().collect()));
    }
    fields
}

/// The images that a page names in its keys.
pub(super) fn images(document: &Document) -> impl Iterator<Item = &Located<String>> {
    let sections = document.sections.iter().filter_map(|section| section.image.as_ref());
    document.image.iter().chain(&document.open_graph.image).chain(sections)
}
