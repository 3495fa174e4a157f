//! Every built-in colour scheme can be read: WCAG 2.2's contrast (success criterion 1.4.3) for each
//! pair that meets.

use diglot::site::{ColourScheme, ColourSchemes};

/// The least contrast of text, level AA.
const ENOUGH: f64 = 4.5;

/// The share of the foreground in the ground of tables, alerts and keys.
const TINT: f64 = 0.06;

#[test]
fn text_can_be_read_on_every_ground_it_may_stand_on() {
    let mut faults = Vec::new();
    for (name, scheme) in ColourSchemes::built_in().iter() {
        let [background, foreground] = ["background", "foreground"].map(|role| colour(scheme, role));
        let tinted = mix(background, foreground, TINT);
        let code = ["code/background", "code/marked"].map(|role| colour(scheme, role));
        for role in scheme.colours.keys() {
            let grounds: &[Rgb] = match role.as_str() {
                "background" | "border" | "code/background" | "code/marked" => continue,
                role if role.starts_with("code/") => &code,
                _ => &[background, tinted],
            };
            for ground in grounds {
                let ratio = contrast(colour(scheme, role), *ground);
                if ratio < ENOUGH {
                    faults.push(format!("{name}: {role} is {ratio:.2}, needs {ENOUGH}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_is_told_is_the_contrast_to_the_worst_ground() {
    let schemes = ColourSchemes::built_in();
    let mut told = 0;
    for (name, scheme) in schemes.iter() {
        let [background, foreground] = ["background", "foreground"].map(|role| colour(scheme, role));
        for found in schemes.contrasts(scheme) {
            let grounds = match found.role.starts_with("code/") {
                true => ["code/background", "code/marked"].map(|role| colour(scheme, role)),
                false => [background, mix(background, foreground, TINT)],
            };
            let worst = grounds.map(|ground| contrast(colour(scheme, found.role), ground));
            let worst = worst[0].min(worst[1]);
            assert!((found.ratio - worst).abs() < 1e-9, "{name} {}: {} for {worst}", found.role, found.ratio);
            told += 1;
        }
    }
    assert_eq!(told, schemes.iter().map(|(_, scheme)| scheme.colours.len() - 4).sum::<usize>());
}

#[test]
fn contrasts_are_those_of_the_standard() {
    let ratio = |one: &str, other: &str| (contrast(rgb(one), rgb(other)) * 100.0).round() / 100.0;
    assert_eq!(ratio("#000000", "#ffffff"), 21.0);
    assert_eq!(ratio("#767676", "#ffffff"), 4.54);
    assert_eq!(ratio("#ff5c8a", "#0a0908"), 6.77);
}

/// Red, green and blue, each from 0 to 255.
type Rgb = [f64; 3];

fn colour(scheme: &ColourScheme, role: &str) -> Rgb {
    rgb(&scheme.colours[role])
}

fn rgb(hex: &str) -> Rgb {
    [1, 3, 5].map(|at| {
        let channel = u8::from_str_radix(&hex[at..at + 2], 16);
        f64::from(channel.expect("built-in colours are written `#rrggbb`"))
    })
}

fn mix(one: Rgb, other: Rgb, share: f64) -> Rgb {
    std::array::from_fn(|at| one[at] * (1.0 - share) + other[at] * share)
}

fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: Rgb) -> f64 {
    let [red, green, blue] = colour.map(|channel| {
        let c = channel / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}
