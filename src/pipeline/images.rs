//! The images of posts and pages in the sizes that screens want.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{Phase, PlannedSite, Progress};
use crate::assets::Asset;
use crate::base::FilePath;
use crate::render::{LinkContext, Target};

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
    let mut images: BTreeMap<&FilePath, &Asset> = BTreeMap::new();
    for (id, document) in planned.site.documents.iter().enumerate() {
        let Some(home) = planned.plan.document(id) else { continue };
        let shown = document.bodies().flat_map(|body| &body.resizable);
        let shown = shown.map(|target| (target.as_str(), &document.file));
        let of_sections = document.sections.iter().filter_map(|section| section.image.as_ref());
        let own = of_sections.chain(&document.image);
        let own = own.map(|image| (image.value.as_str(), &image.place.file));
        for (target, file) in shown.chain(own) {
            let from = LinkContext::file(file, home, &document.locale);
            if let Target::File { asset, .. } = resolver.resolve(target, from) {
                images.insert(asset.path(), asset);
            }
        }
    }
    let images: Vec<&Asset> = images.into_values().collect();
    progress.phase(Phase::Images, images.len());
    images.into_par_iter().with_max_len(1).for_each(|asset| {
        progress.step(asset.path(), || resolver.assets.image_set(asset));
    });
}
