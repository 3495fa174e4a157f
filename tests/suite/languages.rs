//! What each language wants: the table `tests/cases/languages/by-language.txt`.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use chrono::NaiveDate;
use diglot::locale::{DateLength, Language, Locale, Quotes, SlugLetters, Typographer, category_name};

const TABLE: &str = include_str!("../cases/languages/by-language.txt");

#[test]
fn each_language_gets_what_it_wants() {
    let mut failures = String::new();
    let mut asked = BTreeSet::new();
    for line in TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let columns: Vec<&str> = line.split(" | ").collect();
        let [tag, what, given, expected] = columns[..] else { panic!("four columns, please: {line}") };
        let answer = answer(&Locale::parse(tag).expect("the first column is a tag"), what, given);
        let answer = answer.replace('\u{a0}', "␣").replace('\u{202f}', "⍽");
        if answer != expected {
            let _ = writeln!(failures, "{line}\n  but: {answer}");
        }
        asked.insert((tag, what));
    }
    assert!(failures.is_empty(), "\n{failures}");
    for tag in ["nb", "nn", "en", "da", "sv", "de"] {
        for what in ["list", "plural", "number", "long", "medium", "month", "order", "slug", "text"] {
            assert!(asked.contains(&(tag, what)), "`{tag}` has no case for `{what}`");
        }
    }
}

fn answer(locale: &Locale, what: &str, given: &str) -> String {
    let language = Language::new(locale);
    let date = || NaiveDate::parse_from_str(given, "%Y-%m-%d").expect("a day");
    let number = |text: &str| text.parse::<i64>().expect("a whole number");
    match what {
        "list" => language.list(&given.split(", ").collect::<Vec<_>>()),
        "plural" => {
            let names = given.split(' ').map(|text| category_name(language.plural(number(text))));
            names.collect::<Vec<_>>().join(" ")
        }
        "number" => language.number(number(given)),
        "long" => language.date(date(), DateLength::Long),
        "medium" => language.date(date(), DateLength::Medium),
        "month" => language.month(date()),
        "order" => {
            let mut words: Vec<&str> = given.split(' ').collect();
            words.sort_by(|left, right| language.collator().compare(left, right));
            words.join(" ")
        }
        "slug" => SlugLetters::of(locale).slug(given),
        "text" => {
            let mut out = String::new();
            Typographer::new(Quotes::new(locale)).text(given, &mut out);
            out
        }
        _ => panic!("nobody knows what `{what}` is"),
    }
}
