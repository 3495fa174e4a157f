//! Values by the types of their keys.

use proptest::prelude::*;

use super::{Extra, FieldReader, SourceRecords, records_of};
use crate::base::{Diagnostic, FilePath, Spanned};

/// What a value is read as, or the faults with the text they stand at.
fn read(kind: &str, value: &str) -> String {
    let text = format!(":k {value}");
    let file = FilePath::new("x.md");
    let mut faults = Vec::new();
    let SourceRecords::Blocks(records) = records_of(&file, &text, &mut faults) else { return String::new() };
    let mut reader = FieldReader::new(&file, &records[0], &mut faults);
    let list = |items: Vec<Spanned<String>>| {
        items.iter().map(|item| format!("{}@{}", item.value, &text[item.span.range()])).collect::<Vec<_>>()
    };
    let found = match kind {
        "text" => reader.text("k").map(|text| text.value),
        "markdown" => reader.markdown("k").map(|(text, _)| text),
        "keyword" => reader.keyword("k").map(|name| name.value),
        "keywords" => reader.keywords("k").map(|names| list(names).join(" ")),
        "references" => reader.references("k").map(|names| list(names).join(" ")),
        "time" => reader.time("k", chrono_tz::Europe::Oslo).map(|time| time.value.at.to_rfc3339()),
        "boolean" => reader.boolean("k").map(|value| value.to_string()),
        "paths" => reader.paths("k").map(|paths| list(paths).join(" ")),
        _ => panic!("no type is called {kind}"),
    };
    if faults.is_empty() {
        return found.unwrap_or_default();
    }
    let told = |fault: &Diagnostic| {
        let at = fault.place.as_ref().map_or("", |place| &text[place.span.range()]);
        format!("{} at `{at}`: {}", fault.code, fault.help.as_deref().unwrap_or("no way out"))
    };
    faults.iter().map(told).collect::<Vec<_>>().join("\n")
}

#[test]
fn values() {
    for (kind, value, expected) in [
        ("text", "50% whole wheat", "50% whole wheat"),
        ("text", "\"Hello\"", "Hello"),
        ("text", "\"a\" and \"b\"", "\"a\" and \"b\""),
        ("text", "\"", "\""),
        ("text", "a\n  b\n\nc", "a b c"),
        ("text", "[:a ; b", "[:a ; b"),
        ("markdown", "*a*\n\n    b", "*a*\n\n    b"),
        ("keyword", ":dark1", "dark1"),
        ("keyword", ":a/b ; c", "a/b"),
        ("keyword", "dark1", "wrong-type at `dark1`: write `:dark1`"),
        ("keyword", "\"dark1\"", "wrong-type at `\"dark1\"`: write `:dark1`"),
        ("keyword", "dark one", "wrong-type at `dark one`: a keyword begins with a colon, such as `:dark1`"),
        ("keyword", "", "wrong-type at `:k`: write the value after the key, or remove the key"),
        ("keyword", ":a :b", "edn-syntax at `:b`: remove it, or put `;` before it to make it a comment"),
        ("keywords", "[:tag/css, :html]", "css@:tag/css html@:html"),
        ("keywords", "(:a) ; :b", "a@:a"),
        ("keywords", "#{:a}", "a@:a"),
        ("keywords", "[]", ""),
        ("keywords", ":tag/a", "wrong-type at `:tag/a`: write `[:tag/a]`"),
        ("keywords", "a, b", "wrong-type at `a, b`: write `[:a :b]`"),
        ("keywords", "{:a :b}", "wrong-type at `{:a :b}`: write them like `[:tag/css :tag/html]`"),
        (
            "keywords",
            "[a \"b\" 1]",
            "wrong-type at `a`: write `:a`\nwrong-type at `\"b\"`: write `:b`\nwrong-type at `1`: a keyword begins with a colon",
        ),
        ("references", ":magnar", "magnar@:magnar"),
        ("references", "{:person/id :person/magnar}", "magnar@{:person/id :person/magnar}"),
        ("references", "[:a {:x/id :b}]", "a@:a b@{:x/id :b}"),
        (
            "references",
            "{person/id :person/magnar}",
            "wrong-type at `{person/id :person/magnar}`: the key wants a colon: `{:person/id :person/magnar}`",
        ),
        (
            "references",
            "{:person/id magnar}",
            "wrong-type at `{:person/id magnar}`: the name wants a colon: `{:person/id :magnar}`",
        ),
        ("references", "magnar", "wrong-type at `magnar`: write `:magnar`"),
        (
            "references",
            "{:a :b :c :d}",
            "wrong-type at `{:a :b :c :d}`: write `:magnar` or `{:person/id :person/magnar}`",
        ),
        ("time", "2022-09-17", "2022-09-17T00:00:00+02:00"),
        ("time", "2022-09-17T12:00", "2022-09-17T12:00:00+02:00"),
        ("time", "\"2022-09-17T12:00:01.5\"", "2022-09-17T12:00:01.500+02:00"),
        ("time", "#time/ldt \"2022-09-17T12:00\"", "2022-09-17T12:00:00+02:00"),
        ("time", "#time/ld \"2022-09-17\" ; a day", "2022-09-17T00:00:00+02:00"),
        ("time", "#inst \"2022-09-17T10:00:00Z\"", "2022-09-17T12:00:00+02:00"),
        (
            "time",
            "2022-13-17",
            "invalid-time at `2022-13-17`: write `#time/ldt \"2022-09-17T12:00\"`, or `2022-09-17` for a day",
        ),
        ("time", "2024-03-31T02:30", "invalid-time at `2024-03-31T02:30`: choose a time an hour later"),
        (
            "time",
            "[2022]",
            "invalid-time at `[2022]`: write `#time/ldt \"2022-09-17T12:00\"`, or `2022-09-17` for a day",
        ),
        ("boolean", "true", "true"),
        ("boolean", "false ; not yet", "false"),
        ("boolean", "yes", "wrong-type at `yes`: write one of the two"),
        ("boolean", "\"true\"", "wrong-type at `\"true\"`: take the quotation marks away"),
        ("paths", "/a/", "/a/@/a/"),
        ("paths", "\"/a b/\"", "/a b/@\"/a b/\""),
        ("paths", "[\"/a/\" /b/]", "/a/@\"/a/\" /b/@/b/"),
        ("paths", "/a/, /b/", "wrong-type at `/a/, /b/`: write them like `[\"/old/\"]`"),
        ("paths", "[:a]", "wrong-type at `:a`: write them like `[\"/old/\"]`"),
    ] {
        assert_eq!(read(kind, value), expected, "{kind} {value}");
    }
}

#[test]
fn unknown_values_are_edn_where_they_read_as_it() {
    for (value, is_form) in [
        ("[1 2]", true),
        (":a", true),
        ("\"a\"", true),
        ("7 ; seven", true),
        ("word", false),
        ("two words", false),
        ("1 2", false),
        ("[1 2", false),
        ("", false),
        ("it's", false),
    ] {
        assert_eq!(matches!(Extra::of(value), Extra::Form(_)), is_form, "{value}");
    }
}

proptest! {
    #[test]
    fn any_value_is_read_or_told(value in VALUE) {
        for kind in ["text", "markdown", "keyword", "keywords", "references", "time", "boolean", "paths"] {
            prop_assert!(!read(kind, &value).contains("no way out"), "{kind} {value}: {}", read(kind, &value));
        }
        Extra::of(&value);
    }
}

const VALUE: &str = r##"(\[|\]|\{|\}|#\{|#time/ldt |#inst |"|:a|:a/b|a|/x/|true|2024-03-31|T02:30|1| |,|\n  |; c|å|'){0,10}"##;
