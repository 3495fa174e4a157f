//! Filling the ends of images' tags.

use super::{Filler, Home, ORIGINAL, marks};
use crate::assets::{Asset, Dimensions};
use crate::html::ImageTag;
use crate::render::resolve::Target;

/// How wide images may be shown by the built-in style sheets (`--wide` where it is largest), for
/// browsers that choose a size of one.
const SIZES: &str = "(min-width: 1320px) 1240px, 100vw";

impl Filler<'_> {
    pub(super) fn image_attributes(&mut self, tag: &ImageTag, home: Home<'_>) {
        self.images += 1;
        // Do not lazy-load the first image: it is probably the largest contentful paint.
        let is_lazy = !tag.has_loading && self.images > 1;
        if let Target::File { asset, suffix } = self.site.resolve(&tag.target, self.from(home)) {
            let size = asset.dimensions();
            if !tag.has_size
                && let Some(Dimensions { width, height }) = size
            {
                self.filled.html.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
            }
            if !self.is_elsewhere && !tag.has_sources && suffix != ORIGINAL {
                self.image_sources(asset, size, is_lazy);
            }
        }
        if !tag.has_loading {
            self.filled.html.push_str(if is_lazy { " loading=\"lazy\"" } else { " loading=\"eager\"" });
        }
        if !tag.has_decoding {
            self.filled.html.push_str(" decoding=\"async\"");
        }
    }

    /// Writes in which sizes an image is there, and what colour it has until it is.
    fn image_sources(&mut self, asset: &Asset, size: Option<Dimensions>, is_lazy: bool) {
        let assets = self.site.assets();
        let Some(set) = assets.image_set(asset) else { return };
        if !set.variants.is_empty() {
            let mut sources: Vec<String> = set
                .variants
                .iter()
                .map(|variant| format!("{} {}w", assets.variant_url(asset, variant), variant.width))
                .collect();
            // List the file itself if it is wider than every variant.
            let widest = set.variants.last().map_or(0, |variant| variant.width);
            sources.extend(
                size.filter(|size| size.width > widest)
                    .map(|size| format!("{} {}w", assets.url(asset), size.width)),
            );
            // `sizes=auto` is valid for lazy images only (WHATWG HTML).
            let auto = if is_lazy { "auto, " } else { "" };
            self.filled.html.push_str(&format!(" srcset=\"{}\" sizes=\"{auto}{SIZES}\"", sources.join(", ")));
            self.filled.resized.insert(asset.path().clone());
        }
        if let Some(tone) = &set.tone {
            self.filled.html.push_str(&format!(" data-tone=\"{tone}\""));
            self.filled.tones.insert(tone.clone());
        }
    }

    /// Writes the colours of images where the page has a place for them.
    pub(super) fn tones(&mut self) {
        let rules: Vec<String> = self
            .filled
            .tones
            .iter()
            .map(|tone| format!("[data-tone=\"{tone}\"]{{background:#{tone}}}"))
            .collect();
        let style =
            if rules.is_empty() { String::new() } else { format!("<style>{}</style>", rules.join("")) };
        let place = self.replace(&marks::tones(), &style);
        self.filled.guards.extend(place);
    }
}
