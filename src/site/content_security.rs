//! `:site/content-security-policy`.

use std::collections::BTreeMap;

use crate::base::{Code, Diagnostic, FilePath, Place, nearest};
use crate::edn::Form;

/// What the owner says of content security policies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContentSecurity {
    /// How pages' policies reach browsers.
    pub emit: Emit,
    /// What is allowed on every page, beside what the page itself holds: source expressions (CSP
    /// Level 3, 2.3.1) by directive.
    pub allow: BTreeMap<Directive, Vec<String>>,
}

/// How the policy of a page reaches browsers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Emit {
    /// In a `meta` element of the page.
    #[default]
    Meta,
    /// In a file that tells the host which header fields to send.
    Headers,
    /// Not at all.
    None,
}

macro_rules! directives {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, [$($base:literal),*];)+) => {
        /// A directive of a policy, by what it is about (CSP Level 3, section 6).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Directive { $($(#[doc = $doc])+ $variant,)+ }

        impl Directive {
            /// Every directive, in the order in which a policy has them.
            pub const ALL: &'static [Directive] = &[$(Directive::$variant,)+];

            /// The name in a policy: `img-src`.
            pub fn name(self) -> &'static str {
                match self { $(Directive::$variant => $name,)+ }
            }

            /// What every page may do.
            pub fn base(self) -> &'static [&'static str] {
                match self { $(Directive::$variant => &[$($base),*],)+ }
            }
        }
    };
}

directives! {
    /// Scripts.
    Scripts = "script-src", ["'self'"];
    /// Scripts in attributes: `onclick`.
    ScriptAttributes = "script-src-attr", [];
    /// Style sheets.
    Styles = "style-src", ["'self'"];
    /// Styles in attributes.
    StyleAttributes = "style-src-attr", [];
    /// Images.
    Images = "img-src", ["'self'"];
    /// Fonts.
    Fonts = "font-src", ["'self'"];
    /// Videos, sounds and their captions.
    Media = "media-src", ["'self'"];
    /// Pages in frames.
    Frames = "frame-src", ["'self'"];
    /// What scripts fetch.
    Connections = "connect-src", ["'self'"];
    /// Scripts that run beside the page.
    Workers = "worker-src", ["'self'"];
    /// Manifests of web applications.
    Manifests = "manifest-src", ["'self'"];
    /// Plug-ins and embedded documents.
    Objects = "object-src", [];
    /// Where forms are sent.
    Forms = "form-action", [];
}

const HELP: &str = "write `:meta`, `:headers` or `:none`, or a map such as `{:emit :meta :allow {:connect-src [\"https://api.example\"]}}`";

/// Reads the setting. What is wrong in it has its default.
pub(super) fn read(file: &FilePath, settings: &Form, diagnostics: &mut Vec<Diagnostic>) -> ContentSecurity {
    let mut security = ContentSecurity::default();
    let Some(value) = settings.get("site/content-security-policy") else { return security };
    let mut fault = |form: &Form, message: String, help: &str| {
        let place = Place::new(file, form.span);
        diagnostics.push(Diagnostic::at(place, Code::InvalidSetting, message).help(help));
    };
    let Some(entries) = value.as_map() else {
        match emit(value) {
            Some(emit) => security.emit = emit,
            None => fault(value, format!("`{value}` is no way to give a policy"), HELP),
        }
        return security;
    };
    for (key, value) in entries {
        match (key.as_keyword(), value.as_map()) {
            (Some("emit"), _) => match emit(value) {
                Some(emit) => security.emit = emit,
                None => fault(value, format!("`{value}` is no way to give a policy"), HELP),
            },
            (Some("allow"), Some(directives)) => {
                for (key, sources) in directives {
                    let known = |directive: &&Directive| key.as_keyword() == Some(directive.name());
                    let Some(directive) = Directive::ALL.iter().find(known) else {
                        let names = Directive::ALL.iter().map(|directive| directive.name());
                        let help = match key.as_keyword().and_then(|name| nearest(name, names.clone())) {
                            Some(near) => format!("did you mean `:{near}`?"),
                            None => format!("they are `:{}`", names.collect::<Vec<_>>().join("`, `:")),
                        };
                        fault(key, format!("`{key}` is no directive"), &help);
                        continue;
                    };
                    for source in sources.as_items().unwrap_or(std::slice::from_ref(sources)) {
                        match source.as_text().filter(|text| is_source(text)) {
                            Some(text) => security.allow.entry(*directive).or_default().push(text.to_owned()),
                            None => fault(
                                source,
                                format!("`{source}` is no source"),
                                "write hosts in brackets, such as `[\"https://api.example\"]`",
                            ),
                        }
                    }
                }
            }
            _ => fault(key, format!("`{key}` says nothing of policies"), HELP),
        }
    }
    security
}

fn emit(form: &Form) -> Option<Emit> {
    match form.as_keyword()? {
        "meta" => Some(Emit::Meta),
        "headers" => Some(Emit::Headers),
        "none" => Some(Emit::None),
        _ => None,
    }
}

/// Whether a text can stand in a policy as one source, and ends neither its directive nor the
/// attribute around it.
fn is_source(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|c| c.is_ascii_graphic() && !matches!(c, ';' | ',' | '"' | '<' | '>'))
}
