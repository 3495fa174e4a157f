//! The cases of `tests/cases/typography/`: what is written, and what is published, by language.

use std::fs;
use std::path::Path;

use diglot::locale::{Locale, Quotes, Typographer};

#[test]
fn cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/typography");
    let mut count = 0;
    let mut failures = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        for (number, line) in fs::read_to_string(&path).unwrap().lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            count += 1;
            let columns = line.split(" | ").collect::<Vec<_>>();
            let (tag, written, expected) = match columns[..] {
                [tag, written] => (tag, written, written),
                [tag, written, expected] => (tag, written, expected),
                _ => panic!("{}:{}: two or three columns, please", path.display(), number + 1),
            };
            let published = publish(tag, &spaces(written));
            if published != spaces(expected) {
                failures.push(format!(
                    "{}:{}: {tag} | {written} | {expected}\n  but: {published}",
                    path.display(),
                    number + 1
                ));
            }
        }
    }
    assert!(count > 100, "only {count} cases were found");
    assert!(failures.is_empty(), "{} of {count} cases fail\n{}", failures.len(), failures.join("\n"));
}

/// A text with the spaces that the cases show by marks.
fn spaces(text: &str) -> String {
    text.replace('␣', "\u{a0}").replace('⍽', "\u{202f}")
}

fn publish(tag: &str, written: &str) -> String {
    let mut typographer =
        Typographer::new(Quotes::new(&Locale::parse(tag).expect("the first column is a tag")));
    let mut out = String::new();
    for run in written.split('¦') {
        typographer.text(run, &mut out);
    }
    out
}
