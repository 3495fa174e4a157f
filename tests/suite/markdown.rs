//! Runs the cases of `tests/cases/markdown`: a Markdown text, and what it must become.
//!
//! A file holds cases, each a line `== name` (or `== name (en)`; the locale is `nb` where none is
//! named), the Markdown, and parts that start with a line `-- part`: `html`, `told` (the
//! diagnostics), `headings`, `anchors`, `text`, `places` (each reference with the source it points
//! at). Only the parts that a case has are compared. Holes are shown in braces: `{link /x}`,
//! `{image x.png}`, `{a}` at the end of a link's tag, `{img}` at the end of an image's. `BLESS=1`
//! writes the parts anew, for review.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use diglot::base::{Diagnostic, FilePath, Origin, Span, is_forbidden};
use diglot::html::Piece;
use diglot::locale::{Locale, Quotes, SlugLetters};
use diglot::markup::{
    Body, BodyTexts, Options, PageIds, compile, compile_inline, first_heading_as_title, plain,
};
use proptest::prelude::*;

#[test]
fn cases() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut failures = String::new();
    for path in case_files() {
        let text = fs::read_to_string(&path).expect("a case file can be read");
        let mut blessed = text.split("== ").next().unwrap_or_default().to_owned();
        for case in read_cases(&text) {
            let made = compiled(&case.input, case.locale(), true);
            let _ = write!(blessed, "== {}\n{}\n", case.title, case.input);
            for (part, expected) in &case.parts {
                let actual = made.part(part, &case.input);
                if actual.trim_end() != expected.trim_end() {
                    let file = path.file_name().unwrap_or_default().to_string_lossy();
                    let _ = writeln!(
                        failures,
                        "{file}: {} ({part})\n--- expected\n{expected}\n--- actual\n{actual}",
                        case.title
                    );
                }
                let _ = write!(blessed, "-- {part}\n{}\n", actual.trim_end());
            }
            blessed.push('\n');
        }
        if bless {
            fs::write(&path, blessed.trim_end().to_owned() + "\n").expect("a case file can be written");
        }
    }
    assert!(bless || failures.is_empty(), "\n{failures}");
}

#[test]
fn bodies_of_one_page_share_ids_and_numbers() {
    let mut page = PageIds::default();
    let first = compiled_on(&mut page, "## A\n\nB[^1].\n\n[^1]: C", "nb", true);
    let second = compiled_on(&mut page, "## A\n\nB[^1].\n\n[^1]: C", "nb", true);
    let ids = |made: &Compiled| made.body.anchors.iter().map(|it| it.value.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&first), ["a", "fnref-1", "fn-1"]);
    assert_eq!(ids(&second), ["a-2", "fnref-2", "fn-2"]);
    assert!(show(&second.body).contains("<ol start=\"2\">"));
}

#[test]
fn a_body_without_anchors_has_no_ids_and_no_footnotes() {
    let body = compiled("## A\n\nB[^1].\n\n[^1]: C", "nb", false).body;
    assert_eq!(show(&body), "<h3>A</h3>\n<p>B.</p>\n");
    assert_eq!((body.anchors, body.headings), (vec![], vec![]));
}

#[test]
fn a_text_for_other_pages_hides_nothing_of_them() {
    for (text, html, told) in [
        ("How the <script> tag *works*.", "<p>How the &lt;script&gt; tag <em>works</em>.</p>\n", 1),
        ("A <textarea> b</textarea> <textarea>", "<p>A <textarea> b</textarea> &lt;textarea&gt;</p>\n", 1),
        ("One.\n\n<!-- todo\n\nTwo.", "<p>One.</p>\n<p>&lt;!-- todo\n\nTwo.</p>\n", 1),
        ("<style>\na {", "<p>&lt;style&gt;\na {</p>\n", 1),
        ("a <!-- b --> c", "<p>a <!-- b --> c</p>\n", 0),
        ("<div>", "<div>\n</div>", 1),
        ("a</div></main> b", "<p>a b</p>\n", 2),
        ("<b>a", "<p><b>a</b></p>\n", 1),
        ("A **bold <select> b** c", "<p>A <strong>bold <select> b</select></strong> c</p>\n", 1),
        ("<noscript><textarea></noscript> a", "<p><noscript><textarea></textarea></noscript> a</p>\n", 1),
        (
            "- a\n\n  <textarea>\nb\n\nc\n</textarea>",
            "<ul>\n<li><p>a</p>\n<textarea>\n</textarea></li>\n</ul>\n<p>b</p>\n<p>c\n</p>\n",
            2,
        ),
        ("Read <a href=\"/x/\">", "<p>Read <a href=\"{link /x/}\"{a}></a></p>\n", 1),
        ("An <plaintext> b", "<p>An &lt;plaintext> b</p>\n", 1),
    ] {
        let made = compiled(text, "nb", false);
        assert_eq!(show(&made.body), html, "{text}");
        assert_eq!(made.diagnostics.len(), told, "{text}");
    }
}

#[test]
fn inline_text_has_no_blocks() {
    let locale = Locale::parse("nb").expect("a tag");
    let words = BodyTexts::default();
    let letters = SlugLetters::of(&locale);
    let options = Options {
        quotes: Quotes::new(&locale),
        heading_base: 1,
        anchors: true,
        words: &words,
        letters: &letters,
        declared: None,
        is_quotation: false,
    };
    let text = "En *god* [a](/x/)\n\n- to `b`\n\n```text\nc\n```";
    let origin = Origin { file: FilePath::new("x.md"), span: Span::new(0, text.len()), verbatim: true };
    let body = compile_inline(text, &origin, &options, &mut PageIds::default(), &mut Vec::new());
    assert_eq!(show(&body), "En <em>god</em> <a href=\"{link /x/}\"{a}>a{/a}</a> to <code>b</code>");
}

#[test]
fn plain_text_is_one_line() {
    assert_eq!(plain("A *b*\n`c` ![d](/e) <b>f</b>\n\n- g &amp; h[^1]\n\n[^1]: i"), "A b c d f g & h");
}

#[test]
fn a_file_without_keys_has_its_heading_as_title() {
    let text = "Intro\n\n# A *title* `x`\n\n# B";
    let (title, range) = first_heading_as_title(text).expect("there is a heading");
    assert_eq!((title.as_str(), &text[range]), ("A title x", "# A *title* `x`\n"));
    assert_eq!(first_heading_as_title("## A"), None);
}

#[test]
fn a_body_knows_its_words_and_first_image() {
    let body =
        compiled("En to.\n\n```text\nx y z\n```\n\n<p>tre <img src=/a.png></p>\n\n![b](/c.png)", "nb", true)
            .body;
    assert_eq!(body.words, 4);
    assert_eq!(body.first_image.map(|image| image.target.value).as_deref(), Some("/a.png"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_text_compiles(text in any::<String>()) {
        compiled(&text, "nb", true);
    }

    #[test]
    fn any_markdown_compiles(text in MARKDOWN) {
        for made in [compiled(&text, "en", true), compiled(&text, "nb", false)] {
            let html = show(&made.body) + &made.body.text;
            prop_assert!(!html.contains(is_forbidden), "{html:?}");
        }
        prop_assert!(!plain(&text).contains(is_forbidden));
        first_heading_as_title(&text);
    }

    #[test]
    fn scripts_and_styles_pass_through(inside in "[a-z\"'&<>=*_`# {}()\n-]{0,60}", name in "script|style") {
        prop_assume!(!inside.contains("</") && !inside.contains("<!--") && !inside.contains("url("));
        let element = format!("<{name}>{inside}</{name}>");
        for text in [element.clone(), format!("<div>\n{element}\n</div>"), format!("Before.\n\n{element}\n\nAfter.")] {
            let html = show(&compiled(&text, "nb", true).body);
            prop_assert!(html.contains(&element), "{html}");
        }
    }
}

const MARKDOWN: &str = r#"(\[|\]|\(|\)|<|>|!|\[\^1\]|: |\*|_|`|```|~~|\n|\n\n|    |  |- |1\. |> |# |\||-|---|"|'|a|å|https://x\.no|<div>|</div>|<pre><code class="clj">|</code></pre>|<style>|</style>|<a href=x>|&amp;|\\|\{#x\}|\t|<pre>|<textarea>|</textarea>|<svg>|</svg>|<!--|-->|:b|\[!NOTE\]|\[x\]){0,30}"#;

struct Case {
    title: String,
    input: String,
    parts: Vec<(String, String)>,
}

impl Case {
    fn locale(&self) -> &str {
        self.title
            .strip_suffix(')')
            .and_then(|title| title.rsplit_once('('))
            .map_or("nb", |(_, locale)| locale)
    }
}

fn case_files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/markdown");
    let entries = fs::read_dir(folder).expect("the cases are there");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("an entry can be read").path()).collect();
    files.sort();
    files
}

fn read_cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("== ") {
            cases.push(Case { title: title.to_owned(), input: String::new(), parts: Vec::new() });
            continue;
        }
        let Some(case) = cases.last_mut() else { continue };
        if let Some(part) = line.strip_prefix("-- ") {
            case.parts.push((part.to_owned(), String::new()));
            continue;
        }
        let text = case.parts.last_mut().map_or(&mut case.input, |(_, text)| text);
        text.push_str(line);
        text.push('\n');
    }
    for case in &mut cases {
        case.input.truncate(case.input.trim_end().len());
    }
    cases
}

struct Compiled {
    body: Body,
    diagnostics: Vec<Diagnostic>,
}

fn compiled(text: &str, locale: &str, anchors: bool) -> Compiled {
    compiled_on(&mut PageIds::default(), text, locale, anchors)
}

fn compiled_on(page: &mut PageIds, text: &str, locale: &str, anchors: bool) -> Compiled {
    let words = BodyTexts {
        footnotes: "Fotnoter".into(),
        back_to_text: "Tilbake".into(),
        note: "Merk".into(),
        tip: "Tips".into(),
        important: "Viktig".into(),
        warning: "Advarsel".into(),
        caution: "Forsiktig".into(),
    };
    let locale = Locale::parse(locale).expect("a case names a locale");
    let letters = SlugLetters::of(&locale);
    let options = Options {
        quotes: Quotes::new(&locale),
        heading_base: 2,
        anchors,
        words: &words,
        letters: &letters,
        declared: None,
        is_quotation: false,
    };
    let origin = Origin { file: FilePath::new("x.md"), span: Span::new(0, text.len()), verbatim: true };
    let mut diagnostics = Vec::new();
    let body = compile(text, &origin, &options, page, &mut diagnostics);
    Compiled { body, diagnostics }
}

impl Compiled {
    fn part(&self, part: &str, input: &str) -> String {
        let body = &self.body;
        match part {
            "html" => show(body),
            "text" => body.text.clone(),
            "anchors" => body.anchors.iter().map(|anchor| format!("{}\n", anchor.value)).collect(),
            "headings" => {
                body.headings.iter().map(|it| format!("{} #{} {}\n", it.level, it.id, it.text)).collect()
            }
            "told" => self
                .diagnostics
                .iter()
                .map(|it| {
                    let source = it.place.as_ref().map_or("", |place| &input[place.span.range()]);
                    format!("{} at `{source}`: {}\n", it.code, it.message)
                })
                .collect(),
            "places" => body
                .content
                .pieces
                .iter()
                .filter_map(|piece| match piece {
                    Piece::Url(it) | Piece::StyleUrl(it) => {
                        Some(format!("{} at `{}`\n", it.target, &input[it.span.range()]))
                    }
                    _ => None,
                })
                .collect(),
            _ => panic!("no part is called {part}"),
        }
    }
}

fn show(body: &Body) -> String {
    let mut out = String::new();
    for piece in &body.content.pieces {
        match piece {
            Piece::Html(html) => out.push_str(html),
            Piece::Code(html) => out.push_str(html),
            Piece::Url(it) => {
                let role = format!("{:?}", it.role).to_lowercase();
                let _ = write!(out, "{{{role} {}}}", it.target);
            }
            Piece::StyleUrl(it) => {
                let _ = write!(out, "{{style {}}}", it.target);
            }
            Piece::ImageAttributes(_) => out.push_str("{img}"),
            Piece::LinkAttributes(_) => out.push_str("{a}"),
            Piece::LinkMark(_) => out.push_str("{/a}"),
        }
    }
    out
}
