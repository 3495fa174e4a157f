//! The colour schemes that sections may ask for.

use std::collections::BTreeMap;

use super::colour::{self, is_dark};
use super::contrast::{Contrast, contrasts};
use super::scheme::ColourScheme;
use crate::base::{Code, Diagnostic, FilePath, Place, nearest};
use crate::edn::{self, Form};
use crate::html::nesting;

/// The schemes that Diglot brings along.
const BUILT_IN: &str = include_str!("../../templates/themes.edn");

const LIGHT: &str = "light1";

/// The scheme that completes those of the site that are dark.
const DARK: &str = "dark1";

/// Every scheme the site knows, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColourSchemes(BTreeMap<String, ColourScheme>);

impl ColourSchemes {
    /// The built-in schemes.
    pub fn built_in() -> Self {
        let mut diagnostics = Vec::new();
        let form = edn::read_file(&FilePath::new("templates/themes.edn"), BUILT_IN, &mut diagnostics);
        let mut schemes = Self(BTreeMap::new());
        if let Some(form) = form {
            // Contrast of built-in schemes is tested, not checked at run time.
            schemes.read(&FilePath::new("templates/themes.edn"), &form, &mut diagnostics, false);
        }
        debug_assert!(diagnostics.is_empty(), "the built-in schemes are sound: {diagnostics:?}");
        schemes
    }

    /// Adds the schemes of a `themes.edn`; one of a known name takes that one's place.
    ///
    /// Roles that a scheme leaves out have the colours of `light1` or `dark1`, whichever its
    /// background is nearer to.
    pub fn add(&mut self, file: &FilePath, form: &Form, diagnostics: &mut Vec<Diagnostic>) {
        self.read(file, form, diagnostics, true);
    }

    /// Adds the schemes of a file, and tells of what is too faint in each if contrasts are looked
    /// at.
    fn read(
        &mut self,
        file: &FilePath,
        form: &Form,
        diagnostics: &mut Vec<Diagnostic>,
        looks_at_contrasts: bool,
    ) {
        let Some(entries) = form.as_map() else {
            diagnostics.push(
                Diagnostic::at(Place::new(file, form.span), Code::InvalidScheme, "the schemes are no map")
                    .help("write `{:dusk {:background \"#222233\" :foreground \"#f0f0ff\"}}`"),
            );
            return;
        };
        for (key, scheme) in entries {
            match (key.as_keyword(), scheme.as_map()) {
                (Some(name), Some(roles)) => {
                    let colours = self.colours(file, roles, diagnostics);
                    let scheme = ColourScheme { colours: self.completed(colours) };
                    if looks_at_contrasts {
                        let contrasts = self.contrasts(&scheme).into_iter();
                        let faint = contrasts.filter(|contrast| !contrast.is_enough());
                        diagnostics.extend(faint.map(|contrast| low_contrast(file, key, roles, &contrast)));
                    }
                    self.0.insert(name.to_owned(), scheme);
                }
                _ => diagnostics.push(
                    Diagnostic::at(
                        Place::new(file, key.span),
                        Code::InvalidScheme,
                        format!("`{key}` is no scheme"),
                    )
                    .help("a scheme is a keyword and a map of colours: `:dusk {:background \"#222233\"}`"),
                ),
            }
        }
    }

    /// The scheme of readers who prefer light, where a section has none of its own.
    pub fn light(&self) -> Option<&ColourScheme> {
        self.get(LIGHT)
    }

    /// The scheme of readers who prefer dark, where a section has none of its own.
    pub fn dark(&self) -> Option<&ColourScheme> {
        self.get(DARK)
    }

    /// The scheme of a name.
    pub fn get(&self, name: &str) -> Option<&ColourScheme> {
        self.0.get(name)
    }

    /// Every scheme in the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &ColourScheme)> {
        self.0.iter().map(|(name, scheme)| (name.as_str(), scheme))
    }

    /// How well each role of a scheme that colours text can be read, on the worst of the grounds
    /// that it stands on.
    pub fn contrasts<'a>(&self, scheme: &'a ColourScheme) -> Vec<Contrast<'a>> {
        contrasts(scheme, self.light().unwrap_or(scheme))
    }

    fn colours(
        &self,
        file: &FilePath,
        roles: &[(Form, Form)],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> BTreeMap<String, String> {
        let mut colours = BTreeMap::new();
        for (role, colour) in roles {
            let invalid = |span, message: String, help: String| {
                Diagnostic::at(Place::new(file, span), Code::InvalidScheme, message).help(help)
            };
            let Some(name) = role.as_keyword() else {
                diagnostics.push(invalid(
                    role.span,
                    format!("`{role}` is no role"),
                    "write a keyword".to_owned(),
                ));
                continue;
            };
            let known = self.0.get(LIGHT).map(|scheme| &scheme.colours);
            if let Some(known) = known.filter(|known| !known.contains_key(name))
                && let Some(near) = nearest(name, known.keys().map(String::as_str))
            {
                let help = format!("did you mean `:{near}`?");
                diagnostics.push(invalid(role.span, format!("the role `:{name}` is not known"), help));
            }
            match colour.as_text() {
                Some(text) if nesting::too_deep(text).is_some() => diagnostics.push(invalid(
                    colour.span,
                    format!("colours lie more than {} deep in one another", nesting::DEEPEST),
                    "bring some of them further out".to_owned(),
                )),
                Some(text) if colour::read(text).is_some() => {
                    colours.insert(name.to_owned(), text.to_owned());
                }
                _ => diagnostics.push(invalid(
                    colour.span,
                    format!("`{colour}` is no colour"),
                    "write a CSS colour in quotation marks, such as `\"#0a0908\"`".to_owned(),
                )),
            }
        }
        colours
    }

    fn completed(&self, mut colours: BTreeMap<String, String>) -> BTreeMap<String, String> {
        let base = match colours.get("background") {
            Some(background) if is_dark(background) => DARK,
            _ => LIGHT,
        };
        if let Some(base) = self.0.get(base) {
            for (role, colour) in &base.colours {
                colours.entry(role.clone()).or_insert_with(|| colour.clone());
            }
        }
        colours
    }
}

/// A colour that cannot be read well: told where it is written, else where its ground is, else at
/// the scheme's name.
fn low_contrast(
    file: &FilePath,
    scheme: &Form,
    roles: &[(Form, Form)],
    contrast: &Contrast<'_>,
) -> Diagnostic {
    let Contrast { role, colour, ground, ground_colour, is_tinted, mended, .. } = contrast;
    let written = |wanted: &str| roles.iter().find(|(key, _)| key.as_keyword() == Some(wanted));
    let span = written(role).or_else(|| written(ground)).map_or(scheme.span, |(_, value)| value.span);
    let tint = if *is_tinted { ", as tables and notes tint it," } else { "" };
    Diagnostic::at(
        Place::new(file, span),
        Code::LowContrast,
        format!(
            "`:{role}` of `{scheme}` is hard to read on `:{ground}`: {} is less than 4.5:1",
            contrast.ratio_text()
        ),
    )
    .note(format!("`{colour}` stands on `{ground_colour}`{tint} and WCAG 2.2 (1.4.3, AA) asks for 4.5:1"))
    .help(format!("write `:{role} \"{mended}\"`, or another `:{ground}`"))
}
