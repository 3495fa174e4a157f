//! Colour schemes to CSS.

use crate::highlight::TokenClass;
use crate::site::{ColourScheme, ColourSchemes};

/// The name under which style sheets import it.
pub const PATH: &str = "css/themes.css";

/// Writes a style sheet in which each scheme is a class that sets a custom property for each role
/// (`--background`, `--code-keyword`), and each token class has the colour of its role in the
/// scheme around it.
pub fn write(schemes: &ColourSchemes) -> String {
    let mut css = String::new();
    let mut rule = |selector: &str, scheme: &ColourScheme, end: &str| {
        let color_scheme = if scheme.is_dark() { "dark" } else { "light" };
        css.push_str(&format!("{selector} {{ color-scheme: {color_scheme};"));
        for (role, colour) in &scheme.colours {
            css.push_str(&format!(" --{}: {colour};", role.replace('/', "-")));
        }
        css.push_str(&format!(" }}{end}\n"));
    };
    if let Some(light) = schemes.light() {
        rule(":root", light, "");
    }
    if let Some(dark) = schemes.dark() {
        rule("@media (prefers-color-scheme: dark) { :root:not([data-scheme=\"light\"])", dark, " }");
        rule(":root[data-scheme=\"dark\"]", dark, "");
    }
    for (name, scheme) in schemes.iter() {
        rule(&format!(".theme-{name}"), scheme, "");
    }
    for class in TokenClass::ALL {
        css.push_str(&format!("pre .{} {{ color: var(--code-{}); }}\n", class.class(), class.role()));
    }
    css
}
