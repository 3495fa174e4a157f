//! The images and other media that lie beside the texts that refer to them.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

use super::fields::images;
use crate::assets::{AssetSource, Assets};
use crate::base::{Code, Diagnostic, FilePath, Place};
use crate::document::Document;
use crate::markup::may_be_nearby;
use crate::plan::Plan;
use crate::render::normalised;
use crate::site::{DocumentId, Site};
use crate::source::Blob;

/// Adds the media of `content/` that pages refer to from beside them. Each is published once: below
/// the original of the first page that refers to it.
pub(super) fn add(
    site: &Site,
    plan: &Plan,
    assets: &mut Assets,
    media: &BTreeMap<FilePath, Blob>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if media.is_empty() {
        return;
    }
    let mut paths: BTreeMap<&FilePath, Option<FilePath>> = BTreeMap::new();
    for (id, document) in site.documents.iter().enumerate().filter(|(id, _)| site.is_shown[*id]) {
        for (written, place) in references(document) {
            let source = site.source_document(id, &place.file);
            let written = &written[..written.find(['?', '#']).unwrap_or(written.len())];
            let original = &site.documents[site.originals[id]].file;
            let found = [&place.file, original].into_iter().find_map(|text| {
                let (file, blob) = media.get_key_value(&beside(text, written)?)?;
                Some((text, file, blob))
            });
            let Some((text, file, blob)) = found else { continue };
            let of_static = plan
                .document(source)
                .and_then(|home| assets.find(home.join(written).ok()?.as_str()))
                .filter(|asset| asset.source() != AssetSource::Beside);
            if let Some(other) = of_static {
                let message = format!("`{written}` names two files: `{file}` and `{}`", other.file());
                let help = format!("write `/{}` for the second, or rename one of the two", other.path());
                diagnostics.push(Diagnostic::at(place, Code::AmbiguousFile, message).help(help));
                continue;
            }
            let path = paths.entry(file).or_insert_with(|| {
                let folder = folder(site, plan, id)?;
                let name = text.as_str().rsplit_once('/').and_then(|(folder, _)| file.below(folder));
                assets.add_beside(file, blob, &folder, name.unwrap_or(file.name()), diagnostics)
            });
            if let Some(path) = path {
                assets.refer_beside(&place.file, written, path.clone());
            }
        }
    }
}

/// The addresses of a page that may name files beside it, and where they are written.
fn references(document: &Document) -> impl Iterator<Item = (&str, Place)> {
    let bodies = document.bodies().chain(document.description.as_deref());
    let in_bodies = bodies.flat_map(|body| &body.nearby);
    let in_bodies = in_bodies.map(|address| (address.value.as_str(), document.place(address.span)));
    let in_keys = images(document).filter(|image| may_be_nearby(&image.value));
    in_bodies.chain(in_keys.map(|image| (image.value.as_str(), image.place.clone())))
}

/// The file that an address names beside the text that it is written in.
pub(super) fn beside(text: &FilePath, written: &str) -> Option<FilePath> {
    let (folder, _) = text.as_str().rsplit_once('/')?;
    let path = percent_decode_str(written).decode_utf8().ok()?;
    Some(FilePath::new(&normalised(&format!("{folder}/{path}"))?))
}

/// The folder of the output that belongs to a page and its translations: the original's.
fn folder(site: &Site, plan: &Plan, id: DocumentId) -> Option<String> {
    let original = site.originals[id];
    let address = plan.document(if site.is_shown[original] { original } else { id })?.as_str();
    Some(address[1..=address.rfind('/')?].to_owned())
}
