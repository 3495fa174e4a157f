//! The ids that templates have of their own.

use std::collections::{BTreeMap, BTreeSet};

use memchr::memchr_iter;

use super::template_fault::file_of;
use super::template_parts::Parts;
use super::templates::{Templates, written};
use crate::base::{FilePath, Origin, Place, Span, Spanned};
use crate::document::TemplateIds;
use crate::markup;
use crate::source::Text;

/// Stands for a byte of what a template prints or does. No template can hold it.
const CODE: &str = "\u{1}";

impl Templates {
    /// Where a template has an id: one that is named first, or is a part of one of those, else any.
    pub fn place_of_id(&self, id: &str, first: &[String]) -> Option<Place> {
        let mut parts = Parts::default();
        let first: Vec<String> = first.iter().flat_map(|name| parts.of(name, self.texts())).collect();
        let all = first.iter().chain(self.texts().keys());
        let mut ids = all.filter_map(|name| Some((name, ids(self.texts().get(name)?))));
        ids.find_map(|(name, ids)| {
            let found = ids.into_iter().find(|own| own.value == id)?;
            Some(Place::new(&file_of(name), found.span))
        })
    }
}

/// The ids that the templates of posts and of pages have, of whichever layout their sections are.
pub fn template_ids(texts: &BTreeMap<FilePath, Text>) -> TemplateIds {
    let sources = written(texts);
    let mut parts = Parts::default();
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut of = |wanted: &dyn Fn(&str) -> bool| -> BTreeSet<String> {
        let names = sources.keys().filter(|name| wanted(name));
        let names: BTreeSet<String> = names.flat_map(|name| parts.of(name, &sources)).collect();
        let mut all = BTreeSet::new();
        for name in names {
            let own = known.entry(name).or_insert_with_key(|name| {
                sources.get(name).into_iter().flat_map(|text| ids(text)).map(|id| id.value).collect()
            });
            all.extend(own.iter().cloned());
        }
        all
    };
    let sections = of(&|name| name.starts_with("sections/"));
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

/// The ids that stand in a template as they are printed.
fn ids(template: &str) -> Vec<Spanned<String>> {
    if !may_hold_ids(template) {
        return Vec::new();
    }
    let mut html = String::with_capacity(template.len());
    for code in super::interface::code(template) {
        html.push_str(&template[html.len()..code.start]);
        html.push_str(&CODE.repeat(code.len()));
    }
    html.push_str(&template[html.len()..]);
    let origin = Origin { file: FilePath::new(""), span: Span::new(0, html.len()), verbatim: true };
    let mut ids = markup::scan(&html, &origin).anchors;
    ids.retain(|id| !id.value.contains(CODE));
    ids
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
        let TemplateIds { posts, pages, kinds } = template_ids(&texts);
        let joined = |ids: &BTreeSet<String>| ids.iter().cloned().collect::<Vec<_>>().join(" ");
        assert_eq!(joined(&posts), "copy-code main scheme-switch wide");
        assert_eq!(joined(&pages), "a b d wide");
        assert_eq!(joined(&kinds["talk"]), "talk wide");
    }

    #[test]
    fn places_are_those_in_the_template() {
        let text = "<p>æ{{ \"ø\" }}</p><main id=\"main\">";
        let [id] = ids(text).try_into().unwrap();
        assert_eq!(&text[id.span.range()], "main");
    }
}
