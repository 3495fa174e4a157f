//! What every text must come through, and what it becomes.

use proptest::prelude::*;

use super::{Split, Vocabulary, split};
use crate::base::{Code, Diagnostic, FilePath, position};

const SEPARATOR: &str = "--------------------------------------------------------------------------------";

/// Keys of one letter are known, and those of them that are `m` are Markdown.
struct Letters;

impl Vocabulary for Letters {
    fn is_known(&self, key: &str) -> bool {
        key.len() == 1 || key == "n/k"
    }

    fn is_markdown(&self, key: &str) -> bool {
        key == "m"
    }

    fn meant(&self, key: &str, _: Option<&str>) -> Option<String> {
        ["n/k", "n/kk"].contains(&key).then(|| "n/k".to_owned())
    }
}

fn cut(text: &str) -> (Split, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let split = split(&FilePath::new("x.md"), text, &Letters, &mut diagnostics);
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
fn an_unknown_key_below_markdown_is_text() {
    for (text, expected, lines) in [
        (":m a\n:word b\nc\n:d e", vec!["m=a\n:word b\nc", "d=e"], vec![2]),
        (":m\n\n:word b\n:word c", vec!["m=:word b\n:word c"], vec![3, 4]),
        (":m a\n:my/word b\n:word c", vec!["m=a", "my/word=b", "word=c"], vec![]),
        (":a b\n:word c", vec!["a=b", "word=c"], vec![]),
        (":m a\n:d b\n:word c", vec!["m=a", "d=b", "word=c"], vec![]),
        (":m a\n```\n:word b\n```", vec!["m=a\n```\n:word b\n```"], vec![]),
    ] {
        assert_eq!(blocks(text), [expected], "{text}");
        let lines: Vec<_> = lines.into_iter().map(|line| (Code::UnknownKey, line)).collect();
        assert_eq!(told(text), lines, "{text}");
    }
    assert_eq!(cut("a\n:word b\n").0, Split::Plain);
    assert_eq!(told("a\n:word b\n"), [(Code::UnknownKey, 2)]);
    assert_eq!(told("a\n:b c\n"), [(Code::TextBeforeKey, 1)]);
}

#[test]
fn comments_hold_keys_and_separators() {
    let hidden = format!("<!--\n{SEPARATOR}\n:m b\n\nc\n-->");
    for (text, expected) in [
        (format!(":m a\n{hidden}\nd"), vec![vec![format!("m=a\n{hidden}\nd")]]),
        (format!(":m a\n\n{hidden}\n"), vec![vec![format!("m=a\n\n{hidden}")]]),
        (format!(":a b\n{hidden}\n:c d"), vec![vec!["a=b".to_owned(), "c=d".to_owned()]]),
        (format!("{hidden}\n:c d\n{SEPARATOR}\n{hidden}\n"), vec![vec!["c=d".to_owned()]]),
        (":a\n<!-- x -->\nb\n<!-- y -->".to_owned(), vec![vec!["a=b".to_owned()]]),
        (":m <!--\n:a b\n-->".to_owned(), vec![vec!["m=<!--\n:a b\n-->".to_owned()]]),
        (":m a <!-- b\n:c d\n--> e".to_owned(), vec![vec!["m=a <!-- b\n:c d\n--> e".to_owned()]]),
        (":m a <!-- b\n\n:c d".to_owned(), vec![vec!["m=a <!-- b".to_owned(), "c=d".to_owned()]]),
        (":m `<!--`\n:c d\n-->".to_owned(), vec![vec!["m=`<!--`".to_owned(), "c=d\n-->".to_owned()]]),
        (":a <!--\n:c d".to_owned(), vec![vec!["a=<!--".to_owned(), "c=d".to_owned()]]),
        (":m\n```\n<!--\n```\n:c d".to_owned(), vec![vec!["m=```\n<!--\n```".to_owned(), "c=d".to_owned()]]),
        (":m\n\n    <!--\n\n:c d".to_owned(), vec![vec!["m=    <!--".to_owned(), "c=d".to_owned()]]),
        (
            ":m\n<style>\n:root {}\n:c d\n</style>\n:e f".to_owned(),
            vec![vec!["m=<style>\n:root {}\n:c d\n</style>".to_owned(), "e=f".to_owned()]],
        ),
    ] {
        assert_eq!(blocks(&text), expected, "{text}");
        assert_eq!(told(&text), [], "{text}");
    }
}

#[test]
fn comments_that_are_never_closed() {
    for (text, lines) in [
        (":m a\n<!-- todo\n:c d".to_owned(), vec![2]),
        (":m a <!--\n\n:c d".to_owned(), vec![1]),
        (format!(":m\n<!-- a\n{SEPARATOR}\n:m <!-- b -->\n"), vec![2]),
        (format!(":m\n<!-- a\n{SEPARATOR}\n:m\n<!-- b\n"), vec![2, 5]),
        (format!(":m\n<!--\n{SEPARATOR}\n:m\n```\na --> b\n```\n-->"), vec![2]),
        ("a\n\n> <!-- b\n".to_owned(), vec![3]),
    ] {
        let lines: Vec<_> = lines.into_iter().map(|line| (Code::UnclosedComment, line)).collect();
        assert_eq!(told(&text), lines, "{text}");
    }
}

#[test]
fn lines_that_were_meant_to_be_keys() {
    for (text, lines) in [
        (":a b\n :n/k c", vec![2]),
        (":a b\n\t:n/kk c", vec![2]),
        (":a b\n\u{a0}:n/k c", vec![2]),
        (":a b\n:n/\u{ad}k c", vec![2]),
        (":a b\n：n/k c", vec![2]),
        (":a b\n:n/k: c", vec![2]),
        (":m b\n :n/k c", vec![2]),
        (":m b\n    :n/k c", vec![2]),
        (":a [b\n :n/k c]", vec![]),
        (":a [b\n :n/k c", vec![2]),
        (":a b\n :word c", vec![]),
        (":m b\n\n    :n/k c\n\n    :n/k d", vec![]),
        (":m\n\n    :n/k c", vec![]),
        (":m b\n\\:n/k c", vec![]),
        (":m b\n```\n :n/k c\n```", vec![]),
        ("\u{200b}:n/k c", vec![1]),
        (":a b\n: n/k c", vec![2]),
        (":a b\n:n /k c", vec![2]),
        (":a b\n:n/ k c", vec![2]),
        (":a b\n::n/k c", vec![2]),
        (":a b\n:n／k c", vec![2]),
        (":a b\n:n\\k c", vec![2]),
        (":a b\nn/k c", vec![2]),
        (":m b\n: n/k c", vec![2]),
        (":m b\n::n/k c", vec![2]),
        (":m b\nn/k c", vec![]),
        (":m b\n: n/kk c", vec![]),
        (":a b\n:n /kk c", vec![]),
        (":a b\nn/kk c", vec![]),
        (":a b\n: n / k c", vec![2]),
    ] {
        let lines: Vec<_> = lines.into_iter().map(|line| (Code::NearKey, line)).collect();
        assert_eq!(told(text), lines, "{text:?}");
    }
}

#[test]
fn open_merges_are_told() {
    for (text, lines) in [
        (":m a\n<<<<<<< HEAD\nb\n||||||| x\nc\n=======\nd\n>>>>>>> e\n", vec![2]),
        (":m a\n=======\n", vec![]),
        (":m a\n>>>>>>> e\n", vec![2]),
        (":m a\n```\n<<<<<<< HEAD\n```\n", vec![]),
        (":m a\n<<<<<<<< b\n", vec![]),
    ] {
        let lines: Vec<_> = lines.into_iter().map(|line| (Code::MergeConflict, line)).collect();
        assert_eq!(told(text), lines, "{text}");
    }
}

#[test]
fn large_files_are_cut() {
    let block = format!(":a b\n\n```\n:c\n```\n\n:d\n{}\n{SEPARATOR}\n", "word ".repeat(200));
    let text = block.repeat(5_000);
    assert_eq!(blocks(&text).len(), 5_000);
    // Openings that nothing closes must not make every line look at every other.
    assert_eq!(told(&format!(":a\n{}", "- ```x\n".repeat(20_000))).len(), 1);
    assert_eq!(told(&format!(":m\n{}", "<!-- x\n\n".repeat(20_000))).len(), 1);
    assert_eq!(told(&format!(":m\n{}", "a <!--\n".repeat(20_000))).len(), 1);
    assert_eq!(told(&format!(":m\n{}", "<pre>\n".repeat(20_000))), []);
    assert_eq!(told(&format!(":m\n{}", "`<!--` ".repeat(50_000))), []);
    assert_eq!(told(&format!(":m\n{}", "  <!-- x\n  y -->\n".repeat(20_000))), []);
    assert_eq!(told(&format!(":a\n:b{}/c", " ".repeat(200_000))), []);
    assert_eq!(told(&format!(":a\n{}", ": b / c\n".repeat(50_000))), []);
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

const FILE: &str = r"(:a|:b/c|:smile:|\\:d| |x|å|\n|\n\n|=====\n|=====  \n| =====\n|-----|<!--|-->|<pre>|</pre>|:m|<<<<<<< |\u{200b}|```|~~~|````|- |1\. |    |> |\t|[1 2]|\{:a|;|\u{2028}){0,30}";

/// Holds what is true of every text: spans lie in it and in order, and values have no blanks at
/// their ends.
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
