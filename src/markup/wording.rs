//! What a Markdown text says, apart from how it is set in lines.

use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Tag, TagEnd};

use super::events::is_inline;
use crate::base::Digest;
use crate::html::WHOLE;

/// The digest of what events say.
///
/// Where lines end in prose, how many blanks part words, the length of fences, the marks of lists
/// and emphasis and blank lines between items make no difference. Words, code, links, images and
/// the structure do. It is the digest of a notation that is written out here and depends on no
/// other part of the program, since writers keep such digests for years: a change here makes every
/// translation look stale.
pub(super) fn wording(events: &[(Event<'_>, Range<usize>)]) -> Digest {
    let mut writer = Writer::default();
    for (event, _) in events {
        writer.event(event);
    }
    Digest::of(writer.text.as_bytes())
}

/// Begins a mark: no text holds this character, since none may stand in a source.
const MARK: char = '\u{1}';

/// Parts blocks.
const BLOCK: char = '\u{2}';

#[derive(Default)]
struct Writer {
    text: String,
    /// Whether blanks have been met since the last word.
    blank: bool,
    /// Whether the text is code, which is kept as it is.
    in_code: bool,
    /// The block of HTML that is open.
    html: Option<String>,
}

impl Writer {
    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(end) => self.end(*end),
            Event::Text(text) if self.in_code => self.code(text),
            Event::Text(text) => self.words(text),
            Event::Code(code) => self.inline("code", &[code]),
            Event::InlineHtml(html) => self.inline("html", &[html]),
            Event::Html(line) => match &mut self.html {
                Some(html) => html.push_str(line),
                None => self.inline("html", &[line]),
            },
            Event::InlineMath(math) | Event::DisplayMath(math) => self.inline("math", &[math]),
            Event::FootnoteReference(label) => self.inline("note", &[label]),
            Event::SoftBreak | Event::HardBreak => self.blank = true,
            Event::Rule => self.block("rule", &[]),
            Event::TaskListMarker(done) => self.inline("task", &[if *done { "x" } else { "" }]),
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            // A paragraph in a list item shows only that the list is loose.
            Tag::Paragraph => self.boundary(),
            Tag::Heading { level, id, classes, attrs } => {
                let level = (*level as usize).to_string();
                let attributes: Vec<String> = id
                    .iter()
                    .map(|id| format!("#{id}"))
                    .chain(classes.iter().map(|class| format!(".{class}")))
                    .chain(
                        attrs
                            .iter()
                            .map(|(name, value)| format!("{name}={}", value.as_deref().unwrap_or_default())),
                    )
                    .collect();
                self.block("heading", &[&level, &attributes.join(" ")]);
            }
            Tag::BlockQuote(kind) => {
                let kind = kind.map_or("", |kind| match kind {
                    pulldown_cmark::BlockQuoteKind::Note => "note",
                    pulldown_cmark::BlockQuoteKind::Tip => "tip",
                    pulldown_cmark::BlockQuoteKind::Important => "important",
                    pulldown_cmark::BlockQuoteKind::Warning => "warning",
                    pulldown_cmark::BlockQuoteKind::Caution => "caution",
                });
                self.block("quote", &[kind]);
            }
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.as_ref(),
                    CodeBlockKind::Indented => "",
                };
                self.block("listing", &[info]);
                self.in_code = true;
            }
            Tag::HtmlBlock => {
                self.boundary();
                self.html = Some(String::new());
            }
            Tag::List(first) => {
                self.block("list", &[&first.map_or_else(String::new, |first| first.to_string())]);
            }
            Tag::Item => self.block("item", &[]),
            Tag::FootnoteDefinition(label) => self.block("footnote", &[label]),
            Tag::DefinitionList => self.block("definitions", &[]),
            Tag::DefinitionListTitle => self.block("term", &[]),
            Tag::DefinitionListDefinition => self.block("definition", &[]),
            Tag::Table(columns) => {
                let columns: String = columns.iter().map(alignment).collect();
                self.block("table", &[&columns]);
            }
            Tag::TableHead | Tag::TableRow => self.block("row", &[]),
            Tag::TableCell => self.block("cell", &[]),
            Tag::Emphasis => self.inline("em", &[]),
            Tag::Strong => self.inline("strong", &[]),
            Tag::Strikethrough => self.inline("del", &[]),
            Tag::Superscript => self.inline("sup", &[]),
            Tag::Subscript => self.inline("sub", &[]),
            Tag::Link { dest_url, title, .. } => self.inline("link", &[dest_url, title]),
            Tag::Image { dest_url, title, .. } => self.inline("image", &[dest_url, title]),
            Tag::MetadataBlock(_) => self.block("metadata", &[]),
        }
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::CodeBlock => self.in_code = false,
            TagEnd::HtmlBlock => {
                let html = self.html.take().unwrap_or_default();
                self.html_block(&html);
            }
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::FootnoteDefinition | TagEnd::DefinitionList => {
                self.block("end", &[]);
            }
            end if is_inline(end) || matches!(end, TagEnd::Superscript | TagEnd::Subscript) => {
                self.text.push(MARK);
                return;
            }
            _ => {}
        }
        self.boundary();
    }

    /// Writes words with one blank between them, however many there are.
    fn words(&mut self, text: &str) {
        let [Some(first), Some(last)] = [text.as_bytes().first(), text.as_bytes().last()] else { return };
        self.blank |= first.is_ascii_whitespace();
        for word in text.split_ascii_whitespace() {
            self.part();
            self.text.push_str(word);
            self.blank = true;
        }
        self.blank = last.is_ascii_whitespace();
    }

    /// Writes the blank that is due between words of one block.
    fn part(&mut self) {
        if std::mem::take(&mut self.blank) && !self.text.is_empty() && !self.text.ends_with(BLOCK) {
            self.text.push(' ');
        }
    }

    /// Writes code as it is, but for blanks at the ends of its lines.
    fn code(&mut self, code: &str) {
        for line in code.split_inclusive('\n') {
            self.text.push_str(line.trim_end());
            if line.ends_with('\n') {
                self.text.push('\n');
            }
        }
    }

    fn html_block(&mut self, html: &str) {
        if WHOLE.iter().any(|name| html.contains(&format!("<{name}"))) {
            return self.code(html);
        }
        self.words(html);
    }

    fn inline(&mut self, name: &str, values: &[&str]) {
        self.part();
        self.mark(name, values);
    }

    fn block(&mut self, name: &str, values: &[&str]) {
        self.boundary();
        self.mark(name, values);
        self.text.push(BLOCK);
    }

    fn mark(&mut self, name: &str, values: &[&str]) {
        self.text.push(MARK);
        self.text.push_str(name);
        for value in values {
            self.text.push(MARK);
            self.text.push_str(&value.split_ascii_whitespace().collect::<Vec<_>>().join(" "));
        }
        self.text.push(MARK);
    }

    fn boundary(&mut self) {
        self.blank = false;
        if !self.text.ends_with(BLOCK) {
            self.text.push(BLOCK);
        }
    }
}

fn alignment(alignment: &Alignment) -> char {
    match alignment {
        Alignment::None => '-',
        Alignment::Left => 'l',
        Alignment::Center => 'c',
        Alignment::Right => 'r',
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{events, protect::protect};
    use crate::base::Digest;

    fn digest(text: &str) -> Digest {
        super::wording(&events::parse(&protect(text)).events)
    }

    #[test]
    fn how_a_text_is_set_makes_no_difference() {
        for (one, other) in [
            ("En to *tre\nfire* fem.", "En\nto *tre fire*   fem.  "),
            ("a\n\nb", "a  \n\n\n\nb\n"),
            ("- a\n- b", "* a\n\n* b"),
            ("```js\nx\n```", "````js\nx   \n````"),
            ("```js\nx\n```", "~~~   js\nx\n~~~"),
            ("*a* **b**", "_a_ __b__"),
            ("[a](/b/ \"c d\")", "[a][r]\n\n[r]: /b/ 'c\nd'"),
            ("# a", "a\n==="),
            ("> a\n> b", "> a b"),
            ("<div>a\n  b</div>", "<div>a b</div>"),
            ("`a b`", "`a\nb`"),
            ("| a | b |\n|---|---|\n| c | d |", "|a|b|\n|-|-|\n|c|   d|"),
            ("a\\\nb", "a  \nb"),
        ] {
            assert_eq!(digest(one), digest(other), "{one:?} and {other:?}");
        }
    }

    #[test]
    fn what_a_text_says_makes_one() {
        for (one, other) in [
            ("a b", "ab"),
            ("a b", "a\n\nb"),
            ("a", "A"),
            ("a", "*a*"),
            ("*a* b", "*a b*"),
            ("*a*b", "*a* b"),
            ("```js\nx\n```", "```ts\nx\n```"),
            ("```js\nx y\n```", "```js\nx  y\n```"),
            ("```js\nx\n```", "```js\n x\n```"),
            ("[a](/b/)", "[a](/c/)"),
            ("![a](b)", "[a](b)"),
            ("# a", "## a"),
            ("# a", "# a {#b}"),
            ("- a\n- b", "- a b"),
            ("- a\n  - b", "- a\n- b"),
            ("1. a", "2. a"),
            ("> [!NOTE]\n> a", "> [!TIP]\n> a"),
            ("- [x] a", "- [ ] a"),
            ("a&nbsp;b", "a b"),
            ("<pre>a\n b</pre>", "<pre>a b</pre>"),
            ("a[^1]\n\n[^1]: b", "a[^1]\n\n[^1]: c"),
        ] {
            assert_ne!(digest(one), digest(other), "{one:?} and {other:?}");
        }
    }

    /// Prose whose words begin no block wherever a line breaks before them.
    fn words() -> impl Strategy<Value = Vec<String>> {
        prop::collection::vec(
            "[a-zæøå]{1,9}[,.]?|\\*[a-z]{1,5}\\*|`[a-z]{1,5}`|\\[[a-z]{1,5}\\]\\(/[a-z]{1,5}/\\)",
            1..40,
        )
    }

    /// The words in lines, with blanks between them as the numbers say.
    fn set(words: &[String], gaps: &[u8]) -> String {
        let gap = |index: usize| match gaps.get(index % gaps.len().max(1)) {
            Some(0) => "\n",
            Some(1) => "   ",
            Some(2) => " \n  ",
            _ => " ",
        };
        let set = words.iter().enumerate().map(|(index, word)| format!("{word}{}", gap(index)));
        set.collect::<String>().trim_end().to_owned()
    }

    proptest! {
        #[test]
        fn a_reflow_never_changes_it_and_a_changed_word_always_does(
            words in words(), one in prop::collection::vec(0u8..6, 1..20),
            other in prop::collection::vec(0u8..6, 1..20), at in any::<prop::sample::Index>(),
        ) {
            let before = digest(&set(&words, &one));
            prop_assert_eq!(before, digest(&set(&words, &other)));
            let mut changed = words.clone();
            let word = &mut changed[at.index(words.len())];
            *word = format!("x{word}");
            prop_assert_ne!(before, digest(&set(&changed, &other)));
        }
    }
}
