//! The images of posts and pages in the sizes that screens want.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Prepared;
use crate::base::FilePath;
use crate::markup::Piece;
use crate::render::{Asset, From, Target};

/// Makes the sizes of all images that documents show, each once and in parallel, before pages ask for them one by one.
pub fn resize(prepared: &Prepared) {
    if !prepared.site.settings.images {
        return;
    }
    let resolver = prepared.resolver();
    let mut images: BTreeMap<&FilePath, &Asset> = BTreeMap::new();
    for (id, document) in prepared.site.documents.iter().enumerate() {
        let Some(home) = prepared.plan.document(id) else { continue };
        let pieces = document.bodies().flat_map(|body| &body.pieces);
        let shown = pieces.filter_map(|piece| match piece {
            Piece::ImageAttributes(tag) if !tag.has_sources => Some(tag.target.as_str()),
            _ => None,
        });
        let of_sections = document.sections.iter().filter_map(|section| section.image.as_ref());
        let own = of_sections.chain(&document.image).map(|image| image.value.as_str());
        for target in shown.chain(own) {
            let from = From::file(&document.file, home, &document.locale);
            if let Target::File { asset, .. } = resolver.resolve(target, from) {
                images.insert(asset.path(), asset);
            }
        }
    }
    let images: Vec<&Asset> = images.into_values().collect();
    images.into_par_iter().for_each(|asset| {
        resolver.assets.image_set(asset);
    });
}
