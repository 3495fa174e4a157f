//! Blocks to the text of a section file: what [`split`](super::split()) reads.

use super::fence::{self, Opener};
use super::html;
use super::line::Line;
use super::lines::lines;
use super::near::{Mistake, SEPARATOR_LEN, indentation};
use super::slips;
use super::vocabulary::{Source, Vocabulary};
use crate::base::{Code, FilePath};
use crate::edn::{self, Form, FormKind, LINE_WIDTH};

/// A value to be printed.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A text: Markdown where its key has that, else what is read as one line.
    Text(String),
    /// EDN: keywords, times with their tags, maps.
    Edn(Form),
}

impl Value {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A keyword, given without its colon.
    pub fn keyword(name: &str) -> Self {
        Self::Edn(Form::keyword(name))
    }

    /// `true` or `false`.
    pub fn boolean(value: bool) -> Self {
        Self::Edn(FormKind::Boolean(value).into())
    }
}

/// The keys of a block, without their colons, and their values, in the order of printing.
pub type Fields = Vec<(String, Value)>;

/// Prints a section file. What is printed is split into the same blocks again, and reads as the
/// same values: what would be a key line or a separator in a text is escaped, in a way that
/// Markdown does not show.
///
/// A key that is not known stands above the texts of its block, since it would else belong to them.
/// Empty Markdown is a place to write in: its key stands alone. Other empty texts and blocks are
/// left out.
pub fn print(blocks: &[Fields], vocabulary: &dyn Vocabulary) -> String {
    let printed = blocks.iter().map(|fields| block(fields, vocabulary)).filter(|block| !block.is_empty());
    let separator = format!("\n{}\n", "-".repeat(SEPARATOR_LEN));
    printed.collect::<Vec<_>>().join(&separator)
}

fn block(fields: &Fields, vocabulary: &dyn Vocabulary) -> String {
    let is_markdown = |key: &str| vocabulary.is_markdown(key);
    let is_said = |(key, value): &&(String, Value)| match value {
        Value::Text(text) => is_markdown(key) || !text.trim().is_empty(),
        Value::Edn(_) => true,
    };
    let fields: Vec<_> = fields.iter().filter(is_said).collect();
    let first = fields.iter().position(|(key, _)| is_markdown(key)).unwrap_or(fields.len());
    let mut fields: Vec<_> = fields.into_iter().enumerate().collect();
    fields.sort_by_key(|(at, (key, _))| *at >= first && vocabulary.is_known(key));
    let last = fields.len().saturating_sub(1);
    let printed = fields.iter().enumerate().map(|(at, (_, (key, value)))| match value {
        Value::Edn(form) => format!(":{key} {}\n", form.laid_out(key.chars().count() + 2)),
        Value::Text(text) if is_markdown(key) => markdown(key, text, at == last, vocabulary),
        Value::Text(text) => format!(":{key} {}\n", line(key, text, vocabulary)),
    });
    printed.collect()
}

/// A text on one line, as a key has it that is no Markdown.
fn line(key: &str, text: &str, vocabulary: &dyn Vocabulary) -> String {
    if !vocabulary.is_known(key) {
        let is_form = !matches!(
            edn::read(text, 0),
            Err(_) | Ok(None) | Ok(Some(Form { kind: FormKind::Symbol(_), .. }))
        );
        let is_plain = !is_form && !text.contains('\n') && text.trim() == text;
        return if is_plain { text.to_owned() } else { Form::text(text).to_string() };
    }
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let line = lines.join(" ");
    // A pair of quotation marks around the whole would go.
    if unquoted(&line) == line { line } else { format!("\"{line}\"") }
}

/// A text without one pair of quotation marks around it, where it has none but such pairs.
pub fn unquoted(text: &str) -> &str {
    let within = |text| -> Option<&str> { str::strip_suffix(str::strip_prefix(text, '"')?, '"') };
    let Some(inner) = within(text) else { return text };
    let mut core = inner;
    while let Some(further) = within(core) {
        core = further;
    }
    if core.contains('"') { text } else { inner }
}

/// A Markdown text below its key; a short one that is no body stands beside it.
fn markdown(key: &str, text: &str, is_last: bool, vocabulary: &dyn Vocabulary) -> String {
    let text = escaped(key, text, vocabulary);
    let is_body = key.rsplit('/').next() == Some("body");
    let is_plain = !text.contains('\n') && text.starts_with(char::is_alphanumeric);
    match text.is_empty() {
        true => format!(":{key}\n"),
        _ if !is_body && is_plain && key.chars().count() + 2 + text.chars().count() <= LINE_WIDTH => {
            format!(":{key} {text}\n")
        }
        _ => format!(":{key}\n\n{text}\n{}", if is_last { "" } else { "\n" }),
    }
}

/// A Markdown text in which no line is a key line or a separator, nor looks like one that was
/// meant to be.
fn escaped(key: &str, text: &str, vocabulary: &dyn Vocabulary) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let begin = text.len() - text.trim_start().len();
    let begin = text[..begin].rfind('\n').map_or(0, |at| at + 1);
    let text = closed(format!(":{key}\n\n{}", text[begin..].trim_end()));
    let file = FilePath::new("");
    let mut read = lines(&file, &text, &Prose, &mut Vec::new());
    slips::check(&Source { file: &file, text: &text, vocabulary }, &mut read, &mut Vec::new());
    let mut shows_backslashes = false;
    let value = read.iter().skip(2).map(|(kind, span)| {
        let line = &text[span.range()];
        let (indent, rest) = line.split_at(line.len() - line.trim_start().len());
        let may_be_code = indentation(line) >= 4;
        let printed = match kind {
            Line::Key(_) if shows_backslashes => format!(" {line}"),
            Line::Key(_) => format!("\\{line}"),
            Line::NearKey if rest.starts_with(':') && !(shows_backslashes || may_be_code) => {
                format!("{indent}\\{rest}")
            }
            Line::Separator => "---".to_owned(),
            Line::NearSeparator(Mistake::Count(_) | Mistake::Blank(_)) if !may_be_code => {
                format!("{indent}---")
            }
            _ => line.to_owned(),
        };
        // HTML and code spans may run over several lines of a paragraph.
        shows_backslashes = *kind != Line::Blank && (shows_backslashes || line.contains(['<', '`']));
        printed
    });
    value.collect::<Vec<_>>().join("\n")
}

/// A text whose fences and comments all end where Markdown has them end, be it with the text, also
/// for the splitter.
fn closed(mut text: String) -> String {
    for _ in 0..MOST_MENDED {
        let mut faults = Vec::new();
        lines(&FilePath::new(""), &text, &Prose, &mut faults);
        let open =
            faults.iter().find(|fault| matches!(fault.code, Code::UnclosedFence | Code::UnclosedComment));
        let Some(at) = open.and_then(|fault| Some(fault.place.as_ref()?.span.range().start)) else { break };
        let begin = text[..at].rfind('\n').map_or(0, |end| end + 1);
        match fence::opener(text[begin..].lines().next().unwrap_or_default()) {
            Some(opener) => text = with_longer_marks(&text, begin, opener),
            None => {
                text.push('\n');
                text.push_str(html::CLOSE);
            }
        }
    }
    text
}

/// How many openings of a text are mended.
const MOST_MENDED: usize = 100;

/// A text with the fence that begins in a line made of more marks than any other, and closed.
fn with_longer_marks(text: &str, begin: usize, opener: Opener) -> String {
    let mark = opener.mark();
    let longest = text.split(|c| c != mark).map(str::len).max().unwrap_or_default();
    let marks = String::from(mark).repeat(longest + 1);
    let with_marks = |line: &str| {
        let (before, rest) = line.split_at(line.find(mark).unwrap_or(line.len()));
        format!("{before}{marks}{}", rest.trim_start_matches(mark))
    };
    let mut lines: Vec<String> = text[begin..].lines().map(str::to_owned).collect();
    lines[0] = with_marks(&lines[0]);
    match lines.iter().skip(1).position(|line| opener.is_closed_by(line)) {
        Some(at) => lines[at + 1] = with_marks(&lines[at + 1]),
        None => {
            // One that begins with the item of a list ends with it.
            let column = fence::item_column(&lines[0]).unwrap_or_default();
            let leaves = |line: &String| !line.trim().is_empty() && indentation(line) < column;
            let end = lines.iter().skip(1).position(leaves).map_or(lines.len(), |at| at + 1);
            lines.insert(end, format!("{}{marks}", " ".repeat(column)));
        }
    }
    format!("{}{}", &text[..begin], lines.join("\n"))
}

/// The keys within a text, none of which is one: all that stands there is Markdown.
struct Prose;

impl Vocabulary for Prose {
    fn is_known(&self, _: &str) -> bool {
        false
    }

    fn is_markdown(&self, _: &str) -> bool {
        true
    }

    fn meant(&self, _: &str, _: Option<&str>) -> Option<String> {
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::blocks::{Split, split};

    const SEPARATOR: &str =
        "--------------------------------------------------------------------------------";

    /// Keys of one letter are known; `m` and `d` are Markdown.
    struct Letters;

    impl Vocabulary for Letters {
        fn is_known(&self, key: &str) -> bool {
            key.len() == 1 || key == "n/k"
        }

        fn is_markdown(&self, key: &str) -> bool {
            ["m", "d"].contains(&key)
        }

        fn meant(&self, key: &str, _: Option<&str>) -> Option<String> {
            (key == "n/k").then(|| key.to_owned())
        }
    }

    fn body(text: &str) -> String {
        print(&[vec![("m".to_owned(), Value::text(text))]], &Letters)
    }

    #[test]
    fn blocks_are_set_out() {
        let field = |key: &str, value| (key.to_owned(), value);
        let tags = [
            "baking",
            "bread",
            "sourdough",
            "rye-bread",
            "flour",
            "salt",
            "time",
            "patience",
            "ovens",
            "crusts",
        ];
        let printed = print(
            &[
                vec![
                    field("t", Value::text("Bread\n takes time")),
                    field("q", Value::text("\"Bread\"")),
                    field("b", Value::text(" ")),
                    field("d", Value::text("Flour, water, salt.")),
                    field("k", Value::Edn(Form::keywords(tags))),
                    field("own", Value::text("45")),
                    field("my/mood", Value::text("good")),
                ],
                vec![],
                vec![field("x", Value::keyword("dark1")), field("m", Value::text("\n\n  a\n\nb\n\n"))],
                vec![field("m", Value::text(""))],
            ],
            &Letters,
        );
        let expected = format!(
            r#":t Bread takes time
:q ""Bread""
:own "45"
:my/mood good
:d Flour, water, salt.
:k [:baking :bread :sourdough :rye-bread :flour :salt :time :patience :ovens
    :crusts]

{SEPARATOR}
:x :dark1
:m

  a

b

{SEPARATOR}
:m
"#
        );
        assert_eq!(printed, expected);
    }

    #[test]
    fn what_would_be_a_key_or_a_separator_is_escaped() {
        for (text, printed) in [
            (":word is", "\\:word is"),
            ("a\n:n/k b", "a\n\\:n/k b"),
            ("a\n :n/k b", "a\n \\:n/k b"),
            ("a\n:smile: b", "a\n:smile: b"),
            ("<div>\n:word b\n</div>", "<div>\n :word b\n</div>"),
            (SEPARATOR, "---"),
            ("a\n  --------------------------------------------------------------", "a\n  ---"),
            ("```\n:n/k b", "````\n:n/k b\n````"),
            ("- a\n\n  ```x\n  :n/k b\n\n  ~~~y", "- a\n\n  ````x\n  :n/k b\n\n  ~~~y\n````"),
            ("~~~~ x\n:n/k b\n~~~~\n:a b", "~~~~ x\n:n/k b\n~~~~\n\\:a b"),
            ("<!-- a\n:n/k b", "<!-- a\n:n/k b\n-->"),
            ("    :n/k b", "    :n/k b"),
        ] {
            assert_eq!(body(text), format!(":m\n\n{printed}\n"), "{text}");
        }
    }

    const TEXT: &str = r"(:a|:b/c|:n/k|:smile:|\\:d| |x|å|\n|\n\n|\n=====\n|\n =====\n|\n-----\n|<b>|\n<div>\n|\n\n```x\n(:a b|=====|```x|<!--|\n){0,3}\n```\n\n|`|\n- |\n1\. |\n    x|\n> |\[1 2\]|;|\*){0,24}";

    /// What Markdown makes of a text, but for blanks and the lengths of dashes.
    fn html(text: &str) -> String {
        let mut html = String::new();
        let options = pulldown_cmark::Options::ENABLE_TABLES;
        let text = format!("{text}\n");
        pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new_ext(&text, options));
        html.replace(' ', "").replace(SEPARATOR, "---")
    }

    proptest! {
        #[test]
        fn what_is_printed_is_split_into_the_same(texts in prop::collection::vec(TEXT, 1..4), line in "[ -~]{0,90}") {
            let texts: Vec<_> = texts.iter().map(|text| text.replace("=====", SEPARATOR)).collect();
            let fields = |text: &String| {
                vec![
                    ("t".to_owned(), Value::text(line.clone())),
                    ("d".to_owned(), Value::text(text.clone())),
                    ("my/own".to_owned(), Value::text(line.clone())),
                    ("m".to_owned(), Value::text(text.clone())),
                ]
            };
            let printed = print(&texts.iter().map(fields).collect::<Vec<_>>(), &Letters);
            let mut faults = Vec::new();
            let Split::Blocks(blocks) = split(&FilePath::new("x.md"), &printed, &Letters, &mut faults) else {
                return Err(TestCaseError::fail(printed));
            };
            prop_assert_eq!(blocks.len(), texts.len(), "{}", printed);
            for (block, text) in blocks.iter().zip(&texts) {
                let value = |key| block.get(key).map(|entry| &printed[entry.value.range()]);
                let title = value("t").unwrap_or_default();
                prop_assert_eq!(unquoted(title), line.trim(), "{}", printed);
                let own = match edn::read(value("my/own").unwrap_or_default(), 0) {
                    Ok(Some(Form { kind: FormKind::Text(own), .. })) => own,
                    _ => value("my/own").unwrap_or_default().to_owned(),
                };
                prop_assert_eq!(own.trim(), line.trim(), "{}", printed);
                for key in ["d", "m"] {
                    prop_assert_eq!(html(value(key).unwrap_or_default()), html(text.trim_end()), "{}", printed);
                }
            }
        }
    }
}
