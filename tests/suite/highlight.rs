//! Highlighting, by cases: each file of `tests/cases/highlight/` has many, as
//!
//! ```text
//! === language: what the case shows
//! the code
//! ---
//! the HTML
//! ```

use std::fs;
use std::path::Path;

use diglot::highlight::{Language, highlight};
use proptest::prelude::*;

#[test]
fn cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/highlight");
    let mut failed = Vec::new();
    let mut count = 0;
    for file in fs::read_dir(folder).unwrap() {
        let text = format!("\n{}", fs::read_to_string(file.unwrap().path()).unwrap());
        for case in text.split("\n=== ").skip(1) {
            let (head, rest) = case.split_once('\n').unwrap();
            let (code, html) = rest.split_once("\n---\n").unwrap_or_else(|| panic!("no `---` in `{head}`"));
            let (language, _) = head.split_once(':').unwrap();
            let made = highlight(Language::find(language).unwrap(), code);
            count += 1;
            if made != html.trim_end_matches('\n') {
                failed.push(format!("=== {head}\n{made}"));
            }
        }
    }
    assert!(count > 40, "{count} cases");
    assert!(failed.is_empty(), "these came out otherwise:\n{}", failed.join("\n"));
}

/// The names that the content format promises.
#[test]
fn every_promised_name_is_known() {
    let names = "clj clojure cljs edn js javascript ts sh bash zsh lisp elisp css html xml json yaml yml toml go \
                 java haskell python rust sql make makefile Makefile docker Dockerfile apl diff text";
    for name in names.split_whitespace() {
        assert!(Language::find(name).is_some(), "{name}");
    }
}

#[test]
fn a_very_long_line_is_plain() {
    let json = Language::find("json").unwrap();
    let line = format!("[{}1]", "1,".repeat(5_000));
    assert_eq!(highlight(json, &line), line);
    assert!(highlight(json, &format!("{line}\n[1]")).ends_with("\n[<span class=\"n\">1</span>]"));
}

#[test]
fn a_comment_behind_an_expression_comes_to_an_end() {
    for language in Language::all() {
        for code in ["x = 1 /* a */\n", "a /* b\n*/ c\n", "return a /* b */", "{a /*\n"] {
            assert_eq!(text_of(&highlight(language, code)), code, "{}", language.name());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    /// Any text in any language: no panic, the text is kept, each line's spans are balanced, twice
    /// the same.
    #[test]
    fn keeps_the_text(code in fragments(), index in 0..Language::all().count()) {
        let language = Language::all().nth(index).unwrap();
        let html = highlight(language, &code);
        prop_assert_eq!(text_of(&html), code.clone(), "{}", language.name());
        for line in html.split('\n') {
            prop_assert_eq!(line.matches("<span ").count(), line.matches("</span>").count());
        }
        prop_assert_eq!(highlight(language, &code), html);
    }
}

/// Code-like text: the marks that tokenizers look for, words, and any character at all.
fn fragments() -> impl Strategy<Value = String> {
    let marks = prop::sample::select(vec![
        "\"", "'", "`", "\\", "(", ")", "[", "]", "{", "}", "<", ">", "</", "&", "#", "#_", "#|", "|#",
        "#\"", "#\\", "?", "?\\", "^", ";", ":", "/*", "*/", "//", "--", "${", "<!--", "<<EOF", "\n", "\n\n",
        " ", "\t", "def", "(defn f", "(let ((", "1.5e3", "¯1", "⍝", "⍵", "'''", "@", "@@", "+", "\n- ",
        "\n+", "\n$ ", "æ", "é", "😀",
    ]);
    prop::collection::vec(prop_oneof![8 => marks.prop_map(String::from), 1 => "\\PC{0,4}"], 0..24)
        .prop_map(|parts| parts.concat())
}

/// The text of HTML that has no tags but spans.
fn text_of(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}
