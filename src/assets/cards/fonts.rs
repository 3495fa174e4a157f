//! The fonts of cards: the same on every machine.

use std::fmt;
use std::sync::Arc;

use resvg::usvg::fontdb::{Database, Source};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

use crate::assets::Assets;
use crate::base::{Digest, Hasher};

/// The family of titles, in its bold cut.
pub const FAMILY: &str = "DejaVu Sans";

/// Fonts that letters are looked up in, one after the other: the built-in ones, then those of the
/// site.
pub struct Fonts {
    files: Vec<Arc<dyn AsRef<[u8]> + Send + Sync>>,
    database: Arc<Database>,
    digest: Digest,
}

impl Fonts {
    /// The built-in fonts, and every font file below a site's `static/`.
    pub fn new(assets: &Assets) -> Self {
        let mut files: Vec<Arc<dyn AsRef<[u8]> + Send + Sync>> = vec![
            Arc::new(dejavu::sans::bold()),
            Arc::new(dejavu::sans::regular()),
            Arc::new(epaint_default_fonts::NOTO_EMOJI_REGULAR),
        ];
        let mut digest = Hasher::default();
        digest.update(b"DejaVu 2.37, Noto Emoji");
        let own = assets.iter().filter(|asset| matches!(asset.path().extension(), "ttf" | "otf"));
        for asset in own {
            if let Ok(bytes) = asset.blob().content.read() {
                digest.update(asset.blob().digest.as_bytes());
                files.push(Arc::new(bytes));
            }
        }
        let mut database = Database::new();
        for file in &files {
            database.load_font_source(Source::Binary(Arc::clone(file) as _));
        }
        database.set_sans_serif_family(FAMILY);
        Self { files, database: Arc::new(database), digest: digest.finish() }
    }

    /// What the renderer looks fonts up in.
    pub fn database(&self) -> Arc<Database> {
        Arc::clone(&self.database)
    }

    /// What makes the fonts the same.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The first letter of a text that no font has.
    pub fn missing(&self, text: &str) -> Option<char> {
        text.chars().find(|c| self.advance(*c).is_none())
    }

    /// How wide a letter is (in pixels) where letters are one pixel high; those that join, as in
    /// Arabic, are somewhat narrower. `None` where no font has it.
    pub fn advance(&self, c: char) -> Option<f32> {
        if is_invisible(c) {
            return Some(0.0);
        }
        self.files.iter().find_map(|file| {
            let font = FontRef::from_index((**file).as_ref(), 0).ok()?;
            let glyph = font.charmap().map(c)?;
            font.glyph_metrics(Size::new(1.0), LocationRef::default()).advance_width(glyph)
        })
    }
}

/// Whether a character only says how those around it look: joiners, selectors of variants, marks of
/// direction.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{ad}')
}

impl fmt::Debug for Fonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} fonts", self.files.len())
    }
}
