//! Social cards: what stands for a page elsewhere where it has no image of its own.

mod bound;
mod draw;
mod fonts;
mod layout;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::assets::Assets;
use crate::base::{Digest, Hasher};
use crate::cache::{Cache, Namespace};
use crate::output::OutputPath;
use crate::template::view::CardView;

pub use draw::SIZE;
use fonts::Fonts;

/// Where drawn cards are kept.
pub const CARDS: Namespace = Namespace { name: "cards", version: 2 };

/// What draws a site's cards.
#[derive(Debug)]
pub(crate) struct Cards {
    fonts: Arc<Fonts>,
}

/// A card that is known, and not drawn yet.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Card {
    /// Where it is published, by the digest of all that it is drawn from.
    pub path: OutputPath,
    key: Digest,
    /// What it is drawn from; `None` where an earlier build has drawn it.
    #[serde(skip)]
    drawing: Option<Drawing>,
}

#[derive(Clone, Debug)]
struct Drawing {
    svg: Arc<str>,
    fonts: Arc<Fonts>,
}

impl Cards {
    /// Takes the built-in fonts and those of a site.
    pub fn new(assets: &Assets) -> Self {
        Self { fonts: Arc::new(Fonts::new(assets)) }
    }

    /// The digest of all that cards are drawn with.
    pub fn digest(&self) -> Digest {
        self.fonts.digest()
    }

    /// Sets a title in lines: the lines, the first one's baseline and the size of the letters.
    ///
    /// # Errors
    ///
    /// The first letter that no font has.
    pub fn set(&self, view: &mut CardView, title: &str) -> Result<(), char> {
        for text in [title, &view.site, &view.details] {
            if let Some(missing) = self.fonts.missing(text) {
                return Err(missing);
            }
        }
        layout::set(view, title, &self.fonts);
        Ok(())
    }

    /// The card that a drawing is to become.
    pub fn card(&self, svg: String) -> Option<Card> {
        let mut key = Hasher::default();
        key.update(self.fonts.digest().as_bytes());
        key.update(svg.as_bytes());
        let key = key.finish();
        let path = OutputPath::new(&format!("cards/{}.png", key.short())).ok()?;
        let drawing = Some(Drawing { svg: svg.into(), fonts: Arc::clone(&self.fonts) });
        Some(Card { path, key, drawing })
    }
}

impl Card {
    /// The file: drawn, or found in the cache; `None` where there is neither.
    ///
    /// # Errors
    ///
    /// Why the drawing is none.
    pub fn png(&self, cache: &Cache) -> Option<Result<Vec<u8>, String>> {
        match &self.drawing {
            Some(Drawing { svg, fonts }) => {
                Some(cache.get_or_make(CARDS, self.key, || draw::png(svg, fonts)))
            }
            None => cache.get(CARDS, self.key).map(Ok),
        }
    }
}
