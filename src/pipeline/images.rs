//! The images of posts and pages in the sizes that screens want.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{Phase, PlannedSite, Progress};
use crate::assets::Asset;
use crate::base::FilePath;
use crate::document::Document;
use crate::render::{LinkContext, Resolver, Target};
use crate::site::DocumentId;

/// Takes what is noted in images out of all of them, each once and in parallel, before pages ask
/// for their names one by one.
pub fn clean(planned: &PlannedSite, progress: &dyn Progress) {
    let images: Vec<&Asset> = planned.assets.iter().filter(|asset| asset.media_type().is_image()).collect();
    progress.phase(Phase::Clean, images.len());
    images.into_par_iter().with_max_len(1).for_each(|asset| {
        progress.step(asset.path(), || asset.blob());
    });
}

/// Makes the sizes of all images that documents show, each once and in parallel, before pages ask
/// for them one by one.
pub fn resize(planned: &PlannedSite, progress: &dyn Progress) {
    if !planned.site.settings.images {
        progress.phase(Phase::Images, 0);
        return;
    }
    let resolver = planned.resolver();
    let documents = planned.site.documents.par_iter().enumerate();
    let images: BTreeMap<&FilePath, &Asset> =
        documents.flat_map_iter(|(id, document)| shown_by(resolver, id, document)).collect();
    let images: Vec<&Asset> = images.into_values().collect();
    progress.phase(Phase::Images, images.len());
    images.into_par_iter().with_max_len(1).for_each(|asset| {
        progress.step(asset.path(), || resolver.assets.image_set(asset));
    });
}

/// The images that a document shows, by their paths.
fn shown_by<'a>(
    resolver: Resolver<'a>,
    id: DocumentId,
    document: &'a Document,
) -> Vec<(&'a FilePath, &'a Asset)> {
    let Some(home) = resolver.plan.document(id) else { return Vec::new() };
    let shown = document.bodies().flat_map(|body| &body.resizable);
    let shown = shown.map(|target| (target.as_str(), &document.file));
    let of_sections = document.sections.iter().filter_map(|section| section.image.as_ref());
    let own = of_sections.chain(&document.image);
    let own = own.map(|image| (image.value.as_str(), &image.place.file));
    let found = shown.chain(own).filter_map(|(target, file)| {
        match resolver.resolve(target, LinkContext::file(file, home, &document.locale)) {
            Target::File { asset, .. } => Some((asset.path(), asset)),
            _ => None,
        }
    });
    found.collect()
}
