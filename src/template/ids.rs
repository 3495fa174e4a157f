//! The ids that templates have of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use memchr::memchr_iter;

use super::built_in::written;
use super::names::file_of;
use super::parts::TemplateParts;
use super::templates::Templates;
use super::token::{LocatedToken, Token, tokens_and_code};
use super::ui_language::UiLanguage;
use crate::base::{FilePath, Origin, Place, Span, Spanned};
use crate::document::TemplateIds;
use crate::html;
use crate::locale::{Dictionary, Entry, Message, PerLocale};
use crate::source::Text;

/// Stands for a byte of what a template prints. No template can hold it.
const VALUE: char = '\u{1}';

/// Of how many parts an id that depends on conditions may be for all that it may become to be
/// known.
const MOST_PARTS: usize = 6;

impl Templates {
    /// Where a template has an id, or makes one that may be it: a template that is named first, or
    /// is a part of one of those, else any, else a text of a dictionary.
    pub fn place_of_id(&self, id: &str, first: &[String]) -> Option<Place> {
        let mut parts = TemplateParts::default();
        let first: Vec<String> = first.iter().flat_map(|name| parts.of(name, self.texts())).collect();
        let all = || first.iter().chain(self.texts().keys());
        let ids = |name| Some((name, Ids::of(self.texts().get(name)?)));
        let written = || {
            all().filter_map(ids).find_map(|(name, ids)| {
                let found = ids.known.into_iter().find(|own| own.value == id)?;
                Some(Place::new(&file_of(name), found.span))
            })
        };
        let printed = || {
            let made = all().filter_map(ids).flat_map(|(name, ids)| {
                ids.computed.into_iter().filter_map(move |own| Some((own.likeness(id)?, name, own.span)))
            });
            // Of equals take the first, which is in the page's own template.
            let made = made.reduce(|best, next| if next.0 > best.0 { next } else { best });
            made.map(|(_, name, span)| Place::new(&file_of(name), span))
        };
        written().or_else(|| self.text_with_id(id)).or_else(printed).map(|place| self.written_place(&place))
    }

    fn text_with_id(&self, id: &str) -> Option<Place> {
        let mut entries = self.dictionaries().values().flat_map(Dictionary::entries);
        let has_id = |entry: &Entry| ids_of_message(&entry.message).iter().any(|own| own == id);
        entries.find_map(|(_, entry)| entry.place.clone().filter(|_| has_id(entry)))
    }
}

/// The ids that the templates of posts and of pages have, of whichever layout their sections are,
/// and those in the site's own texts of the interface.
pub fn template_ids(texts: &BTreeMap<FilePath, Text>, dictionaries: &PerLocale<UiLanguage>) -> TemplateIds {
    let sources = written(texts);
    let mut parts = TemplateParts::default();
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut of = |wanted: &dyn Fn(&str) -> bool| -> BTreeSet<String> {
        let names = sources.keys().filter(|name| wanted(name));
        let names: BTreeSet<String> = names.flat_map(|name| parts.of(name, &sources)).collect();
        let mut all = BTreeSet::new();
        for name in names {
            let own = known.entry(name).or_insert_with_key(|name| {
                let ids = sources.get(name).map(|text| Ids::of(text).known);
                ids.into_iter().flatten().map(|id| id.value).collect()
            });
            all.extend(own.iter().cloned());
        }
        all
    };
    let mut sections = of(&|name| name.starts_with("sections/"));
    let own = dictionaries.values().flat_map(|ui_language| ui_language.dictionary.entries());
    let own = own.filter(|(_, entry)| entry.place.is_some());
    sections.extend(own.flat_map(|(_, entry)| ids_of_message(&entry.message)));
    let with_sections = |ids: BTreeSet<String>| ids.union(&sections).cloned().collect();
    let kind = |name: &String| Some(name.strip_prefix("pages/")?.strip_suffix(".html")?.to_owned());
    TemplateIds {
        posts: with_sections(of(&|name| name == "post.html")),
        pages: with_sections(of(&|name| name == "page.html")),
        kinds: sources
            .keys()
            .filter_map(kind)
            .map(|kind| {
                let ids = of(&|name| name == format!("pages/{kind}.html"));
                (kind, with_sections(ids))
            })
            .collect(),
    }
}

#[derive(Default)]
struct Ids {
    /// Those that stand there, in whichever branch of a condition.
    known: Vec<Spanned<String>>,
    /// Those that are not known before they are printed.
    computed: Vec<Computed>,
}

/// An id of which a part is a value.
struct Computed {
    before: String,
    after: String,
    span: Span,
}

impl Computed {
    /// How much of an id stands in what may have become it.
    fn likeness(&self, id: &str) -> Option<usize> {
        let rest = id.strip_prefix(&self.before)?;
        rest.ends_with(&self.after).then_some(self.before.len() + self.after.len())
    }
}

impl Ids {
    fn of(template: &str) -> Self {
        let mut ids = Self::default();
        if !may_hold_ids(template) {
            return ids;
        }
        let (tokens, code) = tokens_and_code(template);
        for anchor in anchors(&as_printed(template, &code)) {
            ids.add(anchor, template, &tokens);
        }
        // A text may be printed as it is.
        for (token, range) in tokens {
            if let Token::Text(text) = token
                && may_hold_ids(&text)
            {
                let span = Span::new(range.start, range.end);
                ids.known.extend(anchors(&text).into_iter().map(|id| Spanned::new(id.value, span)));
            }
        }
        ids
    }

    /// Adds what an attribute holds. Blanks stand in it where tags stood.
    fn add(&mut self, Spanned { value, span }: Spanned<String>, template: &str, tokens: &[LocatedToken<'_>]) {
        let is_value = |c: char| c == VALUE || c.is_ascii_whitespace();
        if value.contains(VALUE) {
            let is_within =
                |range: &Range<usize>| range.start >= span.start as usize && range.end <= span.end as usize;
            let inside = tokens.iter().filter(|(_, range)| is_within(range));
            let texts = inside.filter_map(|(token, _)| match token {
                Token::Text(text) if value.chars().all(is_value) => Some(Spanned::new(text.clone(), span)),
                _ => None,
            });
            self.known.extend(texts);
            let before = value.split(is_value).next().unwrap_or_default();
            let after = value.rsplit(is_value).next().unwrap_or_default();
            // A section's own id has its place where it was written.
            if !template[span.range()].contains("section.id") {
                self.computed.push(Computed { before: before.to_owned(), after: after.to_owned(), span });
            }
        }
        let parts: Vec<&str> = value.split_ascii_whitespace().collect();
        let known = joined(&parts).into_iter().filter(|id| !id.contains(VALUE));
        self.known.extend(known.map(|id| Spanned::new(id, span)));
    }
}

/// What parts may become of which each may be left out; of many, each alone.
fn joined(parts: &[&str]) -> Vec<String> {
    if parts.len() > MOST_PARTS {
        return parts.iter().map(|part| (*part).to_owned()).collect();
    }
    let chosen = |choice: usize| {
        let chosen = parts.iter().enumerate().filter(move |(at, _)| choice >> at & 1 == 1);
        chosen.map(|(_, part)| *part).collect()
    };
    (1..1 << parts.len()).map(chosen).collect()
}

/// A template as long as it is, with blanks for tags and comments, and signs that nothing else has
/// for what is printed.
fn as_printed(template: &str, code: &[Range<usize>]) -> String {
    let mut html = String::with_capacity(template.len());
    for code in code {
        html.push_str(&template[html.len()..code.start]);
        let sign = if template[code.start..].starts_with("{{") { VALUE } else { ' ' };
        html.extend(std::iter::repeat_n(sign, code.len()));
        // What a value ends with may be the blank before the next attribute.
        if starts_with_name(&template[code.end..]) {
            html.pop();
            html.push(' ');
        }
    }
    html.push_str(&template[html.len()..]);
    html
}

/// Whether a text begins with an attribute that names an element.
fn starts_with_name(text: &str) -> bool {
    let starts_with =
        |name: &str| text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    starts_with("id") || starts_with("name")
}

fn anchors(html: &str) -> Vec<Spanned<String>> {
    let origin = Origin { file: FilePath::new(""), span: Span::new(0, html.len()), verbatim: true };
    html::scan(html, &origin).anchors
}

/// The ids in a text of a dictionary, which a template may print as it is.
fn ids_of_message(message: &Message) -> Vec<String> {
    let patterns = match message {
        Message::Text(pattern) => vec![pattern],
        Message::Plural(forms) => forms.values().collect(),
    };
    let texts = patterns.into_iter().map(ToString::to_string).filter(|text| may_hold_ids(text));
    texts.flat_map(|text| anchors(&text)).map(|id| id.value).collect()
}

/// Whether an attribute may be one that names an element: nearly all templates have none.
fn may_hold_ids(template: &str) -> bool {
    let template = template.as_bytes();
    memchr_iter(b'=', template).any(|at| {
        let before = template[..at].trim_ascii_end();
        let ends_with = |name: &[u8]| {
            before.len().checked_sub(name.len()).is_some_and(|at| before[at..].eq_ignore_ascii_case(name))
        };
        ends_with(b"id") || ends_with(b"name")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_learned_from_templates_as_they_are_put_together() {
        let own = [
            ("templates/page.html", "{% extends \"mine.html\" %}<p id=\"{{ x }}\" id='a'>"),
            ("templates/mine.html", "<b id=b {% if a > b %}class=\"c\"{% endif %}>{% include 'c.html' %}"),
            ("templates/c.html", "{# <i id=no> #}<i {{ \"id=no\" }} id=\"c-{{ n }}\" name=no><a name=d>"),
            ("templates/pages/talk.html", "<p id=talk>{% raw %}<b id=raw>{% endraw %}"),
            ("templates/sections/wide.html", "<p id=wide>"),
        ];
        let texts = own.iter().map(|(file, text)| (FilePath::new(file), Text::new(text))).collect();
        let TemplateIds { posts, pages, kinds } = template_ids(&texts, &PerLocale::new());
        let joined = |ids: &BTreeSet<String>| ids.iter().cloned().collect::<Vec<_>>().join(" ");
        assert_eq!(joined(&posts), "copy-code main scheme-switch wide");
        assert_eq!(joined(&pages), "a b d wide");
        assert_eq!(joined(&kinds["talk"]), "raw talk wide");
    }

    #[test]
    fn places_are_those_in_the_template() {
        let text = "<p>æ{{ \"ø\" }}</p><main id=\"main\">";
        let [id] = Ids::of(text).known.try_into().unwrap();
        assert_eq!(&text[id.span.range()], "main");
    }

    #[test]
    fn ids_are_known_whatever_stands_around_them() {
        for (template, expected) in [
            ("<u {% if page.title %}id=\"a\"{% endif %}>", "a"),
            ("<u {{ more }}id='a'>", "a"),
            ("<u{% if a %} id=a{% else %} id=b{% endif %}>", "a b"),
            ("{% raw %}<i id=\"a\">{{ x }}</i>{% endraw %}<b id=b>", "a b"),
            ("<i id=\"{% if x %}a{% else %}b{% endif %}\">", "a ab b"),
            ("<i id=\"a{% if x %}-b{% elif y %}-c{% endif %}\">", "-b -b-c -c a a-b a-b-c a-c"),
            ("<i id=\"{{ 'a' }}\"><b id=\"{{ \"b\" if x else `c` }}\">", "a b c"),
            ("{{ \"<i id=a></i>\" | safe }}{% set x = '<b id=\\'b\\'>' %}", "a b"),
            ("<i id=\"{{ x }}\"><i id=\"{{ x }}-1\"><i id=\"a-{{ x }}\">{# <i id=no> #}", ""),
        ] {
            let known: BTreeSet<String> = Ids::of(template).known.into_iter().map(|id| id.value).collect();
            assert_eq!(known.into_iter().collect::<Vec<_>>().join(" "), expected, "{template}");
        }
    }

    #[test]
    fn what_an_id_was_computed_from_is_found() {
        let template =
            "<i id=\"{{ section.id }}\"><i id=\"{{ a }}\"><i id=\"{{ b }}-1\"><i id='del-{{ c }}'>";
        let own = [("templates/page.html", template)];
        let texts = own.iter().map(|(file, text)| (FilePath::new(file), Text::new(text))).collect();
        let templates = Templates::load(&texts, PerLocale::new(), &mut Vec::new());
        for (id, expected) in [("x-1", "{{ b }}-1"), ("del-1", "del-{{ c }}"), ("x", "{{ a }}")] {
            let place = templates.place_of_id(id, &["page.html".to_owned()]).unwrap();
            assert_eq!(&template[place.span.range()], expected, "{id}");
        }
    }
}
