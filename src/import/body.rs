//! Bodies of pages, changed where what they say is written in another way in Diglot.

use std::ops::Range;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use pulldown_cmark::{Event, HeadingLevel, LinkType, Parser, Tag, TagEnd};

use super::words::Words;
use crate::markup::{extensions, plain};

/// What the destination of a link must have encoded, so that it stands without angle brackets.
const IN_LINK: &AsciiSet = &CONTROLS.add(b' ').add(b'(').add(b')').add(b'<').add(b'>');

/// The text of a page, with the words of it that must not be lost.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// The text.
    pub text: String,
    /// The line, from 1, of its file that it begins on.
    pub first_line: usize,
    /// The words that it had, those of syntax left out.
    pub words: Words,
}

/// A piece of a body that is written in another way.
#[derive(Clone, Debug, PartialEq)]
pub struct Replacement {
    /// Where it stands.
    pub range: Range<usize>,
    /// What is written instead.
    pub text: String,
    /// What of the old piece is words of the writer's, rather than syntax.
    pub shown: String,
}

/// A heading that parts a body, and where it stands.
struct Heading {
    range: Range<usize>,
    title: String,
    id: Option<String>,
}

/// A part of a body below a heading.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SectionPart {
    /// The heading as plain text.
    pub title: Option<String>,
    /// Its anchor, where it is written.
    pub id: Option<String>,
    /// The text below it.
    pub text: String,
}

impl Body {
    /// Takes a text that begins on a line of its file.
    pub fn new(text: &str, first_line: usize) -> Self {
        Self { text: text.to_owned(), first_line, words: Words::of(text) }
    }

    /// The line of the file on which a byte of the text stands; right as long as nothing was
    /// replaced.
    pub fn line(&self, at: usize) -> usize {
        self.first_line + self.text[..at].matches('\n').count()
    }

    /// Writes pieces in another way; they are in order and do not overlap.
    pub fn replace(&mut self, replacements: &[Replacement]) {
        for Replacement { range, text, shown } in replacements.iter().rev() {
            self.words.remove(&self.text[range.clone()]);
            self.words.add(shown);
            self.text.replace_range(range.clone(), text);
        }
    }

    /// The stretches that are code.
    pub fn code(&self) -> Vec<Range<usize>> {
        let mut begin = 0;
        let events = events(&self.text).filter_map(|(event, range)| match event {
            Event::Code(_) => Some(range),
            Event::Start(Tag::CodeBlock(_)) => {
                begin = range.start;
                None
            }
            Event::End(TagEnd::CodeBlock) => Some(begin..range.end),
            _ => None,
        });
        events.collect()
    }

    /// Leads the destinations of links and images elsewhere, where `lead` gives another one. What
    /// is a destination in raw HTML stays.
    pub fn lead_links(&mut self, lead: &dyn Fn(&str) -> Option<String>) {
        let mut found = Vec::new();
        for (event, range) in events(&self.text) {
            let (Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, .. })
            | Event::Start(Tag::Image { link_type: LinkType::Inline, dest_url, .. })) = event
            else {
                continue;
            };
            let written = &self.text[range.clone()];
            let opening = ["](", "](<"].iter().find_map(|opening| {
                let at = written.rfind(&format!("{opening}{dest_url}"))?;
                Some(range.start + at + opening.len())
            });
            if let (Some(start), Some(text)) = (opening, lead(&dest_url)) {
                let range = start..start + dest_url.len();
                found.push(Replacement { range, text: link_path(&text), shown: String::new() });
            }
        }
        found.sort_by_key(|replacement| replacement.range.start);
        self.replace(&found);
    }

    /// Takes a first heading away that says what the title does; without a title, that is its.
    pub fn take_title(&mut self, title: &mut Option<String>) {
        let Some(first) = headings(&self.text, HeadingLevel::H1).into_iter().next() else { return };
        if !self.text[..first.range.start].trim().is_empty() || first.title.is_empty() {
            return;
        }
        let is_same = |title: &String| title.trim() == first.title;
        if title.as_ref().is_none_or(is_same) {
            self.text.replace_range(first.range, "");
            self.text = self.text.trim_start_matches('\n').to_owned();
            *title = Some(first.title);
        }
    }

    /// Whether headings of the second level part it.
    pub fn has_parts(&self) -> bool {
        !headings(&self.text, HeadingLevel::H2).is_empty()
    }

    /// The parts that headings of the second level make of it; `None` where there are none, or
    /// where a part would lack what another one defines.
    pub fn sections(&self) -> Option<Vec<SectionPart>> {
        let headings = headings(&self.text, HeadingLevel::H2);
        let parser = Parser::new_ext(&self.text, extensions());
        let has_definitions = parser.reference_definitions().iter().next().is_some();
        let has_notes = events(&self.text).any(|(event, _)| matches!(event, Event::FootnoteReference(_)));
        if headings.is_empty() || has_definitions || has_notes {
            return None;
        }
        let mut parts = vec![SectionPart::default()];
        let mut from = 0;
        for heading in headings {
            if let Some(part) = parts.last_mut() {
                part.text = self.text[from..heading.range.start].to_owned();
            }
            from = heading.range.end;
            parts.push(SectionPart { title: Some(heading.title), id: heading.id, text: String::new() });
        }
        if let Some(part) = parts.last_mut() {
            part.text = self.text[from..].to_owned();
        }
        Some(parts)
    }
}

/// A path as it stands in a link of Markdown.
pub fn link_path(path: &str) -> String {
    utf8_percent_encode(path, IN_LINK).to_string()
}

fn events(text: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    Parser::new_ext(text, extensions()).into_offset_iter()
}

/// The headings of a level that lie in nothing else.
fn headings(text: &str, wanted: HeadingLevel) -> Vec<Heading> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    for (event, range) in events(text) {
        match event {
            Event::Start(Tag::Heading { level, id, .. }) if level == wanted && depth == 0 => {
                let written = &text[range.clone()];
                let title = plain(&heading_text(written));
                found.push(Heading { range, title, id: id.map(String::from) });
                depth += 1;
            }
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    found
}

/// What stands in a heading, without its marks.
fn heading_text(written: &str) -> String {
    let mut lines: Vec<&str> = written.trim_end().lines().collect();
    let is_underline = |line: &&str| {
        let line = line.trim();
        !line.is_empty() && (line.chars().all(|c| c == '=') || line.chars().all(|c| c == '-'))
    };
    if lines.len() > 1 && lines.last().is_some_and(is_underline) {
        lines.pop();
        return without_attributes(&lines.join(" "));
    }
    let line = lines.join(" ");
    let line = line.trim().trim_start_matches('#').trim();
    let bare = line.trim_end_matches('#');
    let line = if bare.is_empty() || bare.ends_with(' ') { bare } else { line };
    without_attributes(line)
}

fn without_attributes(line: &str) -> String {
    let line = line.trim();
    match line.rfind('{') {
        Some(at) if line.ends_with('}') && line[at + 1..].starts_with(['#', '.']) => {
            line[..at].trim().to_owned()
        }
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_that_repeats_the_title_goes() {
        for (text, title, expected, expected_title) in [
            ("# A *b*\n\nText", Some("A b"), "Text", Some("A b")),
            ("# A\n\nText", None, "Text", Some("A")),
            ("A\n=\n\nText", None, "Text", Some("A")),
            ("# B\n\nText", Some("A"), "# B\n\nText", Some("A")),
            ("Text\n\n# A", None, "Text\n\n# A", None),
            ("> # A", None, "> # A", None),
        ] {
            let mut body = Body::new(text, 1);
            let mut title = title.map(str::to_owned);
            body.take_title(&mut title);
            assert_eq!((body.text.as_str(), title.as_deref()), (expected, expected_title), "{text}");
        }
    }

    #[test]
    fn headings_part_a_body() {
        let body = Body::new("a\n\n## B *c* {#d}\n\ne\n\n```\n## f\n```\n\nG\n---\nh\n", 1);
        let parts = body.sections().unwrap();
        let shown: Vec<_> =
            parts.iter().map(|part| (part.title.as_deref(), part.id.as_deref(), part.text.trim())).collect();
        assert_eq!(
            shown,
            [(None, None, "a"), (Some("B c"), Some("d"), "e\n\n```\n## f\n```"), (Some("G"), None, "h")]
        );
        for text in ["a", "## a\n\n[b]\n\n[b]: c", "## a[^1]\n\n[^1]: b"] {
            assert_eq!(Body::new(text, 1).sections(), None, "{text}");
        }
    }

    #[test]
    fn links_are_led_elsewhere() {
        let mut body = Body::new("[a](b.png) ![](<c d.png> \"e\") `[a](b.png)` [f](g)", 1);
        body.lead_links(&|path| path.ends_with("png").then(|| format!("/x/{path}")));
        assert_eq!(body.text, "[a](/x/b.png) ![](</x/c%20d.png> \"e\") `[a](b.png)` [f](g)");
        assert_eq!(body.code().len(), 1);
    }
}
