//! Colours of CSS, as far as they can be told without a browser.

use lightningcss::traits::Parse;
use lightningcss::values::color::CssColor;

use crate::html::nesting;

/// A CSS colour as `#rrggbb`, as it is seen on white; `None` where only a browser can tell.
pub(super) fn hex(css: &str) -> Option<String> {
    Some(Colour::parse(css)?.over(Colour::WHITE).hex())
}

/// Whether a colour's relative luminance (WCAG 2.2) is below that of middle grey.
pub(super) fn is_dark(colour: &str) -> bool {
    Colour::parse(colour).is_some_and(|colour| colour.luminance() < 0.18)
}

/// Reads a CSS colour; one that lies too deep in others is none.
pub(super) fn read(css: &str) -> Option<CssColor> {
    if nesting::too_deep(css).is_some() { None } else { CssColor::parse_string(css).ok() }
}

/// A colour of sRGB: red, green and blue from 0 to 255, and how opaque it is, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Colour {
    channels: [f64; 3],
    alpha: f64,
}

impl Colour {
    pub const BLACK: Self = Self { channels: [0.0; 3], alpha: 1.0 };
    pub const WHITE: Self = Self { channels: [255.0; 3], alpha: 1.0 };

    /// Reads a CSS colour; one outside sRGB as the nearest in it.
    pub fn parse(css: &str) -> Option<Self> {
        let CssColor::RGBA(rgba) = read(css)?.to_rgb().ok()? else { return None };
        let channels = [rgba.red, rgba.green, rgba.blue].map(f64::from);
        Some(Self { channels, alpha: f64::from(rgba.alpha) / 255.0 })
    }

    /// What is seen of it on a ground.
    pub fn over(self, ground: Self) -> Self {
        Self { alpha: 1.0, ..ground.mixed(self, self.alpha) }
    }

    pub fn mixed(self, other: Self, share: f64) -> Self {
        let channel = |at: usize| self.channels[at] * (1.0 - share) + other.channels[at] * share;
        Self { channels: [0, 1, 2].map(channel), ..self }
    }

    pub fn rounded(self) -> Self {
        Self { channels: self.channels.map(f64::round), ..self }
    }

    /// The relative luminance (WCAG 2.2).
    pub fn luminance(self) -> f64 {
        let [red, green, blue] = self.channels.map(|channel| {
            let c = channel / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    pub fn hex(self) -> String {
        let [red, green, blue] = self.rounded().channels.map(|channel| channel as u8);
        format!("#{red:02x}{green:02x}{blue:02x}")
    }
}
