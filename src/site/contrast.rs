//! Whether the colours of a scheme can be read on each other.

use super::colour::Colour;
use super::scheme::ColourScheme;

/// The least contrast of text to what it stands on: WCAG 2.2, success criterion 1.4.3, level AA.
pub const ENOUGH: f64 = 4.5;

/// The share of the foreground in the ground of tables, alerts and keys (`--tint`).
const TINT: f64 = 0.06;

/// Roles that are grounds or lines, and no text.
const NO_TEXT: [&str; 4] = ["background", "border", "code/background", "code/marked"];

/// The contrast of a role to one of the grounds that it stands on.
#[derive(Clone, Debug, PartialEq)]
pub struct Contrast<'a> {
    /// The role of the text.
    pub role: &'a str,
    /// Its colour, as written.
    pub colour: &'a str,
    /// The role of the ground.
    pub ground: &'a str,
    /// The ground's colour as it is seen, `#rrggbb`.
    pub ground_colour: String,
    /// Whether the ground has a little of the foreground in it.
    pub is_tinted: bool,
    /// The ratio, from 1 to 21.
    pub ratio: f64,
    /// The nearest colour to the role's that is readable on this ground, `#rrggbb`; its own where
    /// that is.
    pub mended: String,
}

impl Contrast<'_> {
    /// Whether the text can be read.
    pub fn is_enough(&self) -> bool {
        self.ratio >= ENOUGH
    }

    /// The ratio as it is told: `4.49:1`. What falls short is never rounded up to what is enough.
    pub fn ratio_text(&self) -> String {
        format!("{:.2}:1", (self.ratio * 100.0).floor() / 100.0)
    }
}

/// Every role of a scheme that colours text, with the ground on which it is hardest to read; in the
/// order of the roles' names.
///
/// Roles that are a site's own, and colours that cannot be told before a browser draws them
/// (`currentcolor`), are left out.
pub fn contrasts<'a>(scheme: &'a ColourScheme, known: &ColourScheme) -> Vec<Contrast<'a>> {
    let text = scheme
        .colours
        .iter()
        .filter(|(role, _)| known.colours.contains_key(*role) && !NO_TEXT.contains(&role.as_str()));
    text.filter_map(|(role, colour)| {
        let grounds: [(&'a str, bool); 2] = match role.starts_with("code/") {
            true => [("code/background", false), ("code/marked", false)],
            false => [("background", false), ("background", true)],
        };
        let on = |(ground, is_tinted)| contrast(scheme, role, colour, ground, is_tinted);
        grounds.into_iter().filter_map(on).min_by(|a, b| a.ratio.total_cmp(&b.ratio))
    })
    .collect()
}

fn contrast<'a>(
    scheme: &ColourScheme,
    role: &'a str,
    colour: &'a str,
    ground: &'a str,
    is_tinted: bool,
) -> Option<Contrast<'a>> {
    let page = Colour::parse(scheme.background()?)?.over(Colour::WHITE);
    let plain = Colour::parse(scheme.colours.get(ground)?)?.over(page);
    let foreground = Colour::parse(scheme.colours.get("foreground")?)?.over(plain);
    let tinted_by = |foreground: Colour| if is_tinted { plain.mixed(foreground, TINT) } else { plain };
    let below = tinted_by(foreground);
    let text = Colour::parse(colour)?.over(below);
    // The tint depends on the foreground.
    let ground_of = |text: Colour| if role == "foreground" { tinted_by(text) } else { below };
    Some(Contrast {
        role,
        colour,
        ground,
        ground_colour: below.hex(),
        is_tinted,
        ratio: ratio(text, below),
        mended: mended(text, ground_of).hex(),
    })
}

/// The contrast of two colours (WCAG 2.2, «contrast ratio»).
fn ratio(one: Colour, other: Colour) -> f64 {
    let (one, other) = (one.luminance(), other.luminance());
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The colour that is enough on its ground and nearest to a text's, on the way to black or to
/// white, whichever is further from the ground.
fn mended(text: Colour, ground_of: impl Fn(Colour) -> Colour) -> Colour {
    let ratio = |text: Colour| ratio(text, ground_of(text));
    let end = if ratio(Colour::BLACK) > ratio(Colour::WHITE) { Colour::BLACK } else { Colour::WHITE };
    let steps = (0..=100).map(|step| text.mixed(end, f64::from(step) / 100.0).rounded());
    steps.into_iter().find(|colour| ratio(*colour) >= ENOUGH).unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, ground: &str) -> f64 {
        let ground = Colour::parse(ground).unwrap();
        (ratio(Colour::parse(text).unwrap().over(ground), ground) * 100.0).round() / 100.0
    }

    #[test]
    fn contrasts_are_those_of_the_standard() {
        for (text, ground, expected) in [
            ("#000000", "#ffffff", 21.0),
            ("#767676", "#ffffff", 4.54),
            ("#777777", "#ffffff", 4.48),
            ("#ff5c8a", "#0a0908", 6.77),
            ("rgb(0 0 0 / 50%)", "white", 4.0),
            ("hsl(0 0% 0%)", "white", 21.0),
            ("oklch(1 0 0)", "black", 21.0),
        ] {
            assert_eq!(of(text, ground), expected, "{text} on {ground}");
        }
    }

    #[test]
    fn what_is_mended_is_enough_and_near() {
        for (text, ground) in [("#888888", "#ffffff"), ("#555555", "#111111"), ("#ff0000", "#00ff00")] {
            let (text, ground) = (Colour::parse(text).unwrap(), Colour::parse(ground).unwrap());
            let mended = mended(text, |_| ground);
            assert!(ratio(mended, ground) >= ENOUGH && ratio(mended, ground) < ENOUGH * 1.1);
        }
        let fine = Colour::parse("#123456").unwrap();
        assert_eq!(mended(fine, |_| Colour::WHITE), fine);
    }
}
