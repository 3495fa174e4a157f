//! What a text holds of the templates of other generators, which nothing runs here.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem;
use pulldown_cmark::{Event, Tag};

use super::events::{Events, end_of};
use crate::base::{Code, Diagnostic, Origin};
use crate::html::{HtmlToken, html_tokens, is_code, is_unread};

/// How far from its beginning the end of a call is looked for.
const LONGEST: usize = 1_000;

/// A syntax of another generator.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Foreign {
    /// `{{< figure >}}`, `{{% note %}}`.
    Shortcode,
    /// `{% include x.html %}`.
    TemplateTag,
    /// `{{ page.title }}`.
    Expression,
    /// `import Chart from "./chart.js"`.
    Import,
    /// `<Chart data={x} />`.
    Component,
}

impl Foreign {
    /// What it is, and what Diglot has in its place.
    fn describe(self) -> (&'static str, &'static str) {
        match self {
            Foreign::Shortcode => (
                "is a shortcode of Hugo",
                "write Markdown or HTML in its place: an image alone with a title is a figure, `> [!NOTE]` a notice",
            ),
            Foreign::TemplateTag => (
                "is a tag of Liquid or Jinja",
                "write what it stands for; a link may name a file (`bread.md`), and code stands in a fence",
            ),
            Foreign::Expression => (
                "is an expression of Liquid, Jinja or Vue",
                "write what it stands for, or put it into a template of your own",
            ),
            Foreign::Import => (
                "is an import of MDX",
                "remove it, and write Markdown or HTML in the places of what it imports",
            ),
            Foreign::Component => (
                "is a component of MDX",
                "write the HTML that it stands for, or give the section a `:section/kind` with a template of its own",
            ),
        }
    }
}

/// The note of a text that holds syntax of another generator's outside of its code: of the first,
/// with the number of the others.
pub(super) fn note(text: &str, events: &Events<'_>, origin: &Origin) -> Option<Diagnostic> {
    if !may_hold_any(text) {
        return None;
    }
    let mut finder = Finder { text, code: Vec::new(), element: None, found: Vec::new() };
    finder.read(events);
    finder.calls();
    finder.found.sort_by_key(|(range, _)| range.start);
    let (first, kind) = finder.found.first()?.clone();
    let written = text[first.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
    let (what, instead) = kind.describe();
    let message = format!("`{written}` {what}, which Diglot does not run");
    let mut note = Diagnostic::at(origin.place_of(first), Code::ForeignSyntax, message)
        .help(format!("{instead}; where it is meant to be read, put it between backticks"));
    note.more = finder.found.len() - 1;
    Some(note)
}

/// Whether a text may hold any of them, which few do.
fn may_hold_any(text: &str) -> bool {
    static MARKS: LazyLock<[memmem::Finder<'_>; 5]> =
        LazyLock::new(|| ["{{", "{%", "import ", "/>", "={"].map(memmem::Finder::new));
    MARKS.iter().any(|mark| mark.find(text.as_bytes()).is_some())
}

struct Finder<'a> {
    text: &'a str,
    /// What is code, or no prose, in order.
    code: Vec<Range<usize>>,
    /// The element of raw HTML that is open and holds code, and where it begins.
    element: Option<(String, usize)>,
    found: Vec<(Range<usize>, Foreign)>,
}

impl Finder<'_> {
    /// Finds what is code, and what the events alone tell.
    fn read(&mut self, events: &Events<'_>) {
        let mut index = 0;
        while let Some((event, range)) = events.get(index) {
            match event {
                Event::Start(Tag::CodeBlock(_)) => {
                    self.code.push(range.clone());
                    index = end_of(events, index);
                }
                Event::Start(Tag::HtmlBlock) => {
                    self.html(range);
                    index = end_of(events, index);
                }
                Event::InlineHtml(_) => self.html(range),
                Event::Code(_) => self.code.push(range.clone()),
                Event::Start(Tag::Paragraph) => self.import(range),
                _ => {}
            }
            index += 1;
        }
        if let Some((_, start)) = self.element.take() {
            self.code.push(start..self.text.len());
        }
        self.code.sort_by_key(|range| range.start);
    }

    /// Finds components, and elements that hold code.
    fn html(&mut self, range: &Range<usize>) {
        let html = &self.text[range.clone()];
        let at = |local: &Range<usize>| range.start + local.start..range.start + local.end;
        html_tokens(html, |token, local| match token {
            HtmlToken::OpenStartTag { name } => {
                let name = String::from_utf8_lossy(name);
                if self.element.is_none() && (is_code(&name) || is_unread(&name)) {
                    self.element = Some((name.into_owned(), range.start + local.start));
                } else if self.element.is_none() {
                    self.component(at(&local));
                }
            }
            HtmlToken::EndTag { name } => {
                let name = String::from_utf8_lossy(name);
                if let Some((_, start)) = self.element.take_if(|(open, _)| *open == name) {
                    self.code.push(start..range.start + local.end);
                }
            }
            HtmlToken::Comment { .. } => self.code.push(at(&local)),
            _ => {}
        });
    }

    /// Takes a tag whose name begins like that of a component, and that has what only JSX has: a
    /// slash at its end, or braces around a value.
    fn component(&mut self, tag: Range<usize>) {
        let rest = &self.text[tag.start..];
        let rest = &rest[..rest.floor_char_boundary(LONGEST)];
        let name =
            rest[1..].split(|c: char| !c.is_ascii_alphanumeric() && c != '.').next().unwrap_or_default();
        let is_name = name.starts_with(|c: char| c.is_ascii_uppercase()) && name.contains(char::is_lowercase);
        let Some(end) = rest.find('>').filter(|_| is_name) else { return };
        if rest[..end].ends_with('/') || rest[..end].contains("={") {
            self.found.push((tag.start..tag.start + end + 1, Foreign::Component));
        }
    }

    /// Takes the lines of a paragraph that are imports: `import Chart from "./chart.js"`.
    fn import(&mut self, paragraph: &Range<usize>) {
        let mut start = paragraph.start;
        for line in self.text[paragraph.clone()].split_inclusive('\n') {
            let statement = line.trim().trim_end_matches(';');
            let names_file = |from: &str| {
                let quote = from.chars().next().filter(|c| matches!(c, '"' | '\''));
                quote.is_some_and(|quote| from.len() > 2 && from[1..].find(quote) == Some(from.len() - 2))
            };
            let from = statement.strip_prefix("import ").and_then(|rest| rest.rsplit_once(" from "));
            if from.is_some_and(|(_, from)| names_file(from)) {
                self.found.push((start..start + line.trim_end().len(), Foreign::Import));
            }
            start += line.len();
        }
    }

    /// Finds what stands in double braces, or in braces with `%`.
    fn calls(&mut self) {
        let bytes = self.text.as_bytes();
        let mut from = 0;
        while let Some(open) = memchr::memchr(b'{', &bytes[from..]).map(|at| from + at) {
            from = open + 1;
            let before = open.checked_sub(1).map(|at| bytes[at]);
            // A backslash says that it is no mark; `${{ x }}` and `{{{ x }}}` are of others.
            if matches!(before, Some(b'\\' | b'$' | b'{')) || self.is_code(open) {
                continue;
            }
            let rest = &self.text[open..];
            let rest = &rest[..rest.floor_char_boundary(LONGEST)];
            if let Some((len, kind)) = call(rest) {
                self.found.push((open..open + len, kind));
                from = open + len;
            }
        }
    }

    fn is_code(&self, at: usize) -> bool {
        let next = self.code.partition_point(|range| range.start <= at);
        self.code[..next].iter().rev().take(2).any(|range| range.contains(&at))
    }
}

/// What a text begins with, and how long it is.
fn call(text: &str) -> Option<(usize, Foreign)> {
    let begins_name = |inside: &str| {
        let inside = inside.trim_start_matches(['-', '/', '#', ' ', '\t', '\n']);
        inside.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
    };
    let between = |open: &str, close: &str| {
        let inside = text.strip_prefix(open)?;
        let end = inside.find(close)?;
        begins_name(&inside[..end]).then_some((open.len() + end + close.len(), &inside[..end]))
    };
    for (open, close) in [("{{<", ">}}"), ("{{%", "%}}")] {
        if let Some((len, _)) = between(open, close) {
            return Some((len, Foreign::Shortcode));
        }
    }
    if let Some((len, _)) = between("{%", "%}") {
        return Some((len, Foreign::TemplateTag));
    }
    let (len, inside) = between("{{", "}}")?;
    (!inside.contains(['{', '\n'])).then_some((len, Foreign::Expression))
}

#[cfg(test)]
mod tests {
    use super::super::events::parse;
    use super::super::protect::protect;
    use super::*;
    use crate::base::{FilePath, Span};

    fn told(text: &str) -> Option<(String, usize)> {
        let origin = Origin { file: FilePath::new("a.md"), span: Span::new(0, text.len()), verbatim: true };
        let note = note(text, &parse(&protect(text)).events, &origin)?;
        Some((text[note.place.unwrap().span.range()].to_owned(), note.more))
    }

    #[test]
    fn syntax_of_other_generators_is_found() {
        for (text, first, more) in [
            ("a {{< youtube abc >}} b", "{{< youtube abc >}}", 0),
            ("{{<youtube abc>}}", "{{<youtube abc>}}", 0),
            ("{{% note %}}\n\nx\n\n{{% /note %}}", "{{% note %}}", 1),
            ("- {% include x.html %}", "{% include x.html %}", 0),
            ("{%- if a -%}", "{%- if a -%}", 0),
            ("> *{{ page.title }}*", "{{ page.title }}", 0),
            ("[a]({{ site.url }}/x)", "{{ site.url }}", 0),
            ("<div class=\"a\">\n{{ content }}\n</div>", "{{ content }}", 0),
            ("import Chart from './chart.js'\n\n# A", "import Chart from './chart.js'", 0),
            ("import { A, B } from \"x\";", "import { A, B } from \"x\";", 0),
            ("<Chart data={rows} />", "<Chart data={rows} />", 0),
            ("a <YouTube id=\"x\"/> b", "<YouTube id=\"x\"/>", 0),
        ] {
            assert_eq!(told(text), Some((first.to_owned(), more)), "{text}");
        }
    }

    #[test]
    fn code_and_prose_are_no_such_syntax() {
        for text in [
            "`{{< youtube abc >}}` and ``{% x %}`` and `{{ x }}`",
            "```\n{{ x }}\n```\n\n    {% x %}",
            "<pre>\n{{ x }}\n\n{% y %}\n</pre>",
            "a <code>{{ x }}</code> b <kbd>{% x %}</kbd>",
            "<!-- {{ x }} -->",
            "<script>\nlet x = '{{ y }}';\n</script>",
            "\\{{ x }} and ${{ github.ref }} and {{{ x }}}",
            "{{}} and {{ 1 }} and {{ \"a\" }} and {{ x }",
            "import duties from \"abroad\" are high",
            "We import flour from France.",
            "```js\nimport a from 'b'\n```",
            "Vec<String> and <P/> and <br /> and <Ada@example.com>",
            "a set {%} and 5 {% of it",
        ] {
            assert_eq!(told(text), None, "{text}");
        }
    }
}
