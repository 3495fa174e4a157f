//! What the template of social cards sees.

use serde::Serialize;

/// A social card: `card` in `card.svg`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CardView {
    /// The width of the drawing.
    pub width: u32,
    /// The height of the drawing.
    pub height: u32,
    /// The language of the page.
    pub lang: String,
    /// The direction of writing: `ltr` or `rtl`.
    pub dir: String,
    /// The title in lines, as even as they can be.
    pub lines: Vec<CardLine>,
    /// The size of the title's letters.
    pub font_size: u32,
    /// The site's title.
    pub site: String,
    /// Who wrote it and when, as the page's language says it; empty where it is no post.
    pub details: String,
    /// The background of the page's first section, `#rrggbb`.
    pub background: String,
    /// The colour of text there.
    pub foreground: String,
    /// The colour of lesser text there.
    pub muted: String,
    /// The colour of ornaments there.
    pub accent: String,
}

/// A line of a card's title.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CardLine {
    /// The text.
    pub text: String,
    /// The place of its baseline, from above.
    pub y: u32,
}
