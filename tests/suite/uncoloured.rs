//! Code that would take too long to colour is shown plain: by steps that are counted, so that every
//! machine gives the same.

use diglot::base::{Code, Severity};
use diglot::highlight::{Language, highlight};

use crate::support::site::Site;

/// What makes parsers of some language go back, again and again.
const HOSTILE: [(&str, &str); 22] = [
    ("c", "fn(x)=>\n"),
    ("java", "+]\n"),
    ("java", "!!;\n"),
    ("rust", "<=?}<=?}<=?}\n"),
    ("css", "<<=>=>=>=>=>\n"),
    ("go", "* *}interface\n"),
    ("javascript", "`${\n"),
    ("typescript", "}}-<a\n"),
    ("tsx", "<a b={\n"),
    ("python", "**=?a"),
    ("bash", "((P)\n"),
    ("html", "0x<<EOF<\n"),
    ("sql", "a)/* \n"),
    ("json", "[{\n"),
    ("yaml", "- ? [\n"),
    ("toml", "[[a\n"),
    ("fish", "$(\"\"\"*a-\n"),
    ("markdown", "[)\\#\\#\\#\\#\\#\\#\\#\\#\\#\\#\\#\\#\\#\\#\\#\\#\\#\\#\\#\\#\n"),
    ("scala", "#{[=]::::::::::::::::::::::::::::::::::::::::\n"),
    ("erlang", "mnesiayield"),
    ("lua", "unpack"),
    ("clojure", "#_ ("),
];

fn coloured(language: &str, code: &str) -> String {
    highlight(Language::find(language).expect("it is known"), code)
}

#[test]
fn hostile_code_comes_to_an_end() {
    for (language, unit) in HOSTILE {
        let code = unit.repeat(8_000 / unit.len());
        assert!(coloured(language, &code).len() >= code.len());
    }
}

#[test]
fn brackets_may_lie_as_deep_as_they_like() {
    for language in Language::all() {
        for open in ["(", "{[", "<a>"] {
            let code = open.repeat(3_000 / open.len());
            assert!(coloured(language.name(), &code).len() >= code.len());
        }
    }
}

#[test]
fn code_that_people_write_has_its_colours_whatever_its_length() {
    let function = "/// Bakes.\nfn bake(loaf: &Loaf) -> Result<Bread, Burnt> {\n    if loaf.is_risen() { return \
                    oven.heat(220)?.bake(loaf, \"an hour\"); }\n    Err(Burnt)\n}\n\n";
    let once = coloured("rust", function.trim_end());
    let often = coloured("rust", function.repeat(500).trim_end());
    assert_eq!(often, vec![once; 500].join("\n\n"));
}

#[test]
fn a_note_says_why_code_is_plain() {
    let long = format!("let a = \"{}\"; // b\nlet c = 1;", "x".repeat(10_000));
    let senseless = "fn(x)=>\n".repeat(2_000);
    let deep = "[\n".repeat(2_000) + &"]\n".repeat(2_000);
    let large = "-- a\n".repeat(100_001);
    for (language, code, reason) in [
        ("rust", &long, "a line of code is shown without colours: it has more than 10000 bytes"),
        (
            "c",
            &senseless,
            "code is shown without colours: it makes no sense to its grammar at more than 80 places",
        ),
        ("json", &deep, "code is shown without colours: it lies more than 300 levels deep in itself"),
        ("lua", &large, "code is shown without colours: it has more than 500000 bytes"),
        ("clojure", &large, "code is shown without colours: it has more than 500000 bytes"),
    ] {
        let by_fence = format!("```{language}\n{code}\n```\n");
        let by_hand = format!("<pre><code class=\"{language}\">{code}\n</code></pre>\n");
        for block in [by_fence, by_hand] {
            let settings = "{:site/base-url \"https://blog.example\" :site/locales [:nb :en]}";
            let page = format!(":page/title Bread\n:page/body\n\nFlour.\n\n{block}");
            let mut site = Site::of(&[("content/site.edn", settings), ("content/a.en.md", &page)]);
            site.policy.strict = true;
            let build = site.build();
            assert!(build.outputs.is_some());
            let found: Vec<_> =
                build.diagnostics.iter().filter(|told| told.code == Code::UncolouredCode).collect();
            let [note] = &found[..] else { panic!("{language}: {found:?}") };
            assert_eq!((note.severity, note.message.as_str()), (Severity::Note, reason));
            let line = page[..note.place.as_ref().unwrap().span.start as usize].matches('\n').count();
            assert_eq!(line, 5, "{language}");
        }
    }
}
