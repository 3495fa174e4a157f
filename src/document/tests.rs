//! Values by the types of their keys.

use proptest::prelude::*;

use super::{Extra, FieldReader, Raw, SourceRecords, records_of, section_file};
use crate::base::{Diagnostic, FilePath, Spanned};
use crate::blocks::Value;
use crate::edn::{Form, FormKind};

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
fn pages_are_set_out_in_the_order_of_writers() {
    let field = |key: &str, value| (key.to_owned(), value);
    let printed = section_file(vec![
        vec![
            field("post/body", Value::text("Flour.")),
            field("post/description", Value::text("On bread.")),
            field("my/minutes", Value::Edn(FormKind::Integer(45).into())),
            field("tech-blog/tags", Value::Edn(Form::keywords(["baking"]))),
            field("page/title", Value::text("Bread")),
        ],
        vec![field("section/theme", Value::keyword("dark1")), field("section/title", Value::text("Oven"))],
    ]);
    let expected = ":page/title Bread
:tech-blog/tags [:baking]
:my/minutes 45
:post/description On bread.
:post/body

Flour.

--------------------------------------------------------------------------------
:section/title Oven
:section/theme :dark1
";
    assert_eq!(printed, expected);
}

proptest! {
    #[test]
    fn what_is_printed_is_read(
        title in "[^\\pC\\pZ]( ?[^\\pC\\pZ]){0,40}",
        own in prop_oneof![any::<String>().prop_map(Form::text), any::<f64>().prop_filter("finite", |it| it.is_finite()).prop_map(|it| FormKind::Float(it).into())],
        tags in prop::collection::vec("[a-zø][a-z0-9-]{0,9}", 0..20),
        bodies in prop::collection::vec("[a-z*:/ \n-]{1,200}", 1..4),
    ) {
        let field = |key: &str, value| (key.to_owned(), value);
        let section = |body: &String| vec![field("section/body", Value::text(body.clone()))];
        let page = vec![
            field("page/title", Value::text(title.clone())),
            field("post/published", Value::Edn(Form::tagged("time/ldt", "2026-02-01T09:00"))),
            field("post/tags", Value::Edn(Form::keywords(tags.iter().map(String::as_str)))),
            field("my/own", Value::Edn(own.clone())),
        ];
        let bodies: Vec<_> = bodies.iter().filter(|body| !body.trim().is_empty()).collect();
        let sections = bodies.iter().map(|body| section(body));
        let printed = section_file([page].into_iter().chain(sections).collect());
        let (file, mut faults) = (FilePath::new("x.md"), Vec::new());
        let SourceRecords::Blocks(records) = records_of(&file, &printed, &mut faults) else {
            return Err(TestCaseError::fail(printed));
        };
        prop_assert_eq!(records.len(), 1 + bodies.len(), "{}", printed);
        let mut reader = FieldReader::new(&file, &records[0], &mut faults);
        prop_assert_eq!(reader.text("page/title").map(|it| it.value), Some(title));
        prop_assert!(reader.time("post/published", chrono_tz::Europe::Oslo).is_some());
        let read: Vec<_> = reader.keywords("post/tags").unwrap_or_default().into_iter().map(|it| it.value).collect();
        prop_assert_eq!(read, tags);
        let Some(Raw::Text(text)) = records[0].get("my/own").map(|field| &field.value) else {
            return Err(TestCaseError::fail(printed));
        };
        let Extra::Form(read) = Extra::of(&text.value) else { return Err(TestCaseError::fail(printed)) };
        prop_assert_eq!(read.to_string(), own.to_string());
        prop_assert_eq!(faults, [], "{}", printed);
    }
}

#[test]
fn values() {
    for (kind, value, expected) in [
        ("text", "50% whole wheat", "50% whole wheat"),
        ("text", "\"Hello\"", "Hello"),
        ("text", "\"a\" and \"b\"", "\"a\" and \"b\""),
        ("text", "\"", "\""),
        ("text", "\"\"Hello\"\"", "\"Hello\""),
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
