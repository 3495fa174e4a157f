//! What every text must come through, and what it becomes.

use proptest::prelude::*;

use super::{Split, split};
use crate::base::{Code, Diagnostic, FilePath, position};

const SEPARATOR: &str = "--------------------------------------------------------------------------------";

fn cut(text: &str) -> (Split, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let split = split(&FilePath::new("x.md"), text, &mut diagnostics);
    (split, diagnostics)
}

/// The keys and values of each block, as `key=value`.
fn blocks(text: &str) -> Vec<Vec<String>> {
    let Split::Blocks(blocks) = cut(text).0 else { return Vec::new() };
    let entries = |block: &super::Block| {
        block
            .entries
            .iter()
            .map(|entry| format!("{}={}", entry.key.value, &text[entry.value.range()]))
            .collect()
    };
    blocks.iter().map(entries).collect()
}

/// The codes of the faults, with their lines.
fn told(text: &str) -> Vec<(Code, usize)> {
    let line = |diagnostic: Diagnostic| {
        let start = diagnostic.place.map_or(0, |place| place.span.range().start);
        (diagnostic.code, position(text, start).line)
    };
    cut(text).1.into_iter().map(line).collect()
}

#[test]
fn keys_and_values() {
    for (text, expected) in [
        (":a b", vec![vec!["a=b"]]),
        (":a b\nc\n\n:d\n", vec![vec!["a=b\nc", "d="]]),
        (":a\n\n  b\n\n\n:c d  \n", vec![vec!["a=  b", "c=d"]]),
        (":a [1\n:b 2]", vec![vec!["a=[1", "b=2]"]]),
        (":a ```\n:b c\n", vec![vec!["a=```", "b=c"]]),
        (":a\n```\n:b c\n```\n:d e", vec![vec!["a=```\n:b c\n```", "d=e"]]),
        (":a\n> ```\n:b c", vec![vec!["a=> ```", "b=c"]]),
        (":a x\n:smile: y", vec![vec!["a=x\n:smile: y"]]),
        (":a x\n\\:b y", vec![vec!["a=x\n\\:b y"]]),
        (":å/ø æ", vec![vec!["å/ø=æ"]]),
    ] {
        assert_eq!(blocks(text), expected, "{text}");
    }
    assert_eq!(cut("a\n:smile:\n").0, Split::Plain);
    assert_eq!(cut("").0, Split::Plain);
}

#[test]
fn separators() {
    let text = format!("{SEPARATOR}\n:a b\n{SEPARATOR} \t\n\n{SEPARATOR}\n:a c\n{SEPARATOR}");
    assert_eq!(blocks(&text), [["a=b"], ["a=c"]]);
    assert_eq!(told(&text), []);
    let text = format!(":a b\n {SEPARATOR}\n");
    assert_eq!(blocks(&text).len(), 1);
}

#[test]
fn faults_have_their_lines() {
    let near = "-".repeat(70);
    for (text, expected) in [
        (":a b\n```\nc\n".to_owned(), vec![(Code::UnclosedFence, 2)]),
        (format!(":a b\n```\n{SEPARATOR}\n:c d\n```\n:e\n```\n"), vec![(Code::UnclosedFence, 7)]),
        (format!(":a\n```x\n{SEPARATOR}\n:c\n```x\n:e\n```\n"), vec![(Code::UnclosedFence, 2)]),
        (format!(":a b\n{near}\n"), vec![(Code::NearSeparator, 2)]),
        (format!(":a b\n```\n{near}\n```\n"), vec![]),
        ("x\n:a b\n:a c\n".to_owned(), vec![(Code::TextBeforeKey, 1), (Code::DuplicateKey, 3)]),
        (format!(":a b\n{SEPARATOR}\n\nx\n"), vec![(Code::TextBeforeKey, 4)]),
    ] {
        assert_eq!(told(&text), expected, "{text}");
    }
}

#[test]
fn large_files_are_cut() {
    let block = format!(":a b\n\n```\n:c\n```\n\n:d\n{}\n{SEPARATOR}\n", "word ".repeat(200));
    let text = block.repeat(5_000);
    assert_eq!(blocks(&text).len(), 5_000);
    // Openings that nothing closes must not make every line look at every other.
    assert_eq!(told(&format!(":a\n{}", "- ```x\n".repeat(20_000))).len(), 1);
}

proptest! {
    #[test]
    fn any_text_is_cut(text in any::<String>()) {
        sound(&text)?;
    }

    #[test]
    fn any_section_file_is_cut(text in FILE) {
        sound(&text.replace("=====", SEPARATOR))?;
    }
}

const FILE: &str = r"(:a|:b/c|:smile:|\\:d| |x|å|\n|\n\n|=====\n|=====  \n|-----|```|~~~|````|- |1\. |    |> |\t|[1 2]|\{:a|;|\u{2028}){0,30}";

/// Holds what is true of every text: spans lie in it and in order, and values have no blanks at their ends.
fn sound(text: &str) -> Result<(), TestCaseError> {
    let (split, diagnostics) = cut(text);
    for diagnostic in diagnostics {
        let notes = diagnostic.notes.iter().filter_map(|note| note.place.as_ref());
        for place in diagnostic.place.iter().chain(notes) {
            prop_assert!(text.get(place.span.range()).is_some(), "{place:?}");
        }
        prop_assert!(diagnostic.help.is_some());
    }
    let Split::Blocks(blocks) = split else { return Ok(()) };
    let mut last = 0;
    for block in blocks {
        for entry in block.entries {
            let (key, value) = (entry.key.span.range(), entry.value.range());
            prop_assert!(last <= key.start && key.end <= value.start && value.start <= value.end);
            last = value.end;
            prop_assert_eq!(text[key].strip_prefix(':'), Some(entry.key.value.as_str()));
            let value = text.get(value);
            prop_assert!(value.is_some_and(|value| value.trim_end() == value), "{value:?}");
        }
    }
    Ok(())
}
