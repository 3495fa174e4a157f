//! What every text must come through, and what it becomes.

use proptest::prelude::*;

use super::{EdnError, Form, FormKind, is_keyword, read};
use crate::base::Span;

/// Reads a text that holds one form.
fn form(text: &str) -> Form {
    read(text, 0).expect("it can be read").expect("it holds a form")
}

fn error(text: &str) -> EdnError {
    read(text, 0).expect_err("it cannot be read")
}

#[test]
fn forms_are_read_and_printed_canonically() {
    for (text, printed) in [
        ("nil", "nil"),
        (" true ; yes", "true"),
        ("-4", "-4"),
        ("+5", "5"),
        ("1.5", "1.5"),
        ("1e3", "1000.0"),
        ("1/2", "1/2"),
        ("10000000000000000000000", "10000000000000000000000"),
        ("10N", "10N"),
        ("1.5M", "1.5M"),
        ("\\a", "\\a"),
        ("\\newline", "\\newline"),
        ("\\u00e5", "\\å"),
        ("\\(", "\\("),
        (r#""a\tb\n\"\\""#, r#""a\tb\n\"\\""#),
        (r#""\u00e5\ud83d\ude00\b\f""#, "\"å😀\\u0008\\u000c\""),
        ("\"two\nlines\"", "\"two\\nlines\""),
        (":a/b", ":a/b"),
        ("a.b/c-d?", "a.b/c-d?"),
        ("[1, 2 ,, 3]", "[1 2 3]"),
        ("(1 (2))", "(1 (2))"),
        ("#{:b :a}", "#{:a :b}"),
        ("{:b 1, :a {:c 2}}", "{:a {:c 2} :b 1}"),
        ("#:n{:a 1 :_/b 2 :m/c 3 \"d\" 4}", "{\"d\" 4 :b 2 :m/c 3 :n/a 1}"),
        ("#inst \"2024-01-01\"", "#inst \"2024-01-01\""),
        ("#a/b [1]", "#a/b [1]"),
        ("#_ 1 2 #_ 3 ; four", "2"),
        ("[1 #_ 2 #_ #_ 3 4 5]", "[1 5]"),
    ] {
        assert_eq!(form(text).to_string(), printed, "{text}");
        assert_eq!(form(printed).to_string(), printed, "{printed} reads back");
    }
}

#[test]
fn a_text_may_hold_no_form() {
    for text in ["", " ,\n", "; a comment", "#_ dropped", "#_ #_ a b ; c"] {
        assert_eq!(read(text, 0), Ok(None), "{text}");
    }
    assert_eq!(form("#_ a nil").kind, FormKind::Nil);
}

#[test]
fn spans_count_from_where_the_text_stands() {
    let found = read(" [:æ \"b\"] ; c", 100).expect("it can be read").expect("it holds a form");
    assert_eq!(found.span, Span::new(101, 110));
    let items: Vec<Span> = found.as_items().unwrap_or_default().iter().map(|item| item.span).collect();
    assert_eq!(items, [Span::new(102, 105), Span::new(106, 109)]);
    assert_eq!(read("[1 2", 100).expect_err("it is open").span, Span::new(100, 101));
    assert_eq!(read("[1] 2", 100).expect_err("it is two").span, Span::new(104, 105));
    assert_eq!(read("[1] }", 100).expect_err("it is two").span, Span::new(104, 105));
    assert_eq!(
        read("{:a 1 :a 2}", 100).expect_err("it is doubled").other.map(|it| it.0),
        Some(Span::new(101, 103))
    );
}

#[test]
fn numbers_are_bounded() {
    let digits = |count: usize| "9".repeat(count);
    for sound in
        [digits(1_000), format!("[{} {}]", digits(1_000), digits(1_000)), format!("\"{}\"", digits(2_000))]
    {
        assert!(read(&sound, 0).is_ok());
    }
    for long in [digits(1_001), format!("-{}N", digits(4_000_000)), format!("{{:a {}}}", digits(2_000))] {
        assert!(error(&long).message.contains("1,000 digits"));
    }
}

#[test]
fn what_lies_deep_is_told_or_read() {
    for (open, close) in [("[", "]"), ("(", ")"), ("{:a ", "}"), ("#{", "}"), ("#a ", ""), ("#_ ", "")] {
        let nested = |depth: usize| format!("{}1 2{}", open.repeat(depth), close.repeat(depth));
        let _ = read(&nested(90), 0);
        let told = error(&nested(100_000));
        assert!(told.span.end <= 400_000, "{open}: {told:?}");
    }
    assert!(error(&"[".repeat(101)).message.contains("100 deep"));
}

#[test]
fn large_files_are_read() {
    let entries: Vec<String> = (0..20_000).map(|n| format!(":k{n} [\"v{n}\" {n}]")).collect();
    let found = form(&format!("{{{}}}", entries.join("\n ")));
    assert_eq!(found.as_map().map(<[_]>::len), Some(20_000));
}

#[test]
fn every_fault_has_a_way_out() {
    for text in [
        "[",
        "{",
        "(",
        "#{",
        "\"a",
        "]",
        "[}",
        "{:a}",
        "{:a 1 :a 2}",
        "#{1 1}",
        "\"\\q\"",
        "\"\\u12\"",
        "\"\\ud83d\"",
        "12x",
        ":",
        "\\nosuch",
        "\\u12",
        "[#inst]",
        "#inst",
        "#(a)",
        "#\"a\"",
        "@a",
        "'a",
        "1 2",
        "[1] ]",
        "1 \"",
    ] {
        let told = error(text);
        assert!(told.help.is_some_and(|help| !help.is_empty()), "{text}: {}", told.message);
        assert!(told.span.range().end <= text.len(), "{text}: {:?}", told.span);
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_told(text in any::<String>()) {
        sound(&text)?;
    }

    #[test]
    fn any_edn_is_read_or_told(text in EDN) {
        sound(&text)?;
    }

    #[test]
    fn what_is_printed_reads_back(form in forms()) {
        let printed = form.to_string();
        let again = read(&printed, 0);
        let Ok(Some(again)) = again else { return Err(TestCaseError::fail(format!("{printed}: {again:?}"))) };
        prop_assert_eq!(again.to_string(), printed);
    }

    #[test]
    fn what_is_laid_out_reads_back(form in forms(), column in 0usize..90) {
        for printed in [form.laid_out(column), form.as_file()] {
            let again = read(&printed, 0);
            let Ok(Some(again)) = again else { return Err(TestCaseError::fail(format!("{printed}: {again:?}"))) };
            prop_assert_eq!(again.to_string(), form.to_string());
            prop_assert_eq!(again.as_file(), form.as_file());
        }
    }
}

#[test]
fn values_are_laid_out_as_writers_do_it() {
    for (text, laid_out) in [
        ("{:b 1, :a [2  3]}", "{:b 1 :a [2 3]}"),
        (
            r##"{:site/title {:nb "Brød" :en "Bread"} :site/navigation [{:nav/title "About" :nav/uri "/about/"} #time/ld "2026-02-01"]}"##,
            r##"{:site/title {:nb "Brød" :en "Bread"}
 :site/navigation [{:nav/title "About" :nav/uri "/about/"}
                   #time/ld "2026-02-01"]}"##,
        ),
    ] {
        assert_eq!(form(text).laid_out(0), laid_out);
    }
    assert_eq!(form("{:b 1 :a #{2}}").as_file(), "{:b 1\n :a #{2}}\n");
}

#[test]
fn names_that_can_be_keywords() {
    for (name, is_one) in
        [("a", true), ("tag/css", true), ("ø", true), ("", false), ("a b", false), ("a,b", false)]
    {
        assert_eq!(is_keyword(name), is_one, "{name}");
    }
}

const EDN: &str = r##"(\[|\]|\(|\)|\{|\}|#\{|#_|#:a|#inst|"|\\|\\u00e5|\\newline|:a|:a/b|a|nil|true|1|1N|-|\+|1\.5| |,|\n|; c\n|å|😀|@|'|\^|#|:){0,24}"##;

/// Holds what is true of every text: spans lie in it, on the borders of characters, within those
/// around them.
fn sound(text: &str) -> Result<(), TestCaseError> {
    match read(text, 0) {
        Ok(None) => {}
        Ok(Some(form)) => {
            prop_assert!(text.get(form.span.range()).is_some(), "{form:?}");
            nested(text, &form)?;
        }
        Err(error) => {
            prop_assert!(text.get(error.span.range()).is_some(), "{error:?}");
            if let Some((other, _)) = error.other {
                prop_assert!(text.get(other.range()).is_some(), "{error:?}");
            }
        }
    }
    Ok(())
}

fn nested(text: &str, form: &Form) -> Result<(), TestCaseError> {
    let entries = form.as_map().unwrap_or_default().iter().flat_map(|(key, value)| [key, value]);
    for inner in form.as_items().unwrap_or_default().iter().chain(entries) {
        prop_assert!(text.get(inner.span.range()).is_some(), "{inner:?}");
        prop_assert!(form.span.start <= inner.span.start && inner.span.end <= form.span.end, "{form:?}");
        nested(text, inner)?;
    }
    Ok(())
}

fn forms() -> impl Strategy<Value = Form> {
    let name = "[a-z][a-z0-9-]{0,6}(/[a-z]{1,4})?";
    let is_name = |name: &String| !matches!(name.as_str(), "nil" | "true" | "false");
    let leaf = prop_oneof![
        Just(FormKind::Nil),
        any::<bool>().prop_map(FormKind::Boolean),
        any::<i64>().prop_map(FormKind::Integer),
        (-1e9..1e9f64).prop_map(FormKind::Float),
        any::<char>().prop_map(FormKind::Character),
        any::<String>().prop_map(FormKind::Text),
        name.prop_map(FormKind::Keyword),
        name.prop_filter("a symbol", is_name).prop_map(FormKind::Symbol),
    ];
    let leaf = leaf.prop_map(|kind| Form { kind, span: Span::default() });
    leaf.prop_recursive(4, 32, 5, move |inner| {
        let items = || prop::collection::vec(inner.clone(), 0..5);
        let entries = prop::collection::btree_map(name, inner.clone(), 0..5);
        prop_oneof![
            items().prop_map(FormKind::Vector),
            items().prop_map(FormKind::List),
            prop::collection::btree_set(name, 0..5).prop_map(|names| {
                let keyword = |name| Form { kind: FormKind::Keyword(name), span: Span::default() };
                FormKind::Set(names.into_iter().map(keyword).collect())
            }),
            entries.prop_map(|entries| {
                let entry =
                    |(name, value)| (Form { kind: FormKind::Keyword(name), span: Span::default() }, value);
                FormKind::Map(entries.into_iter().map(entry).collect())
            }),
            (name.prop_filter("a tag", is_name), inner)
                .prop_map(|(tag, value)| FormKind::Tagged(tag, Box::new(value))),
        ]
        .prop_map(|kind| Form { kind, span: Span::default() })
    })
}
