//! Which templates a template is put together from.

use std::collections::{BTreeMap, BTreeSet};

use memchr::memmem;

use super::names::{Sources, file_of};
use super::token::{LocatedToken, Token, tokens};
use crate::base::{Code, Diagnostic, Place, Span};

/// What hold bodies in what templates see.
const BODIES: [&str; 3] = ["body", "html", "description"];

/// Where a body goes through a filter that does more than to print it, in a template or one of its
/// parts; its beginning, where that is not seen.
pub(super) fn filtered_body(name: &str, sources: &Sources) -> Place {
    let parts = TemplateParts::default().of(name, sources);
    // Its own file first.
    let names = std::iter::once(name).chain(parts.iter().map(String::as_str));
    let mut filtered = names.filter_map(|name| Some((name, filter_of_body(sources.get(name)?)?)));
    let (name, span) = filtered.next().unwrap_or((name, Span::default()));
    Place::new(&file_of(name), span)
}

/// The first filter in a template that is given a body, and does more than to print it.
fn filter_of_body(text: &str) -> Option<Span> {
    let tokens = tokens(text);
    let mut holds_body = false;
    tokens.windows(2).find_map(|pair| {
        match &pair[0].0 {
            Token::Border => holds_body = false,
            Token::Name(name) if BODIES.contains(name) => holds_body = true,
            _ => {}
        }
        match &pair[1] {
            (Token::Name(filter), at) if pair[0].0 == Token::Sign("|") && holds_body && *filter != "safe" => {
                Some(Span::new(at.start, at.end))
            }
            _ => None,
        }
    })
}

/// Which templates those are that templates are put together from.
#[derive(Default)]
pub(super) struct TemplateParts {
    named: BTreeMap<String, BTreeSet<String>>,
}

impl TemplateParts {
    /// The templates that one is put together from, itself among them.
    pub fn of(&mut self, name: &str, sources: &Sources) -> BTreeSet<String> {
        let mut parts = BTreeSet::new();
        let mut open = vec![name.to_owned()];
        while let Some(name) = open.pop() {
            let Some(text) = sources.get(&name) else { continue };
            let named = self.named_by(&name, text, sources);
            if parts.insert(name) {
                open.extend(named.iter().cloned());
            }
        }
        parts
    }

    fn named_by(&mut self, name: &str, text: &str, sources: &Sources) -> &BTreeSet<String> {
        self.named.entry(name.to_owned()).or_insert_with(|| named_in(&tokens(text), sources))
    }
}

/// How deep templates may be put together from others: several times as deep as people do, and a
/// fraction of what a thread's stack has room for.
const DEEPEST: usize = 50;

/// How deep the built-in ones are put together at most.
const BUILT_IN_DEPTH: usize = 10;

/// The templates that are put together from others too deep, each where those below it are not;
/// with the first place.
pub(super) fn too_deep(sources: &Sources, own: usize) -> Option<(Diagnostic, Vec<String>)> {
    if own + BUILT_IN_DEPTH <= DEEPEST {
        return None;
    }
    let mut parts = TemplateParts::default();
    let mut depths: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut fault, mut names) = (None, Vec::new());
    for start in sources.keys() {
        let mut open = vec![(start.as_str(), false)];
        while let Some((name, is_done)) = open.pop() {
            let Some((name, text)) = sources.get_key_value(name) else { continue };
            let named = parts.named_by(name, text, sources);
            if !is_done {
                // Tera reports cycles.
                if depths.contains_key(name.as_str()) {
                    continue;
                }
                depths.insert(name, 0);
                open.push((name, true));
                let named = named.iter().filter_map(|name| Some(sources.get_key_value(name)?.0.as_str()));
                open.extend(named.map(|name| (name, false)));
                continue;
            }
            let depth_of = |name: &String| depths.get(name.as_str()).copied().unwrap_or_default();
            let Some(deepest) = named.iter().max_by_key(|name| depth_of(name)) else { continue };
            let depth = depth_of(deepest) + 1;
            if depth <= DEEPEST {
                depths.insert(name, depth);
            } else {
                fault.get_or_insert_with(|| deep_fault(name, text, deepest));
                names.push(name.clone());
            }
        }
    }
    fault.map(|fault| (fault, names))
}

/// Whether a component leads back to itself through other templates: Tera bounds how often, and
/// each time goes as deep as they are put together.
pub(super) fn lead_back(sources: &Sources) -> bool {
    let may_define = |text: &str| memmem::find(text.as_bytes(), b"component").is_some();
    let mut defining = sources.iter().filter(|(_, text)| may_define(text) && defines_component(text));
    let mut parts = TemplateParts::default();
    defining.any(|(name, _)| {
        let others: Vec<String> = parts.of(name, sources).into_iter().filter(|other| other != name).collect();
        others.iter().any(|other| parts.of(other, sources).contains(name))
    })
}

fn deep_fault(name: &str, text: &str, named: &str) -> Diagnostic {
    let start = text.find(named).unwrap_or_default();
    let span = Span::new(start, start + if start == 0 { 0 } else { named.len() });
    let message = format!("templates are put together more than {DEEPEST} deep");
    Diagnostic::at(Place::new(&file_of(name), span), Code::Template, message)
        .help("let one of them have what it includes or extends in its own text")
}

pub(super) fn named_in(tokens: &[LocatedToken<'_>], sources: &Sources) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    let mut calls_component = false;
    let mut is_first = true;
    let mut names_templates = false;
    for (at, (token, _)) in tokens.iter().enumerate() {
        match token {
            Token::Border => (is_first, names_templates) = (true, false),
            Token::Name("extends" | "include" | "import") if is_first => {
                (is_first, names_templates) = (false, true);
            }
            Token::Text(name) if names_templates => {
                named.insert(name.clone());
            }
            Token::Sign("<") if matches!(tokens.get(at + 1), Some((Token::Name(_), _))) => {
                calls_component = true;
            }
            // What trims blanks stands before a tag's name.
            Token::Sign("-") => {}
            _ => is_first = false,
        }
    }
    if calls_component {
        let components = sources.iter().filter(|(_, text)| defines_component(text));
        named.extend(components.map(|(name, _)| name.clone()));
    }
    named
}

fn defines_component(text: &str) -> bool {
    tokens(text).windows(2).any(|pair| matches!(pair, [(Token::Name("component"), _), (Token::Name(_), _)]))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::base::FilePath;
    use crate::locale::PerLocale;
    use crate::source::Text;
    use crate::template::Templates;

    #[test]
    fn parts_of_parts_are_found() {
        let own = [
            (
                "templates/page.html",
                "{% extends \"mine.html\" %}{% block a %}{{ \"b.html\" }}{% endblock a %}",
            ),
            ("templates/mine.html", "{%- include 'c.html' -%}{% block a %}{% endblock a %}{{ <box/> }}"),
            ("templates/b.html", "not used"),
            ("templates/c.html", "{# {% include \"b.html\" %} #}"),
            ("templates/boxes.html", "{% component box() %}<b></b>{% endcomponent box %}"),
        ];
        let texts: BTreeMap<FilePath, Text> =
            own.iter().map(|(file, text)| (FilePath::new(file), Text::new(text))).collect();
        let mut faults = Vec::new();
        let templates = Templates::load(&texts, PerLocale::new(), &mut faults);
        assert_eq!(faults, []);
        let parts: Vec<String> = templates.parts("page.html").iter().map(ToString::to_string).collect();
        assert_eq!(
            parts,
            ["templates/boxes.html", "templates/c.html", "templates/mine.html", "templates/page.html"]
        );
        assert_eq!(templates.parts("nothing.html").len(), 0);
    }
}
